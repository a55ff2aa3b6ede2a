/**
 * The parser of the sandbox: written by hand, because what npm has either knows no PL/SQL or is a generated grammar that
 * takes hundreds of milliseconds for its first block and says little of where and why a text is wrong.
 */
import { OraError, oraNumber } from "../errors";
import type { Identifier, Statement } from "./ast";
import { block } from "./parse/block";
import { isQuery, query } from "./parse/query";
import { control } from "./parse/control";
import { ddl } from "./parse/ddl";
import { dml, isDml } from "./parse/dml";
import { expression } from "./parse/expression";
import { createUnit } from "./parse/units";
import { sqlSyntaxText, SyntaxProblem } from "./problem";
import { TokenStream } from "./stream";
import type { Expression } from "./ast";
import { lineAndColumn } from "./text";

export interface Parsed {
  readonly text: string;
  readonly statement: Statement;
}

/** Texts that are executed again and again are parsed once. */
const cache = new Map<string, Parsed>();
const cacheSize = 500;

/** @throws OraError */
export function parse(text: string): Parsed {
  const known = cache.get(text);
  if (known !== undefined) {
    cache.delete(text);
    cache.set(text, known);
    return known;
  }
  const parsed = { text, statement: read(text, (s) => statement(s)) };
  cache.set(text, parsed);
  if (cache.size > cacheSize) cache.delete(cache.keys().next().value!);
  return parsed;
}

/** A PL/SQL expression by itself, as the default of a parameter. */
export function parseExpression(text: string): Expression {
  return read(text, (s) => {
    s.plsql = true;
    const result = expression(s);
    if (!s.kindIs("end")) s.fail(933);
    return result;
  });
}

function read<Result>(text: string, reader: (s: TokenStream) => Result): Result {
  let s: TokenStream | undefined;
  try {
    s = new TokenStream(text);
    return reader(s);
  } catch (error) {
    if (error instanceof SyntaxProblem) throw report(text, error, s);
    if (error instanceof RangeError)
      throw new OraError(913, "too many values: the statement is nested too deeply");
    throw error;
  }
}

function statement(s: TokenStream): Statement {
  const { pos } = s;
  let label: Identifier | undefined;
  while (s.kindIs("symbol") && s.is("<<")) {
    s.next();
    label = s.anyWord();
    s.expect(">>");
  }
  if (s.isOneOf("BEGIN", "DECLARE")) {
    s.plsql = true;
    const result = block(s, label);
    s.expect(";");
    if (s.is("/")) s.next();
    if (!s.kindIs("end")) s.fail(933);
    return result;
  }
  const result = sqlStatement(s, pos);
  if (result.kind !== "createUnit") {
    if (s.is(";") && s.peek(1).kind === "end") s.fail(933);
    if (!s.kindIs("end")) s.fail(933);
  }
  return result;
}

function sqlStatement(s: TokenStream, pos: number): Statement {
  if (isQuery(s)) return query(s);
  if (isDml(s)) return dml(s);
  if (s.accept("CALL")) {
    const call = expression(s);
    const into = s.accept("INTO") ? s.next() : undefined;
    return {
      kind: "call",
      pos,
      call,
      into: into === undefined ? undefined : { kind: "bind", pos: into.pos, name: into.value },
    };
  }
  return control(s) ?? (s.is("CREATE") ? createUnit(s) : undefined) ?? ddl(s) ?? s.fail(900);
}

/** PL/SQL reports ORA-06550 with PLS-00103, or with SQL's own error in a SQL statement; SQL gives the plain error. */
function report(text: string, problem: SyntaxProblem, s: TokenStream | undefined): OraError {
  const isPlsql = s?.plsql ?? /^\s*(begin|declare)\b/i.test(text);
  if (!isPlsql) return new OraError(problem.sqlCode, problem.sqlText, { offset: problem.pos });
  const at = place(text, problem.pos);
  const start = s?.sqlStarts[0];
  if (start !== undefined && problem.sqlCode !== 904) {
    const lines = [
      `${at}\nPL/SQL: ${oraNumber(problem.sqlCode)}: ${problem.sqlText}`,
      `${place(text, start)}\nPL/SQL: SQL Statement ignored`,
    ];
    return new OraError(6550, lines.join("\n"), { offset: problem.pos });
  }
  const found =
    problem.found === "end-of-file" || problem.sqlCode !== 1756 ? problem.found : sqlSyntaxText(1756);
  return new OraError(
    6550,
    `${at}\nPLS-00103: Encountered the symbol "${shown(found)}"${expectation(problem.expected)}`,
    {
      offset: problem.pos,
    },
  );
}

export function place(text: string, pos: number): string {
  const { line, column } = lineAndColumn(text, pos);
  return `ORA-06550: line ${line}, column ${column}:`;
}

function shown(symbol: string): string {
  return symbol.length > 30 ? `${symbol.slice(0, 30)}...` : symbol;
}

function expectation(expected: readonly string[]): string {
  if (expected.length === 0) return "";
  const symbols = expected.map((symbol) => symbol.toLowerCase()).join(" ");
  return ` when expecting one of the following:\n\n   ${symbols}\n`;
}
