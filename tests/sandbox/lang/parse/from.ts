import type { Expression, Identifier, Join, TableName, TableReference } from "../ast";
import { OraError } from "../../errors";
import { notAnAlias } from "../reserved";
import type { TokenStream } from "../stream";
import { expression } from "./expression";
import { jsonColumns } from "./json";
import { reshaped } from "./pivot";
import { isQuery, query } from "./query";

/** An item of FROM with what is joined to it. */
export function tableReference(s: TokenStream): TableReference {
  let left = reshaped(s, primary(s));
  for (;;) {
    const { pos } = s;
    const natural = s.accept("NATURAL");
    const type = joinType(s);
    if (type === undefined) return left;
    const right = reshaped(s, primary(s));
    let on: Expression | undefined;
    let using: Identifier[] = [];
    if (!natural && (type === "inner" || type === "left" || type === "right" || type === "full")) {
      if (s.accept("USING")) using = s.parenthesised(() => s.list(() => s.identifier()));
      else {
        s.expect("ON", 905);
        on = expression(s);
      }
    }
    left = { kind: "join", pos, type, natural, left, right, on, using };
  }
}

function joinType(s: TokenStream): Join["type"] | undefined {
  if (s.accept("CROSS", "JOIN")) return "cross";
  if (s.accept("CROSS", "APPLY")) return "cross apply";
  if (s.accept("OUTER", "APPLY")) return "outer apply";
  if (s.accept("JOIN")) return "inner";
  if (s.accept("INNER", "JOIN")) return "inner";
  for (const side of ["left", "right", "full"] as const) {
    const word = side.toUpperCase();
    if (s.accept(word, "JOIN") || s.accept(word, "OUTER", "JOIN")) return side;
  }
  return undefined;
}

function primary(s: TokenStream): TableReference {
  const { pos } = s;
  if (s.is("LATERAL") && s.is("(", 1)) {
    s.next();
    return {
      kind: "derived",
      pos,
      lateral: true,
      query: s.parenthesised(() => query(s)),
      alias: tableAlias(s),
    };
  }
  if (s.is("(")) {
    if (isQuery(s)) {
      return {
        kind: "derived",
        pos,
        lateral: false,
        query: s.parenthesised(() => query(s)),
        alias: tableAlias(s),
      };
    }
    return s.parenthesised(() => tableReference(s));
  }
  if ((s.is("TABLE") || s.is("THE")) && s.is("(", 1)) {
    s.next();
    return { kind: "tableFunction", pos, value: s.parenthesised(() => expression(s)), alias: tableAlias(s) };
  }
  if (s.is("JSON_TABLE") && s.is("(", 1)) return jsonTable(s);
  const path = s.path(903);
  if (s.is("(")) {
    // A pipelined function without TABLE, allowed since 12.2.
    const args = s.parenthesised(() =>
      s.is(")") ? [] : s.list(() => ({ name: undefined, value: expression(s) })),
    );
    const call = { kind: "call", pos, path, args, star: false, distinct: false, within: undefined, keep: undefined, over: undefined, overflowTruncate: false, ignoreNulls: false } as const; // prettier-ignore
    return { kind: "tableFunction", pos, value: call, alias: tableAlias(s) };
  }
  return named(s, pos, path);
}

/** A table or view by name, as in FROM and DML. */
export function tableName(s: TokenStream): TableName {
  const { pos } = s;
  return named(s, pos, s.path(903));
}

function named(s: TokenStream, pos: number, name: TableName["name"]): TableName {
  const link = s.accept("@") ? s.identifier() : undefined;
  return { kind: "table", pos, name, link, alias: tableAlias(s) };
}

/** Oracle takes no AS before the alias of a table. */
export function tableAlias(s: TokenStream): Identifier | undefined {
  if (s.is("MATCH_RECOGNIZE") && s.is("(", 1)) throw refused("MATCH_RECOGNIZE");
  if (s.is("PIVOT") && s.is("XML", 1)) throw refused("PIVOT XML");
  if (["PIVOT", "UNPIVOT"].some((word) => s.is(word)) && ["(", "INCLUDE", "EXCLUDE"].some((word) => s.is(word, 1))) return undefined; // prettier-ignore
  if (s.kindIs("quoted")) return s.anyWord();
  return s.kindIs("word") && !notAnAlias.has(s.token.value) ? s.anyWord() : undefined;
}

function refused(what: string): OraError {
  return new OraError(3001, `unimplemented feature: ${what} is not supported by the sandbox`);
}

function jsonTable(s: TokenStream): TableReference {
  const { pos } = s.next();
  s.expect("(");
  const value = expression(s);
  s.accept("FORMAT", "JSON");
  let path = "$";
  if (s.accept(",")) {
    if (!s.kindIs("string")) s.fail(1780);
    path = s.next().value;
  }
  for (const problem of ["NULL", "ERROR", "EMPTY"]) {
    if (s.accept(problem, "ON", "ERROR") || s.accept(problem, "ON", "EMPTY")) break;
  }
  const columns = jsonColumns(s);
  s.expect(")");
  // The only alias of FROM that may have AS.
  if (s.is("AS") && s.isIdentifier(1)) s.next();
  return { kind: "jsonTable", pos, value, path, columns, alias: tableAlias(s) };
}
