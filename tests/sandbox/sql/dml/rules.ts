import { OraError } from "../../errors";
import type { Expression } from "../../lang/ast";
import { none } from "../variables";
import type { Variables } from "../../plsql/sql";
import type { ColumnSpec, Matching, StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import type { Execution, Ready } from "../execution";
import { Names } from "../names";
import type { ForeignKey, TableRules } from "../rules";
import { expression, nothing } from "../translate/expression";
import { Scope } from "../translate/scope";
import type { Term } from "../translate/term";
import { Translation } from "../translate/translation";
import type { At } from "../translate/translation";
import { columnType } from "../types";
import { forColumn } from "./target";

function rulesOf({ catalogue }: Execution | At["t"], { spec }: StoredTable): TableRules | undefined {
  return catalogue.rules(spec.owner, spec.name);
}

/** What a column has where nothing is given. */
export function defaultOf(at: At, table: StoredTable, column: ColumnSpec): Term {
  const rules = rulesOf(at.t, table);
  const identity = rules?.identities.get(column.name);
  if (identity !== undefined) {
    const { sequence } = identity;
    const f = at.t.functions.scalar(`identity ${table.path}.${column.name}`, [], { kind: "number" }, () =>
      sequence.next(),
    );
    return { sql: `${f}()`, type: { kind: "number" } };
  }
  const given = rules?.defaults.get(column.name);
  if (given === undefined) return nothing;
  const names = new Names(at.t.catalogue, at.t.session, table.spec.owner);
  return expression(
    { t: at.t, scope: new Scope(undefined), names, variables: undefined, with: new Map() },
    given.value,
  );
}

export async function defaultValue(
  execution: Execution,
  table: StoredTable,
  column: ColumnSpec,
  variables: Variables,
): Promise<StoredValue> {
  const t = new Translation(execution.catalogue, execution.session);
  const { sql, type } = defaultOf(t.start(undefined), table, column);
  const ready: Ready = {
    sql: `select ${sql}`,
    columns: [{ name: column.name, type }],
    parameters: t.parameters,
  };
  const [row] = await execution.rows(ready, variables);
  return forColumn(column, row?.[0] ?? null);
}

/** Puts defaults into a new row and holds it against the table's constraints. @throws OraError 2290, 2291, 32795 */
export async function ruled(
  execution: Execution,
  table: StoredTable,
  row: Record<string, StoredValue>,
  given: ReadonlySet<string>,
  variables: Variables,
): Promise<void> {
  const rules = rulesOf(execution, table);
  if (rules === undefined) return;
  for (const [name, { always }] of rules.identities) {
    if (given.has(name) && always)
      throw new OraError(32795, "cannot insert into a generated always identity column");
    if (!given.has(name)) row[name] = await defaultValue(execution, table, table.column(name), variables);
  }
  for (const [name, { onNull }] of rules.defaults) {
    if (given.has(name) && !(onNull && row[name] === null)) continue;
    row[name] = await defaultValue(execution, table, table.column(name), variables);
  }
  await fulfil(execution, table, rules, row);
}

/** The changes of a row, held against the table's constraints. @throws OraError 2290, 2291, 2292 */
export async function changed(
  execution: Execution,
  table: StoredTable,
  row: number,
  changes: Readonly<Record<string, StoredValue>>,
): Promise<Readonly<Record<string, StoredValue>>> {
  const rules = rulesOf(execution, table);
  const before = execution.transaction.current(table.path, row);
  if (before === undefined) return changes;
  await orphans(execution, table, before, { ...before, ...changes });
  if (rules === undefined) return changes;
  const after = { ...before, ...changes };
  await fulfil(execution, table, rules, after, { row, columns: new Set(Object.keys(changes)) });
  const virtual = Object.fromEntries([...rules.virtual.keys()].map((name) => [name, after[name] ?? null]));
  return { ...changes, ...virtual };
}

/** `touched`: the row that is there already, and its columns that change; undefined for a new one. */
async function fulfil(
  execution: Execution,
  table: StoredTable,
  rules: TableRules,
  row: Record<string, StoredValue>,
  touched?: { readonly row: number; readonly columns: ReadonlySet<string> },
): Promise<void> {
  for (const [name, value] of rules.virtual) {
    row[name] = forColumn(table.column(name), await overRow(execution, table, row, value));
  }
  for (const { name, condition } of rules.checks) {
    if (rules.disabled.has(name)) continue;
    if ((await overRow(execution, table, row, condition)) === false) {
      throw new OraError(2290, `check constraint (${table.spec.owner}.${name}) violated`);
    }
  }
  for (const key of rules.foreignKeys) {
    if (rules.disabled.has(key.name)) continue;
    if (touched !== undefined && !key.columns.some((column) => touched.columns.has(column))) continue;
    mustHaveParent(execution, table, key, row);
  }
  for (const index of rules.uniqueExpressions) {
    const key = await keyOver(execution, table, row, index.values);
    if (key === undefined) continue;
    for (const { rowId, values } of execution.transaction.rows(table.path)) {
      if (rowId === touched?.row || (await keyOver(execution, table, values, index.values)) !== key) continue;
      const { owner, name, columns } = table.spec;
      // Oracle names the hidden column behind the index.
      const hidden = `SYS_NC${String(columns.length + 1).padStart(5, "0")}$`;
      throw new OraError(
        1,
        `unique constraint (${owner}.${index.name}) violated on table ${owner}.${name} columns (${hidden})`,
      );
    }
  }
}

/** What a row has in a unique index over expressions; undefined where all are null. */
export async function keyOver(
  execution: Execution,
  table: StoredTable,
  row: Readonly<Record<string, StoredValue>>,
  of: readonly Expression[],
): Promise<string | undefined> {
  const values: unknown[] = [];
  for (const e of of) values.push(await overRow(execution, table, row, e));
  return values.every((value) => value === null) ? undefined : JSON.stringify(values);
}

/** An expression over the columns of one row. */
async function overRow(
  execution: Execution,
  table: StoredTable,
  row: Readonly<Record<string, StoredValue>>,
  e: Expression,
) {
  const { catalogue, session } = execution;
  const ready = catalogue.translations.get(catalogue, session, e, `over row of ${table.path}`, none, () => {
    const t = new Translation(catalogue, session);
    const scope = new Scope(undefined);
    scope.sources.push({
      name: table.spec.name,
      owner: table.spec.owner,
      columns: table.spec.columns.map((column) => {
        const type = columnType(column);
        return { name: column.name, type, sql: t.parameter({ kind: "bind", name: column.name }, type).sql };
      }),
    });
    const names = new Names(catalogue, session, table.spec.owner);
    const { sql, type } = expression({ t, scope, names, variables: undefined, with: new Map() }, e);
    return { sql: `select ${sql}`, columns: [{ name: "RESULT", type }], parameters: t.parameters };
  });
  const [result] = await execution.rows(ready, { ...none, bind: (name) => row[name] ?? null });
  return result?.[0] ?? null;
}

function keyValues(
  key: readonly string[],
  row: Readonly<Record<string, StoredValue>>,
  as = key,
): Matching | undefined {
  const values = key.map((column) => row[column] ?? null);
  if (values.includes(null)) return undefined;
  return Object.fromEntries(as.map((column, index) => [column, values[index]!] as const));
}

function mustHaveParent(
  { transaction }: Execution,
  table: StoredTable,
  { name, columns, table: parent, references }: ForeignKey,
  row: Readonly<Record<string, StoredValue>>,
): void {
  const wanted = keyValues(columns, row, references);
  if (wanted === undefined) return;
  const path = `${parent.owner}.${parent.name}`;
  if (transaction.row(path, wanted) !== undefined) return;
  // A row may be its own parent.
  if (
    path === table.path &&
    JSON.stringify(references.map((column) => row[column])) ===
      JSON.stringify(references.map((column) => wanted[column]))
  )
    return;
  throw new OraError(
    2291,
    `integrity constraint (${table.spec.owner}.${name}) violated - parent key not found`,
  );
}

/** Children of a row whose key changes, or that goes, when `after` is undefined. */
async function orphans(
  execution: Execution,
  table: StoredTable,
  before: Readonly<Record<string, StoredValue>>,
  after: Readonly<Record<string, StoredValue>> | undefined,
): Promise<void> {
  const { catalogue, transaction } = execution;
  for (const { of, key } of [...catalogue.foreignKeys()]) {
    if (`${key.table.owner}.${key.table.name}` !== table.path) continue;
    const wanted = keyValues(key.references, before, key.columns);
    if (wanted === undefined) continue;
    const again = after === undefined ? undefined : keyValues(key.references, after, key.columns);
    if (again !== undefined && JSON.stringify(again) === JSON.stringify(wanted)) continue;
    const path = `${of.owner}.${of.name}`;
    for (const { rowId } of transaction.rows(path, wanted)) {
      if (after !== undefined || key.onDelete === undefined) {
        throw new OraError(
          2292,
          `integrity constraint (${of.owner}.${key.name}) violated - child record found`,
        );
      }
      if (key.onDelete === "set null") {
        await transaction.update(
          path,
          rowId,
          Object.fromEntries(key.columns.map((column) => [column, null])),
        );
      } else {
        await deleted(execution, catalogue.sqliteStore.versions.table(path), rowId);
        await transaction.delete(path, rowId);
      }
    }
  }
}

/** What hangs on a row that goes. @throws OraError 2292 */
export async function deleted(execution: Execution, table: StoredTable, row: number): Promise<void> {
  const before = execution.transaction.current(table.path, row);
  if (before !== undefined) await orphans(execution, table, before, undefined);
}
