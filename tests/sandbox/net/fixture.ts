import { databaseRelease } from "../release";
import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import oracledb from "oracledb";
import { OraError } from "../errors";
import type { Column, Database, ExecuteCall, ExecuteResult, WireValue } from "./backend";
import { typeCodes } from "./codec";
import { Listener } from "./listener";
import type { ListenerOptions } from "./listener";

/** A database for tests of the wire: it knows a handful of texts and nothing of SQL. */
export class ScriptedDatabase implements Database {
  readonly services = ["freepdb1"];
  readonly release = databaseRelease("22.4");
  readonly passwords = new Map([
    ["SCOTT", "tiger"],
    ["OTHER", "lion"],
  ]);
  /** What happened, in order. */
  readonly log: string[] = [];
  attributes: Readonly<Record<string, string>> = {};

  password(user: string): string | undefined {
    return this.passwords.get(user);
  }

  open(user: string, events: { committing(): Promise<void> }): ReturnType<Database["open"]> {
    return {
      execute: async (call) => {
        this.log.push(call.sql);
        const answer = scripts.find(([text]) => text.test(call.sql));
        if (answer === undefined) throw new OraError(942, "table or view does not exist", { offset: 14 });
        if (/commits/.test(call.sql)) {
          await events.committing();
          this.log.push("committed");
        }
        return answer[1](call, user);
      },
      commit: async () => {
        await events.committing();
        this.log.push("commit");
      },
      rollback: () => {
        this.log.push("rollback");
        return Promise.resolve();
      },
      identify: (attributes) => {
        this.attributes = { ...this.attributes, ...attributes };
      },
      close: () => {
        this.log.push("close");
      },
    };
  }
}

type Script = (call: ExecuteCall, user: string) => ExecuteResult | Promise<ExecuteResult>;

function block(outs: Record<string, WireValue>, outOnly: string[] = []): ExecuteResult {
  return { kind: "block", outs, outOnly, inTransaction: false };
}

function query(columns: readonly Column[], rows: Iterable<readonly WireValue[]>): ExecuteResult {
  return { kind: "rows", columns, rows };
}

const id: Column = { name: "ID", type: typeCodes.number, precision: 10, scale: 0, nullable: false };

function* numbered(count: number): Generator<WireValue[]> {
  for (let i = 1; i <= count; i++) yield [i, i % 10 === 0 ? null : `row ${i}`];
}

export const longText = "ř😀".repeat(40_000);

const docs: WireValue[][] = [
  [1, "small", Buffer.from([1, 2, 3])],
  [2, null, null],
  [3, longText, Buffer.alloc(100_000, 7)],
];

const docColumns: Column[] = [
  id,
  { name: "DOC", type: typeCodes.clob },
  { name: "BIN", type: typeCodes.blob },
];

function text(value: WireValue | undefined): string {
  return typeof value === "string" ? value : "null";
}

/** Every bind of the block named O_x takes the value of I_x. */
function copied({ rows }: ExecuteCall): ExecuteResult {
  const outs: Record<string, WireValue> = {};
  for (const [name, value] of Object.entries(rows[0] ?? {})) {
    if (name.startsWith("I_")) outs[`O_${name.slice(2)}`] = value;
  }
  return block(outs, Object.keys(outs));
}

