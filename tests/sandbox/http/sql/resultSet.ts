import type { Column, WireCursor, WireValue } from "../../net/backend";
import { typeCodes } from "../../net/codec";
import { jsonName, plainText, valueText } from "../json";
import { takePage } from "../paging";
import type { SqlRequest } from "./request";
import { rawText, typeName } from "./types";

/** A result set as JSON text (fact 123). */
export function resultSetText({ columns, rows }: WireCursor, request: SqlRequest): string {
  const { offset, limit } = request;
  const page = limit === 0 ? { rows: [], hasMore: true } : takePage(rows, { offset, limit });
  const items = page.rows.map(
    (row) => `{${columns.map((column, at) => member(column, row[at] ?? null, request)).join(",")}}`,
  );
  const metadata = request.wants("resultSetMetaData")
    ? `"metadata":${JSON.stringify(columns.map(describe))},`
    : "";
  return `{${metadata}"items":[${items.join(",")}],"hasMore":${page.hasMore},"limit":${limit},"offset":${offset},"count":${items.length}}`;
}

function describe({ name, type, size, precision, scale, nullable }: Column): object {
  return {
    columnName: name,
    jsonColumnName: jsonName(name),
    columnTypeName: typeName(type),
    precision: precision ?? size ?? 0,
    scale: scale ?? 0,
    isNullable: nullable === false ? 0 : 1,
  };
}

function member({ name, type }: Column, value: WireValue, { numbersAsText }: SqlRequest): string {
  return `${JSON.stringify(jsonName(name))}:${scalarText(value, type, numbersAsText)}`;
}

export function scalarText(value: WireValue, type: number, numbersAsText: boolean): string {
  if (value !== null && type === typeCodes.raw) return JSON.stringify(rawText(value));
  if (value !== null && numbersAsText && type === typeCodes.number) return JSON.stringify(plainText(value));
  return valueText(value, type);
}
