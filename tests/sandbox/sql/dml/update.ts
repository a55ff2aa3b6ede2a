import { OraError } from "../../errors";
import type { Assignment, CurrentOf, Delete, Expression, Update } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import { RecordValue } from "../../plsql/catalogue";
import type { Variables } from "../../plsql/sql";
import type { RowChange } from "../../plsql/triggers";
import type { ColumnSpec, StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import { notSupported } from "../problems";
import type { Execution, Ready } from "../execution";
import { conjuncts } from "../translate/conjuncts";
import { expression } from "../translate/expression";
import { query } from "../translate/query";
import { condition } from "../translate/select";
import type { Term } from "../translate/term";
import type { At } from "../translate/translation";
import type { Change } from "./changes";
import { done } from "./insert";
import { deleted, changed, defaultOf } from "./rules";
import { returned } from "./returning";
import { columnOf, forColumn, target, targetRows } from "./target";
import { withTriggers } from "./triggers";

/**
 * Rows with their numbers first, all locked. Where a row had to be waited for, the statement looks again, because the row
 * may be another by then.
 */
export async function lockedRows(
  execution: Execution,
  table: StoredTable,
  ready: Ready,
  variables: Variables,
): Promise<Value[][]> {
  const { transaction } = execution;
  for (;;) {
    const { waits } = transaction;
    const rows = await execution.rows(ready, variables);
    for (const row of rows) if (typeof row[0] === "number") await transaction.lock(table.path, row[0]);
    if (transaction.waits === waits) return rows;
  }
}

function whereOf(at: At, where: Expression | CurrentOf | undefined): string {
  if (where?.kind === "currentOf") throw notSupported("WHERE CURRENT OF", where.pos);
  const { where: sql, limit } = condition(at, conjuncts(where));
  return limit === undefined ? sql : `${sql} limit ${limit}`;
}

const rowNumber = { name: "ROW", type: { kind: "number" } } as const;

export interface Assigned {
  readonly column: ColumnSpec;
  readonly term: Term;
}

export function assignments(at: At, table: StoredTable, set: readonly Assignment[]): Assigned[] {
  return set.flatMap((one): Assigned[] => {
    if (one.kind === "column") {
      const column = columnOf(table, one.column);
      const { value } = one;
      return [
        { column, term: value.kind === "default" ? defaultOf(at, table, column) : expression(at, value) },
      ];
    }
    const { sql, columns } = query(at, one.query);
    if (columns.length !== one.columns.length) {
      throw columns.length < one.columns.length
        ? new OraError(947, "not enough values")
        : new OraError(913, "too many values");
    }
    return one.columns.map((path, index) => ({
      column: columnOf(table, path),
      term: { sql: `(select r${index} from (${sql}))`, type: columns[index]!.type },
    }));
  });
}

export function update(around: At, s: Update): Change {
  const table = target(around, s.table, "UPDATE");
  const { at, from, row } = targetRows(around, s.table, table);
  const set = assignments(at, table, s.set);
  const giving = returned(around, s.table, table, s.returning);
  const ready: Ready = {
    sql: `select ${[row, ...set.map(({ term }) => term.sql)].join(", ")} from ${from}${whereOf(at, s.where)}`,
    columns: [rowNumber, ...set.map(({ column, term }) => ({ name: column.name, type: term.type }))],
    parameters: at.t.parameters,
  };
  return async (execution, variables) => {
    const returning: Value[][] = [];
    const record = s.row === undefined ? undefined : recordChanges(table, s.row, variables);
    let count = 0;
    for (const [number, ...values] of await lockedRows(execution, table, ready, variables)) {
      const changes = record ?? changesOf(set, values);
      if (!(await change(execution, table, number as number, changes))) continue;
      count++;
      if (giving !== undefined) returning.push(await giving(execution, variables, number as number));
    }
    return done(count, giving === undefined ? undefined : returning);
  };
}

export async function change(
  execution: Execution,
  table: StoredTable,
  row: number,
  changes: Readonly<Record<string, StoredValue>>,
): Promise<boolean> {
  const { transaction } = execution;
  const before = (): RowChange | undefined => {
    const old = transaction.current(table.path, row);
    return old === undefined
      ? undefined
      : { event: "update", old, new: { ...old, ...changes }, columns: Object.keys(changes) };
  };
  return withTriggers(execution, table, before, async (left) => {
    const all = await changed(execution, table, row, left ?? changes);
    return transaction.update(table.path, row, all);
  });
}

export function changesOf(set: readonly Assigned[], values: readonly Value[]): Record<string, StoredValue> {
  return Object.fromEntries(
    set.map(({ column }, index) => [column.name, forColumn(column, values[index] ?? null)] as const),
  );
}

/** SET ROW = record: its fields by position. */
function recordChanges(table: StoredTable, e: Expression, variables: Variables): Record<string, StoredValue> {
  const record =
    e.kind === "name" ? variables.value(e.path) : e.kind === "bind" ? variables.bind(e.name) : null;
  if (!(record instanceof RecordValue)) throw notSupported("SET ROW of what is no record", e.pos);
  const values = [...record.fields.values()];
  return Object.fromEntries(
    table.spec.columns.map(
      (column, index) => [column.name, forColumn(column, values[index] ?? null)] as const,
    ),
  );
}

export function remove(around: At, s: Delete): Change {
  const table = target(around, s.table, "DELETE");
  const { at, from, row } = targetRows(around, s.table, table);
  const giving = returned(around, s.table, table, s.returning);
  const ready: Ready = {
    sql: `select ${row} from ${from}${whereOf(at, s.where)}`,
    columns: [rowNumber],
    parameters: at.t.parameters,
  };
  return async (execution, variables) => {
    const returning: Value[][] = [];
    let count = 0;
    for (const [number] of await lockedRows(execution, table, ready, variables)) {
      const values = giving === undefined ? undefined : await giving(execution, variables, number as number);
      if (!(await erase(execution, table, number as number))) continue;
      count++;
      if (values !== undefined) returning.push(values);
    }
    return done(count, giving === undefined ? undefined : returning);
  };
}

/** Deletes a row, with what hangs on it. */
export async function erase(execution: Execution, table: StoredTable, row: number): Promise<boolean> {
  const { transaction } = execution;
  const before = (): RowChange | undefined => {
    const old = transaction.current(table.path, row);
    return old === undefined ? undefined : { event: "delete", old, new: undefined };
  };
  return withTriggers(execution, table, before, async () => {
    await deleted(execution, table, row);
    return transaction.delete(table.path, row);
  });
}
