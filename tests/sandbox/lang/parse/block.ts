import type { Block, Declaration, Handler, Identifier, ParameterDeclaration, Subprogram, TypeDefinition } from "../ast"; // prettier-ignore
import type { TokenStream } from "../stream";
import { expression } from "./expression";
import { callArguments } from "./operand";
import { query } from "./query";
import { statements } from "./statements";
import { dataType, wholeNumber } from "./types";

/** `DECLARE ... BEGIN ... EXCEPTION ... END name`, without the semicolon after it. */
export function block(s: TokenStream, label: Identifier | undefined): Block {
  const { pos } = s;
  const declared = s.accept("DECLARE") ? declarations(s) : [];
  return body(s, pos, label, declared);
}

/** From BEGIN to the name after END. */
export function body(
  s: TokenStream,
  pos: number,
  label: Identifier | undefined,
  declared: readonly Declaration[],
): Block {
  s.expect("BEGIN");
  const main = statements(s);
  const handlers: Handler[] = [];
  if (s.accept("EXCEPTION")) {
    while (s.is("WHEN")) handlers.push(handler(s));
    if (handlers.length === 0) s.fail(905, "when");
  }
  s.expect("END");
  if (!s.is(";") && (s.kindIs("word") || s.kindIs("quoted"))) s.anyWord();
  return { kind: "block", pos, label, declarations: declared, body: main, handlers };
}

function handler(s: TokenStream): Handler {
  const { pos } = s.next();
  const others = s.accept("OTHERS");
  const exceptions = others ? [] : [s.path()];
  while (!others && s.accept("OR")) exceptions.push(s.path());
  s.expect("THEN");
  return { pos, exceptions, body: statements(s) };
}

/** Up to BEGIN or END. */
export function declarations(s: TokenStream): Declaration[] {
  const found: Declaration[] = [];
  while (!s.isOneOf("BEGIN", "END") && !s.kindIs("end")) {
    found.push(declaration(s));
  }
  return found;
}

function declaration(s: TokenStream): Declaration {
  const { pos } = s;
  if (s.isOneOf("PROCEDURE", "FUNCTION")) return subprogram(s);
  if (s.is("PRAGMA")) return pragma(s);
  if (s.is("CURSOR")) return cursor(s);
  if (s.is("TYPE") && s.isIdentifier(1)) return typeDeclaration(s);
  if (s.is("SUBTYPE")) {
    s.next();
    const name = s.identifier();
    s.expect("IS");
    const of = dataType(s);
    if (s.accept("RANGE")) {
      expression(s);
      s.expect("..");
      expression(s);
    }
    s.expect(";");
    return { kind: "type", pos, name, definition: { kind: "subtype", of } };
  }
  if (!s.isIdentifier()) s.fail(904, "begin", "function", "pragma", "procedure", "subtype", "type", "<an identifier>", "<a double-quoted delimited-identifier>", "current", "cursor", "delete", "exists", "prior"); // prettier-ignore
  const name = s.identifier();
  if (s.accept("EXCEPTION")) {
    s.expect(";");
    return { kind: "exception", pos, name };
  }
  const constant = s.accept("CONSTANT");
  const type = dataType(s);
  const initial = s.accept(":=") || s.accept("DEFAULT") ? expression(s) : undefined;
  if (!s.is(";")) s.fail(905, ":=", "(", ";", "not", "range", "default", "character");
  s.next();
  return { kind: "variable", pos, name, constant, type, default: initial };
}

function pragma(s: TokenStream): Declaration {
  const { pos } = s.next();
  const { name } = s.anyWord();
  const args = s.is("(") ? s.parenthesised(() => callArguments(s)) : [];
  s.expect(";");
  return { kind: "pragma", pos, name, args: args.map(({ value }) => value) };
}

function cursor(s: TokenStream): Declaration {
  const { pos } = s.next();
  const name = s.identifier();
  const params = parameters(s);
  if (s.accept("RETURN")) dataType(s);
  const of = s.accept("IS") ? query(s) : undefined;
  s.expect(";");
  return { kind: "cursor", pos, name, params, query: of };
}

function typeDeclaration(s: TokenStream): Declaration {
  const { pos } = s.next();
  const name = s.identifier();
  s.expect("IS");
  const definition = typeDefinition(s);
  s.expect(";");
  return { kind: "type", pos, name, definition };
}

function typeDefinition(s: TokenStream): TypeDefinition {
  if (s.accept("RECORD")) {
    const fields = s.parenthesised(() =>
      s.list(() => {
        const name = s.anyWord();
        const type = dataType(s);
        const initial = s.accept(":=") || s.accept("DEFAULT") ? expression(s) : undefined;
        return { name, type, default: initial };
      }),
    );
    return { kind: "record", fields };
  }
  if (s.accept("TABLE")) {
    s.expect("OF");
    const of = dataType(s);
    return { kind: "table", of, indexBy: s.accept("INDEX", "BY") ? dataType(s) : undefined };
  }
  if (s.accept("VARRAY") || s.accept("VARYING", "ARRAY")) {
    const limit = s.parenthesised(() => wholeNumber(s));
    s.expect("OF");
    return { kind: "varray", of: dataType(s), limit };
  }
  if (s.accept("REF", "CURSOR")) {
    return { kind: "refCursor", returns: s.accept("RETURN") ? dataType(s) : undefined };
  }
  return s.fail(902, "array", "limited", "new", "private", "range", "record", "ref", "table", "varray");
}

export function parameters(s: TokenStream): ParameterDeclaration[] {
  if (!s.is("(")) return [];
  return s.parenthesised(() =>
    s.list(() => {
      const { pos } = s;
      const name = s.identifier();
      const input = s.accept("IN");
      const output = s.accept("OUT");
      s.accept("NOCOPY");
      const mode = output ? (input ? "in out" : "out") : "in";
      const type = dataType(s);
      const initial = s.accept(":=") || s.accept("DEFAULT") ? expression(s) : undefined;
      return { pos, name, mode, type, default: initial };
    }),
  );
}

const clauses = ["DETERMINISTIC", "PARALLEL_ENABLE", "RESULT_CACHE"];

/** A procedure or function, declared, forward or stored, up to and with its semicolon. */
export function subprogram(s: TokenStream): Subprogram {
  const { pos } = s;
  const isFunction = s.next().value === "FUNCTION";
  const path = s.path();
  const params = parameters(s);
  let returns: Subprogram["returns"];
  if (isFunction) {
    s.expect("RETURN");
    returns = dataType(s);
  }
  let pipelined = false;
  for (;;) {
    if (s.accept("AUTHID")) s.next();
    else if (s.accept("PIPELINED")) pipelined = true;
    else if (s.accept("ACCESSIBLE", "BY")) s.parenthesised(() => s.list(() => [s.anyWord(), s.anyWord()]));
    else if (clauses.some((clause) => s.accept(clause))) continue;
    else break;
  }
  const head = { kind: "subprogram", pos, name: path.at(-1)!, params, returns, pipelined } as const;
  if (s.accept(";")) return { ...head, body: undefined };
  if (!s.accept("IS")) s.expect("AS");
  if (s.isOneOf("LANGUAGE", "EXTERNAL", "MLE")) s.fail(905, "begin");
  const declared = declarations(s);
  const content = body(s, pos, undefined, declared);
  s.expect(";");
  return { ...head, body: content };
}
