import type { WireValue } from "./backend";

/** Oracle's data types on the wire. */
export const typeCodes = {
  varchar: 1,
  number: 2,
  binaryInteger: 3,
  long: 8,
  rowid: 11,
  date: 12,
  raw: 23,
  longRaw: 24,
  longVarchar: 94,
  longVarraw: 95,
  char: 96,
  binaryFloat: 100,
  binaryDouble: 101,
  cursor: 102,
  clob: 112,
  blob: 113,
  timestamp: 180,
  timestampTz: 181,
  urowid: 208,
  timestampLtz: 231,
  boolean: 252,
} as const;

const T = typeCodes;

/** Most significant digits a NUMBER keeps. */
const numberDigits = 40;

/** Exponent byte (base 100, excess 193), then base-100 digits plus 1; negative ones as 101 less the digit, ended by 102. */
export function encodeNumber(value: number | string): Buffer {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(String(value).trim());
  if (match === null || `${match[2]}${match[3] ?? ""}` === "") throw new Error(`not a number: ${value}`);
  const negative = match[1] === "-";
  const whole = match[2] ?? "";
  let digits = whole + (match[3] ?? "");
  let point = whole.length + Number(match[4] ?? 0);
  const leading = /^0*/.exec(digits)![0].length;
  digits = digits.slice(leading).slice(0, numberDigits).replace(/0+$/, "");
  point -= leading;
  if (digits === "") return Buffer.from([0x80]);
  if (point & 1) {
    digits = `0${digits}`;
    point += 1;
  }
  if (digits.length & 1) digits += "0";
  const exponent = point / 2 - 1 + 193;
  const out = [negative ? ~exponent & 0xff : exponent];
  for (let at = 0; at < digits.length; at += 2) {
    const digit = Number(digits.slice(at, at + 2));
    out.push(negative ? 101 - digit : digit + 1);
  }
  if (negative && digits.length / 2 < 20) out.push(102);
  return Buffer.from(out);
}

/** To exact decimal text. */
export function decodeNumber(bytes: Buffer): string {
  const first = bytes.readUInt8(0);
  const positive = (first & 0x80) !== 0;
  if (bytes.length === 1) return positive ? "0" : "-1e126";
  const exponent = (positive ? first : ~first & 0xff) - 193;
  const end = !positive && bytes.at(-1) === 102 ? bytes.length - 1 : bytes.length;
  let digits = "";
  for (let at = 1; at < end; at++) {
    const byte = bytes.readUInt8(at);
    digits += String(positive ? byte - 1 : 101 - byte).padStart(2, "0");
  }
  const point = (exponent + 1) * 2;
  const whole =
    point <= 0
      ? "0"
      : digits
          .slice(0, point)
          .padEnd(point, "0")
          .replace(/^0+(?=\d)/, "");
  const fraction = (point <= 0 ? "0".repeat(-point) + digits : digits.slice(point)).replace(/0+$/, "");
  return `${positive ? "" : "-"}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** DATE has 7 bytes, TIMESTAMP 11 (with nanoseconds), WITH TIME ZONE 13: then the fields are those of UTC. */
function encodeDate(date: Date, type: number): Buffer {
  const bytes = Buffer.alloc(type === T.date ? 7 : type === T.timestampTz ? 13 : 11);
  const year = date.getUTCFullYear();
  bytes.set([Math.trunc(year / 100) + 100, (year % 100) + 100, date.getUTCMonth() + 1, date.getUTCDate()]);
  bytes.set([date.getUTCHours() + 1, date.getUTCMinutes() + 1, date.getUTCSeconds() + 1], 4);
  if (bytes.length >= 11) bytes.writeUInt32BE(date.getUTCMilliseconds() * 1e6, 7);
  if (bytes.length === 13) bytes.set([20, 60], 11); // +00:00
  return bytes;
}

function decodeDate(bytes: Buffer): Date {
  const at = (index: number): number => bytes.readUInt8(index);
  const milliseconds = bytes.length >= 11 ? Math.floor(bytes.readUInt32BE(7) / 1e6) : 0;
  const date = new Date(Date.UTC(2000, at(2) - 1, at(3), at(4) - 1, at(5) - 1, at(6) - 1, milliseconds));
  date.setUTCFullYear((at(0) - 100) * 100 + at(1) - 100, at(2) - 1, at(3));
  return date;
}

/** Sign bit set for positive, all bits flipped for negative: bytes then sort as the numbers do. */
function encodeFloat(value: number, size: 4 | 8): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) bytes.writeDoubleBE(value);
  else bytes.writeFloatBE(value);
  return bytes[0]! & 0x80
    ? Buffer.from(bytes.map((byte) => byte ^ 0xff))
    : Buffer.from([bytes[0]! | 0x80, ...bytes.subarray(1)]);
}

function decodeFloat(bytes: Buffer): number {
  const flipped =
    bytes[0]! & 0x80
      ? Buffer.from([bytes[0]! & 0x7f, ...bytes.subarray(1)])
      : Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return flipped.length === 8 ? flipped.readDoubleBE() : flipped.readFloatBE();
}

/** What a value that is to travel as text reads as. */
export function asText(value: WireValue): string {
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value === "object") throw new Error("a text was expected");
  return String(value);
}

/** National character set forms travel as UTF-16, big endian. */
const nationalForm = 2;

export function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

export function fromUtf16(bytes: Buffer): string {
  return Buffer.from(bytes).swap16().toString("utf16le");
}

export function encodeScalar(value: WireValue, type: number, form = 1): Buffer | null {
  if (value === null || value === "") return null;
  switch (type) {
    case T.varchar:
    case T.char:
    case T.long:
    case T.longVarchar:
    case T.rowid:
      return Buffer.isBuffer(value)
        ? value
        : form === nationalForm
          ? utf16(asText(value))
          : Buffer.from(asText(value), "utf8");
    case T.number:
    case T.binaryInteger:
      return encodeNumber(typeof value === "boolean" ? Number(value) : (value as number | string));
    case T.date:
    case T.timestamp:
    case T.timestampTz:
    case T.timestampLtz:
      return encodeDate(value instanceof Date ? value : new Date(asText(value)), type);
    case T.raw:
    case T.longRaw:
    case T.longVarraw:
      return value as Buffer;
    case T.binaryDouble:
      return encodeFloat(Number(value), 8);
    case T.binaryFloat:
      return encodeFloat(Number(value), 4);
    case T.boolean:
      return value === true ? Buffer.from([1, 1]) : Buffer.from([0]);
    default:
      throw new Error(`values of type ${type} are not supported by the sandbox`);
  }
}

export function decodeScalar(bytes: Buffer | null, type: number, form: number): WireValue {
  if (bytes === null) return null;
  switch (type) {
    case T.varchar:
    case T.char:
    case T.long:
    case T.longVarchar:
    case T.rowid:
    case T.urowid:
      return form === nationalForm ? fromUtf16(bytes) : bytes.toString("utf8");
    case T.number:
    case T.binaryInteger:
      return decodeNumber(bytes);
    case T.date:
    case T.timestamp:
    case T.timestampTz:
    case T.timestampLtz:
      return decodeDate(bytes);
    case T.raw:
    case T.longRaw:
    case T.longVarraw:
      return Buffer.from(bytes);
    case T.binaryDouble:
    case T.binaryFloat:
      return decodeFloat(bytes);
    case T.boolean:
      return bytes.at(-1) === 1;
    default:
      throw new Error(`binds of type ${type} are not supported by the sandbox`);
  }
}
