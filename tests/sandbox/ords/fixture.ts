import { OraError } from "../errors";
import type { MetadataRow, MetadataView } from "../http/assembly";
import { PackageCatalogue } from "../plsql/catalogue";
import type { Value } from "../plsql/catalogue";
import { executeBlock } from "../plsql/execute";
import { Output } from "../plsql/output";
import { systemPackages } from "../plsql/packages";
import type { Session } from "../plsql/session";
import { PackageStates } from "../plsql/state";
import { StoredUnits } from "../plsql/stored";
import type { SqlEngine } from "../plsql/sql";
import { openStore } from "../store";
import type { Store, StoredRow, Transaction } from "../store";
import { administrator, installOrds } from "./index";
import type { OrdsRoom } from "./index";
import { viewRows } from "./metadata";

/** Users of every bench. */
const users = ["MYAPI", "OTHER", "THIRD", "ADMIN", "SYS", "SYSTEM"];

export interface BenchOptions {
  readonly version?: string;
  readonly switches?: Readonly<Record<string, string>>;
}

/** A database of ORDS's packages and nothing else. */
export class Bench {
  /** Moves with every look, so that two moments are never the same. */
  #now = Date.UTC(2026, 0, 31, 12, 0, 0);
  readonly stored = new StoredUnits();

  private constructor(
    readonly store: Store,
    readonly version: string,
    readonly ords: OrdsRoom,
  ) {}

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

const unimplemented = (): never => {
  throw new OraError(3001, "unimplemented feature");
};

/** These blocks call packages and ask nothing. */
const noSql: SqlEngine = {
  columns: unimplemented,
  check: unimplemented,
  table: () => undefined,
  run: unimplemented,
  control: unimplemented,
};

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
      allows: () => true,
      now: () => bench.now(),
      inSchema: (schema: string) => this.#inSchema(schema),
      execute: () => Promise.reject(new OraError(3001, "unimplemented feature")),
      commit: () => {
        transaction.commit();
        return Promise.resolve();
      },
      rollback: () => {
        transaction.rollback();
        return Promise.resolve();
      },
      mark: () => {
        const savepoint = transaction.savepoint();
        return () => transaction.rollbackTo(savepoint);
      },
    };
    return { ...base, sql: noSql, autonomous: unimplemented };
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

  /** Enables another schema, as an administrator. */
  async enable(schema: string): Promise<void> {
    await this.run("ords_admin.enable_schema(p_schema => :s); commit;", { S: schema });
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

/** A text or number out of a bind or a view. */
export function text(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new TypeError(`No text: ${typeof value}`);
}

export interface Scene {
  readonly bench: Bench;
  /** Of MYAPI, which is enabled. */
  readonly my: BenchSession;
}

/** A test of a fact, or of several: `fact(7, "...")`. */
export function fact(
  numbers: number | readonly number[],
  title: string,
  test: (scene: Scene) => Promise<void>,
  options: BenchOptions = {},
): void {
  const list = typeof numbers === "number" ? [numbers] : numbers;
  const { version, switches = {} } = options;
  const how = [
    ...(version === undefined ? [] : [version]),
    ...Object.entries(switches).map((one) => one.join(" ")),
  ];
  it(`fact ${list.join(", ")}: ${title}${how.length === 0 ? "" : ` (${how.join(", ")})`}`, () =>
    inScene(options, test));
}

/** Opens a bench for one test and closes it. */
export async function inScene(options: BenchOptions, test: (scene: Scene) => Promise<void>): Promise<void> {
  const bench = await Bench.open(options);
  try {
    const my = bench.as("MYAPI");
    if (options.switches?.selfEnablement === "restricted") await bench.as("ADMIN").enable("MYAPI");
    else await my.run("ords.enable_schema; commit;");
    await test({ bench, my });
  } finally {
    bench.close();
  }
}
