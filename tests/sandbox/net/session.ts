import type { Socket } from "node:net";
import { OraError } from "../errors";
import type { Activity } from "./activity";
import { dataTypesAnswer, ending, protocolAnswer, statusAnswer, writePairs } from "./answers";
import type { Answering } from "./answers";
import type { Database, DatabaseSession, WireCursor } from "./backend";
import type { ClientTraits } from "./client";
import type { CallInfo, Interference } from "./interference";
import { lobAnswer, Lobs } from "./lobs";
import { ExternalLogon, Logon, versionAnswer } from "./logon";
import { PacketStream } from "./packets";
import type { Piggyback } from "./piggybacks";
import { parseRequest } from "./requests";
import type { Parsed, Request } from "./requests";
import { Statements } from "./statements";
import { NeedMore, Writer } from "./wire";

/** What a client is taken for until it has said more. */
const unknownClient: ClientTraits = {
  driver: "",
  lengthConversion: true,
  wideTypes: false,
  timeZone: false,
  longScale: false,
};

const noCursors: Statements["cursors"] = new Map<number, never>();

/** What a session lives in. */
export interface Surroundings {
  readonly database: Database;
  readonly interference: Interference;
  readonly activity: Activity;
  /** How long a client may say nothing before it has logged on, in milliseconds. */
  readonly patience: number;
  ended(session: Session): void;
}

let lastSession = 100;

/** One client: log on, then calls one after another. */
export class Session implements Answering {
  readonly id = ++lastSession;
  readonly lobs = new Lobs();
  client = unknownClient;
  inTransaction = false;
  sequence = 0;

  readonly #packets: PacketStream;
  readonly #around: Surroundings;
  #logon: Logon | undefined;
  #database: DatabaseSession | undefined;
  #statements: Statements | undefined;
  #user: string | undefined;
  #abort = new AbortController();
  #call: CallInfo | undefined;
  /** A call starts when the one before it has ended, also when that was broken off. */
  #queue: Promise<void> = Promise.resolve();
  #killed: OraError | undefined;
  /** Counts calls and breaks: an answer to a call that was broken off is not sent. */
  #turn = 0;
  #over = false;

  constructor(socket: Socket, around: Surroundings) {
    this.#around = around;
    const above = {
      connecting: () => around.interference.connecting(),
      message: (data: Buffer) => this.#message(data),
      broken: () => this.#break(),
      closed: () => this.#close(),
    };
    this.#packets = new PacketStream(socket, around.database.services, above, around.patience);
  }

  get user(): string | undefined {
    return this.#user;
  }

  /** Cuts the connection, as when the server process dies. */
  cut(): void {
    this.#packets.destroy();
  }

  /** The next call gets this error, and the session ends. */
  kill(error: OraError): void {
    this.#killed = new OraError(error.code, error.message, { close: true });
  }

