import type { RowChange, TriggerRow } from "../../plsql/triggers";
import type { StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import type { Execution } from "../execution";
import { forColumn } from "./target";

type Row = Readonly<Record<string, StoredValue>>;

/** Carries a change of one row out between the triggers FOR EACH ROW of its table. `write` gets the row as they leave it. */
export async function withTriggers<Result>(
  { session }: Execution,
  { spec }: StoredTable,
  change: () => RowChange | undefined,
  write: (row: Row | undefined) => Promise<Result>,
): Promise<Result> {
  const { triggers } = session;
  const asked = triggers?.has(spec.owner, spec.name) === true ? change() : undefined;
  if (triggers === undefined || asked === undefined) return write(undefined);
  const left = await triggers.before(spec.owner, spec.name, asked);
  const row = left === undefined || left === asked.new ? undefined : stored(spec.columns, left);
  const result = await write(row);
  await triggers.after(spec.owner, spec.name, { ...asked, new: row ?? asked.new });
  return result;
}

function stored(columns: StoredTable["spec"]["columns"], row: TriggerRow): Row {
  return Object.fromEntries(
    columns.map((column) => [column.name, forColumn(column, row[column.name] ?? null)]),
  );
}
