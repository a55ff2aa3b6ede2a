import type { Value } from "../plsql/catalogue";

/** Of rows that were selected FOR UPDATE: the addresses of what they came from, for WHERE CURRENT OF. */
const addresses = new WeakMap<readonly Value[], string>();

/** ROWID of a row of a table. Numbers of rows are never used twice, whatever the table. */
export function rowIdOf(row: number): string {
  return `AAAS${String(row).padStart(14, "0")}`;
}

export function remember(row: readonly Value[], rows: readonly number[]): void {
  addresses.set(row, rows.map(rowIdOf).join(" "));
}

/** All ROWIDs of a row in one text, or null where it was not selected FOR UPDATE. */
export function rememberedRowIds(row: readonly Value[] | undefined): string | null {
  return (row === undefined ? undefined : addresses.get(row)) ?? null;
}
