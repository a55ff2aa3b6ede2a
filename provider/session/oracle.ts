import type { BindParameters, Connection, Pool } from "oracledb";
import type { Block } from "./block";
import type { DatabaseConnection } from "./connection";
import { loadDriver, poolAttributes } from "./driver";
import type { Driver, PoolSetup } from "./driver";
import { maxBindBytes } from "./operation";
import type { Outs } from "./operation";
import { targetOf } from "./target";
import { EndingError, settledWithin } from "./transport";
import type { Transport } from "./transport";
import { whileStarting } from "./waiting";

/** How long calls that were broken off, and then the pool, are given to end, in milliseconds; below 5 s together. */
const grace = { calls: 2500, pool: 1500 } as const;

/** Longest text of V$SESSION's MODULE, ACTION and CLIENT_INFO, in bytes. */
const longestLabel = 64;

/** Sessions to one database as one user, opened on first use. */
export class OraclePool implements Transport {
  readonly target: string;
  readonly #connection: DatabaseConnection;
  readonly #running = new Set<Connection>();
  readonly #ending = new AbortController();
  #setup: Promise<PoolSetup> | undefined;
  #pool: Promise<Pool> | undefined;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
    this.target = targetOf(connection.connectString);
  }

  /** A read whose connection was lost is made once more; of a write nobody knows what became. */
  async run(block: Block, label: string): Promise<Outs[]> {
    try {
      return await this.#once(block, label);
    } catch (error) {
      const isAgain = block.effect === "read" && !this.#ending.signal.aborted && isLost(error);
      if (!isAgain) throw error;
      return this.#once(block, label);
    }
  }

  async #once(block: Block, label: string): Promise<Outs[]> {
    const oracledb = await loadDriver();
    const { waitFor } = this.#connection;
    const patience = { waitFor, target: this.target, signal: this.#ending.signal };
    const connection = await this.#unlessEnding(whileStarting(patience, () => this.#borrow(oracledb)));
    this.#running.add(connection);
    try {
      this.#introduce(connection, label);
      const result = await connection.execute<unknown>(block.text, bindsOf(oracledb, block), {
        autoCommit: false,
      });
      return await outsOf(block, (result.outBinds ?? {}) as Record<string, unknown>);
    } catch (error) {
      throw this.#ending.signal.aborted ? new EndingError({ cause: error }) : error;
    } finally {
      await release(connection);
      this.#running.delete(connection);
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    for (const connection of this.#running) {
      // A call that is not under way cannot be broken off.
      connection.break().catch(() => undefined);
    }
    const until = Date.now() + grace.calls;
    while (this.#running.size > 0 && Date.now() < until)
      await settledWithin(50, new Promise(() => undefined));
    const closing = this.#pool?.then((pool) => pool.close(0));
    if (closing !== undefined) await settledWithin(grace.pool, closing);
    const setup = await this.#setup?.catch(() => undefined);
    await setup?.cleanUp();
  }

  /** The driver's pool forgets who waits for a session when it closes. */
  #unlessEnding(borrowing: Promise<Connection>): Promise<Connection> {
    const { signal } = this.#ending;
    return new Promise((resolve, reject) => {
      const end = (): void => reject(new EndingError());
      signal.addEventListener("abort", end, { once: true });
      borrowing.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
    });
  }

  async #borrow(oracledb: Driver): Promise<Connection> {
    if (this.#ending.signal.aborted) throw new EndingError();
    const pool = await this.#open(oracledb);
    return pool.getConnection();
  }

  /** One promise for all callers; a failed attempt is forgotten, so that the next call tries again. */
  #open(oracledb: Driver): Promise<Pool> {
    this.#setup ??= poolAttributes(oracledb, this.#connection);
    this.#pool ??= this.#setup
      .then(({ attributes }) => oracledb.createPool(attributes))
      .catch((error: unknown) => {
        this.#pool = undefined;
        this.#setup = undefined;
        throw error;
      });
    return this.#pool;
  }

  /** Tells a DBA who this is. The driver sends it along with the call. */
  #introduce(connection: Connection, label: string): void {
    connection.module = "pulumi-ords";
    connection.action = shortened(label);
    connection.clientInfo = shortened(`pulumi ${process.env.PULUMI_NODEJS_PROJECT ?? ""}`.trim());
    connection.callTimeout = this.#connection.callTimeout * 1000;
  }
}

function isLost(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^NJS-(500|501|503|521)$/.test(code);
}

function shortened(label: string): string {
  const bytes = Buffer.from(label, "utf8");
  if (bytes.length <= longestLabel) return label;
  // Half a character at the end becomes none.
  return bytes
    .subarray(0, longestLabel)
    .toString("utf8")
    .replace(/\ufffd$/, "");
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
