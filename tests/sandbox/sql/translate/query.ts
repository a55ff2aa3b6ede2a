import type { Fetch, OrderItem, Query, QueryBody, Select, SetOperation } from "../../lang/ast";
import { OraError } from "../../errors";
import type { Type } from "../../plsql/types";
import { invalidIdentifier, notSupported } from "../problems";
import { common } from "../types";
import { ordered } from "./aggregate";
import { asNumber, like } from "./convert";
import { expression } from "./expression";
import { groupingSets, hasGroupingSets, hasNestedGroups, nestedGroups } from "./groupingSets";
import { queryOf } from "./rewriting";
import { isSelect, select } from "./select";
import type { Extra } from "./select";
import type { Term } from "./term";
import type { At, NamedQuery } from "./translation";

export interface Column {
  readonly name: string;
  readonly type: Type;
}

/** A query whose columns are r0, r1, ... */
export interface Translated {
  readonly sql: string;
  readonly columns: readonly Column[];
  /** It has one row, whatever there is. */
  readonly single?: boolean;
  /** How many queries UNION and the like have joined in it. */
  readonly parts?: number;
}

/** `at` is what is around it. `nested`: it stands in FROM, where its order has to survive. */
export function query(around: At, q: Query, nested = false, extra?: Extra): Translated {
  const { at, prefix } = withClause({ ...around, inAggregate: false }, q);
  const rewritten = otherwise(at, q);
  if (rewritten !== undefined) return { ...rewritten, sql: `${prefix}${rewritten.sql}` };
  if (q.fetch?.percent === true || q.fetch?.withTies === true) return ranked(at, q, q.fetch, prefix);
  const result = isSelect(q.body) ? select(at, q.body, q, extra) : ofSet(at, q.body, q);
  const limit = limits(at, q, nested);
  return { ...result, sql: `${prefix}${result.sql}${limit}` };
}

/** What SQLite has no words for is said in others. */
function otherwise(at: At, { body, ...q }: Query): Translated | undefined {
  const rest: Query = { ...q, body, with: [] };
  if (hasGroupingSets(body)) return groupingSets(at, rest, body);
  return hasNestedGroups(body) ? nestedGroups(at, rest, body) : undefined;
}

function withClause(outside: At, q: Query): { at: At; prefix: string } {
  if (q.with.length === 0) return { at: outside, prefix: "" };
  const named = new Map<string, NamedQuery>(outside.with);
  const at: At = { ...outside, with: named };
  const parts = q.with.map((table) => {
    const sql = at.t.name("w");
    const names = (columns: readonly Column[]): Column[] =>
      columns.map((column, index) => ({ ...column, name: table.columns[index]?.name ?? column.name }));
    const { body } = table.query;
    const list = (columns: readonly Column[]): string => columns.map((_, index) => `r${index}`).join(", ");
    if (body.kind === "set" && body.operator === "union all" && table.columns.length > 0) {
      // Its first part says what it looks like to the second, which may refer to it.
      const first = operand(at, body.left);
      named.set(table.name.name, { sql, columns: names(first.columns) });
      const second = operand(at, body.right);
      if (second.sql.includes(`${sql} `)) {
        return `${sql}(${list(first.columns)}) as (${first.sql} union all ${second.sql})`;
      }
    }
    const translated = query(at, table.query, true);
    named.set(table.name.name, { sql, columns: names(translated.columns) });
    return `${sql}(${list(translated.columns)}) as (${translated.sql})`;
  });
  return { at, prefix: `with recursive ${parts.join(", ")} ` };
}

function limits(at: At, q: Query, nested: boolean): string {
  if (q.fetch === undefined && q.offset === undefined) {
    // Without a limit SQLite forgets the order of what stands in FROM.
    return nested && q.orderBy.length > 0 ? " limit -1" : "";
  }
  const count = q.fetch === undefined ? "-1" : whole(asNumber(at.t, expression(at, q.fetch.count)));
  const offset =
    q.offset === undefined ? " offset 0" : ` offset ${whole(asNumber(at.t, expression(at, q.offset)))}`;
  return ` limit ${count}${offset}`;
}

