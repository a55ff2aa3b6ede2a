import type { Call, Expression, Pivot, QueryBody, Select, SelectItem, Unpivot } from "../../lang/ast";
import { OraError } from "../../errors";
import { walk } from "./conjuncts";
import { reference } from "./from";
import { isAggregate } from "./grouping";
import { query } from "./query";
import type { Translated } from "./query";
import { item, nameOf, numberOf, queryOf } from "./rewriting";
import { Scope } from "./scope";
import type { At } from "./translation";

/** The columns that a reference has. */
function columnsOf(at: At, source: Pivot["source"]): string[] {
  const probe: At = { ...at, scope: new Scope(at.scope.parent) };
  reference(probe, source);
  return probe.scope.sources.flatMap(({ columns }) =>
    columns.filter(({ merged }) => merged !== true).map(({ name }) => name),
  );
}

const plain = { distinct: false, into: undefined, where: undefined, hierarchy: undefined, groupBy: [], having: undefined } as const; // prettier-ignore

function outside(at: At): At {
  return { ...at, scope: at.scope.parent ?? new Scope(undefined) };
}

/** PIVOT as aggregates of CASE, grouped by the columns that it does not name. */
export function pivot(at: At, { pos, source, aggregates, columns, values }: Pivot): Translated {
  const used = new Set(columns.map(({ name }) => name));
  walk(
    aggregates.map(({ value }) => value),
    (e) => {
      if (e.kind === "name") used.add(e.path.at(-1)!.name);
      return true;
    },
  );
  const kept = columnsOf(at, source).filter((name) => !used.has(name));
  const cells = values.flatMap(({ items, name }) =>
    aggregates.map(({ value, alias }): SelectItem => {
      if (value.kind !== "call" || !isAggregate(value))
        throw new OraError(56902, "expect aggregate function inside pivot operation", { offset: value.pos });
      const full = alias === undefined ? name : `${name}_${alias.name}`;
      return item(
        only(
          value,
          columns.map((column, index) => [column.name, items[index]!]),
        ),
        full,
        pos,
      );
    }),
  );
  const body: Select = {
    ...plain,
    kind: "select",
    pos,
    items: [...kept.map((name) => item(nameOf(name, pos), name, pos)), ...cells],
    from: [source],
    groupBy: kept.map((name) => nameOf(name, pos)),
  };
  return query(outside(at), queryOf(body, pos), true);
}

/** The aggregate of those rows alone whose columns have the values. */
function only(call: Call, conditions: readonly (readonly [name: string, value: Expression])[]): Call {
  const { pos } = call;
  const condition = conditions
    .map(([name, right]): Expression => ({
      kind: "binary",
      pos,
      operator: "=",
      left: nameOf(name, pos),
      right,
    })) // prettier-ignore
    .reduce((left, right) => ({ kind: "binary", pos, operator: "and", left, right }));
  const [first, ...more] = call.args;
  const result = first?.value ?? numberOf(1, pos);
  const value = { kind: "case", pos, operand: undefined, whens: [{ when: condition, then: result }], else: undefined }; // prettier-ignore
  return {
    ...call,
    star: false,
    args: [{ ...first, name: undefined, value: value as unknown as Expression }, ...more],
  };
}

/** UNPIVOT as a query for each of its columns. */
export function unpivot(at: At, { pos, source, nulls, value, name, columns }: Unpivot): Translated {
  const taken = new Set(columns.map(({ column }) => column.name));
  const kept = columnsOf(at, source).filter((one) => !taken.has(one));
  const parts = columns.map(({ column, as }): Select => {
    const from = nameOf(column.name, column.pos);
    const label: Expression = as ?? { kind: "string", pos, value: column.name };
    return {
      ...plain,
      kind: "select",
      pos,
      items: [...kept.map((one) => item(nameOf(one, pos), one, pos)), item(label, name.name, pos), item(from, value.name, pos)], // prettier-ignore
      from: [source],
      where: nulls ? undefined : { kind: "isNull", pos, negated: true, value: from },
    };
  });
  const body = parts
    .slice(1)
    .reduce<QueryBody>((left, right) => ({ kind: "set", pos, operator: "union all", left, right }), parts[0]!); // prettier-ignore
  return query(outside(at), queryOf(body, pos), true);
}
