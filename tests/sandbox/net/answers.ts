import type { Column, ExecutionFailure, WireCursor, WireValue } from "./backend";
import { asText, encodeScalar, typeCodes, utf16 } from "./codec";
import type { Lobs } from "./lobs";
import { lobChunk, locatorOf, sliceOf } from "./lobs";
import { charsets, fieldVersion, messages } from "./protocol";
import type { Described } from "./binds";
import type { ClientTraits } from "./client";
import { Writer } from "./wire";

const T = typeCodes;

/** What the end of a call's answer says. */
export interface Ending {
  readonly code?: number;
  readonly text?: string;
  readonly offset?: number;
  readonly cursor?: number;
  readonly rowCount?: number;
  /** Executions of array DML that failed. */
  readonly failures?: readonly ExecutionFailure[];
  /** What was created has compilation errors. */
  readonly warning?: boolean;
}

/** Parts of answers that depend on the session and nothing else. */
export interface Answering {
  readonly lobs: Lobs;
  readonly client: ClientTraits;
  readonly inTransaction: boolean;
  readonly sequence: number;
  openCursor(cursor: WireCursor): number;
}

/** Capabilities: what this listener can do decides how clients talk to it. */
export function protocolAnswer(): Buffer {
  const compileTime = Buffer.alloc(45);
  compileTime[4] = 0xea;
  compileTime[7] = fieldVersion;
  compileTime[15] = 0x29;
  compileTime[16] = 0x01; // end-to-end sequence numbers, which every answer has
  compileTime[23] = 0x01;
  compileTime[27] = 1; // type lists in two bytes
  compileTime[37] = 0x20; // chunk lengths as integers
  const runTime = Buffer.alloc(7);
  runTime[0] = 2;
  runTime[1] = 1;
  runTime[6] = 0x04; // texts up to 32767 bytes
  const national = Buffer.alloc(11);
  national.writeUInt16BE(charsets.utf16, 9);
  return new Writer()
    .u8(messages.protocol)
    .u8(6)
    .u8(0)
    .raw(Buffer.from("OrdsSandbox/Linux\0"))
    .u16le(charsets.utf8)
    .u8(1)
    .u16le(0)
    .u16(national.length)
    .raw(national)
    .bytes(compileTime)
    .bytes(runTime)
    .end();
}

export function dataTypesAnswer(client: ClientTraits): Buffer {
  const writer = new Writer().u8(messages.dataTypes);
  // The database's time zone is +00:00.
  if (client.timeZone) writer.raw(Buffer.from([0x80, 0, 0, 0, 60, 60, 0x80, 0, 0, 0, 0]));
  return (client.wideTypes ? writer.u16(0) : writer.u8(0)).end();
}

export function writePairs(writer: Writer, pairs: readonly [string, string | number, number?][]): Writer {
  writer.u8(messages.parameter).int(pairs.length);
  for (const [key, value, flags] of pairs) writer.keyValue(key, value, flags);
  return writer;
}

export function statusAnswer({ inTransaction }: Answering): Buffer {
  return new Writer()
    .u8(messages.status)
    .int(inTransaction ? 2 : 0)
    .int(0)
    .end();
}

/** The statement has succeeded, and what it created has errors: clients tell it as ORA-24344. */
const compilationWarning = 0x20;

/** Ends an answer; without a code it says that all is well. */
export function ending(writer: Writer, answering: Answering, end: Ending = {}): Buffer {
  const { code = 0, text = "", offset = 0, cursor = 0, rowCount = 0, failures = [], warning = false } = end;
  writer
    .u8(messages.error)
    .int(answering.inTransaction ? 2 : 0)
    .int(0)
    .int(0)
    .int(code > 65535 ? 0 : code);
  writer
    .int(0)
    .int(0)
    .int(cursor)
    .int(offset)
    .zeros(5)
    .u8(warning ? compilationWarning : 0);
  writer.int(0).int(0).u8(0).int(0).int(0);
  writer.int(0).u8(0).u8(answering.sequence).int(0).int(0).int(0);
  const some = failures.length > 0;
  writer.int(failures.length);
  if (some) writer.u8(1);
  for (const failure of failures) writer.int(failure.code);
  writer.int(failures.length);
  if (some) writer.u8(1);
  for (const failure of failures) writer.int(failure.row);
  writer.int(failures.length);
  if (some) writer.u8(0);
  for (const failure of failures) writer.int(0).bytes(failure.text).zeros(2);
  writer.int(code).int(rowCount);
  if (code !== 0) writer.bytes(text.endsWith("\n") ? text : `${text}\n`);
  return writer.end();
}

