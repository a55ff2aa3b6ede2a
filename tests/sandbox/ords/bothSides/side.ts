import { setTimeout as sleep } from "node:timers/promises";
import oracledb from "oracledb";
import { request } from "undici";
import { Sandbox } from "../../index";
import type { Credentials } from "../../index";

interface Access extends Credentials {
  readonly connectString: string;
  /** Ends in `/ords`. */
  readonly baseUrl: string;
  /** Has ORDS_ADMINISTRATOR_ROLE, and may create and drop users. */
  readonly administrator: Credentials | undefined;
}

/** A real database, where the environment names one: the schema's ORDS metadata must be empty, and is left empty. */
function realDatabase(): Access | undefined {
  const {
    ORDS_TEST_CONNECT_STRING: connectString,
    ORDS_TEST_USER: user,
    ORDS_TEST_PASSWORD: password,
    ORDS_TEST_ADMIN_USER: adminUser,
    ORDS_TEST_ADMIN_PASSWORD: adminPassword,
    ORDS_TEST_BASE_URL: baseUrl,
  } = process.env;
  if (connectString === undefined) return undefined;
  if (user === undefined || password === undefined || baseUrl === undefined) {
    throw new Error(
      "ORDS_TEST_CONNECT_STRING needs ORDS_TEST_USER, ORDS_TEST_PASSWORD and ORDS_TEST_BASE_URL beside it.",
    );
  }
  if ((adminUser === undefined) !== (adminPassword === undefined)) {
    throw new Error("ORDS_TEST_ADMIN_USER and ORDS_TEST_ADMIN_PASSWORD need each other.");
  }
  const administrator = adminUser === undefined ? undefined : { user: adminUser, password: adminPassword! };
  return { connectString, user, password, baseUrl, administrator };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

type Row = Record<string, unknown>;

/** Users of ORDS, as far as a driver and HTTP show: on the sandbox, or on a real database. */
export class Side {
  readonly #connections: oracledb.Connection[] = [];

  private constructor(
    readonly access: Access,
    readonly sandbox: Sandbox | undefined,
  ) {}

  static async open(): Promise<Side> {
    const real = realDatabase();
    if (real !== undefined) return new Side(real, undefined);
    const sandbox = await Sandbox.start();
    const { connectString, baseUrl } = sandbox;
    const administrator = sandbox.user("ADMIN");
    return new Side({ connectString, baseUrl, administrator, ...sandbox.user("MYAPI") }, sandbox);
  }

  /** A session of the schema's user, or of another. */
  async connect({ user, password }: Credentials = this.access): Promise<Session> {
    const { connectString } = this.access;
    const connection = await oracledb.getConnection({ connectString, user, password });
    this.#connections.push(connection);
    return new Session(connection);
  }

  /** A request under an alias, by default the schema's. */
  async http(
    path: string,
    {
      method = "GET",
      headers = {},
      body,
      under = alias,
    }: { method?: string; headers?: Record<string, string>; body?: string; under?: string } = {},
  ): Promise<Answer> {
    const url = `${this.access.baseUrl}/${under}${path}`;
    const answer = await request(url, {
      method: method as "GET",
      headers: { accept: "application/json", ...headers },
      body: body ?? null,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  }

  /** Asks again until ORDS has seen what was committed: it keeps what it knows for about a second (fact 5). */
  async eventually(ask: () => Promise<Answer>, status: number): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const answer = await ask();
      if (answer.status === status || tries >= 50) return answer;
      await sleep(100);
    }
  }

  /** Ends a session before the others. */
  async disconnect({ connection }: Session): Promise<void> {
    this.#connections.splice(this.#connections.indexOf(connection), 1);
    await connection.close();
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
    await this.sandbox?.stop();
  }
}

export const alias = "both";

export class Session {
  constructor(readonly connection: oracledb.Connection) {}

  /** Runs the body of a block; what its OUT binds hold afterwards. */
  async run(body: string, binds: oracledb.BindParameters = {}): Promise<Record<string, unknown>> {
    const { outBinds } = await this.connection.execute<Record<string, unknown>>(`begin ${body} end;`, binds);
    return outBinds ?? {};
  }

  /** The lines of the error that a block ends with. */
  async fails(body: string): Promise<string> {
    try {
      await this.run(body);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`The block did not fail: ${body}`);
  }

  async rows(query: string): Promise<Row[]> {
    const { rows = [] } = await this.connection.execute<Row>(
      query,
      {},
      {
        outFormat: oracledb.OUT_FORMAT_OBJECT,
        fetchTypeHandler: ({ dbType }) =>
          dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined,
      },
    );
    return rows;
  }

  /** One column. */
  async column(query: string): Promise<unknown[]> {
    return (await this.rows(query)).flatMap((row) => Object.values(row));
  }
}

/** An OUT bind for a text. */
export const outText = { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 4000 };