/** WITH TIES and PERCENT: rows are ranked first. */
function ranked(at: At, q: Query, { count, percent, withTies }: Fetch, prefix: string): Translated {
  if (q.offset !== undefined || !isSelect(q.body)) {
    throw notSupported("FETCH with PERCENT or WITH TIES of such a query", q.pos);
  }
  const inner: Query = { ...q, with: [], fetch: undefined };
  const { sql, columns } = select(at, q.body, inner, undefined, (terms) => {
    const over = terms.length === 0 ? "()" : `(order by ${terms.join(", ")})`;
    const rank = withTies && terms.length > 0 ? "rank" : "row_number";
    return [`${rank}() over ${over} as place`, "count(*) over () as size"];
  });
  const limit = asNumber(at.t, expression(at, count)).sql;
  const most = percent ? `ceil(size * max(0, ${limit}) / 100.0)` : limit;
  const list = columns.map((_, index) => `r${index}`).join(", ");
  return { sql: `${prefix}select ${list} from (${sql} limit -1) where place <= ${most}`, columns };
}

/** Nothing and less than nothing is no row. */
export function whole({ sql }: Term): string {
  return `max(0, cast(coalesce(${sql}, 0) as integer))`;
}

function ofSet(at: At, body: SetOperation | Exclude<QueryBody, Select | SetOperation>, q: Query): Translated {
  const { sql, columns } = operand(at, body);
  if (q.orderBy.length === 0) return { sql, columns };
  const order = q.orderBy.map((item) => {
    const position = byPosition(item, columns) ?? byName(item, columns);
    if (position === undefined) throw invalidOrder(item);
    return ordered(at.t, { sql: `r${position}`, type: columns[position]!.type }, item);
  });
  return { sql: `select * from (${sql}) order by ${order.join(", ")}`, columns };
}

export function byPosition({ value }: OrderItem, columns: readonly Column[]): number | undefined {
  if (value.kind !== "number") return undefined;
  if (!Number.isInteger(value.value) || value.value < 1 || value.value > columns.length) {
    throw new OraError(1785, "ORDER BY item must be the number of a SELECT-list expression", {
      offset: value.pos,
    });
  }
  return value.value - 1;
}

export function byName({ value }: OrderItem, columns: readonly Column[]): number | undefined {
  if (value.kind !== "name" || value.path.length !== 1) return undefined;
  const index = columns.findIndex(({ name }) => name === value.path[0]!.name);
  return index < 0 ? undefined : index;
}

function invalidOrder({ value }: OrderItem): OraError {
  return value.kind === "name"
    ? invalidIdentifier(value.path)
    : new OraError(1785, "ORDER BY item must be the number of a SELECT-list expression", {
        offset: value.pos,
      });
}

const operators = {
  union: "union",
  "union all": "union all",
  intersect: "intersect",
  minus: "except",
} as const;

function operand(at: At, body: QueryBody): Translated {
  switch (body.kind) {
    case "nested":
      return query(at, body.query, true);
    case "select":
      return hasGroupingSets(body) || hasNestedGroups(body) ? query(at, queryOf(body, body.pos), true) : select(at, body); // prettier-ignore
    case "set":
      return setOperation(at, body);
  }
}

function setOperation(at: At, body: SetOperation): Translated {
  const sides = [operand(at, body.left), operand(at, body.right)] as const;
  const [left, right] = sides;
  if (left.columns.length !== right.columns.length) {
    throw new OraError(1789, "query block has incorrect number of result columns", { offset: body.pos });
  }
  const columns = left.columns.map(({ name, type }, index) => {
    const other = right.columns[index]!.type;
    if (differs(type, other)) {
      throw new OraError(1790, "expression must have same datatype as corresponding expression", {
        offset: body.pos,
      });
    }
    return { name, type: common([type, other]) };
  });
  const isPlain = left.columns.every(({ type }, index) => {
    const { kind } = columns[index]!.type;
    return type.kind === kind || type.kind === "null";
  });
  const parts = (left.parts ?? 1) + 1;
  // SQLite joins 500 at most, and takes a chain better than a nest.
  const chained = left.parts !== undefined && parts < 400 && isPlain;
  const list = (side: Translated): string =>
    side.columns
      .map(
        ({ type }, index) =>
          `${like(at.t, { sql: `r${index}`, type }, columns[index]!.type).sql} as r${index}`,
      )
      .join(", ");
  const [one, other] = sides.map((side) => `select ${list(side)} from (${side.sql})`);
  const sql = `${chained ? left.sql : one} ${operators[body.operator]} ${other}`;
  return { sql, columns, parts: chained ? parts : 2 };
}

function differs(one: Type, other: Type): boolean {
  const group = ({ kind }: Type): string => {
    if (kind === "null" || kind === "any") return "";
    if (kind === "clob") return "text";
    return kind === "timestamp" ? "date" : kind;
  };
  const [a, b] = [group(one), group(other)];
  return a !== "" && b !== "" && a !== b;
}
