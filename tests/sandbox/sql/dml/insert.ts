import { OraError } from "../../errors";
import type { DefaultValue, Expression, Identifier, Insert, InsertAll } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import { RecordValue } from "../../plsql/catalogue";
import type { SqlResult, Variables } from "../../plsql/sql";
import type { RowChange } from "../../plsql/triggers";
import type { ColumnSpec, StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import { notSupported } from "../problems";
import type { Execution, Ready } from "../execution";
import { expression } from "../translate/expression";
import { query } from "../translate/query";
import { Scope } from "../translate/scope";
import { Translation } from "../translate/translation";
import type { At } from "../translate/translation";
import type { Change } from "./changes";
import { defaultOf, ruled } from "./rules";
import { returned } from "./returning";
import { columnOf, forColumn, target } from "./target";
import { withTriggers } from "./triggers";

export function insert(at: At, s: Insert): Change {
  const table = target(at, s.table, "INSERT");
  const columns = named(table, s.columns);
  const giving = returned(at, s.table, table, s.returning);
  const rows = sourceOf(at, s, table, columns);
  return async (execution, variables) => {
    const written: number[] = [];
    const returning: Value[][] = [];
    for (const values of await rows(execution, variables)) {
      const row = await write(execution, table, columns, values, variables);
      written.push(row);
      if (giving !== undefined) returning.push(await giving(execution, variables, row));
    }
    return done(written.length, giving === undefined ? undefined : returning);
  };
}

export function done(rowsAffected: number, returning?: readonly (readonly Value[])[]): SqlResult {
  return { kind: "done", rowsAffected, ...(returning === undefined ? {} : { returning }) };
}

function named(table: StoredTable, columns: readonly Identifier[]): readonly ColumnSpec[] {
  if (columns.length === 0) return table.spec.columns;
  const found = columns.map((column) => columnOf(table, column));
  const twice = columns.find(
    (column, index) => columns.findIndex(({ name }) => name === column.name) < index,
  );
  if (twice !== undefined)
    throw new OraError(957, `duplicate column name ("${twice.name}")`, { offset: twice.pos });
  return found;
}

type Rows = (execution: Execution, variables: Variables) => Promise<Value[][]>;

function sourceOf(at: At, s: Insert, table: StoredTable, columns: readonly ColumnSpec[]): Rows {
  const { source } = s;
  switch (source.kind) {
    case "values": {
      const ready = source.rows.map((row) => valuesRow(at, table, columns, row, s.pos));
      return async (execution, variables) => {
        const rows: Value[][] = [];
        for (const one of ready) rows.push(...(await execution.rows(one, variables)));
        return rows;
      };
    }
    case "query": {
      const { sql, columns: given } = query(at, source.query);
      mustMatch(columns, given.length, s.pos);
      const ready: Ready = { sql, columns: given, parameters: at.t.parameters };
      return (execution, variables) => execution.rows(ready, variables);
    }
    case "record":
      return recordRow(source.value, columns);
  }
}

function mustMatch(columns: readonly ColumnSpec[], given: number, pos: number): void {
  if (given < columns.length) throw new OraError(947, "not enough values", { offset: pos });
  if (given > columns.length) throw new OraError(913, "too many values", { offset: pos });
}

/** A row of VALUES as a query of one row. */
function valuesRow(
  around: At,
  table: StoredTable,
  columns: readonly ColumnSpec[],
  row: readonly (Expression | DefaultValue)[],
  pos: number,
): Ready {
  mustMatch(columns, row.length, pos);
  const t = new Translation(around.t.catalogue, around.t.session);
  const at = t.start(around.variables);
  const terms = row.map((value, index) =>
    value.kind === "default" ? defaultOf(at, table, columns[index]!) : expression(at, value),
  );
  return {
    sql: `select ${terms.map(({ sql }) => sql).join(", ")}`,
    columns: terms.map(({ type }, index) => ({ name: columns[index]!.name, type })),
    parameters: t.parameters,
  };
}

/** VALUES record: its fields by position. */
function recordRow(value: Expression, columns: readonly ColumnSpec[]): Rows {
  return (_, variables) => {
    const record =
      value.kind === "name"
        ? variables.value(value.path)
        : value.kind === "bind"
          ? variables.bind(value.name)
          : null;
    if (!(record instanceof RecordValue)) throw notSupported("VALUES of what is no record", value.pos);
    const values = [...record.fields.values()];
    mustMatch(columns, values.length, value.pos);
    return Promise.resolve([values]);
  };
}

/** Writes one row; columns that are not given have their defaults. The row's number. */
export async function write(
  execution: Execution,
  table: StoredTable,
  columns: readonly ColumnSpec[],
  values: readonly Value[],
  variables: Variables,
): Promise<number> {
  const row: Record<string, StoredValue> = {};
  columns.forEach((column, index) => {
    row[column.name] = forColumn(column, values[index] ?? null);
  });
  await ruled(execution, table, row, new Set(columns.map(({ name }) => name)), variables);
  const change = (): RowChange => ({ event: "insert", old: undefined, new: row });
  return withTriggers(execution, table, change, async (left) => {
    const { rowId } = await execution.transaction.insert(table.path, left ?? row);
    return rowId;
  });
}

/** Each row of the query goes into each table. */
export function insertAll(at: At, s: InsertAll): Change {
  const source = query(at, s.query);
  const parts = s.into.map((into) => {
    const table = target(at, into.table, "INSERT");
    const columns = named(table, into.columns);
    if (into.source.kind !== "values") throw notSupported("INSERT ALL without VALUES", into.pos);
    const [row] = into.source.rows;
    mustMatch(columns, row!.length, into.pos);
    const scope = new Scope(undefined);
    scope.sources.push({
      name: undefined,
      owner: undefined,
      columns: source.columns.map((column, index) => ({ ...column, sql: `q.r${index}` })),
    });
    const inside: At = { ...at, scope };
    const terms = row!.map((value, index) =>
      value.kind === "default" ? defaultOf(inside, table, columns[index]!) : expression(inside, value),
    );
    const ready: Ready = {
      sql: `select ${terms.map(({ sql }) => sql).join(", ")} from (${source.sql}) q`,
      columns: terms.map(({ type }, index) => ({ name: columns[index]!.name, type })),
      parameters: at.t.parameters,
    };
    return { table, columns, ready };
  });
  return async (execution, variables) => {
    const rows: { part: (typeof parts)[number]; values: Value[] }[] = [];
    for (const part of parts) {
      for (const values of await execution.rows(part.ready, variables)) rows.push({ part, values });
    }
    for (const { part, values } of rows) await write(execution, part.table, part.columns, values, variables);
    return done(rows.length);
  };
}
