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
  async run(text: string, binds: Readonly<Record<string, string>> = {}): Promise<Row[]> {
    const { connectString, user, password } = this.access;
    const connection = await oracledb.getConnection({ connectString, user, password });
    try {
      const { rows = [] } = await connection.execute<Row>(
        text,
        { ...binds },
        {
          outFormat: oracledb.OUT_FORMAT_OBJECT,
          fetchTypeHandler: ({ dbType }) =>
            dbType === oracledb.DB_TYPE_CLOB ? { type: oracledb.STRING } : undefined,
        },
      );
      return rows;
    } finally {
      await connection.close();
    }
  }

  leftovers(): Promise<string[]> {
    return leftovers((sql) => this.run(sql), "user_ords_");
  }

  /** Gives a stack its connection. */
  async connect(stack: Stack, but: Partial<Access> = {}): Promise<void> {
    for (const [name, value] of Object.entries({ ...this.access, ...but })) {
      await stack.setConfig(`ords:${name}`, value, { secret: name === "password" });
    }
  }

  async close(): Promise<void> {
    await this.sandbox?.stop();
  }
}
