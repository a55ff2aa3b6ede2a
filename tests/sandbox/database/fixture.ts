import oracledb from "oracledb";
import { Sandbox } from "../index";
import type { SandboxOptions } from "../index";
import { errorOf } from "../net/fixture";

/** A sandbox with connections of its users, closed together. */
export class Site {
  readonly #open: oracledb.Connection[] = [];

  private constructor(readonly sandbox: Sandbox) {}

  static async start(options: SandboxOptions = {}): Promise<Site> {
    return new Site(await Sandbox.start(options));
  }

  /** A user of the start, or one with a password. */
  async connect(user: string, password?: string): Promise<oracledb.Connection> {
    const { connectString } = this.sandbox;
    const credentials = password === undefined ? this.sandbox.user(user) : { user, password };
    const connection = await oracledb.getConnection({ connectString, ...credentials });
    this.#open.push(connection);
    return connection;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#open.map((connection) => connection.close().catch(() => undefined)));
    await this.sandbox.stop();
  }
}

/** The rows of a query as arrays. */
export async function rowsOf(
  connection: oracledb.Connection,
  sql: string,
  binds: oracledb.BindParameters = {},
): Promise<unknown[][]> {
  const { rows } = await connection.execute<unknown[]>(sql, binds, {
    fetchTypeHandler: ({ dbType }) =>
      dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined,
  });
  return rows ?? [];
}

/** The first line of the error that a statement gives. */
export async function failureOf(connection: oracledb.Connection, sql: string): Promise<string> {
  return (await errorOf(connection.execute(sql))).message.split("\n")[0] ?? "";
}