const scripts: [RegExp, Script][] = [
  [/copy/, copied],
  [/greet/, ({ rows }) => block({ B: `got ${text(rows[0]?.["A"])}`, N: Number(rows[0]?.["N"]) + 1 }, ["B"])],
  [/echo_array/, ({ rows }) => block({ O: (rows[0]?.["I"] as string[]).map((item) => `${item}!`) }, ["O"])],
  [/nothing|commits/, () => block({})],
  [/whoami/, (_call, user) => block({ WHO: user }, ["WHO"])],
  [
    /shipped/,
    () => {
      throw new OraError(20001, 'ORA-20001: already shipped\nORA-06512: at "APP.PKG", line 42');
    },
  ],
  [
    /slow/,
    async ({ rows, signal }) => {
      try {
        await sleep(Number(rows[0]?.["MS"]), undefined, { signal });
      } catch {
        throw signal.reason;
      }
      return block({});
    },
  ],
  [
    /open cursor/,
    () =>
      block({ RC: { columns: docColumns.slice(0, 2), rows: docs.map((row) => row.slice(0, 2)) } }, ["RC"]),
  ],
  [
    /from many/,
    ({ rows }) =>
      query(
        [id, { name: "NAME", type: typeCodes.varchar, size: 100 }],
        numbered(Number(rows[0]?.["N"] ?? 1000)),
      ),
  ],
  [/from docs/, () => query(docColumns, docs)],
  [/from types/, () => query(typeColumns, [typeValues, typeValues.map(() => null)])],
  [
    /echo_binds/,
    ({ rows }) => query([{ name: "V", type: typeCodes.varchar, size: 4000 }], [[JSON.stringify(rows[0])]]),
  ],
  [
    /returning/,
    ({ rows }) => ({
      kind: "done",
      rowsAffected: 2,
      inTransaction: true,
      returning: rows.map(() => ({ RID: [101, 102] })),
    }),
  ],
  [
    /insert/,
    ({ rows, batchErrors }) => {
      const failures = rows
        .map(({ ID }, row) => ({
          row,
          code: 1,
          text: "ORA-00001: unique constraint violated",
          bad: ID === "13",
        }))
        .filter(({ bad }) => bad);
      if (failures.length > 0 && !batchErrors) throw new OraError(1, "unique constraint violated");
      return {
        kind: "done",
        rowsAffected: rows.length - failures.length,
        inTransaction: true,
        failures,
        rowCounts: rows.map(({ ID }) => (ID === "13" ? 0 : 1)),
      };
    },
  ],
];

export const moment = new Date(Date.UTC(2024, 1, 29, 23, 59, 58, 123));

const typeColumns: Column[] = [
  { name: "S", type: typeCodes.varchar, size: 4000 },
  { name: "N", type: typeCodes.number },
  { name: "D", type: typeCodes.date },
  { name: "TS", type: typeCodes.timestamp, scale: 6 },
  { name: "TZ", type: typeCodes.timestampTz, scale: 6 },
  { name: "LTZ", type: typeCodes.timestampLtz, scale: 6 },
  { name: "R", type: typeCodes.raw, size: 16 },
  { name: "BD", type: typeCodes.binaryDouble },
  { name: "BF", type: typeCodes.binaryFloat },
  { name: "C", type: typeCodes.char, size: 3 },
  { name: "B", type: typeCodes.boolean },
];

export const typeValues: WireValue[] = [
  "žluťoučký kůň 😀",
  "12345678901234567890.125",
  new Date(Date.UTC(2024, 1, 29, 23, 59, 58)),
  moment,
  moment,
  moment,
  Buffer.from("00ff10", "hex"),
  -1.5e300,
  0.5,
  "ab ",
  true,
];

/** A listener in front of a scripted database. */
export class Wire {
  readonly database = new ScriptedDatabase();
  readonly listener: Listener;
  port = 0;

  constructor(options: ListenerOptions = {}) {
    this.listener = new Listener(this.database, options);
  }

  static async start(options: ListenerOptions = {}): Promise<Wire> {
    const wire = new Wire(options);
    wire.port = await wire.listener.listen();
    return wire;
  }

  get connectString(): string {
    return `127.0.0.1:${this.port}/freepdb1`;
  }

  connect(attributes: oracledb.ConnectionAttributes = {}): Promise<oracledb.Connection> {
    const { connectString } = this;
    return oracledb.getConnection({ user: "scott", password: "tiger", connectString, ...attributes });
  }

  /** Connects, and disconnects whatever happens. */
  async with<Result>(
    work: (connection: oracledb.Connection) => Promise<Result>,
    attributes: oracledb.ConnectionAttributes = {},
  ): Promise<Result> {
    const connection = await this.connect(attributes);
    try {
      return await work(connection);
    } finally {
      await connection.close().catch(() => undefined);
    }
  }

  stop(): Promise<void> {
    return this.listener.close();
  }
}

export const out = {
  text: (maxSize = 4000): oracledb.BindParameter => ({
    dir: oracledb.BIND_OUT,
    type: oracledb.STRING,
    maxSize,
  }),
  number: (): oracledb.BindParameter => ({ dir: oracledb.BIND_OUT, type: oracledb.NUMBER }),
};

/** Oracle's number of the error that a promise rejects with. */
export async function errorOf(
  promise: Promise<unknown>,
): Promise<{ number: number; message: string; offset: number }> {
  try {
    await promise;
  } catch (error) {
    const { errorNum = 0, message, offset = 0 } = error as Error & { errorNum?: number; offset?: number };
    return { number: errorNum, message, offset };
  }
  return assert.fail("no error was raised");
}
