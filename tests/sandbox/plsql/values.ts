import { CollectionValue, RecordValue } from "./catalogue";
import type { Value } from "./catalogue";
import { formatDate, parseDate } from "./datetime";
import { sessionFormats } from "./sessionFormats";
import { compareNumeric, Decimal, parseNumeric, roundTo } from "./decimal";
import type { Numeric } from "./decimal";
import { ora, valueError } from "./failure";
import { intervalText } from "./intervals";
import type { Type } from "./types";

/** NUMBER's own text: no zero before the point, 40 significant digits at most. */
export function numberText(value: Numeric): string {
  if (typeof value !== "number") return value.toString();
  if (Object.is(value, -0)) return "0";
  const text = String(value);
  return text.includes("e") ? withoutExponent(text) : text.replace(/^(-?)0\./, "$1.");
}

/** What needs more than 40 characters is shown with an exponent. */
function withoutExponent(text: string): string {
  const [mantissa = "0", exponent = "0"] = text.split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = Number(exponent);
  if (Math.abs(shift) >= 40) {
    return `${mantissa}E${shift < 0 ? "-" : "+"}${String(Math.abs(shift)).padStart(2, "0")}`;
  }
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}.${"0".repeat(-point)}${digits}`;
  return point >= digits.length
    ? sign + digits + "0".repeat(point - digits.length)
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function toText(value: Value, type?: Type): string | null {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return type?.kind === "interval" ? intervalText(value, type.months) : numberText(value);
    case "boolean":
      return value ? "TRUE" : "FALSE";
    default:
      if (value === null) return null;
      if (value instanceof Date) {
        const formats = sessionFormats();
        return type?.kind === "timestamp"
          ? formatDate(value, formats?.timestamp ?? "DD-MON-RR HH.MI.SS.FF6 AM")
          : formatDate(value, formats?.date ?? "DD-MON-RR");
      }
      if (value instanceof Decimal) return value.toString();
      if (Buffer.isBuffer(value)) return value.toString("hex").toUpperCase() || null;
      throw valueError("character string expected");
  }
}

/** For what a value is asked in a text context only. */
export function textOf(value: Value): string {
  return toText(value) ?? "";
}

/** For counts, positions and the like: what is beyond 15 digits is not exact. */
export function toNumber(value: Value): number | null {
  if (typeof value === "number") return value;
  const exact = toNumeric(value);
  return exact instanceof Decimal ? exact.toNumber() : exact;
}

export function toNumeric(value: Value): Numeric | null {
  switch (typeof value) {
    case "number":
      return value;
    case "string": {
      const result = parseNumeric(value.trim());
      if (result === undefined) {
        const failure = valueError("character to number conversion error");
        failure.given = value;
        throw failure;
      }
      return result;
    }
    case "boolean":
      return value ? 1 : 0;
    default:
      if (value === null || value instanceof Decimal) return value;
      throw valueError("character to number conversion error");
  }
}

export function toDate(value: Value): Date | null {
  if (value === null || value instanceof Date) return value;
  if (typeof value === "string") return parseDate(value, undefined);
  throw valueError();
}

/** Words that 23ai converts to BOOLEAN. */
const booleans = /^(?:(true|yes|on|t|y|1)|false|no|off|f|n|0)$/i;

export function toBoolean(value: Value): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") {
    const word = booleans.exec(value.trim());
    if (word !== null) return word[1] !== undefined;
  }
  throw valueError();
}

const encoder = new TextEncoder();

function bytes(text: string): number {
  // A character takes up to 3 bytes a UTF-16 unit: most texts need not be encoded to know they fit.
  return encoder.encode(text).length;
}

/** A value as it is stored in something of that type; what does not fit is ORA-06502. */
export function coerce(value: Value, type: Type, from?: Type): Value {
  if (value === null) return null;
  // Only a CLOB can be empty without being null.
  if (value === "") return type.kind === "clob" || type.kind === "any" ? "" : null;
  switch (type.kind) {
    case "text": {
      const result = toText(value, from) ?? "";
      const limit = type.size ?? 32767;
      if (result.length * 3 > limit && bytes(result) > limit)
        throw valueError("character string buffer too small");
      return type.fixed === true ? result.padEnd(type.size ?? 1) : result || null;
    }
    case "clob":
      return Buffer.isBuffer(value) ? value.toString("hex").toUpperCase() : toText(value, from);
    case "number":
      return fitNumber(typeof value === "number" ? value : (toNumeric(value) ?? 0), type);
    case "boolean":
      return toBoolean(value);
    case "date": {
      const result = toDate(value)!;
      return result.getUTCMilliseconds() === 0
        ? result
        : new Date(Math.floor(result.getTime() / 1000) * 1000);
    }
    case "timestamp":
      return toDate(value);
    case "bytes":
    case "blob": {
      if (Buffer.isBuffer(value)) return value;
      if (typeof value !== "string" || !/^([0-9a-f]{2})*$/i.test(value))
        throw valueError("hex to raw conversion error");
      return Buffer.from(value, "hex");
    }
    case "record":
      return value instanceof RecordValue ? copyRecord(value, type.fields) : value;
    case "collection":
      return value instanceof CollectionValue ? copy(value) : value;
    default:
      return value;
  }
}

function fitNumber(value: Numeric, type: Type & { kind: "number" }): Numeric {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw ora(1426, "numeric overflow");
    if (type.integer === true && Number.isInteger(value)) return value;
  }
  if (type.integer === true) return roundTo(value, 0);
  if (type.precision === undefined) return value;
  const scale = type.scale ?? 0;
  const result = roundTo(value, scale);
  const size = typeof result === "number" ? result : result.toNumber();
  if (Math.abs(size) >= 10 ** (type.precision - scale)) throw valueError("number precision too large");
  return result;
}

/** Records and collections are values in PL/SQL: an assignment copies. */
export function copy(value: Value): Value {
  if (value instanceof RecordValue) {
    return new RecordValue([...value.fields].map(([name, field]) => [name, copy(field)]));
  }
  if (value instanceof CollectionValue) {
    return new CollectionValue([...value.elements].map(([key, element]) => [key, copy(element)]));
  }
  return value;
}

/** By position where the names differ: records of different types may be assigned from rows. */
function copyRecord(value: RecordValue, fields: ReadonlyMap<string, Type>): RecordValue {
  const names = [...fields.keys()];
  const given = [...value.fields.entries()];
  if (names.length === 0 || names.every((name) => value.fields.has(name)) || names.length !== given.length) {
    return copy(value) as RecordValue;
  }
  return new RecordValue(names.map((name, index) => [name, coerce(given[index]![1], fields.get(name)!)]));
}

/** The value that a variable of a type has before anything is assigned. */
export function initial(type: Type): Value {
  if (type.kind === "record") {
    if (type.object === true) return null;
    return new RecordValue(
      [...type.fields].map(([name, field]) => [name, type.defaults?.get(name) ?? initial(field)]),
    );
  }
  if (type.kind === "collection" && (type.index === "number" || type.index === "text"))
    return new CollectionValue();
  return null;
}

/** Below 0, 0 or above 0; undefined where one of them is null. */
export function compare(left: Value, right: Value): number | undefined {
  if (left === null || right === null) return undefined;
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === "boolean" || typeof right === "boolean")
    return Number(toBoolean(left)) - Number(toBoolean(right));
  if (left instanceof Date || right instanceof Date)
    return toDate(left)!.getTime() - toDate(right)!.getTime();
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return Buffer.compare(left, right);
  return compareNumeric(toNumeric(left)!, toNumeric(right)!);
}
