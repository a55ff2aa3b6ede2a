import type { Case, Expression, Like, Query } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import { compileExpression } from "../../plsql/compile/expression";
import { trim } from "../../plsql/compile/trim";
import { parseNumeric } from "../../plsql/decimal";
import { ora } from "../../plsql/failure";
import { boolean, number, text } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { textOf } from "../../plsql/values";
import { encode } from "../../store/sqlite";
import { inconsistent, notSupported } from "../problems";
import { common, dataType } from "../types";
import { call } from "./call";
import { alike, as, asText, like, literal } from "./convert";
import { isJson, jsonArray, jsonArrayAgg, jsonObject, jsonObjectAgg, jsonPath } from "./json";
import { comparedLong, mayBeLong } from "./longNumbers";
import { name } from "./names";
import { binary, unary } from "./operators";
import { comparison, inList, inQuery, quantified } from "./comparison";
import { rowsAsJson } from "./from";
import { query } from "./query";
import type { Term } from "./term";
import type { At } from "./translation";

export const nothing: Term = { sql: "null", type: { kind: "null" } };

export function expression(at: At, e: Expression): Term {
  switch (e.kind) {
    case "number":
      return { sql: numberLiteral(e.text), type: number };
    case "string":
      return textLiteral(at, e.value);
    case "null":
      return nothing;
    case "boolean":
      return { sql: e.value ? "1" : "0", type: boolean };
    case "datetime":
    case "interval":
      return constant(at, e);
    case "bind":
      return at.t.parameter({ kind: "bind", name: e.name });
    case "name":
      return name(at, e);
    case "call":
      return call(at, e);
    case "unary":
      return unary(at, e);
    case "binary":
      return binary(at, e);
    case "like":
      return likeTerm(at, e);
    case "between": {
      const [value, low, high] = alike(at.t, [e.value, e.low, e.high].map((part) => expression(at, part))); // prettier-ignore
      if ([value!, low!, high!].some(mayBeLong)) {
        const within = `${comparedLong(at.t, ">=", value!, low!).sql} and ${comparedLong(at.t, "<=", value!, high!).sql}`;
        return { sql: e.negated ? `(not (${within}))` : `(${within})`, type: boolean };
      }
      const not = e.negated ? "not " : "";
      return { sql: `(${value!.sql} ${not}between ${low!.sql} and ${high!.sql})`, type: boolean };
    }
    case "inList":
      return inList(at, e);
    case "inQuery":
      return inQuery(at, e);
    case "quantified":
      return quantified(at, e);
    case "exists":
      return { sql: `exists (${query(at, e.query).sql})`, type: boolean };
    case "isNull":
      return { sql: `(${expression(at, e.value).sql} is ${e.negated ? "not " : ""}null)`, type: boolean };
    case "isJson":
      return isJson(at, e);
    case "case":
      return caseTerm(at, e);
    case "cast":
      return as(at.t, expression(at, e.value), dataType(e.type));
    case "extract":
      return extract(at, e.field, expression(at, e.value));
    case "trim":
      return trimTerm(at, e);
    case "subquery":
      return scalarSubquery(at, e.query);
    case "atTimeZone":
      return expression(at, e.value);
    case "jsonObject":
      return jsonObject(at, e);
    case "jsonArray":
      return jsonArray(at, e);
    case "jsonArrayAgg":
      return jsonArrayAgg(at, e);
    case "jsonObjectAgg":
      return jsonObjectAgg(at, e);
    case "jsonValue":
    case "jsonQuery":
    case "jsonExists":
      return jsonPath(at, e);
    case "tuple":
      throw notSupported("a list of expressions in this place", e.pos);
    case "cursor":
      return cursorTerm(at, e.query);
    case "member":
    case "apply":
      throw notSupported("a method or field of an object", e.pos);
    case "attribute":
      throw notSupported("a cursor's attribute in SQL", e.pos);
  }
}

/** CURSOR(...): its rows come as JSON. */
function cursorTerm(at: At, q: Query): Term {
  const { sql, columns } = query(at, q, true);
  return { sql: rowsAsJson(sql, columns.length), type: { kind: "cursor", columns } };
}

function numberLiteral(digits: string): string {
  const cell = encode(parseNumeric(digits)!);
  return typeof cell === "string" ? literal(cell) : String(cell);
}

export function textLiteral(at: At, value: string): Term {
  if (value === "") return nothing;
  const type: Type = { kind: "text", size: Buffer.byteLength(value), fixed: true };
  // SQLite ends a text at its first zero.
  if (value.includes("\0")) return at.t.parameter({ kind: "context", value: () => value }, type);
  return { sql: literal(value), type };
}