  openCursor(cursor: WireCursor): number {
    if (this.#statements === undefined) throw new OraError(1012, "not logged on", { close: true });
    return this.#statements.openCursor(cursor);
  }

  #message(data: Buffer): "done" | "more" {
    let parsed: Parsed;
    try {
      const { lobs, client } = this;
      parsed = parseRequest(data, { cursors: this.#statements?.cursors ?? noCursors, lobs, client });
    } catch (error) {
      if (error instanceof NeedMore) return "more";
      if (error instanceof OraError) this.#packets.send(this.#failure(error));
      else this.#packets.destroy();
      return "done";
    }
    const turn = ++this.#turn;
    const abort = new AbortController();
    this.#abort = abort;
    this.#queue = this.#queue.then(() => this.#carryOut(parsed, turn, abort.signal));
    return "done";
  }

  /** Never rejects. */
  async #carryOut(
    { request, piggybacks, sequence }: Parsed,
    turn: number,
    signal: AbortSignal,
  ): Promise<void> {
    for (const piggyback of piggybacks) this.#piggyback(piggyback);
    this.sequence = sequence;
    this.#around.activity.called(request.kind);
    const sql = this.#textOf(request);
    const call = {
      session: this.id,
      user: this.#user,
      kind: request.kind,
      sql,
      signal,
      cut: () => this.cut(),
    };
    this.#call = call;
    let answer: Buffer | undefined;
    let last = request.kind === "logoff";
    try {
      if (this.#killed !== undefined) throw this.#killed;
      await this.#around.interference.before(call);
      if (!signal.aborted) {
        if (sql !== undefined) this.#around.activity.ran({ session: this.id, user: this.#user ?? "", sql });
        answer = await this.#answer(request, signal);
        await this.#around.interference.after(call);
      }
    } catch (error) {
      const failure =
        error instanceof OraError
          ? error
          : new OraError(600, `internal error code, arguments: [${String(error)}]`);
      answer = this.#failure(failure);
      last ||= failure.close;
    }
    if (turn !== this.#turn || this.#over) return;
    if (answer !== undefined) this.#packets.send(answer);
    if (last) this.#packets.end();
  }

  async #answer(request: Request, signal: AbortSignal): Promise<Buffer | undefined> {
    switch (request.kind) {
      case "protocol":
        this.client = { ...this.client, driver: request.driver };
        return protocolAnswer();
      case "dataTypes":
        this.client = { ...this.client, ...request.client };
        return dataTypesAnswer(this.client);
      case "logon":
        this.#logon = new Logon(this.#around.database, request.user, request.mode);
        return this.#logon.challenge(this);
      case "logonProof":
        return this.#enter(request.pairs);
      default:
    }
    const statements = this.#statements;
    const database = this.#database;
    if (statements === undefined || database === undefined) {
      throw new OraError(1012, "not logged on", { close: true });
    }
    switch (request.kind) {
      case "execute":
        return statements.execute(request.execute, signal);
      case "reexecute":
        return statements.reexecute(request.reexecute, signal);
      case "fetch":
        return statements.fetch(request.cursor, request.count);
      case "lob":
        return ending(lobAnswer(this.lobs, request.lob), this);
      case "commit":
      case "rollback":
        await database[request.kind]();
        this.inTransaction = false;
        return statusAnswer(this);
      case "ping":
        return statusAnswer(this);
      case "logoff":
        this.#leave();
        return statusAnswer(this);
      case "version":
        return versionAnswer(this.#around.database.release, this);
      case "release":
        this.lobs.clear();
        return undefined;
      case "unsupported":
        throw new OraError(3115, `call ${request.code} is not supported by the sandbox`);
    }
  }

  #textOf(request: Request): string | undefined {
    if (request.kind === "execute") return request.execute.cursor?.statement.sql;
    if (request.kind !== "reexecute") return undefined;
    return this.#statements?.cursors.get(request.reexecute.cursor)?.statement.sql;
  }

  #enter(pairs: Readonly<Record<string, string>>): Buffer {
    const { database } = this.#around;
    if (this.#database !== undefined && this.#logon !== undefined) {
      this.#logon.change(pairs);
      return ending(writePairs(new Writer(), []), this);
    }
    const logon = this.#logon ?? new ExternalLogon(database, pairs);
    const answer = logon instanceof Logon ? logon.accept(pairs, this.id, this) : logon.accept(this.id, this);
    const { user, client } = logon;
    this.#user = client ?? user;
    const events = {
      committing: async () => {
        if (this.#call !== undefined) await this.#around.interference.committing(this.#call);
      },
    };
    this.#database = database.open(this.#user, events, client === undefined ? undefined : user);
    this.#statements = new Statements(this, this.#database);
    this.#packets.loggedOn();
    this.#around.activity.logins += 1;
    return answer;
  }

  #piggyback(piggyback: Piggyback): void {
    switch (piggyback.kind) {
      case "closeCursors":
        for (const id of piggyback.ids) this.#statements?.close(id);
        break;
      case "freeLobs":
        this.lobs.freeAll(piggyback.locators);
        break;
      case "attributes":
        this.#database?.identify(piggyback.attributes);
        break;
    }
  }

  #failure({ code, message, offset }: OraError): Buffer {
    return ending(new Writer(), this, { code, text: message, offset });
  }

  #break(): void {
    const cancelled = new OraError(1013, "user requested cancel of current operation");
    this.#turn += 1;
    this.#abort.abort(cancelled);
    this.#packets.answerBreak(() => this.#failure(cancelled));
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#abort.abort(new OraError(3113, "end-of-file on communication channel"));
    this.#around.ended(this);
    void this.#queue.then(() => this.#leave());
  }

  #leave(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}
