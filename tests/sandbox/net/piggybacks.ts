import { announcedText } from "./client";
import type { ClientTraits } from "./client";
import { functions } from "./protocol";
import type { Reader } from "./wire";

/** What rides on a call: calls without an answer of their own. */
export type Piggyback =
  | { readonly kind: "closeCursors"; readonly ids: number[] }
  | { readonly kind: "freeLobs"; readonly locators: Buffer }
  | { readonly kind: "attributes"; readonly attributes: Readonly<Record<string, string>> };

/** @throws NeedMore when the message is not complete, Error for a piggyback that is not known. */
export function parsePiggyback(code: number, reader: Reader, client: ClientTraits): Piggyback {
  const ints = (count: number): void => {
    for (let i = 0; i < count; i++) reader.int();
  };
  switch (code) {
    case functions.closeCursors:
    case functions.cancelCursors: {
      reader.u8();
      const ids = Array.from({ length: reader.int() }, () => reader.int());
      return { kind: "closeCursors", ids: code === functions.closeCursors ? ids : [] };
    }
    case functions.setSchema:
      reader.u8();
      return { kind: "attributes", attributes: { schema: announcedText(reader, reader.int(), client) } };
    case functions.endToEnd: {
      reader.take(2);
      reader.int();
      const field = (): number | undefined => {
        const given = reader.u8() !== 0;
        const length = reader.int();
        return given ? length : undefined;
      };
      const fields: [string, number | undefined][] = [
        ["clientId", field()],
        ["module", field()],
        ["action", field()],
        ["ecid", field()],
      ];
      reader.u8();
      reader.int();
      fields.push(["clientInfo", field()]);
      for (let i = 0; i < 2; i++) {
        reader.u8();
        reader.int();
      }
      fields.push(["dbOp", field()]);
      const attributes: Record<string, string> = {};
      for (const [name, length] of fields) {
        if (length !== undefined)
          attributes[name] = length === 0 ? "" : announcedText(reader, length, client);
      }
      return { kind: "attributes", attributes };
    }
    case functions.appContext: {
      if (reader.u8() !== 0) reader.int();
      reader.u8();
      const count = reader.int();
      reader.int();
      reader.u8();
      reader.bytes();
      for (let i = 0; i < count; i++) reader.keyValue();
      return { kind: "attributes", attributes: {} };
    }
    case functions.lob: {
      reader.u8();
      const total = reader.int();
      reader.u8();
      ints(3);
      reader.take(3);
      reader.int();
      reader.u8();
      ints(3);
      reader.take(2);
      reader.int();
      reader.u8();
      reader.int();
      reader.u8();
      reader.int();
      return { kind: "freeLobs", locators: reader.take(total) };
    }
    default:
      throw new Error(`piggyback ${code} is not known`);
  }
}
