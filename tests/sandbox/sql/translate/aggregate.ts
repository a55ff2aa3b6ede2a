import type { Call, OrderItem } from "../../lang/ast";
import { OraError } from "../../errors";
import { number } from "../../plsql/types";
import type { Value } from "../../plsql/catalogue";
import { compare, toNumber, toNumeric } from "../../plsql/values";
import { compareNumeric, dividedBy, exact, plus } from "../../plsql/decimal";
import type { Numeric } from "../../plsql/decimal";
import { notSupported } from "../problems";
import { asNumber, asText } from "./convert";
import { expression } from "./expression";
import { counted, mayBeLong, orderKeys } from "./longNumbers";
import type { Term } from "./term";
import type { At, Translation } from "./translation";

const names = new Set(["COUNT", "SUM", "AVG", "MIN", "MAX", "LISTAGG", "MEDIAN", "STDDEV", "VARIANCE", "ANY_VALUE", "STDDEV_POP", "STDDEV_SAMP", "VAR_POP", "VAR_SAMP"]); // prettier-ignore

export function isAggregateName(name: string): boolean {
  return names.has(name);
}

export function aggregate(outside: At, e: Call): Term {
  const name = e.path[0]!.name;
  const at: At = { ...outside, inAggregate: true };
  if (outside.inAggregate === true && outside.grouped === true) {
    throw notSupported("a group function of a group function", e.pos);
  }
  if (outside.inAggregate === true)
    throw new OraError(978, "nested group function without GROUP BY", { offset: e.pos });
  if (name === "COUNT" && e.star) return { sql: "count(*)", type: counted };
  const [first] = e.args;
  if (first === undefined) throw new OraError(938, "not enough arguments for function", { offset: e.pos });
  const value = expression(at, first.value);
  if (e.keep !== undefined) return kept(at, e, e.keep, value);
  const distinct = e.distinct ? "distinct " : "";
  switch (name) {
    case "COUNT":
      return { sql: `count(${distinct}${value.sql})`, type: counted };
    case "MIN":
    case "MAX":
      if (mayBeLong(value)) return reduced(at, name, distinct, value);
      return { sql: `${name.toLowerCase()}(${value.sql})`, type: value.type };
    case "ANY_VALUE":
      return { sql: `max(${value.sql})`, type: value.type };
    case "SUM":
    case "AVG":
      return reduced(at, name, distinct, asNumber(at.t, value));
    case "LISTAGG":
      return listagg(at, e, asText(at.t, value));
    default:
      return spread(at, name, distinct, asNumber(at.t, value));
  }
}

/** As NUMBERs are computed, value by value. */
function reduced(at: At, name: string, distinct: string, value: Term): Term {
  const step = steps[name as keyof typeof steps];
  const f = at.t.functions.aggregate(
    `reduce ${name}`,
    [value.type],
    (): { result: Numeric | null; count: number } => ({ result: null, count: 0 }),
    (state, [given]) => {
      const one = toNumeric(given ?? null);
      if (one === null) return;
      state.result = state.result === null ? one : step(state.result, one);
      state.count++;
    },
    ({ result, count }) => (name === "AVG" && result !== null ? dividedBy(result, count) : result),
  );
  return {
    sql: `${f}(${distinct}${value.sql})`,
    type: name === "MIN" || name === "MAX" ? value.type : number,
  };
}

const steps: Readonly<Record<"MIN" | "MAX" | "SUM" | "AVG", (result: Numeric, one: Numeric) => Numeric>> = {
  MIN: (result, one) => (compareNumeric(one, result) < 0 ? one : result),
  MAX: (result, one) => (compareNumeric(one, result) > 0 ? one : result),
  SUM: plus,
  AVG: plus,
};

/** Decimal digits as NUMBER has them, not what is left of binary fractions. */
export function rounded(at: At, sql: string, pos: number): Term {
  const f = at.t.functions.scalar("exact", [number], number, ([value]) => {
    if (typeof value !== "number") return null;
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
      throw notSupported("an analytic sum of more than 15 digits", pos);
    return exact(value);
  });
  return { sql: `${f}(${sql})`, type: number };
}

