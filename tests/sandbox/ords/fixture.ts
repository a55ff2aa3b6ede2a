import { OraError } from "../errors";
import { metadataViews } from "../http/assembly";
import type { MetadataRow, MetadataView } from "../http/assembly";
import { PackageCatalogue } from "../plsql/catalogue";
import type { Value } from "../plsql/catalogue";
import { executeBlock } from "../plsql/execute";
import { Output } from "../plsql/output";
import { systemPackages } from "../plsql/packages";
import type { Session } from "../plsql/session";
import { PackageStates } from "../plsql/state";
import { StoredUnits } from "../plsql/stored";
import { openSqlEngine, SqlCatalogue } from "../sql";
import { openStore } from "../store";
import type { Store, StoredRow, Transaction } from "../store";
import { administrator, installOrds } from "./index";
import type { OrdsRoom } from "./index";
import { viewRows } from "./metadata";

/** Users of every bench; ADMIN and DBADM administer, SYS and SYSTEM are Oracle's own. */
const users = ["MYAPI", "OTHER", "THIRD", "ADMIN", "SYS", "SYSTEM"];

export interface BenchOptions {
  readonly version?: string;
  readonly switches?: Readonly<Record<string, string>>;
}

/** A database of ORDS's packages and nothing else. */
export class Bench {
  /** Moves with every look, so that two moments are never the same. */
  #now = Date.UTC(2026, 0, 31, 12, 0, 0);
  readonly sql: SqlCatalogue;
  readonly stored = new StoredUnits();

  private constructor(
    readonly store: Store,
    readonly version: string,
    readonly ords: OrdsRoom,
  ) {
    this.sql = new SqlCatalogue(store);
    for (const view of ords.views) this.sql.addView(view);
    for (const view of ords.computed) this.sql.addComputed(view);
  }

  static async open({ version = "25.4", switches = {} }: BenchOptions = {}): Promise<Bench> {
    const store = await openStore();
    // The room asks for the time only when it is called.
    const now = (): Date => bench.now();
    const ords = await installOrds({
      version,
      switches,
      store,
      now,
      userExists: (name) => users.includes(name),
      objectExists: (owner, name) => owner === "MYAPI" && (name === "EMP" || name === "mixed"),
    });
    const bench: Bench = new Bench(store, version, ords);
    return bench;
  }

  now(): Date {
    return new Date((this.#now += 1000));
  }

  /** A session; ADMIN has the administrator's role. */
  as(user: string): BenchSession {
    return new BenchSession(this, user);
  }

  close(): void {
    this.store.close();
  }
}

export class BenchSession {
  readonly transaction: Transaction;
  readonly session: Session;

  constructor(
    readonly bench: Bench,
    readonly user: string,
  ) {
    this.transaction = bench.store.begin({ signal: () => undefined });
    this.session = this.#inSchema(user);
  }

  #inSchema(currentSchema: string): Session {
    const { bench, transaction, user } = this;
    const base = {
      user,
      currentSchema,
      output: new Output(),
      catalogue: new PackageCatalogue([...systemPackages, ...bench.ords.packages]),
      stored: bench.stored,
      packages: new PackageStates(),
      environment: new Map<string, string>(),
      transaction,
      hasRole: (role: string) => user === "ADMIN" && role === administrator,
      now: () => bench.now(),
      inSchema: (schema: string) => this.#inSchema(schema),
      execute: () => Promise.reject(new OraError(3001, "unimplemented feature")),
      commit: () => Promise.resolve(transaction.commit()),
      rollback: () => Promise.resolve(transaction.rollback()),
      mark: () => {
        const savepoint = transaction.savepoint();
        return () => transaction.rollbackTo(savepoint);
      },
    };
    const sql = openSqlEngine(bench.sql, {
      ...base,
      signal: () => undefined,
      may: () => true,
      function: () => undefined,
      define: () => Promise.reject(new OraError(3001, "unimplemented feature")),
    });
    return { ...base, sql };
  }

  /** Runs the body of a block; what its binds hold afterwards. */
  async run(
    body: string,
    binds: Readonly<Record<string, Value>> = {},
  ): Promise<Readonly<Record<string, Value>>> {
    const values = new Map(Object.entries(binds));
    const text = /^\s*declare\b/i.test(body) ? body : `begin ${body} end;`;
    await executeBlock(this.session, text, values, new AbortController().signal);
    return Object.fromEntries(values);
  }

  /** The message of the error that a block ends with. */
  async fails(body: string, binds: Readonly<Record<string, Value>> = {}): Promise<string> {
    try {
      await this.run(body, binds);
    } catch (error) {
      if (error instanceof OraError) return error.message;
      throw error;
    }
    throw new Error(`The block did not fail: ${body}`);
  }

  commit(): void {
    this.transaction.commit();
  }

  rollback(): void {
    this.transaction.rollback();
  }

  /** Rows of USER_ORDS_x as this session sees them, of the schema of this user or another. */
  rows(view: MetadataView, schema = this.user): readonly MetadataRow[] {
    const { version } = this.bench;
    const [own] = viewRows(this.transaction, "SCHEMAS", version).filter(
      (row) => row.PARSING_SCHEMA === schema,
    );
    return viewRows(this.transaction, view, version).filter((row) => row.SCHEMA_ID === own?.ID);
  }

  /** One column of these rows. */
  column(view: MetadataView, column: string, schema = this.user): unknown[] {
    return this.rows(view, schema).map((row) => row[column]);
  }

  /** The rows of a table of ORDS itself. */
  table(name: string): readonly StoredRow[] {
    return this.transaction.rows(`ORDS_METADATA.${name}`);
  }
}

/** How many rows the views show, by name, of those that a schema does not have by itself. */
export function counts(session: BenchSession): Record<string, number> {
  return Object.fromEntries(metadataViews.map((view) => [view, session.rows(view).length]));
}
