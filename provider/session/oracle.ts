import type { BindParameters, Connection, Pool, PoolAttributes } from "oracledb";
import type { Block } from "./block";
import { maxBindBytes } from "./operation";
import type { Outs } from "./operation";
import type { Login } from "./settings";

/** Most sessions one process opens to one database. */
const maxSessions = 4;

/** Longest wait for a login, in seconds. */
const loginTimeout = 60;

type Driver = typeof import("oracledb");

let driver: Promise<Driver> | undefined;

/** The driver is heavy: it loads on first use, so programs and idle plugins never pay for it. */
function loadDriver(): Promise<Driver> {
  driver ??= import("oracledb").then(
    (module) => (module as unknown as { default?: Driver }).default ?? module,
  );
  return driver;
}

/** Sessions to one database as one user, opened on first use. */
export class OraclePool {
  readonly #login: Login;
  #pool: Promise<Pool> | undefined;
  #closed = false;

  constructor(login: Login) {
    this.#login = login;
  }

  async run(block: Block): Promise<Outs[]> {
    const oracledb = await loadDriver();
    const pool = await this.#open(oracledb);
    const connection = await pool.getConnection();
    try {
      const result = await connection.execute<unknown>(block.text, bindsOf(oracledb, block), {
        autoCommit: false,
      });
      return await outsOf(block, (result.outBinds ?? {}) as Record<string, unknown>);
    } finally {
      await release(connection);
    }
  }

  /** Waits `graceSeconds` for calls under way, then cuts them. */
  async close(graceSeconds: number): Promise<void> {
    this.#closed = true;
    const pool = await this.#pool?.catch(() => undefined);
    this.#pool = undefined;
    await pool?.close(graceSeconds);
  }

  /** One promise for all callers; a failed attempt is forgotten, so that the next call tries again. */
  #open(oracledb: Driver): Promise<Pool> {
    if (this.#closed) return Promise.reject(new Error("The connection is closed: the run is ending."));
    const attributes: PoolAttributes = {
      ...this.#login,
      poolMin: 0,
      poolMax: maxSessions,
      poolIncrement: 1,
      connectTimeout: loginTimeout,
    };
    this.#pool ??= oracledb.createPool(attributes).catch((error: unknown) => {
      this.#pool = undefined;
      throw error;
    });
    return this.#pool;
  }
}

function bindsOf(oracledb: Driver, block: Block): BindParameters {
  const binds: Record<string, object | string | number | null> = {};
  for (const [name, value] of Object.entries(block.binds)) {
    // Without a type the driver sends NULL as VARCHAR2, which fits every parameter.
    binds[name] = typeof value === "string" ? { val: value, type: oracledb.STRING } : value;
  }
  for (const out of block.outs) {
    const type = { text: oracledb.STRING, long: oracledb.CLOB, number: oracledb.NUMBER }[out.as];
    binds[out.placeholder] = {
      dir: oracledb.BIND_OUT,
      type,
      ...(out.as === "text" ? { maxSize: maxBindBytes } : {}),
    };
  }
  return binds as BindParameters;
}

async function outsOf(block: Block, values: Record<string, unknown>): Promise<Outs[]> {
  const outs: Record<string, string | number | null>[] = [];
  for (const { placeholder, operation, name } of block.outs) {
    const value = values[placeholder];
    (outs[operation] ??= {})[name] =
      typeof value === "string" || typeof value === "number"
        ? value
        : isLob(value)
          ? await value.getData()
          : null;
  }
  return outs;
}

function isLob(value: unknown): value is { getData(): Promise<string> } {
  return typeof value === "object" && value !== null && "getData" in value;
}

async function release(connection: Connection): Promise<void> {
  try {
    await connection.close();
  } catch {
    // A dead connection cannot be handed back; the pool drops it, and the call's own error says what happened.
  }
}