export function listagg(at: At, e: Call, value: Term): Term {
  const separator =
    e.args[1] === undefined ? "''" : `coalesce(${asText(at.t, expression(at, e.args[1].value)).sql}, '')`;
  if (e.distinct) {
    const f = at.t.functions.aggregate(
      "listagg distinct",
      [value.type, { kind: "text" }],
      () => ({ values: new Set<string>(), separator: "" }),
      (state, [text, between]) => {
        state.separator = typeof between === "string" ? between : "";
        if (typeof text === "string") state.values.add(text);
      },
      (state) => [...state.values].join(state.separator) || null,
    );
    return { sql: `${f}(${value.sql}, ${separator}${orderBy(at, e.within ?? [])})`, type: value.type };
  }
  const type = value.type.kind === "clob" ? value.type : ({ kind: "text", size: 4000 } as const);
  return { sql: `nullif(group_concat(${value.sql}, ${separator}${orderBy(at, e.within ?? [])}), '')`, type };
}

export function orderBy(at: At, items: readonly OrderItem[]): string {
  if (items.length === 0) return "";
  return ` order by ${items.map((item) => ordered(at.t, expression(at, item.value), item)).join(", ")}`;
}

/** Nulls come last, and first where the order is turned around. */
export function ordered(t: Translation, term: Term, { descending, nulls }: OrderItem): string {
  const how = `${descending ? "desc" : "asc"} nulls ${nulls ?? (descending ? "first" : "last")}`;
  return orderKeys(t, term)
    .map((sql) => `${sql} ${how}`)
    .join(", ");
}

/** KEEP (DENSE_RANK FIRST|LAST ORDER BY ...): an aggregate of the rows that come first or last. */
function kept(at: At, e: Call, keep: NonNullable<Call["keep"]>, value: Term): Term {
  const { name } = e.path[0]!;
  const reduce = Object.hasOwn(reductions, name) ? reductions[name] : undefined;
  if (reduce === undefined) throw notSupported(`${name} with KEEP`, e.pos);
  const keys = keep.orderBy.map((item) => expression(at, item.value));
  const f = at.t.functions.aggregate(
    `keep ${name} ${keep.last}`,
    [value.type, ...keys.map(({ type }) => type)],
    (): { rank: string | undefined; values: Value[] } => ({ rank: undefined, values: [] }),
    (state, [one, ...rank]) => {
      const place = JSON.stringify(rank);
      if (state.rank !== place) {
        if (state.rank !== undefined && !keep.last) return;
        state.rank = place;
        state.values = [];
      }
      if (one !== null) state.values.push(one!);
    },
    ({ values }) => reduce(values),
  );
  const args = [value, ...keys].map(({ sql }) => sql).join(", ");
  return { sql: `${f}(${args}${orderBy(at, keep.orderBy)})`, type: name === "COUNT" ? number : value.type };
}

const extreme =
  (direction: 1 | -1) =>
  (values: readonly Value[]): Value =>
    values.reduce<Value>((best, value) => (best === null || (compare(value, best) ?? 0) * direction > 0 ? value : best), null); // prettier-ignore

function total(values: readonly Value[]): Numeric {
  return values.reduce<Numeric>((sum, value) => plus(sum, toNumeric(value) ?? 0), 0);
}

const reductions: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  MIN: extreme(-1),
  MAX: extreme(1),
  COUNT: (values) => values.length,
  SUM: (values) => (values.length === 0 ? null : total(values)),
  AVG: (values) => (values.length === 0 ? null : dividedBy(total(values), values.length)),
};

function spread(at: At, name: string, distinct: string, value: Term): Term {
  const f = at.t.functions.aggregate(
    name,
    [number],
    (): number[] => [],
    (state, [given]) => {
      const one = toNumber(given ?? null);
      if (one !== null) state.push(one);
    },
    (state) => statistic(name, state),
  );
  return { sql: `${f}(${distinct}${value.sql})`, type: number };
}

function statistic(name: string, values: number[]): number | null {
  if (values.length === 0) return null;
  if (name === "MEDIAN") {
    const sorted = values.sort((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    return exact((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const population = name.endsWith("_POP");
  if (values.length === 1 && name.endsWith("_SAMP")) return null;
  const variance = values.length === 1 ? 0 : squares / (population ? values.length : values.length - 1);
  return exact(name.startsWith("STDDEV") ? Math.sqrt(variance) : variance);
}
