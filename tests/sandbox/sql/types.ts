import type { DataType } from "../lang/ast";
import type { Value } from "../plsql/catalogue";
import { Decimal } from "../plsql/decimal";
import type { SqlColumn } from "../plsql/sql";
import { any, date, number, scalarType, text } from "../plsql/types";
import type { Type } from "../plsql/types";
import type { ColumnSpec } from "../store";
import { notSupported } from "./problems";

export function columnType({ type, size, precision, scale }: ColumnSpec): Type {
  return scalarType(type, precision ?? size, scale) ?? any;
}

export function dataType({ path, size, scale, pos }: DataType): Type {
  const name = path.map((part) => part.name).join(".");
  const type = scalarType(name, size, scale);
  if (type === undefined) throw notSupported(`the type ${name} in SQL`, pos);
  return type;
}

/** A column of a result as a client is told of it. */
export function describe(name: string, type: Type): SqlColumn {
  switch (type.kind) {
    case "text":
      return { name, type: type.fixed === true ? "CHAR" : "VARCHAR2", size: type.size ?? 4000 };
    case "number":
      return {
        name,
        type: "NUMBER",
        ...(type.precision === undefined ? {} : { precision: type.precision, scale: type.scale ?? 0 }),
      };
    case "cursor":
      return { name, type: "SYS_REFCURSOR" };
    case "bytes":
      return { name, type: "RAW", size: type.size ?? 2000 };
    case "timestamp":
      return { name, type: type.zone ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP" };
    case "interval":
      return { name, type: type.months ? "INTERVAL YEAR TO MONTH" : "INTERVAL DAY TO SECOND" };
    case "clob":
    case "blob":
    case "boolean":
    case "date":
      return { name, type: type.kind.toUpperCase() };
    default:
      return { name, type: "VARCHAR2", size: 4000 };
  }
}

/** What can be seen of a value's type when nothing else is known of it. */
export function typeOfValue(value: Value): Type {
  switch (typeof value) {
    case "string":
      return Buffer.byteLength(value) > 32767 ? { kind: "clob" } : text;
    case "number":
      return number;
    case "boolean":
      return { kind: "boolean" };
    default:
      if (value instanceof Decimal) return number;
      if (value instanceof Date) return date;
      return Buffer.isBuffer(value) ? { kind: "blob" } : any;
  }
}

export function isText({ kind }: Type): boolean {
  return kind === "text" || kind === "clob";
}

export function isTime({ kind }: Type): boolean {
  return kind === "date" || kind === "timestamp";
}

/** One type for several expressions in one place: branches of CASE, operands of UNION. */
export function common(types: readonly Type[]): Type {
  const known = types.filter(({ kind }) => kind !== "null");
  const [first] = known;
  if (first === undefined) return types[0] ?? any;
  const clob = known.find(({ kind }) => kind === "clob");
  if (clob !== undefined && isText(first)) return clob;
  if (first.kind === "text" && known.every(({ kind }) => kind === "text")) {
    const sizes = known.map((type) => (type.kind === "text" ? (type.size ?? 4000) : 0));
    const same = new Set(sizes).size === 1;
    return {
      kind: "text",
      size: Math.max(...sizes),
      ...(same && first.fixed === true ? { fixed: true } : {}),
    };
  }
  if (first.kind === "number" && known.length > 1) return number;
  return first;
}
