import type { Expression, Query, QueryBody, Select } from "../../lang/ast";
import { some } from "./conjuncts";
import { isAggregate } from "./grouping";
import { byName, query } from "./query";
import type { Column, Translated } from "./query";
import { callOf, item, nameOf, numberOf, queryOf, replaced, textOf } from "./rewriting";
import { columnName } from "./select";
import type { At } from "./translation";

type Sets = readonly (readonly Expression[])[];

const several = ["ROLLUP", "CUBE", "GROUPING SETS"];

export function hasGroupingSets(body: QueryBody): body is Select {
  return body.kind === "select" && body.groupBy.some((e) => callOf(e, ...several) !== undefined);
}

/** The sets that one item of GROUP BY stands for. */
function setsOf(e: Expression): Sets {
  const call = callOf(e, ...several);
  if (call === undefined) return [list(e)];
  const values = call.args.map(({ value }) => value);
  const { name } = call.path[0]!;
  if (name === "GROUPING SETS") return values.flatMap(setsOf);
  const parts = values.map(list);
  if (name === "ROLLUP") return [...parts.keys(), parts.length].map((left) => parts.slice(0, parts.length - left).flat()); // prettier-ignore
  const all = 2 ** parts.length;
  return Array.from({ length: all }, (_, number) =>
    parts.filter((__, index) => ((all - 1 - number) & (2 ** (parts.length - 1 - index))) !== 0).flat(),
  );
}

function list(e: Expression): readonly Expression[] {
  return e.kind === "tuple" ? e.items : [e];
}

/** Items of GROUP BY that stand side by side are combined. */
function allSets(groupBy: readonly Expression[]): Sets {
  return groupBy.reduce<Sets>(
    (sets, e) => sets.flatMap((set) => setsOf(e).map((other) => [...set, ...other])),
    [[]],
  );
}

/** The same whether it is written with the table's name or without. */
function isSame(one: Expression, other: Expression): boolean {
  if (one.kind === "name" && other.kind === "name") {
    return one.path.at(-1)!.name === other.path.at(-1)!.name;
  }
  return textOf(one) === textOf(other);
}

/** ROLLUP, CUBE and GROUPING SETS: a query for each set, in which what is not grouped by is null. */
export function groupingSets(at: At, q: Query, body: Select): Translated {
  const sets = allSets(body.groupBy);
  const all = sets.flat();
  const shown: Column[] = body.items.map((one) => ({ name: columnName(one), type: { kind: "null" } }));
  // What is ordered by and not selected is selected behind the others.
  const hidden = q.orderBy.filter(({ value }) => value.kind !== "number" && byName({ value } as never, shown) === undefined); // prettier-ignore
  const items = [
    ...body.items.map((one, index) =>
      one.kind === "item" ? item(one.value, shown[index]!.name, one.pos) : one,
    ),
    ...hidden.map(({ value }, index) => item(value, `hidden ${index}`, value.pos)),
  ];
  const parts = sets.map((set): Select => {
    const isIn = (e: Expression): boolean => set.some((one) => isSame(one, e));
    const change = (e: Expression): Expression | undefined => {
      const grouping = callOf(e, "GROUPING", "GROUPING_ID");
      if (grouping !== undefined)
        return numberOf(grouping.args.reduce((bits, { value }) => bits * 2 + (isIn(value) ? 0 : 1), 0), e.pos); // prettier-ignore
      if (callOf(e, "GROUP_ID") !== undefined) return numberOf(0, e.pos);
      if (isAggregate(e)) return e;
      return !isIn(e) && all.some((one) => isSame(one, e)) ? { kind: "null", pos: e.pos } : undefined;
    };
    const having = body.having === undefined ? undefined : replaced(body.having, change);
    const changed = replaced(items, change);
    // All rows are one group: without aggregates, they are one row when they are all the same.
    const isOne = set.length === 0 && !some([changed, having], isAggregate);
    return { ...body, distinct: body.distinct || isOne, items: changed, groupBy: set, having };
  });
  const union = parts
    .slice(1)
    .reduce<QueryBody>((left, right) => ({ kind: "set", pos: body.pos, operator: "union all", left, right }), parts[0]!); // prettier-ignore
  const orderBy = q.orderBy.map((one) => {
    const at = hidden.indexOf(one);
    return at < 0 ? one : { ...one, value: nameOf(`hidden ${at}`, one.value.pos) };
  });
  const whole = query(at, { ...q, body: union, orderBy }, hidden.length > 0);
  if (hidden.length === 0) return whole;
  const columns = whole.columns.slice(0, whole.columns.length - hidden.length);
  return { sql: `select ${columns.map((_, index) => `r${index}`).join(", ")} from (${whole.sql})`, columns };
}

/** `max(count(*))`: groups of one query are the rows of another. */
export function hasNestedGroups(body: QueryBody): body is Select {
  return (
    body.kind === "select" &&
    body.groupBy.length > 0 &&
    some(body.items, (e) => isAggregate(e) && e.kind === "call" && some(e.args, isAggregate))
  );
}

export function nestedGroups(at: At, q: Query, body: Select): Translated {
  const inner: Expression[] = [];
  const moved = (e: Expression): Expression => {
    inner.push(e);
    return nameOf(`group ${inner.length - 1}`, e.pos);
  };
  const items = body.items.map((one) =>
    one.kind === "all"
      ? one
      : item(
          replaced(one.value, (e) =>
            isAggregate(e) && e.kind === "call"
              ? { ...e, args: e.args.map((argument) => ({ ...argument, value: moved(argument.value) })) }
              : undefined,
          ),
          columnName(one),
          one.pos,
        ),
  );
  const groups: Select = {
    ...body,
    items: inner.map((e, index) => item(e, `group ${index}`, e.pos)),
    distinct: false,
  };
  const outer: Select = {
    ...body,
    items,
    from: [{ kind: "derived", pos: body.pos, lateral: false, query: queryOf(groups, body.pos), alias: undefined }], // prettier-ignore
    where: undefined,
    hierarchy: undefined,
    groupBy: [],
    having: undefined,
  };
  return query(at, { ...q, body: outer });
}
