import { OraError } from "../errors";
import { ending, writePairs } from "./answers";
import type { Answering } from "./answers";
import type { Database } from "./backend";
import { banner, major, versionNumber } from "../release";
import type { DatabaseRelease } from "../release";
import { messages } from "./protocol";
import { Challenge, verifierOf } from "./verifier";
import { Writer } from "./wire";

/** Bits of the log on modes SYSDBA, SYSOPER, SYSASM, SYSBACKUP, SYSDG, SYSKM and SYSRAC: nobody has them here. */
const administrative = 0xf400060;

/** The kind of a server's own message, and the number of the pair in it. */
const sessionState = 5;
const languageKey = 16;

/** Stands in for the password of an unknown user, who gets a challenge too: it looks like a wrong password. */
const decoy = "no such user";

/** Unquoted names are upper case in the dictionary. */
function dictionaryName(name: string): string {
  return /^"(.*)"$/.exec(name)?.[1] ?? name.toUpperCase();
}

/** One client's log on, in two steps. */
export class Logon {
  /** Whose password it is. */
  readonly user: string;
  /** Whom the session is for, where that is somebody else: the user is a proxy. */
  client: string | undefined;
  readonly #database: Database;
  readonly #challenge: Challenge;

  /** @throws OraError 1031 */
  constructor(database: Database, name: string, mode: number) {
    if ((mode & administrative) !== 0) throw new OraError(1031, "insufficient privileges", { close: true });
    this.user = dictionaryName(name);
    this.#database = database;
    this.#challenge = new Challenge(verifierOf(database.password(this.user) ?? decoy));
  }

  challenge(answering: Answering): Buffer {
    return ending(writePairs(new Writer(), this.#challenge.pairs()), answering);
  }

  /** Another password for who is in already. @throws OraError 28008, and what refuses extras */
  change(pairs: Readonly<Record<string, string>>): void {
    refuseExtras(this.#database, pairs);
    const { AUTH_PASSWORD: proof = "" } = pairs;
    if (this.#challenge.decrypted(proof) !== this.#database.password(this.user))
      throw new OraError(28008, "invalid old password");
    this.#renew(pairs);
  }

  /** @throws OraError 988 */
  #renew({ AUTH_NEWPASSWORD: text }: Readonly<Record<string, string>>): void {
    if (text === undefined) return;
    const password = this.#challenge.decrypted(text) ?? "";
    if (password === "") throw new OraError(988, "missing or invalid password(s)");
    this.#database.setPassword!(this.user, password);
  }

  /** @throws OraError 1017, and what refuses extras */
  accept(pairs: Readonly<Record<string, string>>, session: number, answering: Answering): Buffer {
    refuseExtras(this.#database, pairs);
    const password = this.#database.password(this.user);
    const { AUTH_SESSKEY: key = "", AUTH_PASSWORD: proof = "" } = pairs;
    if (password === undefined || !this.#challenge.accepts(password, key, proof)) {
      const denied = major(this.#database.release) >= 23 ? "invalid credential or not authorized" : "invalid username/password"; // prettier-ignore
      throw new OraError(1017, `${denied}; logon denied`, { close: true });
    }
    this.client = clientOf(this.#database, this.user, pairs);
    this.#renew(pairs);
    const proven: [string, string] = ["AUTH_SVR_RESPONSE", this.#challenge.response()];
    return welcome(this.#database, session, [proven], answering);
  }
}

/** What a client that has been let in is told. */
function welcome(
  { services, release }: Database,
  session: number,
  more: readonly (readonly [string, string])[],
  answering: Answering,
): Buffer {
  const name = (services[0] ?? "").toUpperCase();
  const facts: [string, string | number][] = [
    ["AUTH_VERSION_STRING", `- ${release.edition}`],
    ["AUTH_VERSION_SQL", "26"],
    ["AUTH_VERSION_NO", versionNumber(release)],
    ["AUTH_SC_REAL_DBUNIQUE_NAME", name.toLowerCase()],
    ["AUTH_SC_DBUNIQUE_NAME", name],
    ["AUTH_SC_DB_DOMAIN", ""],
    ["AUTH_DBNAME", name],
    ["AUTH_INSTANCENAME", "sandbox"],
    ["AUTH_SC_SERVICE_NAME", name],
    ["AUTH_SESSION_ID", session],
    ["AUTH_SERIAL_NUM", session % 65536],
    ["AUTH_MAX_OPEN_CURSORS", 300],
    ["AUTH_MAX_IDEN_LENGTH", 128],
    ...more.map(([key, value]): [string, string] => [key, value]),
  ];
  return ending(writeLanguage(writePairs(new Writer(), facts)), answering);
}

/**
 * A log on in one step, by a token or by whom somebody else vouches for: the driver asks for no challenge then.
 *
 * @throws OraError 1017
 */
export class ExternalLogon {
  readonly user: string;
  readonly client: string | undefined;
  readonly #database: Database;

  constructor(database: Database, pairs: Readonly<Record<string, string>>) {
    refuseExtras(database, pairs);
    const user = database.vouchedFor?.(pairs);
    if (user === undefined) throw new OraError(1017, "invalid credential or not authorized; logon denied", { close: true }); // prettier-ignore
    this.#database = database;
    this.user = user;
    this.client = clientOf(database, user, pairs);
  }

  accept(session: number, answering: Answering): Buffer {
    return welcome(this.#database, session, [], answering);
  }
}

/** @throws OraError 28150 */
function clientOf(
  database: Database,
  user: string,
  { PROXY_CLIENT_NAME: name }: Readonly<Record<string, string>>,
): string | undefined {
  if (name === undefined) return undefined;
  const client = dictionaryName(name);
  if (database.mayConnectThrough?.(client, user) !== true)
    throw new OraError(28150, "proxy not authorized to connect as client", { close: true });
  return client;
}

/** @throws OraError 3115 for a new password where none can be set, 38802 for an edition that is none */
function refuseExtras(database: Database, pairs: Readonly<Record<string, string>>): void {
  if ("AUTH_NEWPASSWORD" in pairs && database.setPassword === undefined) {
    throw new OraError(3115, "changing a password is not supported by the sandbox");
  }
  const { AUTH_ORA_EDITION: edition } = pairs;
  if (edition === undefined) return;
  const name = dictionaryName(edition);
  if (name !== "ORA$BASE" && database.hasEdition?.(name) !== true)
    throw new OraError(38802, "edition does not exist", { close: true });
}

/** What the server says on its own of the session's state: clients that are told the language do not ask for it. */
function writeLanguage(writer: Writer): Writer {
  writer.u8(messages.serverPiggyback).u8(sessionState);
  writer.int(0).u8(0).int(1).u8(1).keyValue("AUTH_NLS_LXLAN", "AMERICAN", languageKey);
  return writer.int(0);
}

export function versionAnswer(release: DatabaseRelease, answering: Answering): Buffer {
  const text = Buffer.from(banner(release));
  const writer = new Writer().u8(messages.parameter).int(text.length);
  if (answering.client.lengthConversion) writer.bytes(text);
  else writer.raw(text);
  return ending(writer.int(versionNumber(release)), answering);
}
