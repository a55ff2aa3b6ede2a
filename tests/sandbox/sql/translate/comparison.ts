import type { Comparison, Expression, InList, InQuery, Quantified } from "../../lang/ast";
import { ora } from "../../plsql/failure";
import { boolean } from "../../plsql/types";
import { compare } from "../../plsql/values";
import { inconsistent } from "../problems";
import { alike } from "./convert";
import { expression } from "./expression";
import { comparedLong, mayBeLong } from "./longNumbers";
import { query } from "./query";
import type { Term } from "./term";
import type { At } from "./translation";

export function comparison(
  at: At,
  operator: Comparison,
  left: Expression,
  right: Expression,
  pos: number,
): Term {
  if (left.kind === "tuple" || right.kind === "tuple") return tuples(at, operator, left, right, pos);
  return compared(at, operator, expression(at, left), expression(at, right), pos);
}

export function compared(at: At, operator: Comparison, left: Term, right: Term, pos: number): Term {
  for (const { type } of [left, right]) {
    if (type.kind === "clob" || type.kind === "blob") throw inconsistent("-", type.kind.toUpperCase(), pos);
  }
  const [one, other] = alike(at.t, [left, right]);
  if (one!.type.kind === "any" && other!.type.kind === "any") {
    const f = at.t.functions.scalar(
      "compare",
      [one!.type, other!.type],
      { kind: "number" },
      ([x, y]) => compare(x!, y!) ?? null,
    );
    return { sql: `(${f}(${one!.sql}, ${other!.sql}) ${operator} 0)`, type: boolean };
  }
  if (operator !== "=" && operator !== "!=" && (mayBeLong(one!) || mayBeLong(other!)))
    return comparedLong(at.t, operator, one!, other!);
  const padded = isPadded(one!) && isPadded(other!) && !(isLiteral(one!) && isLiteral(other!));
  const [x, y] = padded ? [`rtrim(${one!.sql})`, `rtrim(${other!.sql})`] : [one!.sql, other!.sql];
  return { sql: `(${x} ${operator} ${y})`, type: boolean };
}

/** CHAR is compared without the blanks at its end. */
function isPadded({ type }: Term): boolean {
  return type.kind === "text" && type.fixed === true;
}

function isLiteral({ sql }: Term): boolean {
  return sql.startsWith("'");
}

function tuples(at: At, operator: Comparison, left: Expression, right: Expression, pos: number): Term {
  if (left.kind === "tuple" && right.kind === "subquery" && (operator === "=" || operator === "!=")) {
    return inQuery(at, { kind: "inQuery", pos, negated: operator === "!=", value: left, query: right.query });
  }
  if (left.kind !== "tuple" || right.kind !== "tuple" || left.items.length !== right.items.length) {
    throw ora(920, "invalid relational operator").toOraError();
  }
  const parts = left.items.map((item, index) => comparison(at, "=", item, right.items[index]!, pos).sql);
  const all = `(${parts.join(" and ")})`;
  return { sql: operator === "!=" ? `(not ${all})` : all, type: boolean };
}

/** Each item is compared by itself, because each may be of another type. */
export function inList(at: At, e: InList): Term {
  const parts = e.items.map((item) => comparison(at, "=", e.value, item, e.pos).sql);
  const all = balanced(parts, "or");
  return { sql: e.negated ? `(not ${all})` : all, type: boolean };
}

/** SQLite limits how deep an expression may be: a long chain becomes a tree. */
export function balanced(parts: readonly string[], operator: "and" | "or" | "||"): string {
  if (parts.length <= 100) return `(${parts.join(` ${operator} `)})`;
  const middle = parts.length >> 1;
  return `(${balanced(parts.slice(0, middle), operator)} ${operator} ${balanced(parts.slice(middle), operator)})`;
}

export function inQuery(at: At, e: InQuery): Term {
  const values = e.value.kind === "tuple" ? e.value.items : [e.value];
  const { sql, columns } = query(at, e.query);
  if (columns.length !== values.length) {
    throw columns.length > values.length
      ? ora(913, "too many values").toOraError()
      : ora(947, "not enough values").toOraError();
  }
  const pairs = values.map((value, index) => {
    const column: Term = { sql: `r${index}`, type: columns[index]!.type };
    return alike(at.t, [expression(at, value), column]);
  });
  const left = pairs.map(([value]) => value!.sql);
  const right = pairs.map(([, column]) => column!.sql);
  const plain = right.every((column, index) => column === `r${index}`);
  const source = plain ? sql : `select ${right.join(", ")} from (${sql})`;
  const value = left.length === 1 ? left[0] : `(${left.join(", ")})`;
  return { sql: `(${value} ${e.negated ? "not " : ""}in (${source}))`, type: boolean };
}

/** ANY is true where one is, ALL where none is otherwise. */
export function quantified(at: At, e: Quantified): Term {
  const any = e.quantifier === "any";
  if ("kind" in e.of) {
    const { sql, columns } = query(at, e.of);
    if (columns.length !== 1) throw ora(913, "too many values").toOraError();
    const column: Term = { sql: "r0", type: columns[0]!.type };
    const test = compared(at, e.operator, expression(at, e.value), column, e.pos).sql;
    const found = `select 1 from (${sql}) where ${any ? test : `${test} is not 1`}`;
    return { sql: `(${any ? "" : "not "}exists (${found}))`, type: boolean };
  }
  const parts = e.of.map((item) => comparison(at, e.operator, e.value, item, e.pos).sql);
  return { sql: `(${parts.join(any ? " or " : " and ")})`, type: boolean };
}
