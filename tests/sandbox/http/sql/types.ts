import { OraError } from "../../errors";
import type { WireValue } from "../../net/backend";
import { typeCodes } from "../../net/codec";
import type { Bind } from "../call";
import { plainText } from "../json";

type Convert = (value: unknown) => WireValue;

const text: Convert = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const number: Convert = (value) => {
  const written = String(value).trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written))
    throw new OraError(1722, "ORA-01722: invalid number");
  return written;
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `01-Jan-2016`, with a time perhaps, or ISO 8601; in UTC where no zone is given. */
const moment: Convert = (value) => {
  const written = String(value).trim();
  const oracle = /^(\d{1,2})-([a-z]{3})-(\d{4})(.*)$/i.exec(written);
  const [, day = "", month = "", year = "", time = ""] = oracle ?? [];
  const number = months.indexOf(month.toLowerCase()) + 1;
  const iso =
    number > 0
      ? `${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}${time.trim() === "" ? "" : `T${time.trim()}`}`
      : written.replace(" ", "T");
  const date = new Date(/T/.test(iso) && !/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? `${iso}Z` : iso);
  if (Number.isNaN(date.getTime())) {
    throw new OraError(1858, "ORA-01858: a non-numeric character was found where a numeric was expected");
  }
  return date;
};

const hexadecimal: Convert = (value) => Buffer.from(String(value), "hex");

interface BindType {
  readonly type: number;
  readonly convert: Convert;
}

const group = (names: string, type: number, convert: Convert): [string, BindType][] =>
  names.split(" ").map((name) => [name, { type, convert }]);

/** Fact 120. */
const bindTypes: ReadonlyMap<string, BindType> = new Map([
  ...group("NUMBER NUMERIC DECIMAL DEC INTEGER INT SMALLINT FLOAT REAL", typeCodes.number, number),
  ...group("DOUBLE_PRECISION DOUBLE BINARY_INTEGER PLS_INTEGER", typeCodes.number, number),
  ...group("BINARY_DOUBLE", typeCodes.binaryDouble, Number),
  ...group("BINARY_FLOAT", typeCodes.binaryFloat, Number),
  ...group("VARCHAR2 VARCHAR NVARCHAR2 STRING LONG ROWID UROWID", typeCodes.varchar, text),
  ...group("CHAR NCHAR CHARACTER", typeCodes.char, text),
  ...group("CLOB NCLOB", typeCodes.clob, text),
  ...group("DATE", typeCodes.date, moment),
  ...group("TIMESTAMP", typeCodes.timestamp, moment),
  ...group("RAW", typeCodes.raw, hexadecimal),
  ...group("CURSOR REFCURSOR", typeCodes.cursor, () => null),
]);

const zoned: ReadonlyMap<string, BindType> = new Map([
  ["TIMESTAMP WITH TIME ZONE", { type: typeCodes.timestampTz, convert: moment }],
  ["TIMESTAMP WITH LOCAL TIME ZONE", { type: typeCodes.timestampLtz, convert: moment }],
]);

/** @throws OraError for a type that the service or this stand-in doesn't take */
export function typedBind(dataType: string, value: unknown): Bind {
  const name = dataType.replace(/\(.*?\)/g, "").trim();
  const known = bindTypes.get(name) ?? zoned.get(name);
  if (known === undefined) {
    throw new OraError(
      17004,
      `ORA-17004: Invalid column type: binds of type ${dataType} are not supported by the sandbox`,
    );
  }
  return { type: known.type, value: value === null || value === "" ? null : known.convert(value) };
}

/** By type code; what is not listed reads as text. */
const typeNames: Readonly<Record<number, string>> = {
  [typeCodes.varchar]: "VARCHAR2",
  [typeCodes.char]: "CHAR",
  [typeCodes.number]: "NUMBER",
  [typeCodes.binaryInteger]: "NUMBER",
  [typeCodes.binaryDouble]: "BINARY_DOUBLE",
  [typeCodes.binaryFloat]: "BINARY_FLOAT",
  [typeCodes.date]: "DATE",
  [typeCodes.timestamp]: "TIMESTAMP",
  [typeCodes.timestampTz]: "TIMESTAMP WITH TIME ZONE",
  [typeCodes.timestampLtz]: "TIMESTAMP WITH LOCAL TIME ZONE",
  [typeCodes.clob]: "CLOB",
  [typeCodes.blob]: "BLOB",
  [typeCodes.raw]: "RAW",
  [typeCodes.boolean]: "BOOLEAN",
  [typeCodes.cursor]: "REFCURSOR",
};

export function typeName(type: number): string {
  return typeNames[type] ?? "VARCHAR2";
}

/** RAW reads as hexadecimal digits. */
export function rawText(value: WireValue): string {
  return Buffer.isBuffer(value) ? value.toString("hex").toUpperCase() : plainText(value);
}