/** Literals of dates and intervals are what PL/SQL makes of them. */
function constant(at: At, e: Expression & { kind: "datetime" | "interval" }): Term {
  const code = compileExpression(undefined as never, e);
  const value = code.run(at.t.functions.frame) as Date | number;
  const cell = encode(value);
  return { sql: typeof cell === "string" ? literal(cell) : String(cell), type: code.type };
}

function likeTerm(at: At, e: Like): Term {
  const [value, pattern] = [e.value, e.pattern].map((part) => asText(at.t, expression(at, part)));
  const escape = e.escape === undefined ? "" : ` escape ${asText(at.t, expression(at, e.escape)).sql}`;
  return { sql: `(${value!.sql} ${e.negated ? "not " : ""}like ${pattern!.sql}${escape})`, type: boolean };
}

function caseTerm(at: At, e: Case): Term {
  const results = e.whens.map(({ then }) => expression(at, then));
  const otherwise = e.else === undefined ? nothing : expression(at, e.else);
  const type = common([...results, otherwise].map((term) => term.type));
  const operand = e.operand;
  const branches = e.whens.map(({ when }, index) => {
    const condition =
      operand === undefined ? expression(at, when) : comparison(at, "=", operand, when, e.pos);
    return `when ${condition.sql} then ${branch(at, results[index]!, type, e.pos).sql}`;
  });
  return { sql: `case ${branches.join(" ")} else ${branch(at, otherwise, type, e.pos).sql} end`, type };
}

/** Oracle takes branches of one kind only. */
export function branch(at: At, term: Term, type: Type, pos: number): Term {
  const known = term.type.kind !== "null" && term.type.kind !== "any";
  if (known && type.kind !== "any" && (term.type.kind === "number") !== (type.kind === "number")) {
    throw inconsistent(shown(type), shown(term.type), pos);
  }
  return like(at.t, term, type);
}

function shown(type: Type): string {
  return type.kind === "text" ? "CHAR" : type.kind.toUpperCase();
}

function extract(at: At, field: string, value: Term): Term {
  if (value.type.kind === "interval") return { sql: part(value.sql, field, value.type.months), type: number };
  const given = { kind: "bind", pos: 0, name: "value" } as const;
  const code = compileExpression({ compiler: { read: new Set() } } as never, {
    kind: "extract",
    pos: 0,
    field,
    value: given,
  });
  const f = at.t.functions.scalar(
    `extract ${field}`,
    [value.type],
    number,
    ([given]) => code.run({ run: { binds: new Map([["value", given!]]) } } as never) as Value,
  );
  return { sql: `${f}(${value.sql})`, type: number };
}

/** A field of an interval, which is a number of days or months. */
function part(sql: string, field: string, months: boolean): string {
  if (months) return field === "YEAR" ? `cast(${sql} / 12 as integer)` : `(${sql} % 12)`;
  const seconds = `round(${sql} * 86400, 6)`;
  switch (field) {
    case "DAY":
      return `cast(${seconds} / 86400 as integer)`;
    case "HOUR":
      return `(cast(${seconds} / 3600 as integer) % 24)`;
    case "MINUTE":
      return `(cast(${seconds} / 60 as integer) % 60)`;
    default:
      return `(${seconds} - cast(${seconds} / 60 as integer) * 60)`;
  }
}

function trimTerm(at: At, e: Expression & { kind: "trim" }): Term {
  const value = asText(at.t, expression(at, e.value));
  const characters = e.characters === undefined ? { sql: "' '", type: text } : expression(at, e.characters);
  const f = at.t.functions.scalar(`trim ${e.side}`, [text, text], text, ([given, away]) =>
    given === null ? null : trim(textOf(given!), textOf(away!), e.side),
  );
  return { sql: `${f}(${value.sql}, ${characters.sql})`, type: value.type };
}

function scalarSubquery(at: At, q: Query): Term {
  const { sql, columns, single } = query(at, q);
  if (columns.length !== 1) throw ora(913, "too many values").toOraError();
  if (single === true) return { sql: `(${sql})`, type: columns[0]!.type };
  // SQLite takes the first of several rows, Oracle takes none.
  const f = at.t.functions.aggregate(
    "single",
    [columns[0]!.type],
    (): Value[] => [],
    (rows, [value]) => {
      if (rows.length === 1) throw ora(1427, "single-row subquery returns more than one row");
      rows.push(value!);
    },
    ([value]) => value ?? null,
  );
  return { sql: `(select ${f}(r0) from (${sql}))`, type: columns[0]!.type };
}
