import type { Expression, ExecuteImmediate, FetchCursor, ForAll, Identifier, IfStatement, OpenCursor, PlsqlStatement } from "../ast"; // prettier-ignore
import type { TokenStream } from "../stream";
import { block } from "./block";
import { control } from "./control";
import { dml, isDml } from "./dml";
import { expression, value } from "./expression";
import { operand } from "./operand";
import { isQuery, query } from "./query";

const beginnings = ["(", "begin", "case", "declare", "exit", "for", "goto", "if", "loop", "mod", "null", "pragma", "raise", "return", "select", "update", "while", "with", "<an identifier>", "<a double-quoted delimited-identifier>", "<a bind variable>", "<<", "continue", "close", "current", "delete", "fetch", "lock", "insert", "open", "rollback", "savepoint", "set", "sql", "execute", "commit", "forall", "merge", "pipe", "purge"]; // prettier-ignore

/** One or more statements, up to END, ELSE, ELSIF, WHEN or EXCEPTION. */
export function statements(s: TokenStream): PlsqlStatement[] {
  const found: PlsqlStatement[] = [];
  while (!s.isOneOf("END", "ELSE", "ELSIF", "WHEN", "EXCEPTION") && !s.kindIs("end"))
    found.push(statement(s));
  if (found.length === 0 || s.kindIs("end")) s.fail(905, ...beginnings);
  return found;
}

function statement(s: TokenStream): PlsqlStatement {
  const label = s.accept("<<") ? labelName(s) : undefined;
  const read = readers[s.kindIs("word") ? s.token.value : ""];
  const result = read?.(s, label) ?? plain(s, label);
  if (!s.is(";")) s.fail(905, ...(result.kind === "callStatement" ? [":=", ".", "(", "@", "%", ";"] : [";"]));
  s.next();
  return result;
}

function labelName(s: TokenStream): Identifier {
  const name = s.anyWord();
  s.expect(">>");
  return name;
}

type Reader = (s: TokenStream, label: Identifier | undefined) => PlsqlStatement | undefined;

/** By the word a statement begins with; undefined where it turns out to be a name. */
const readers: Readonly<Record<string, Reader>> = {
  BEGIN: block,
  DECLARE: block,
  NULL: (s) => ({ kind: "null", pos: s.next().pos }),
  IF: ifStatement,
  CASE: caseStatement,
  LOOP: (s, label) => ({ kind: "loop", pos: s.pos, label, body: loopBody(s) }),
  WHILE: (s, label) => {
    const { pos } = s.next();
    return { kind: "while", pos, label, when: expression(s), body: loopBody(s) };
  },
  FOR: forLoop,
  FORALL: forAll,
  EXIT: (s) => jump(s, "exit"),
  CONTINUE: (s) => (s.is(":=", 1) || s.is("(", 1) || s.is(".", 1) ? undefined : jump(s, "continue")),
  RETURN: (s) => {
    const { pos } = s.next();
    return { kind: "return", pos, value: s.is(";") ? undefined : expression(s) };
  },
  RAISE: (s) => {
    const { pos } = s.next();
    return { kind: "raise", pos, exception: s.is(";") ? undefined : s.path() };
  },
  GOTO: (s) => {
    const { pos } = s.next();
    return { kind: "goto", pos, label: s.anyWord() };
  },
  PIPE: (s) => {
    if (!s.is("ROW", 1)) return undefined;
    const { pos } = s.next();
    s.next();
    return { kind: "pipeRow", pos, value: s.parenthesised(() => expression(s)) };
  },
  EXECUTE: (s) => (s.is("IMMEDIATE", 1) ? executeImmediate(s) : undefined),
  OPEN: (s) => (s.is(":=", 1) || s.is("(", 1) || s.is(".", 1) ? undefined : open(s)),
  FETCH: (s) => (s.is(":=", 1) ? undefined : fetch(s)),
  CLOSE: (s) => {
    if (s.is(":=", 1) || s.is("(", 1) || s.is(".", 1)) return undefined;
    const { pos } = s.next();
    return { kind: "closeCursor", pos, cursor: operand(s) };
  },
};

function plain(s: TokenStream, label: Identifier | undefined): PlsqlStatement {
  const { pos } = s;
  if (isQuery(s)) return { kind: "sql", pos, statement: query(s) };
  if (isDml(s) && !s.is(":=", 1) && !s.is(".", 1)) return { kind: "sql", pos, statement: dml(s) };
  const transaction = s.is(":=", 1) || s.is(".", 1) ? undefined : s.sql(() => control(s));
  if (transaction !== undefined) return { kind: "sql", pos, statement: transaction };
  if (label !== undefined && s.isOneOf("END")) s.fail(905, ...beginnings);
  if (!s.isIdentifier() && !s.kindIs("bind")) s.fail(900, ...beginnings);
  const target = operand(s);
  if (s.accept(":=")) return { kind: "assign", pos, target, value: expression(s) };
  return { kind: "callStatement", pos, call: target };
}

