import type { Column, ExecuteCall, ExecuteResult, WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import type { HandlerSession, HttpDatabase } from "./database";
import { startHttp } from "./index";
import type { HttpSettings } from "./index";
import type { Client, Handler, Metadata, Module, Privilege, Schema, Template } from "./metadata";
import type { Server } from "./server";

/** What a scripted statement sees. */
export interface Running {
  /** By name in upper case. */
  readonly binds: Readonly<Record<string, WireValue>>;
  readonly user: string;
  readonly sql: string;
  readonly print: (text: string) => void;
}

export type Script = (running: Running) => ExecuteResult;

/** Stands in for the database in tests of what is above it: statements do what a test says, by their text. */
export class ScriptedDatabase implements HttpDatabase, Metadata {
  readonly schemas = new Map<string, Schema>();
  readonly clients: Client[] = [];
  readonly scripts = new Map<string, Script>();
  /** For texts that no script is given for. */
  fallback: Script = ({ sql }) => {
    throw new Error(`no script for: ${sql}`);
  };
  /** How transactions ended, in order. */
  readonly ended: ("commit" | "rollback")[] = [];
  readonly metadata: Metadata = this;
  openSessions = 0;

  schema(alias: string): Promise<Schema | undefined> {
    return Promise.resolve(this.schemas.get(alias));
  }

  client(_: Schema, clientId: string): Promise<Client | undefined> {
    return Promise.resolve(this.clients.find((client) => client.clientId === clientId));
  }

  password(user: string): string | undefined {
    return { MYAPI: "tiger", OTHER: "lion" }[user];
  }

  openAs(user: string): HandlerSession {
    this.openSessions++;
    let printed = "";
    const end = (how: "commit" | "rollback"): Promise<void> => {
      this.ended.push(how);
      return Promise.resolve();
    };
    return {
      execute: (call) => {
        const script = this.scripts.get(call.sql) ?? this.fallback;
        const print = (text: string): void => {
          printed += text;
        };
        return new Promise((resolve) =>
          resolve(script({ binds: bindsOf(call), user, sql: call.sql, print })),
        );
      },
      commit: () => end("commit"),
      rollback: () => end("rollback"),
      identify: () => undefined,
      close: () => {
        this.openSessions--;
      },
      takeDownload: () => undefined,
      takeOutput: () => {
        const taken = printed;
        printed = "";
        return taken;
      },
    };
  }
}

function bindsOf({ rows }: ExecuteCall): Readonly<Record<string, WireValue>> {
  return rows[0] ?? {};
}

/** Columns whose values are NUMBERs where they are numbers; else VARCHAR2. */
export function rows(
  columns: readonly string[],
  ...values: readonly (readonly WireValue[])[]
): ExecuteResult {
  const described = columns.map((name, index): Column => {
    const sample = values.map((row) => row[index]).find((value) => value !== null);
    return { name, type: typeof sample === "number" ? typeCodes.number : typeCodes.varchar };
  });
  return { kind: "rows", columns: described, rows: values };
}

export function done(outs: Readonly<Record<string, WireValue>> = {}): ExecuteResult {
  return { kind: "block", outs, outOnly: [], inTransaction: true };
}

export const handler = (given: Partial<Handler> & Pick<Handler, "source">): Handler => ({
  method: "GET",
  sourceType: "json/collection",
  itemsPerPage: undefined,
  mimesAllowed: [],
  parameters: [],
  ...given,
});

export const template = (
  pattern: string,
  handlers: readonly Handler[],
  given: Partial<Template> = {},
): Template => ({
  pattern,
  priority: 0,
  etag: { kind: "hash" },
  handlers,
  ...given,
});

export const moduleAt = (
  basePath: string,
  templates: readonly Template[],
  given: Partial<Module> = {},
): Module => ({
  name: basePath.replaceAll("/", ""),
  basePath,
  published: true,
  itemsPerPage: 25,
  originsAllowed: [],
  preHook: undefined,
  templates,
  ...given,
});

export const privilege = (name: string, given: Partial<Privilege> = {}): Privilege => ({
  name,
  roles: [],
  patterns: [],
  modules: [],
  ...given,
});

export const schema = (given: Partial<Schema> = {}): Schema => ({
  id: "1",
  owner: "MYAPI",
  alias: "myapi",
  autoRestAuth: false,
  preHook: undefined,
  modules: [],
  modulesAt: (basePath) => (given.modules ?? []).filter((module) => module.basePath === basePath),
  privileges: [],
  objects: [],
  jwtProfile: undefined,
  properties: {},
  ...given,
});

export const client = (
  clientId: string,
  given: Partial<Client> & { readonly secrets?: readonly string[] } = {},
): Client => ({
  id: clientId,
  clientId,
  grant: "client_credentials",
  roles: [],
  privileges: [],
  redirectUri: undefined,
  tokenDuration: undefined,
  refreshDuration: undefined,
  codeDuration: undefined,
  sessions: 0,
  verify: (secret) => (given.secrets ?? ["secret.."]).includes(secret),
  ...given,
});

/** ORDS over a scripted database. */
export class Ords {
  readonly database: ScriptedDatabase;
  readonly url: string;
  /** Moved by tests, in milliseconds. */
  time = Date.now();
  readonly #server: Server;

  private constructor(server: Server, tls: boolean, database: ScriptedDatabase) {
    this.#server = server;
    this.database = database;
    this.url = `${tls ? "https" : "http"}://127.0.0.1:${server.port}/ords`;
  }

  static async start(given: Partial<Schema> = {}, settings: HttpSettings = {}): Promise<Ords> {
    const database = new ScriptedDatabase();
    database.schemas.set("myapi", schema(given));
    const clock = { now: () => Date.now() };
    const server = await startHttp(database, { now: () => clock.now(), ...settings });
    const ords = new Ords(server, settings.tls !== undefined, database);
    clock.now = () => ords.time;
    return ords;
  }

  /** A token by client_credentials. */
  async token(clientId: string, secret = "secret.."): Promise<string> {
    const response = await fetch(`${this.url}/myapi/oauth/token`, {
      method: "POST",
      headers: { authorization: basic(clientId, secret) },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
