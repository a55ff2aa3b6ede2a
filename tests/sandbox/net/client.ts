import type { Reader } from "./wire";

/** How this client writes things; it says so once. */
export interface ClientTraits {
  /** The driver's name, as it says it. */
  readonly driver: string;
  /** Texts whose length was announced carry it again. */
  readonly lengthConversion: boolean;
  readonly wideTypes: boolean;
  readonly timeZone: boolean;
  /** Scales are written as integers with a length. */
  readonly longScale: boolean;
}

/** @throws NeedMore */
export function parseDataTypes(reader: Reader): Omit<ClientTraits, "driver"> {
  reader.take(4);
  const lengthConversion = (reader.u8() & 2) !== 0;
  const compileTime = reader.bytes() ?? Buffer.alloc(0);
  const runTime = reader.bytes() ?? Buffer.alloc(0);
  const timeZone = ((runTime[1] ?? 0) & 1) !== 0;
  if (timeZone) reader.take(11);
  const wideTypes = (compileTime[27] ?? 0) > 0;
  const unit = (): number => (wideTypes ? reader.u16() : reader.u8());
  // Some clients name the national character set (2000, little endian) before the list.
  if (reader.left > 2 && reader.buffer.readUInt16LE(reader.position) === 2000) reader.take(2);
  let longScale = false;
  for (let type = unit(); type !== 0; type = unit()) {
    if (unit() === 0) continue;
    const representation = unit();
    unit();
    if (type === 27) longScale = representation === 1;
  }
  return { lengthConversion, wideTypes, timeZone, longScale };
}

/** A text whose length was announced before it. */
export function announcedText(reader: Reader, length: number, client: ClientTraits): string {
  return client.lengthConversion ? reader.text() : reader.take(length).toString("utf8");
}
