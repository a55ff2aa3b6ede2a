import { announcedText, parseDataTypes } from "./client";
import type { ClientTraits } from "./client";
import { parseExecute, parseReexecute } from "./execution";
import type { Context, Execute, Reexecute } from "./execution";
import { parseLob } from "./lobs";
import type { LobCall } from "./lobs";
import { parsePiggyback } from "./piggybacks";
import type { Piggyback } from "./piggybacks";
import { functions, messages } from "./protocol";
import { Reader } from "./wire";

export type Request =
  | { readonly kind: "protocol"; readonly driver: string }
  | { readonly kind: "dataTypes"; readonly client: Omit<ClientTraits, "driver"> }
  | { readonly kind: "logon"; readonly user: string; readonly mode: number }
  | { readonly kind: "logonProof"; readonly pairs: Readonly<Record<string, string>> }
  | { readonly kind: "execute"; readonly execute: Execute }
  | { readonly kind: "reexecute"; readonly reexecute: Reexecute }
  | { readonly kind: "fetch"; readonly cursor: number; readonly count: number }
  | { readonly kind: "lob"; readonly lob: LobCall }
  | { readonly kind: "commit" | "rollback" | "ping" | "logoff" | "version" | "release" }
  | { readonly kind: "unsupported"; readonly code: number };

export interface Parsed {
  readonly piggybacks: Piggyback[];
  readonly request: Request;
  /** The sequence number, which some clients want back. */
  readonly sequence: number;
}

/** @throws NeedMore when the message is not complete, Error when it is no message at all. */
export function parseRequest(data: Buffer, context: Context): Parsed {
  const reader = new Reader(data);
  const piggybacks: Piggyback[] = [];
  for (;;) {
    const type = reader.u8();
    if (type === messages.protocol) {
      reader.list(); // protocol versions
      const driver = reader.list().toString("latin1");
      return { piggybacks, request: { kind: "protocol", driver }, sequence: 0 };
    }
    if (type === messages.dataTypes) {
      return { piggybacks, request: { kind: "dataTypes", client: parseDataTypes(reader) }, sequence: 0 };
    }
    if (type !== messages.call && type !== messages.piggyback && type !== messages.oneWay) {
      throw new Error(`message type ${type} is not known`);
    }
    const code = reader.u8();
    const sequence = reader.u8();
    if (type === messages.piggyback) piggybacks.push(parsePiggyback(code, reader, context.client));
    else return { piggybacks, request: parseCall(code, reader, context), sequence };
  }
}

function parseCall(code: number, reader: Reader, context: Context): Request {
  switch (code) {
    case functions.logon:
    case functions.logonProof: {
      const hasUser = reader.u8();
      const length = reader.int();
      const mode = reader.int();
      reader.u8();
      const count = reader.int();
      reader.take(2);
      const user = hasUser ? announcedText(reader, length, context.client) : "";
      const pairs: Record<string, string> = {};
      for (let i = 0; i < count; i++) {
        const { key, value } = reader.keyValue();
        pairs[key] = value;
      }
      return code === functions.logon ? { kind: "logon", user, mode } : { kind: "logonProof", pairs };
    }
    case functions.execute:
      return { kind: "execute", execute: parseExecute(reader, context) };
    case functions.reexecute:
      return { kind: "reexecute", reexecute: parseReexecute(reader, context, false) };
    case functions.reexecuteAndFetch:
      return { kind: "reexecute", reexecute: parseReexecute(reader, context, true) };
    case functions.fetch:
      return { kind: "fetch", cursor: reader.int(), count: reader.int() };
    case functions.lob:
      return { kind: "lob", lob: parseLob(reader) };
    case functions.commit:
      return { kind: "commit" };
    case functions.rollback:
      return { kind: "rollback" };
    case functions.ping:
      return { kind: "ping" };
    case functions.logoff:
      return { kind: "logoff" };
    case functions.version:
      reader.u8();
      reader.int();
      reader.take(2);
      return { kind: "version" };
    case functions.sessionRelease:
      reader.take(2);
      reader.int();
      return { kind: "release" };
    default:
      return { kind: "unsupported", code };
  }
}
