import { openDatabase } from "./database";
import { startHttp } from "./http";
import { switches, versions } from "./ords";
import { runScripts } from "./scripts";
import type { HttpDatabase } from "./http/database";
import type { Database } from "./net/backend";
import type { Sandbox } from "./index";
import type { Certificate } from "./tls";

/** A row by column names. */
export type Row = Readonly<Record<string, unknown>>;

export interface SandboxDatabase extends Database, HttpDatabase {
  /** Runs a query as SYS, who sees everything. */
  query(sql: string): Promise<Row[]>;
  /** Gives its memory back; sessions that are still open fail. */
  close(): void;
}

export interface DatabaseOptions {
  readonly version: string;
  readonly switches: Readonly<Record<string, string>>;
  /** Passwords by user name. */
  readonly users: ReadonlyMap<string, string>;
}

export interface HttpOptions {
  /** 0 is a free one. */
  readonly port: number;
  readonly tls: Certificate | undefined;
  /** Of ORDS. */
  readonly version: string;
  /** Milliseconds that metadata is believed for. */
  readonly metadataCache: number;
  /** Each request waits for this before it is looked at. */
  readonly unpaused: () => Promise<void>;
}

export interface HttpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** What a sandbox is made of, besides the listener and the faults. */
export interface Parts {
  /** Version profiles of ORDS, the newest last. */
  readonly versions: readonly string[];
  /** Allowed values of each switch, the default first. */
  readonly switches: Readonly<Record<string, readonly string[]>>;
  openDatabase(options: DatabaseOptions): Promise<SandboxDatabase>;
  startHttp(database: SandboxDatabase, options: HttpOptions): Promise<HttpServer>;
  /** Runs SQL*Plus scripts one after another, prints what fails and a summary; resolves with the number of failures. */
  runScripts(sandbox: Sandbox, files: readonly string[], as: string): Promise<number>;
}

/** The database and ORDS behind the listener. */
export const wholeParts: Parts = { versions, switches, openDatabase, startHttp, runScripts };
