/** Raised when a message is not complete yet: clients of old protocol versions do not mark its end. */
export class NeedMore extends Error {}

/** Longest chunk of a long value, in bytes. */
const chunkSize = 32767;

/** Reads TTC's primitive encodings, the mirror image of what drivers write. */
export class Reader {
  readonly buffer: Buffer;
  position = 0;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  get left(): number {
    return this.buffer.length - this.position;
  }

  take(count: number): Buffer {
    if (count > this.left) throw new NeedMore("the message goes on");
    const taken = this.buffer.subarray(this.position, this.position + count);
    this.position += count;
    return taken;
  }

  u8(): number {
    return this.take(1).readUInt8(0);
  }

  u16(): number {
    return this.take(2).readUInt16BE(0);
  }

  /** An integer: one byte with the count of value bytes (0x80: negative), then the value, big endian. */
  int(): number {
    const first = this.u8();
    const length = first & 0x7f;
    if (length > 8) throw new Error(`bad integer length ${length} at ${this.position}`);
    let value = 0;
    for (const byte of this.take(length)) value = value * 256 + byte;
    return first & 0x80 ? -value : value;
  }

  /** Bytes with their length: 0 or 255 is null, up to 252 a length, 254 chunks that end with an empty one. */
  bytes(): Buffer | null {
    const first = this.u8();
    if (first === 0 || first === 255) return null;
    if (first === 253) {
      // A null BOOLEAN is (253, 1).
      this.u8();
      return null;
    }
    if (first !== 254) return this.take(first);
    const parts: Buffer[] = [];
    for (let length = this.int(); length !== 0; length = this.int()) parts.push(this.take(length));
    return Buffer.concat(parts);
  }

  /** Bytes that end with a 0. */
  list(): Buffer {
    const end = this.buffer.indexOf(0, this.position);
    const list = this.take((end === -1 ? this.buffer.length : end) - this.position);
    this.u8();
    return list;
  }

  text(): string {
    return this.bytes()?.toString("utf8") ?? "";
  }

  keyValue(): { key: string; value: string } {
    const key = this.int() ? this.text() : "";
    const value = this.int() ? this.text() : "";
    this.int();
    return { key, value };
  }
}

/** Writes the same encodings. */
export class Writer {
  readonly #parts: Buffer[] = [];
  #current = Buffer.allocUnsafe(4096);
  #position = 0;

  u8(value: number): this {
    this.#room(1);
    this.#current[this.#position++] = value & 0xff;
    return this;
  }

  u16(value: number): this {
    this.#room(2);
    this.#position = this.#current.writeUInt16BE(value, this.#position);
    return this;
  }

  u16le(value: number): this {
    this.#room(2);
    this.#position = this.#current.writeUInt16LE(value, this.#position);
    return this;
  }

  zeros(count: number): this {
    for (let i = 0; i < count; i++) this.u8(0);
    return this;
  }

  raw(bytes: Buffer): this {
    this.#room(bytes.length);
    bytes.copy(this.#current, this.#position);
    this.#position += bytes.length;
    return this;
  }

  int(value: number): this {
    if (value === 0) return this.u8(0);
    const bytes: number[] = [];
    for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
    this.u8(bytes.length | (value < 0 ? 0x80 : 0));
    for (const byte of bytes) this.u8(byte);
    return this;
  }

  bytes(value: Buffer | string | null): this {
    const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    if (bytes === null || bytes.length === 0) return this.u8(0);
    if (bytes.length <= 252) return this.u8(bytes.length).raw(bytes);
    this.u8(254);
    for (let at = 0; at < bytes.length; at += chunkSize) {
      const chunk = bytes.subarray(at, at + chunkSize);
      this.int(chunk.length).raw(chunk);
    }
    return this.int(0);
  }

  /** Length first, and bytes with their own length only where there are any. */
  lengthAndBytes(value: Buffer | string): this {
    const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    return bytes.length === 0 ? this.int(0) : this.int(bytes.length).bytes(bytes);
  }

  keyValue(key: string, value: string | number, flags = 0): this {
    return this.lengthAndBytes(key).lengthAndBytes(String(value)).int(flags);
  }

  end(): Buffer {
    return Buffer.concat([...this.#parts, this.#current.subarray(0, this.#position)]);
  }

  #room(count: number): void {
    if (this.#position + count <= this.#current.length) return;
    this.#parts.push(this.#current.subarray(0, this.#position));
    this.#current = Buffer.allocUnsafe(Math.max(4096, count));
    this.#position = 0;
  }
}
