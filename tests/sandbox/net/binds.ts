import type { WireValue } from "./backend";
import { decodeScalar, typeCodes } from "./codec";
import type { Lobs } from "./lobs";
import { directions, messages } from "./protocol";
import type { Statement } from "./statement";
import type { Reader } from "./wire";

/** One bind or define as a client describes it. */
export interface Described {
  readonly type: number;
  readonly maxSize: number;
  readonly isArray: boolean;
  readonly form: number;
  /** LOB values are to carry their length, and this many characters of their data. */
  readonly lobPrefetch: number | undefined;
}

export interface Bind extends Described {
  readonly name: string;
  direction: number;
  /** A target of RETURNING ... INTO: no value comes in, an array goes out. */
  readonly returning: boolean;
}

/** A statement that a client has opened. */
export interface Cursor {
  id: number;
  readonly statement: Statement;
  binds: Bind[];
}

export type BindRow = Record<string, WireValue>;

/** Longest value that travels among the others; longer ones of plain SQL come last, in bytes. */
const shortValue = 32767;

/** Set in a bind's or define's continuation flags when LOBs shall bring their length and data along. */
const lobPrefetchFlag = 0x2000000;

export function parseDescribed(reader: Reader): Described {
  const type = reader.u8();
  const flags = reader.u8();
  reader.take(2);
  const maxSize = reader.int();
  reader.int();
  const continuation = reader.int();
  if (reader.int() > 0) reader.bytes();
  reader.int();
  reader.int();
  const form = reader.u8();
  const prefetch = reader.int();
  reader.int();
  const lobPrefetch = (continuation & lobPrefetchFlag) !== 0 ? prefetch : undefined;
  return { type, maxSize, isArray: (flags & 0x40) !== 0, form, lobPrefetch };
}

export function parseRows(
  reader: Reader,
  cursor: Cursor,
  count: number,
  again: boolean,
  lobs: Lobs,
): BindRow[] {
  // On a second execution clients leave out what they know is only written.
  const sent = cursor.binds.filter(
    (bind) => !bind.returning && !(again && bind.direction === directions.out),
  );
  if (sent.length === 0) return [];
  const late = ({ isArray, maxSize, type }: Bind): boolean =>
    cursor.statement.kind !== "plsql" &&
    !isArray &&
    maxSize > shortValue &&
    type !== typeCodes.clob &&
    type !== typeCodes.blob;
  const order = [...sent.filter((bind) => !late(bind)), ...sent.filter(late)];
  return Array.from({ length: count }, () => {
    if (reader.u8() !== messages.row) throw new Error("a row of binds was expected");
    const row: BindRow = {};
    for (const bind of order) {
      row[bind.name] = bind.isArray
        ? Array.from({ length: reader.int() }, () => parseValue(reader, bind, lobs))
        : parseValue(reader, bind, lobs);
    }
    return row;
  });
}

function parseValue(reader: Reader, { type, form }: Bind, lobs: Lobs): WireValue {
  if (type === typeCodes.clob || type === typeCodes.blob) {
    return reader.int() === 0 ? null : lobs.at(reader.bytes()).data;
  }
  if (type === typeCodes.cursor) {
    if (reader.int() !== 0) reader.int();
    return null;
  }
  return decodeScalar(reader.bytes(), type, form);
}
