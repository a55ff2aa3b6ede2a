import type { Expression, OrderItem, Query, QueryBody, Select, SelectItem } from "../../lang/ast";
import { OraError } from "../../errors";
import { mayBeLong } from "./longNumbers";
import { ordered } from "./aggregate";
import { conjuncts } from "./conjuncts";
import { expression } from "./expression";
import { reference } from "./from";
import { checkGrouped, isGrouped } from "./grouping";
import { hierarchy } from "./hierarchy";
import { hasMark, markedJoins } from "./outerJoins";
import { byName, byPosition } from "./query";
import type { Column, Translated } from "./query";
import { rownumLimit, wrap } from "./rownum";
import { Scope } from "./scope";
import type { At } from "./translation";

/** More columns, for whoever runs the query: what locks rows needs their numbers. */
export type Extra = (scope: Scope) => readonly string[];

/** The same, from the terms of ORDER BY. */
export type Ranks = (order: readonly string[]) => readonly string[];

export function isSelect(body: QueryBody): body is Select {
  return body.kind === "select";
}

/** `q`: the query that it is the whole of, whose ORDER BY sees its tables. */
export function select(around: At, s: Select, whole?: Query, extra?: Extra, ranks?: Ranks): Translated {
  const siblings = whole?.siblings === true && s.hierarchy !== undefined ? whole.orderBy : [];
  const q = whole === undefined || siblings.length === 0 ? whole : { ...whole, orderBy: [] };
  const at: At = { ...around, scope: new Scope(around.scope), grouped: s.groupBy.length > 0 };
  const grouped = isGrouped(s, q);
  const limited = grouped || s.distinct || (q !== undefined && (q.orderBy.length > 0 || q.fetch !== undefined || q.offset !== undefined)); // prettier-ignore
  const { sql: from, limit } = tables(at, s, limited, siblings);
  if (!grouped) at.scope.rownum = "row_number() over ()";
  const items = s.items.flatMap((item) => columnsOf(at, item));
  const list = items.map(({ sql }, index) => `${sql} as r${index}`);
  if (extra !== undefined) list.push(...extra(at.scope));
  const groups = s.groupBy.flatMap((e) => (e.kind === "tuple" ? e.items : [e])).map((e) => expression(at, e).sql); // prettier-ignore
  const having = s.having === undefined ? "" : ` having ${expression(at, s.having).sql}`;
  const order = orderOf(at, q, items);
  if (ranks !== undefined) list.push(...ranks(orderTerms(at, q, items, true)));
  if (grouped) {
    const values = s.items.flatMap((item) => (item.kind === "item" ? [item.value] : []));
    const terms =
      q?.orderBy.filter((item) => byName(item, items) === undefined).map(({ value }) => value) ?? [];
    if (s.groupBy.length > 0 && s.items.some(({ kind }) => kind === "all")) throw new OraError(979, "not a GROUP BY expression"); // prettier-ignore
    checkGrouped(
      at.scope,
      s.groupBy,
      [...values, ...(s.having === undefined ? [] : [s.having]), ...terms],
      at.t.store.versions.detailed,
    );
  }
  if (having !== "" && groups.length === 0) {
    // SQLite has no HAVING without groups: the one row is looked at from outside.
    const names = items.map((_, index) => `r${index}`).join(", ");
    const sql = `select ${names} from (select ${list.join(", ")},${having.replace("having", "")} as kept${from}) where kept`;
    return { sql, columns: items.map(({ name, type }) => ({ name, type })) };
  }
  const by = groups.length === 0 ? "" : ` group by ${groups.join(", ")}`;
  return {
    sql: `select ${s.distinct ? "distinct " : ""}${list.join(", ")}${from}${by}${having}${order}${limit}`,
    columns: items.map(({ name, type }) => ({ name, type })),
    single: grouped && s.groupBy.length === 0 && having === "",
  };
}

