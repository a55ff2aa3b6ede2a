import { connectionOf } from "../../provider/session/connection";
import type { Operation, Outs, Part } from "../../provider/session/operation";
import { Session } from "../../provider/session/session";
import { readSettings } from "../../provider/session/settings";
import { databaseRelease } from "../sandbox/release";
import { OraError } from "../sandbox/errors";
import { Faults } from "../sandbox/faults";
import type { Database, ExecuteCall, WireValue } from "../sandbox/net/backend";
import { Listener } from "../sandbox/net/listener";
import type { ListenerOptions } from "../sandbox/net/listener";

export type Config = Readonly<Record<string, string>>;

/** A session for these settings, `ords:` left out. */
export function sessionOf(config: Config): Session {
  return new Session(connectionOf(readSettings((key) => config[key.replace(/^ords:/, "")], {})));
}

export function operation(...parts: Part[]): Operation {
  return { effect: "write", schema: undefined, alone: false, parts };
}

/** Makes an operation of a session that says who it is for. */
export function perform(session: Session, made: Operation, doing = "change a thing"): Promise<Outs> {
  return session.perform(made, { doing });
}

/** A bind of the first row, as text. */
export function bound(values: Readonly<Record<string, WireValue>> | undefined, name: string): string {
  const value = values?.[name];
  return typeof value === "string" ? value : "";
}

/** What a test's database answers: values by the name of the out, or an error. */
export type Answer = (call: ExecuteCall) => Readonly<Record<string, WireValue>> | OraError;

/** A database with one user that answers blocks as a test says. */
export class TestDatabase implements Database {
  readonly services: string[] = ["freepdb1"];
  readonly release = databaseRelease("25.4");
  readonly texts: string[] = [];
  /** Whom sessions were for, in order. */
  readonly users: string[] = [];
  readonly ended: string[] = [];
  identity: Readonly<Record<string, string>> = {};
  /** Who has logged on as somebody else. */
  proxy: string | undefined;
  /** What came with a log on without a password. */
  credentials: Readonly<Record<string, string>> = {};
  answer: Answer = () => ({});

  /** What a log on hears while the database is starting. */
  notOpen: number | undefined;

  password(user: string): string | undefined {
    if (this.notOpen !== undefined) throw new OraError(this.notOpen, "not open", { close: true });
    return user === "MYAPI" ? "hush-password" : undefined;
  }

  mayConnectThrough(user: string, proxy: string): boolean {
    return user === "APP" && proxy === "MYAPI";
  }

  hasEdition(name: string): boolean {
    return name === "E2";
  }

  /** Everybody's token is that of MYAPI. */
  vouchedFor(credentials: Readonly<Record<string, string>>): string {
    this.credentials = credentials;
    return "MYAPI";
  }

  open(user: string, events: { committing(): Promise<void> }, proxy?: string): ReturnType<Database["open"]> {
    this.users.push(user);
    this.proxy = proxy;
    return {
      execute: async (call) => {
        this.texts.push(call.sql);
        const outs = this.answer(call);
        if (outs instanceof Error) throw outs;
        if (/\bcommit;/.test(call.sql)) await events.committing();
        const names = call.binds.map(({ name }) => name).filter((name) => /^O\d+_/.test(name));
        const values = names.map((name) => [name, outs[name.replace(/^O\d+_/, "")] ?? null] as const);
        return { kind: "block", outs: Object.fromEntries(values), outOnly: names, inTransaction: false };
      },
      commit: () => Promise.resolve(),
      rollback: () => {
        this.ended.push("rollback");
        return Promise.resolve();
      },
      identify: (attributes) => {
        this.identity = { ...this.identity, ...attributes };
      },
      close: () => {
        this.ended.push("close");
      },
    };
  }
}

/** A listener in front of such a database, with faults on demand. */
export class TestListener {
  readonly database = new TestDatabase();
  readonly faults = new Faults();
  readonly listener: Listener;
  port = 0;

  constructor(options: ListenerOptions = {}) {
    this.listener = new Listener(this.database, { interference: this.faults, ...options });
  }

  static async start(options: ListenerOptions = {}, port = 0): Promise<TestListener> {
    const made = new TestListener(options);
    made.port = await made.listener.listen(port);
    return made;
  }

  get config(): Config {
    return {
      connectString: `127.0.0.1:${this.port}/freepdb1`,
      user: "myapi",
      password: "hush-password",
    };
  }

  get sessions(): number {
    return this.listener.sessions.size;
  }

  async stop(): Promise<void> {
    this.faults.clear();
    await this.listener.close();
  }
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("It did not come to be so in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The error that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("There was no error.");
}
