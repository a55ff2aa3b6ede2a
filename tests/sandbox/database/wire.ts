import { OraError } from "../errors";
import type { BindInfo, Column, WireCursor, WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import { CollectionValue } from "../plsql/catalogue";
import type { CursorValue, Value } from "../plsql/catalogue";
import { Decimal, parseNumeric } from "../plsql/decimal";
import type { SqlColumn } from "../plsql/sql";
import { toDate, toNumber, toText } from "../plsql/values";

const T = typeCodes;

/** What columns travel as. ROWIDs are texts here. */
const columnTypes: Readonly<Record<string, number>> = {
  CHAR: T.char,
  NCHAR: T.char,
  NUMBER: T.number,
  FLOAT: T.number,
  INTEGER: T.number,
  PLS_INTEGER: T.number,
  BINARY_INTEGER: T.number,
  BINARY_FLOAT: T.binaryFloat,
  BINARY_DOUBLE: T.binaryDouble,
  DATE: T.date,
  TIMESTAMP: T.timestamp,
  "TIMESTAMP WITH TIME ZONE": T.timestampTz,
  "TIMESTAMP WITH LOCAL TIME ZONE": T.timestampLtz,
  CLOB: T.clob,
  NCLOB: T.clob,
  JSON: T.clob,
  XMLTYPE: T.clob,
  BLOB: T.blob,
  RAW: T.raw,
  "LONG RAW": T.raw,
  LONG: T.clob,
  BOOLEAN: T.boolean,
  SYS_REFCURSOR: T.cursor,
  "REF CURSOR": T.cursor,
};

/** In bytes, for texts whose length nothing says. */
const longestText = 4000;

export function columnOf({ name, type, size, precision, scale }: SqlColumn): Column {
  const code = columnTypes[type] ?? T.varchar;
  const isText = code === T.varchar || code === T.char || code === T.raw;
  return {
    name,
    type: code,
    ...(isText ? { size: size ?? longestText } : {}),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  };
}

export function* wireRows(
  rows: readonly (readonly Value[])[],
  types: readonly number[],
): Generator<WireValue[]> {
  for (const row of rows) yield row.map((value, index) => outgoing(value, types[index] ?? T.varchar));
}

/** A value for a column or bind of that type; the conversions are those of an assignment. @throws OraError */
export function outgoing(value: Value, type: number): WireValue {
  if (value === null) return null;
  if (value instanceof CollectionValue) return value.values().map((item) => outgoing(item, type));
  switch (type) {
    case T.number:
    case T.binaryInteger:
    case T.binaryDouble:
    case T.binaryFloat:
      return value instanceof Decimal ? value.toString() : toNumber(value);
    case T.date:
    case T.timestamp:
    case T.timestampTz:
    case T.timestampLtz:
      return toDate(value);
    case T.boolean:
      if (typeof value === "boolean") return value;
      throw new OraError(6502, "PL/SQL: value or conversion error");
    case T.cursor:
      return isCursor(value) ? cursorOf(value) : null;
    case T.raw:
    case T.longRaw:
    case T.longVarraw:
    case T.blob:
      return Buffer.isBuffer(value) ? value : Buffer.from(toText(value) ?? "", "hex");
    default:
      if (typeof value === "boolean") throw new OraError(382, "PLS-00382: expression is of wrong type");
      return toText(value);
  }
}

function isCursor(value: Value): value is CursorValue {
  return typeof value === "object" && value !== null && "columns" in value && "rows" in value;
}

/** What is left of a REF CURSOR, for the client to fetch. */
function cursorOf({ columns, rows, next, open }: CursorValue): WireCursor | null {
  if (!open) return null;
  const described = columns.map((column) => columnOf(column));
  return {
    columns: described,
    rows: wireRows(
      rows.slice(next),
      described.map(({ type }) => type),
    ),
  };
}

/** What a client sent for a bind. */
export function incoming(value: WireValue | undefined, { type, isArray }: BindInfo): Value {
  if (isArray) {
    const items = Array.isArray(value) ? (value as readonly WireValue[]) : [];
    return CollectionValue.of(items.map((item) => scalar(item, type)));
  }
  return scalar(value ?? null, type);
}

function scalar(value: WireValue, type: number): Value {
  if (value === null || value === "") return null;
  if (typeof value === "string" && (type === T.number || type === T.binaryInteger)) {
    return parseNumeric(value) ?? Number(value);
  }
  if (typeof value === "object" && !(value instanceof Date) && !Buffer.isBuffer(value)) return null;
  return value;
}