/** FROM and WHERE. `limited`: something else comes before rows are counted, so they are counted inside. */
function tables(
  at: At,
  s: Select,
  limited: boolean,
  siblings: readonly OrderItem[],
): { sql: string; limit: string } {
  const all = conjuncts(s.where);
  const marked = all.filter(hasMark);
  let from: string;
  if (s.hierarchy !== undefined) from = hierarchy(at, s, s.hierarchy, siblings);
  else if (marked.length > 0) from = markedJoins(at, s.from, marked);
  else from = s.from.map((r) => reference(at, r)).join(", ");
  const { where, limit } = condition(at, all.filter((e) => !marked.includes(e))); // prettier-ignore
  const sql = `${from === "" ? "" : ` from ${from}`}${where}`;
  if (limit === undefined) return { sql, limit: "" };
  if (!limited) return { sql, limit: ` limit ${limit}` };
  // Without OFFSET SQLite sorts first and counts then.
  return {
    sql: ` from ${wrap(at, (columns) => `select ${columns}${sql} limit ${limit} offset 0`)}`,
    limit: "",
  };
}

/** WHERE, and how many rows conditions on ROWNUM let through. */
export function condition(
  at: At,
  parts: readonly Expression[],
): { where: string; limit: string | undefined } {
  const tests: string[] = [];
  const limits: string[] = [];
  for (const part of parts) {
    const limit = rownumLimit(at, part);
    if (limit === undefined) tests.push(expression(at, part).sql);
    else limits.push(limit);
  }
  const where = tests.length === 0 ? "" : ` where ${tests.join(" and ")}`;
  if (limits.length < 2) return { where, limit: limits[0] };
  // -1 is no limit at all.
  const numbers = limits.map((limit) => `case when ${limit} < 0 then 9e18 else ${limit} end`);
  return { where, limit: `cast(min(${numbers.join(", ")}) as integer)` };
}

interface Item extends Column {
  readonly sql: string;
}

function columnsOf(at: At, item: SelectItem): Item[] {
  if (item.kind === "item") {
    const { sql, type } = expression(at, item.value);
    return [{ name: columnName(item), type, sql }];
  }
  const { of } = item;
  if (of === undefined) {
    if (at.scope.sources.length === 0) throw new OraError(923, "FROM keyword not found where expected", { offset: item.pos }); // prettier-ignore
    return at.scope.sources.flatMap(({ columns }) => columns.filter(({ merged }) => merged !== true));
  }
  const source = at.scope.source(of);
  if (source === undefined) {
    const name = of.map((part) => `"${part.name}"`).join(".");
    throw new OraError(904, `${name}: invalid identifier`, { offset: of[0]!.pos });
  }
  return source.columns;
}

/** What a column is called. */
export function columnName(item: SelectItem): string {
  return item.kind === "all" ? "" : (item.alias?.name ?? nameOf(item.value, item.text));
}

/** The text of the expression without blanks, in upper case outside of quotes. */
function nameOf(value: Expression, text: string): string {
  if (value.kind === "name") return value.path.at(-1)!.name;
  return text
    .split(/('(?:[^']|'')*'|"[^"]*")/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s+/g, "").toUpperCase()))
    .join("");
}

function orderOf(at: At, q: Query | undefined, items: readonly Item[]): string {
  const terms = orderTerms(at, q, items, false);
  return terms.length === 0 ? "" : ` order by ${terms.join(", ")}`;
}

/** `inline`: a window knows no aliases of the select list. */
function orderTerms(at: At, q: Query | undefined, items: readonly Item[], inline: boolean): string[] {
  return (q?.orderBy ?? []).map((item) => {
    const position = byPosition(item, items) ?? byName(item, items);
    if (position === undefined) return ordered(at.t, expression(at, item.value), item);
    const { sql, type } = items[position]!;
    // Within an expression SQLite prefers a column of that name to the alias.
    const whole = inline || mayBeLong({ sql, type });
    return ordered(at.t, { sql: whole ? sql : `r${position}`, type }, item);
  });
}
