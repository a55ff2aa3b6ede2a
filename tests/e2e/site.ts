import oracledb from "oracledb";
import { Sandbox } from "../sandbox";
import type { Stack } from "../engine";
import { leftovers } from "./leftovers";

export type Row = Readonly<Record<string, unknown>>;

interface Access {
  readonly connectString: string;
  readonly user: string;
  readonly password: string;
  readonly baseUrl: string;
}

const asText = ({ dbType }: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined =>
  dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined;

/** A real database, where the environment names one: its schema must be empty, and is left empty. */
function realDatabase(): Access | undefined {
  const {
    ORDS_TEST_CONNECT_STRING: connectString,
    ORDS_TEST_USER: user,
    ORDS_TEST_PASSWORD: password,
    ORDS_TEST_BASE_URL: baseUrl,
  } = process.env;
  if (connectString === undefined) return undefined;
  if (user === undefined || password === undefined || baseUrl === undefined) {
    throw new Error(
      "ORDS_TEST_CONNECT_STRING needs ORDS_TEST_USER, ORDS_TEST_PASSWORD and ORDS_TEST_BASE_URL beside it.",
    );
  }
  return { connectString, user, password, baseUrl };
}

/** Where the stacks of the tests go: a sandbox of their own, or a real database. */
export class Site {
  #connection: oracledb.Connection | undefined;

  private constructor(
    readonly access: Access,
    /** Undefined on a real database. */
    readonly sandbox: Sandbox | undefined,
  ) {}

  static async open(): Promise<Site> {
    const real = realDatabase();
    if (real !== undefined) return new Site(real, undefined);
    const sandbox = await Sandbox.start();
    const { connectString, baseUrl } = sandbox;
    return new Site({ connectString, baseUrl, ...sandbox.user("MYAPI") }, sandbox);
  }

  /** Runs a query or a block as the user, past Pulumi. */
  async run(text: string): Promise<Row[]> {
    const { connectString, user, password } = this.access;
    this.#connection ??= await oracledb.getConnection({ connectString, user, password });
    const { rows = [] } = await this.#connection.execute<Row>(
      text,
      {},
      { outFormat: oracledb.OUT_FORMAT_OBJECT, fetchTypeHandler: asText },
    );
    return rows;
  }

  leftovers(): Promise<string[]> {
    return leftovers((sql) => this.run(sql), "user_ords_");
  }

  /** The connection as the environment of a stack's commands. */
  get environment(): Record<string, string> {
    const { connectString, user, password, baseUrl } = this.access;
    return {
      ORDS_CONNECT_STRING: connectString,
      ORDS_USER: user,
      ORDS_PASSWORD: password,
      ORDS_BASE_URL: baseUrl,
    };
  }

  /** The connection as the configuration of a stack. */
  async connect(stack: Stack): Promise<void> {
    for (const [name, value] of Object.entries<string>({ ...this.access })) {
      await stack.setConfig(`ords:${name}`, value, { secret: name === "password" });
    }
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    await this.sandbox?.stop();
  }
}