/** Sizes that columns of these types are described with when the query names none, in bytes. */
const sizes: Readonly<Record<number, number>> = {
  [T.number]: 22,
  [T.date]: 7,
  [T.timestamp]: 11,
  [T.timestampTz]: 13,
  [T.timestampLtz]: 11,
  [T.binaryDouble]: 8,
  [T.binaryFloat]: 4,
  [T.boolean]: 1,
  [T.cursor]: 1,
};

/** A NUMBER without precision has this scale. */
const floatingScale = -127;

export function writeColumns(writer: Writer, columns: readonly Column[], client: ClientTraits): Writer {
  writer.int(0).int(columns.length);
  if (columns.length > 0) writer.u8(0);
  for (const [index, column] of columns.entries()) {
    const { type, precision = 0 } = column;
    const isText = type === T.varchar || type === T.char || type === T.clob || type === T.long;
    const size = column.size ?? sizes[type] ?? 4000;
    const scale = column.scale ?? (type === T.number ? floatingScale : 0);
    writer.u8(type).u8(0).u8(precision);
    if (client.longScale) writer.int(scale);
    else writer.u8(scale);
    writer.int(size).int(0).int(0).int(0).int(0);
    writer
      .int(isText ? charsets.utf8 : 0)
      .u8(isText ? 1 : 0)
      .int(isText ? size : 0)
      .int(0);
    writer
      .u8(column.nullable === false ? 0 : 1)
      .u8(0)
      .lengthAndBytes(column.name);
    writer
      .int(0)
      .int(0)
      .int(index + 1)
      .int(0);
  }
  return writer.int(0).int(0).int(0).int(0).int(0).int(0);
}

export function writeRowHeader(writer: Writer, columns: readonly Column[]): Writer {
  return writer.u8(messages.rowHeader).u8(0).int(columns.length).int(0).int(0).int(0).int(0).int(0);
}

/** Types whose values in rows are followed by a null indicator and a return code. */
const longTypes: readonly number[] = [T.long, T.longRaw, T.longVarchar, T.longVarraw];

/** Writes a value of a row, or of a bind. */
export function writeValue(
  writer: Writer,
  value: WireValue,
  as: { readonly type: number; readonly described: Described | undefined; readonly isBind: boolean },
  answering: Answering,
): void {
  const { type, described, isBind } = as;
  if (type === T.clob || type === T.blob) writeLob(writer, value, described, answering);
  else if (type === T.cursor) {
    const cursor = (value ?? { columns: [], rows: [] }) as WireCursor;
    writer.u8(1);
    writeColumns(writer, cursor.columns, answering.client);
    writer.int(answering.openCursor(cursor));
  } else writer.bytes(encodeScalar(value, type, described?.form));
  const isNull = value === null || value === "";
  if (isBind) writer.int(type === T.boolean && isNull ? -1 : 0);
  else if (longTypes.includes(type)) writer.int(isNull ? -1 : 0).int(isNull ? 1405 : 0);
}

function writeLob(
  writer: Writer,
  value: WireValue,
  described: Described | undefined,
  { lobs }: Answering,
): void {
  if (value === null || value === "") {
    writer.u8(0);
    return;
  }
  const lob = lobs.make(Buffer.isBuffer(value) ? value : asText(value));
  const locator = locatorOf(lob);
  writer.int(locator.length);
  if (described?.lobPrefetch !== undefined) {
    writer.int(lob.data.length).int(lobChunk);
    if (described.lobPrefetch > 0) {
      const part = sliceOf(lob.data, 0, described.lobPrefetch);
      if (typeof part === "string") writer.u8(1).int(charsets.utf16).u8(1).bytes(utf16(part));
      else writer.bytes(part);
    }
  }
  writer.bytes(locator);
}
