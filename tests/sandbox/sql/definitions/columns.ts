import { OraError } from "../../errors";
import type { ColumnDefinition, DataType, TableConstraint } from "../../lang/ast";
import type { Type } from "../../plsql/types";
import type { ColumnSpec } from "../../store";
import { notSupported } from "../problems";

/** Types that a column may have, by the names that CREATE TABLE has for them. */
const types: Readonly<Record<string, (given: DataType) => Omit<ColumnSpec, "name">>> = {
  VARCHAR2: sized("VARCHAR2"),
  VARCHAR: sized("VARCHAR2"),
  NVARCHAR2: sized("NVARCHAR2"),
  CHAR: sized("CHAR", 1),
  NCHAR: sized("NCHAR", 1),
  RAW: sized("RAW"),
  NUMBER: decimal,
  NUMERIC: decimal,
  DECIMAL: decimal,
  DEC: decimal,
  FLOAT: plain("NUMBER"),
  REAL: plain("NUMBER"),
  "DOUBLE PRECISION": plain("NUMBER"),
  BINARY_FLOAT: plain("BINARY_FLOAT"),
  BINARY_DOUBLE: plain("BINARY_DOUBLE"),
  INTEGER: () => ({ type: "NUMBER", precision: 38, scale: 0 }),
  INT: () => ({ type: "NUMBER", precision: 38, scale: 0 }),
  SMALLINT: () => ({ type: "NUMBER", precision: 38, scale: 0 }),
  CLOB: plain("CLOB"),
  NCLOB: plain("CLOB"),
  LONG: plain("CLOB"),
  JSON: plain("JSON"),
  BLOB: plain("BLOB"),
  DATE: plain("DATE"),
  BOOLEAN: plain("BOOLEAN"),
  TIMESTAMP: plain("TIMESTAMP"),
  "TIMESTAMP WITH TIME ZONE": plain("TIMESTAMP WITH TIME ZONE"),
  "TIMESTAMP WITH LOCAL TIME ZONE": plain("TIMESTAMP WITH LOCAL TIME ZONE"),
  "INTERVAL DAY TO SECOND": plain("INTERVAL DAY TO SECOND"),
  "INTERVAL YEAR TO MONTH": plain("INTERVAL YEAR TO MONTH"),
};

function decimal({ size, scale }: DataType): Omit<ColumnSpec, "name"> {
  return { type: "NUMBER", ...(size === undefined ? {} : { precision: size, scale: scale ?? 0 }) };
}

function plain(type: string) {
  return (): Omit<ColumnSpec, "name"> => ({ type });
}

function sized(type: string, otherwise?: number) {
  return ({ size = otherwise, pos }: DataType): Omit<ColumnSpec, "name"> => {
    if (size === undefined) throw new OraError(906, "missing left parenthesis", { offset: pos });
    if (size < 1) throw new OraError(1723, "zero-length columns are not allowed", { offset: pos });
    return { type, size };
  };
}

export function columnSpec({ name, type, identity, constraints }: ColumnDefinition): ColumnSpec {
  const required = identity !== undefined || constraints.some(demandsValue);
  if (type === undefined) {
    if (identity === undefined) throw new OraError(902, "invalid datatype", { offset: name.pos });
    return { name: name.name, type: "NUMBER", nullable: false };
  }
  return { name: name.name, ...typeSpec(type), ...(required ? { nullable: false } : {}) };
}

export function demandsValue({ kind }: TableConstraint): boolean {
  return kind === "not null" || kind === "primary key";
}

export function typeSpec(type: DataType): Omit<ColumnSpec, "name"> {
  const name = type.path.map((part) => part.name).join(".");
  if (!Object.hasOwn(types, name)) throw notSupported(`the type ${name} of a column`, type.pos);
  return types[name]!(type);
}

/** A column of CREATE TABLE ... AS. */
export function specOfType(name: string, type: Type): ColumnSpec {
  switch (type.kind) {
    case "text":
      return { name, type: "VARCHAR2", size: type.size ?? 4000 };
    case "number":
      return {
        name,
        type: "NUMBER",
        ...(type.precision === undefined ? {} : { precision: type.precision, scale: type.scale ?? 0 }),
      };
    case "timestamp":
      return { name, type: type.zone ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP" };
    case "bytes":
      return { name, type: "RAW", size: type.size ?? 2000 };
    case "clob":
    case "blob":
    case "date":
    case "boolean":
      return { name, type: type.kind.toUpperCase() };
    default:
      return { name, type: "VARCHAR2", size: 4000 };
  }
}
