import type { StoredValue, UniqueSpec } from ".";
import type { Holder } from "./locks";
import { encode } from "./sqlite";
import type { StoredTable } from "./table";
import type { Versions } from "./versions";

/** Whether a row other than `row` has a key, or who may yet have it, because that has written or deleted it and not ended. */
export function keyRival(
  versions: Versions,
  /** Of the transaction that wants the key. */
  number: number,
  table: StoredTable,
  unique: UniqueSpec,
  key: readonly StoredValue[],
  row: number,
): Holder | "taken" | undefined {
  const condition = unique.columns
    .map((column, index) => `${table.cell(column)} is ?${index + 1}`)
    .join(" and ");
  const found = table.sqlite.all(
    `select row, tx, gone from ${table.physical} where ${condition}`,
    key.map(encode),
  ) as [number, number, number | null][];
  let rival: Holder | undefined;
  for (const [other, writer, ender] of found) {
    if (other === row || ender === number) continue;
    if (writer === 0 || writer === number) {
      if (ender === null) return "taken";
      rival ??= versions.writer(ender);
    } else if (ender === null) {
      // Another's new version of a row that had the key before: whatever becomes of it, the key is taken.
      if (found.some(([same, by, gone]) => same === other && by === 0 && gone === writer)) return "taken";
      rival ??= versions.writer(writer);
    }
  }
  return rival;
}
