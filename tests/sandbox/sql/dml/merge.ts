import { OraError } from "../../errors";
import type { Merge } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import type { Execution, Ready } from "../execution";
import type { Variables } from "../../plsql/sql";
import type { StoredTable } from "../../store/table";
import { expression } from "../translate/expression";
import { reference } from "../translate/from";
import { Scope } from "../translate/scope";
import { Translation } from "../translate/translation";
import type { At } from "../translate/translation";
import type { Change } from "./changes";
import { done, write } from "./insert";
import { defaultOf } from "./rules";
import { rowValues } from "./returning";
import { columnOf, target, targetRows } from "./target";
import { assignments, change, changesOf, erase, lockedRows } from "./update";

type Part = (execution: Execution, variables: Variables) => Promise<number>;

/** The rows to be inserted are found before any is updated, as the statement sees one state of the table. */
export function merge(at: At, s: Merge): Change {
  const updated = target(at, s.table, s.matched === undefined ? "INSERT" : "UPDATE");
  const inserts = s.notMatched === undefined ? undefined : inserting(at, s, s.notMatched, updated);
  const updates = s.matched === undefined ? undefined : updating(at, s, s.matched, updated);
  return async (execution, variables) => {
    const insertRows = await inserts?.(execution, variables);
    const changed = (await updates?.(execution, variables)) ?? 0;
    return done(changed + ((await insertRows?.(execution, variables)) ?? 0));
  };
}

function updating(around: At, s: Merge, matched: NonNullable<Merge["matched"]>, table: StoredTable): Part {
  const t = new Translation(around.t.catalogue, around.t.session);
  const start = t.start(around.variables);
  const { at, from, row } = targetRows(start, s.table, table);
  const using = reference(at, s.using);
  const set = assignments(at, table, matched.set);
  const tests = [s.on, ...(matched.where === undefined ? [] : [matched.where])].map(
    (e) => expression(at, e).sql,
  );
  const ready: Ready = {
    sql: `select ${[row, ...set.map(({ term }) => term.sql)].join(", ")} from ${using}, ${from} where ${tests.join(" and ")}`,
    columns: [
      { name: "ROW", type: { kind: "number" } },
      ...set.map(({ column, term }) => ({ name: column.name, type: term.type })),
    ],
    parameters: t.parameters,
  };
  const gone = matched.deleteWhere === undefined ? undefined : rowValues(around, s.table, table, [{ kind: "case", pos: s.pos, operand: undefined, whens: [{ when: matched.deleteWhere, then: { kind: "number", pos: s.pos, value: 1, text: "1" } }], else: undefined }]); // prettier-ignore
  return async (execution, variables) => {
    const rows = await lockedRows(execution, table, ready, variables);
    if (new Set(rows.map(([number]) => number)).size < rows.length) {
      throw new OraError(
        30926,
        "The operation attempted to update the same row (rowid: 'AAAAAAAAAAAAAAAAAA') twice.",
      );
    }
    for (const [number, ...values] of rows) {
      await change(execution, table, number as number, changesOf(set, values));
      const [hit] = (await gone?.(execution, variables, number as number)) ?? [];
      if (hit === 1) await erase(execution, table, number as number);
    }
    return rows.length;
  };
}

function inserting(
  around: At,
  s: Merge,
  { columns, values, where }: NonNullable<Merge["notMatched"]>,
  table: StoredTable,
): (execution: Execution, variables: Variables) => Promise<Part> {
  const t = new Translation(around.t.catalogue, around.t.session);
  const start = t.start(around.variables);
  const at: At = { ...start, scope: new Scope(start.scope) };
  const using = reference(at, s.using);
  const into = columns.length === 0 ? table.spec.columns : columns.map((column) => columnOf(table, column));
  if (values.length !== into.length) {
    throw values.length < into.length
      ? new OraError(947, "not enough values")
      : new OraError(913, "too many values");
  }
  const terms = values.map((value, index) =>
    value.kind === "default" ? defaultOf(at, table, into[index]!) : expression(at, value),
  );
  const inner = targetRows(at, s.table, table);
  const tests = [`not exists (select 1 from ${inner.from} where ${expression(inner.at, s.on).sql})`];
  if (where !== undefined) tests.push(expression(at, where).sql);
  const ready: Ready = {
    sql: `select ${terms.map(({ sql }) => sql).join(", ")} from ${using} where ${tests.join(" and ")}`,
    columns: terms.map(({ type }, index) => ({ name: into[index]!.name, type })),
    parameters: t.parameters,
  };
  return async (execution, variables) => {
    const rows: Value[][] = await execution.rows(ready, variables);
    return async () => {
      for (const row of rows) await write(execution, table, into, row, variables);
      return rows.length;
    };
  };
}
