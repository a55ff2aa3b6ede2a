import { formatDate, parseDate } from "../datetime";
import { formatNumber, parseNumber } from "../numberFormat";
import { clob, date, number, text, timestamp } from "../types";
import type { Type } from "../types";
import { textOf, toNumber, toNumeric, toText } from "../values";
import type { Builtins } from "./index";

const toCharacters: Builtins[string] = {
  least: 1,
  most: 3,
  type: text,
  run: ([value, model], { types }) => {
    if (value === null || value === undefined) return null;
    if (model === undefined || model === null) return toText(value, types[0]);
    if (value instanceof Date) return formatDate(value, textOf(model)) || null;
    return formatNumber(toNumeric(value)!, textOf(model));
  },
};

function toTime(type: Type): Builtins[string] {
  return {
    least: 1,
    most: 3,
    type,
    run: ([value, model]) => {
      if (value === null || value === undefined || value instanceof Date) return value ?? null;
      return parseDate(textOf(value), model === undefined || model === null ? undefined : textOf(model));
    },
  };
}

const toLong: Builtins[string] = {
  least: 1,
  most: 2,
  type: clob,
  run: ([value]) => (Buffer.isBuffer(value) ? value.toString("utf8") || null : toText(value!)),
};

export const conversions: Builtins = {
  TO_CHAR: toCharacters,
  TO_NCHAR: toCharacters,
  TO_CLOB: toLong,
  TO_NCLOB: toLong,
  TO_NUMBER: {
    least: 1,
    most: 3,
    type: number,
    run: ([value, model]) =>
      value === null || model === undefined || model === null
        ? toNumeric(value!)
        : parseNumber(textOf(value!), textOf(model)),
  },
  TO_BINARY_DOUBLE: { least: 1, most: 1, type: number, run: ([value]) => toNumber(value!) },
  TO_DATE: toTime(date),
  TO_TIMESTAMP: toTime(timestamp),
  TO_TIMESTAMP_TZ: toTime({ kind: "timestamp", zone: true }),
  TO_BLOB: { least: 1, most: 2, type: { kind: "blob" }, run: ([value]) => value! },
  HEXTORAW: {
    least: 1,
    most: 1,
    type: { kind: "bytes" },
    run: ([value]) => (value === null ? null : Buffer.from(textOf(value!), "hex")),
  },
  RAWTOHEX: { least: 1, most: 1, type: text, run: ([value]) => toText(value!) },
  EMPTY_CLOB: { least: 0, most: 0, type: clob, run: () => "" },
  EMPTY_BLOB: { least: 0, most: 0, type: { kind: "blob" }, run: () => Buffer.alloc(0) },
};