function ifStatement(s: TokenStream): IfStatement {
  const { pos } = s;
  const branches: IfStatement["branches"][number][] = [];
  do {
    s.next();
    const when = expression(s);
    s.expect("THEN");
    branches.push({ when, body: statements(s) });
  } while (s.is("ELSIF"));
  const otherwise = s.accept("ELSE") ? statements(s) : undefined;
  s.expectAll("END", "IF");
  return { kind: "if", pos, branches, else: otherwise };
}

function caseStatement(s: TokenStream): PlsqlStatement {
  const { pos } = s.next();
  const of = s.is("WHEN") ? undefined : expression(s);
  const branches: IfStatement["branches"][number][] = [];
  while (s.accept("WHEN")) {
    const when = expression(s);
    s.expect("THEN");
    branches.push({ when, body: statements(s) });
  }
  const otherwise = s.accept("ELSE") ? statements(s) : undefined;
  s.expectAll("END", "CASE");
  if (s.isIdentifier()) s.anyWord();
  return { kind: "caseStatement", pos, operand: of, branches, else: otherwise };
}

function loopBody(s: TokenStream): PlsqlStatement[] {
  s.expect("LOOP");
  const inner = statements(s);
  s.expectAll("END", "LOOP");
  if (s.isIdentifier()) s.anyWord();
  return inner;
}

function forLoop(s: TokenStream, label: Identifier | undefined): PlsqlStatement {
  const { pos } = s.next();
  const variable = s.identifier();
  s.expect("IN");
  const reverse = s.accept("REVERSE");
  if (s.is("(") && isQuery(s)) {
    const over = s.parenthesised(() => query(s));
    return { kind: "forQuery", pos, label, variable, over, body: loopBody(s) };
  }
  const from = value(s);
  if (!s.accept("..")) return { kind: "forQuery", pos, label, variable, over: from, body: loopBody(s) };
  const to = value(s);
  return { kind: "forRange", pos, label, variable, reverse, from, to, body: loopBody(s) };
}

function forAll(s: TokenStream): ForAll {
  const { pos } = s.next();
  const variable = s.identifier();
  s.expect("IN");
  const range = forAllRange(s);
  const saveExceptions = s.accept("SAVE", "EXCEPTIONS");
  const inner = s.is("EXECUTE") ? executeImmediate(s) : isDml(s) ? dml(s) : s.fail(905, "delete", "execute", "insert", "merge", "update"); // prettier-ignore
  return { kind: "forAll", pos, variable, range, saveExceptions, statement: inner };
}

function forAllRange(s: TokenStream): ForAll["range"] {
  if (s.accept("INDICES", "OF")) return { kind: "indices", of: value(s) };
  if (s.accept("VALUES", "OF")) return { kind: "values", of: value(s) };
  const from = value(s);
  s.expect("..");
  return { kind: "range", from, to: value(s) };
}

function jump(s: TokenStream, kind: "exit" | "continue"): PlsqlStatement {
  const { pos } = s.next();
  const label = s.is("WHEN") || s.is(";") ? undefined : s.identifier();
  return { kind, pos, label, when: s.accept("WHEN") ? expression(s) : undefined };
}

function targets(s: TokenStream): { bulk: boolean; targets: Expression[] } | undefined {
  const bulk = s.accept("BULK", "COLLECT");
  if (bulk) s.expect("INTO");
  else if (!s.accept("INTO")) return undefined;
  return { bulk, targets: s.list(() => operand(s)) };
}

function executeImmediate(s: TokenStream): ExecuteImmediate {
  const { pos } = s.next();
  s.next();
  const text = expression(s);
  let into = targets(s);
  let using: ExecuteImmediate["using"] = [];
  if (s.accept("USING")) {
    using = s.list(() => {
      const input = s.accept("IN");
      const output = s.accept("OUT");
      return { mode: output ? (input ? "in out" : "out") : "in", value: expression(s) };
    });
  }
  into ??= targets(s);
  const returning = s.accept("RETURNING") || s.accept("RETURN") ? targets(s) : undefined;
  return { kind: "executeImmediate", pos, text, into, using, returning };
}

function open(s: TokenStream): OpenCursor {
  const { pos } = s.next();
  const cursor = operand(s);
  const source = s.accept("FOR") ? (isQuery(s) ? query(s) : expression(s)) : undefined;
  const using: Expression[] = [];
  if (s.accept("USING")) {
    using.push(
      ...s.list(() => {
        s.accept("IN");
        return expression(s);
      }),
    );
  }
  return { kind: "openCursor", pos, cursor, for: source, using };
}

function fetch(s: TokenStream): FetchCursor {
  const { pos } = s.next();
  const cursor = operand(s);
  const into = targets(s) ?? s.fail(925, "bulk", "into");
  return { kind: "fetchCursor", pos, cursor, into, limit: s.accept("LIMIT") ? expression(s) : undefined };
}
