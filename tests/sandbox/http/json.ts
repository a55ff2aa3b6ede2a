import type { Column, WireCursor, WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import type { Link } from "./reply";

const numeric: ReadonlySet<number> = new Set([
  typeCodes.number,
  typeCodes.binaryInteger,
  typeCodes.binaryFloat,
  typeCodes.binaryDouble,
]);

/** A row as members of a JSON object, each already text. Columns named `$rel` become links. */
export interface RowText {
  readonly members: readonly string[];
  readonly links: readonly Link[];
}

export function rowText(columns: readonly Column[], row: readonly WireValue[], base: string): RowText {
  const members: string[] = [];
  const links: Link[] = [];
  columns.forEach((column, index) => {
    const value = row[index] ?? null;
    if (column.name.startsWith("$")) {
      if (value !== null) links.push({ rel: column.name.slice(1).toLowerCase(), href: resolve(value, base) });
    } else {
      members.push(`${JSON.stringify(jsonName(column.name))}:${valueText(value, column.type)}`);
    }
  });
  return { members, links };
}

function resolve(value: WireValue, base: string): string {
  const href = plainText(value);
  return URL.canParse(href, base) ? new URL(href, base).href : href;
}

/** Plain names are in upper case in the dictionary; quoted ones keep their case. */
export function jsonName(column: string): string {
  return column === column.toUpperCase() ? column.toLowerCase() : column;
}

/** NUMBERs keep every digit: they are exact decimal text and are written as such. */
export function valueText(value: WireValue, type: number): string {
  if (value === null) return "null";
  if (isCursor(value)) return cursorText(value);
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString("base64"));
  if (value instanceof Date) return JSON.stringify(dateText(value));
  if (Array.isArray(value)) return `[${value.map((one: WireValue) => valueText(one, type)).join(",")}]`;
  if (numeric.has(type) && (typeof value === "string" || typeof value === "number")) return numberText(value);
  return JSON.stringify(value);
}

export function isCursor(value: WireValue): value is WireCursor {
  return typeof value === "object" && value !== null && "columns" in value;
}

/** Oracle writes `.5`, JSON wants `0.5`. */
function numberText(value: string | number): string {
  const text = String(value).replace(/^(-?)\./, "$10.");
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : JSON.stringify(text);
}

/** A value as a header, a field or a parameter reads it; NULL is empty. */
export function plainText(value: WireValue): string {
  if (value === null) return "";
  if (value instanceof Date) return dateText(value);
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return typeof value === "object" ? valueText(value, typeCodes.varchar) : String(value);
}

/** Seconds are enough where there is no fraction. */
export function dateText(value: Date): string {
  return value.toISOString().replace(/\.000Z$/, "Z");
}

function cursorText({ columns, rows }: WireCursor): string {
  return `[${Array.from(rows, (row) => `{${rowText(columns, row, "").members.join(",")}}`).join(",")}]`;
}
