import { OraError } from "../errors";
import { fromUtf16, typeCodes, utf16 } from "./codec";
import { lobOperations, messages } from "./protocol";
import { Writer } from "./wire";
import type { Reader } from "./wire";

/** A temporary LOB of one session. */
export class Lob {
  data: string | Buffer;
  open = false;

  constructor(
    readonly id: number,
    readonly type: number,
    data: string | Buffer,
  ) {
    this.data = data;
  }
}

/** What a client asks of a LOB. */
export interface LobRequest {
  readonly operation: number;
  readonly locator: Buffer | null;
  /** From 1. */
  readonly offset: number;
  /** The type, when one is created. */
  readonly destination: number;
  readonly amount: number;
  readonly data: Buffer | undefined;
}

/** A LOB request, and which fields its answer is to have. */
export interface LobCall {
  readonly request: LobRequest;
  readonly asked: {
    readonly charset: number | undefined;
    readonly amount: boolean;
    readonly flag: boolean;
  };
}

export interface LobAnswer {
  readonly locator: Buffer;
  readonly amount: number;
  readonly flag: boolean;
  readonly data: Buffer | undefined;
}

/** The LOBs of a session, found by locators. */
export class Lobs {
  readonly #lobs = new Map<number, Lob>();
  #next = 1;

  make(data: string | Buffer): Lob {
    const lob = new Lob(this.#next++, typeof data === "string" ? typeCodes.clob : typeCodes.blob, data);
    this.#lobs.set(lob.id, lob);
    return lob;
  }

  clear(): void {
    this.#lobs.clear();
  }

  get size(): number {
    return this.#lobs.size;
  }

  free(locator: Buffer): void {
    if (locator.length >= 20) this.#lobs.delete(locator.readUInt32BE(16));
  }

  /** Locators of different lengths, one after another. */
  freeAll(locators: Buffer): void {
    for (let at = 0; at + 20 <= locators.length; at += locators.readUInt16BE(at) + 2)
      this.free(locators.subarray(at));
  }

  /** @throws OraError 22275 */
  at(locator: Buffer | null): Lob {
    const lob =
      locator === null || locator.length < 20 ? undefined : this.#lobs.get(locator.readUInt32BE(16));
    if (lob === undefined) throw new OraError(22275, "invalid LOB locator specified");
    return lob;
  }

  perform(request: LobRequest): LobAnswer {
    const { operation, amount } = request;
    if (operation === lobOperations.createTemporary) {
      const lob = this.make(request.destination === typeCodes.blob ? Buffer.alloc(0) : "");
      return { locator: locatorOf(lob, request.locator?.length), amount, flag: false, data: undefined };
    }
    const lob = this.at(request.locator);
    const answer = (more: Partial<LobAnswer> = {}): LobAnswer => ({
      locator: request.locator!,
      amount,
      flag: false,
      data: undefined,
      ...more,
    });
    const from = Math.max(request.offset - 1, 0);
    switch (operation) {
      case lobOperations.freeTemporary:
        this.free(request.locator!);
        return answer();
      case lobOperations.length:
        return answer({ amount: lob.data.length });
      case lobOperations.chunkSize:
        return answer({ amount: lobChunk });
      case lobOperations.read: {
        // Amount 0 means the rest.
        const part = sliceOf(lob.data, from, amount === 0 ? undefined : from + amount);
        return answer({ amount: part.length, data: typeof part === "string" ? utf16(part) : part });
      }
      case lobOperations.write:
        write(lob, from, request.data ?? Buffer.alloc(0));
        return answer();
      case lobOperations.trim:
        lob.data = sliceOf(lob.data, 0, amount);
        return answer();
      case lobOperations.open:
        lob.open = true;
        return answer();
      case lobOperations.close:
        lob.open = false;
        return answer();
      case lobOperations.isOpen:
        return answer({ flag: lob.open });
      default:
        throw new OraError(3115, `LOB operation ${operation} is not supported by the sandbox`);
    }
  }
}

export function sliceOf(data: string | Buffer, from: number, to?: number): string | Buffer {
  return typeof data === "string" ? data.slice(from, to) : data.subarray(from, to);
}

/** The chunk size that databases with 8 kB blocks report, in bytes. */
export const lobChunk = 8060;

function write(lob: Lob, from: number, data: Buffer): void {
  if (typeof lob.data === "string") {
    const text = fromUtf16(data);
    lob.data = lob.data.slice(0, from).padEnd(from, " ") + text + lob.data.slice(from + text.length);
    return;
  }
  const grown = Buffer.alloc(Math.max(lob.data.length, from + data.length));
  lob.data.copy(grown);
  data.copy(grown, from);
  lob.data = grown;
}

/** Clients differ in the length of locators; the first two bytes say it. */
export function locatorOf(lob: Lob, length = 40): Buffer {
  const bytes = Buffer.alloc(Math.max(length, 20));
  bytes.writeUInt16BE(bytes.length - 2, 0);
  bytes.writeUInt16BE(1, 2);
  bytes[4] = lob.type === typeCodes.blob ? 1 : 2;
  bytes[5] = 8;
  bytes[6] = lob.type === typeCodes.clob ? 0x80 : 0;
  bytes[7] = 1;
  bytes.writeUInt32BE(lob.id, 16);
  return bytes;
}

/** Function 96. */
export function parseLob(reader: Reader): LobCall {
  const hasSource = reader.u8() !== 0;
  const length = reader.int();
  const hasDestination = reader.u8() !== 0;
  const destinationLength = reader.int();
  reader.int();
  reader.int();
  const hasCharset = reader.u8() !== 0;
  reader.u8();
  const flag = reader.u8() !== 0;
  const operation = reader.int();
  reader.u8();
  const numbers = reader.int();
  const offset = reader.int();
  const destination = reader.int();
  const hasAmount = reader.u8() !== 0;
  reader.take(6);
  const locator = hasSource ? Buffer.from(reader.take(length)) : null;
  if (hasDestination) reader.take(destinationLength);
  const charset = hasCharset ? reader.int() : undefined;
  for (let i = 0; i < numbers; i++) reader.int();
  let data: Buffer | undefined;
  const readData = (): void => {
    if (reader.u8() !== messages.lobData) throw new Error("LOB data was expected");
    data = Buffer.from(reader.bytes() ?? []);
  };
  // Clients differ in whether the amount stands before the data.
  const isWrite = operation === lobOperations.write;
  if (isWrite && reader.buffer[reader.position] === messages.lobData) readData();
  const amount = hasAmount ? reader.int() : 0;
  if (isWrite && data === undefined) readData();
  return {
    request: { operation, locator, offset, destination, amount, data },
    asked: { charset, amount: hasAmount, flag },
  };
}

export function lobAnswer(lobs: Lobs, { request, asked }: LobCall): Writer {
  const { locator, amount, flag, data } = lobs.perform(request);
  const writer = new Writer();
  if (data !== undefined && data.length > 0) writer.u8(messages.lobData).bytes(data);
  writer.u8(messages.parameter).raw(locator);
  if (asked.charset !== undefined) writer.int(asked.charset);
  if (asked.amount) writer.int(amount);
  if (asked.flag) writer.u8(flag ? 1 : 0);
  return writer;
}
