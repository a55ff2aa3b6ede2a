import type { ColumnSpec, StoredValue, TableSpec } from ".";
import { OraError } from "../errors";
import { asNumber, Decimal, roundTo } from "../plsql/decimal";
import type { Numeric } from "../plsql/decimal";

const texts = new Set(["VARCHAR2", "NVARCHAR2", "VARCHAR", "CHAR", "NCHAR"]);

/** A value as its column stores it. @throws OraError 1400, 1407, 12899, 1438, 1722, 932 */
export function fit(
  { owner, name }: Pick<TableSpec, "owner" | "name">,
  column: ColumnSpec,
  given: StoredValue | undefined,
  doing: "insert" | "update",
): StoredValue {
  const empty = given === undefined || (given === "" && column.type !== "CLOB");
  const value = empty ? null : given;
  const place = `"${owner}"."${name}"."${column.name}"`;
  if (value === null) {
    if (column.nullable !== false) return null;
    throw doing === "insert"
      ? new OraError(1400, `cannot insert NULL into (${place})`)
      : new OraError(1407, `cannot update (${place}) to NULL`);
  }
  if (typeof value === "string" && texts.has(column.type)) return fitText(column, value, place);
  if (column.type === "RAW" && Buffer.isBuffer(value)) {
    if (column.size !== undefined && value.length > column.size)
      throw tooLong(place, value.length, column.size);
    return value;
  }
  if (typeof value === "number" || value instanceof Decimal)
    return column.type === "NUMBER" ? fitNumber(column, value) : value;
  if (value instanceof Date && column.type === "DATE" && value.getUTCMilliseconds() !== 0) {
    return new Date(Math.floor(value.getTime() / 1000) * 1000);
  }
  return value;
}

function fitText(column: ColumnSpec, value: string, place: string): string {
  const { size, type } = column;
  if (size === undefined) return value;
  // A UTF-16 unit has 3 bytes at most.
  if (value.length * 3 > size) {
    const bytes = Buffer.byteLength(value);
    if (bytes > size) throw tooLong(place, bytes, size);
  }
  return type === "CHAR" || type === "NCHAR" ? value.padEnd(size) : value;
}

function tooLong(place: string, actual: number, most: number): OraError {
  return new OraError(12899, `value too large for column ${place} (actual: ${actual}, maximum: ${most})`);
}

function fitNumber({ precision, scale }: ColumnSpec, value: Numeric): Numeric {
  if (precision === undefined && scale === undefined) return value;
  const digits = scale ?? 0;
  const rounded = roundTo(value, digits);
  if (precision !== undefined && Math.abs(asNumber(rounded)) >= 10 ** (precision - digits)) {
    throw new OraError(1438, "value larger than specified precision allowed for this column");
  }
  return rounded;
}
