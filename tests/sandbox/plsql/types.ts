import type { TypeName, Value } from "./catalogue";

/** What the compiler knows of a value. */
export type Type =
  | { readonly kind: "text"; readonly size?: number; readonly fixed?: boolean; readonly literal?: boolean }
  | { readonly kind: "clob" | "blob" | "boolean" | "date" }
  /** The columns are known of CURSOR(...) in a query only. */
  | { readonly kind: "cursor"; readonly columns?: readonly { readonly name: string; readonly type: Type }[] }
  | { readonly kind: "timestamp"; readonly zone: boolean }
  /** Days, or months where `months`. */
  | { readonly kind: "interval"; readonly months: boolean }
  | {
      readonly kind: "number";
      readonly precision?: number;
      readonly scale?: number;
      readonly integer?: boolean;
    }
  | { readonly kind: "bytes"; readonly size?: number }
  | RecordType
  | CollectionType
  | ObjectType
  /** What cannot be known before it is there: a bind, a column. */
  | { readonly kind: "any" }
  | { readonly kind: "null" };

export interface RecordType {
  readonly kind: "record";
  readonly name: string;
  readonly fields: ReadonlyMap<string, Type>;
  /** Made by CREATE TYPE: null until it is constructed. */
  readonly object?: boolean;
  /** What fields have before anything is assigned, where that is not null. */
  readonly defaults?: ReadonlyMap<string, Value>;
}

/** A type with methods, which a package of the catalogue describes. */
export interface ObjectType {
  readonly kind: "object";
  readonly name: string;
  /** JSON_ELEMENT_T stands above the others. */
  readonly above: string | undefined;
}

export interface CollectionType {
  readonly kind: "collection";
  readonly name: string;
  readonly of: Type;
  readonly index: "number" | "text" | "nested" | "varray";
  readonly limit?: number;
}

export const text: Type = { kind: "text" };
export const number: Type = { kind: "number" };
export const integer: Type = { kind: "number", integer: true };
export const boolean: Type = { kind: "boolean" };
export const date: Type = { kind: "date" };
export const timestamp: Type = { kind: "timestamp", zone: false };
export const any: Type = { kind: "any" };
export const clob: Type = { kind: "clob" };

/** PL/SQL's own types, by their names. */
const scalars: Readonly<Record<string, Type>> = {
  VARCHAR2: text,
  VARCHAR: text,
  NVARCHAR2: text,
  STRING: text,
  LONG: text,
  ROWID: text,
  UROWID: text,
  CHAR: { kind: "text", fixed: true },
  CHARACTER: { kind: "text", fixed: true },
  NCHAR: { kind: "text", fixed: true },
  CLOB: clob,
  NCLOB: clob,
  JSON: clob,
  XMLTYPE: clob,
  BLOB: { kind: "blob" },
  RAW: { kind: "bytes" },
  "LONG RAW": { kind: "bytes" },
  NUMBER: number,
  NUMERIC: number,
  DECIMAL: number,
  DEC: number,
  FLOAT: number,
  REAL: number,
  "DOUBLE PRECISION": number,
  BINARY_FLOAT: number,
  BINARY_DOUBLE: number,
  INTEGER: integer,
  INT: integer,
  SMALLINT: integer,
  PLS_INTEGER: integer,
  BINARY_INTEGER: integer,
  SIMPLE_INTEGER: integer,
  NATURAL: integer,
  NATURALN: integer,
  POSITIVE: integer,
  POSITIVEN: integer,
  BOOLEAN: boolean,
  DATE: date,
  TIMESTAMP: timestamp,
  "TIMESTAMP WITH TIME ZONE": { kind: "timestamp", zone: true },
  "TIMESTAMP WITH LOCAL TIME ZONE": { kind: "timestamp", zone: true },
  TIMESTAMP_UNCONSTRAINED: timestamp,
  "INTERVAL DAY TO SECOND": { kind: "interval", months: false },
  "INTERVAL YEAR TO MONTH": { kind: "interval", months: true },
  SYS_REFCURSOR: { kind: "cursor" },
  ANY: any,
};

export function scalarType(name: TypeName, size?: number, scale?: number): Type | undefined {
  const type = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
  if (size === undefined || type === undefined) return type;
  if (type.kind === "text" || type.kind === "bytes") return { ...type, size };
  if (
    type.kind === "number" &&
    type.integer !== true &&
    !name.startsWith("FLOAT") &&
    !name.startsWith("BINARY")
  )
    return { ...type, precision: size, scale: scale ?? 0 };
  return type;
}

const convertible = new Set([
  "text",
  "clob",
  "number",
  "date",
  "timestamp",
  "interval",
  "bytes",
  "blob",
  "null",
  "any",
]);

/** Whether a value of one type may be given where the other is wanted, as PLS-00306 and PLS-00382 see it. */
export function assignable(from: Type, to: Type): boolean {
  if (from.kind === "any" || to.kind === "any" || from.kind === "null") return true;
  if (from.kind === "record" && to.kind === "record") {
    return from === to || from.name === "" || to.name === "" || from.name === to.name;
  }
  if (from.kind === "object" && to.kind === "object") return from.name === to.name || from.above === to.name;
  if (from.kind === "collection" && to.kind === "collection") {
    return from === to || from.name === to.name;
  }
  if (convertible.has(from.kind) && convertible.has(to.kind)) {
    if (to.kind === "date" || to.kind === "timestamp") return from.kind !== "number" && from.kind !== "blob";
    if (to.kind === "number")
      return from.kind !== "date" && from.kind !== "timestamp" && from.kind !== "blob";
    return true;
  }
  return from.kind === to.kind;
}
