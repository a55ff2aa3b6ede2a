import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import oracledb from "oracledb";
import { request } from "undici";
import { asJson, asText } from "./command";
import { SandboxError } from "./errors";
import { Sandbox } from "./index";
import type { SandboxOptions } from "./index";
import { errorOf, ScriptedDatabase } from "./net/fixture";
import type { HttpOptions, HttpServer, Parts, SandboxDatabase } from "./parts";

/** Parts that stand where the database and ORDS are, so that the composition is tested alone. */
const parts: Parts = {
  versions: ["22.4", "25.4"],
  switches: { nullOrigins: ["kept", "cleared"] },
  openDatabase: ({ users }) => {
    const database = new ScriptedDatabase();
    for (const [name, password] of users) database.passwords.set(name, password);
    const whole: SandboxDatabase = Object.assign(database, {
      query: () => Promise.resolve([{ ANSWER: 42 }]),
      metadata: {} as SandboxDatabase["metadata"],
      openAs: () => assert.fail("ORDS is not asked here"),
      close: () => undefined,
    });
    return Promise.resolve(whole);
  },
  startHttp: async (_database, { port, unpaused }: HttpOptions): Promise<HttpServer> => {
    const server = createServer((_request, response) => void unpaused().then(() => response.end("ORDS")));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    return {
      port: (server.address() as AddressInfo).port,
      stop: () => new Promise((resolve) => server.close(() => resolve())),
    };
  },
  runScripts: () => Promise.resolve(0),
};

describe("the sandbox", () => {
  let sandbox: Sandbox | undefined;
  const start = async (options: SandboxOptions = {}): Promise<Sandbox> =>
    (sandbox = await Sandbox.start({ parts, ...options }));
  afterEach(async () => {
    await sandbox?.stop();
    sandbox = undefined;
  });

  const refused = async (options: SandboxOptions): Promise<string> => {
    const { message } = await errorOf(
      start(options).catch((error: unknown) => {
        assert.ok(error instanceof SandboxError, String(error));
        throw error;
      }),
    );
    return message;
  };

  it("lets its users in, counts, and ends", async () => {
    const { connectString, ...running } = await start();
    assert.ok(sandbox !== undefined && running.version === "25.4");
    for (const name of ["MYAPI", "OTHER", "ADMIN", "ORDS_PUBLIC_USER"]) {
      const connection = await oracledb.getConnection({ connectString, ...sandbox.user(name) });
      await connection.execute("begin nothing; end;");
      await connection.close();
    }
    assert.equal(sandbox.activity.logins, 4);
    assert.deepEqual(await sandbox.query("select 42 answer from dual"), [{ ANSWER: 42 }]);
    await sandbox.stop();
    const { message } = await errorOf(oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") }));
    assert.match(message, /NJS-503|ECONNREFUSED/);
    sandbox = undefined;
  });

  it("speaks TLS on demand", async () => {
    const { connectString, wallet, baseUrl, ...rest } = await start({ tls: true });
    assert.match(connectString, /^tcps:/);
    assert.match(baseUrl, /^https:/);
    assert.equal(rest.controlUrl, undefined);
    const user = sandbox?.user("MYAPI");
    const connection = await oracledb.getConnection({ connectString, walletContent: wallet, ...user });
    await connection.close();
  });

  it("refuses what it has not, in one sentence", async () => {
    assert.equal(
      await refused({ version: "9.9" }),
      "There is no ORDS version 9.9 here: choose 22.4 or 25.4.",
    );
    assert.equal(
      await refused({ switches: { colour: "red" } }),
      "There is no switch colour: choose nullOrigins.",
    );
    assert.equal(
      await refused({ switches: { nullOrigins: "red" } }),
      "The switch nullOrigins cannot be red: choose kept or cleared.",
    );
  });

  it("says which port is taken, and leaves none open", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as AddressInfo;
    try {
      for (const taken of [{ dbPort: port }, { httpPort: port }, { controlPort: port }]) {
        assert.equal(await refused(taken), `Port ${port} is taken by another program.`);
      }
    } finally {
      blocker.close();
    }
  });

  it("prints one line for programs, and how to point a stack at it for people", async () => {
    const started = await start();
    const line = asJson(started);
    assert.ok(!line.includes("\n"));
    assert.deepEqual(JSON.parse(line), {
      connectString: started.connectString,
      user: "MYAPI",
      password: started.user("MYAPI").password,
      adminUser: "ADMIN",
      adminPassword: started.user("ADMIN").password,
      baseUrl: started.baseUrl,
    });
    assert.ok(asText(started).includes(`pulumi config set ords:connectString ${started.connectString}\n`));
  });

  describe("control port", () => {
    const call = async (
      method: "GET" | "POST" | "DELETE",
      path: string,
      body?: unknown,
    ): Promise<[number, unknown]> => {
      const response = await request(`${sandbox?.controlUrl ?? ""}${path}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await response.body.text();
      return [response.statusCode, text === "" ? undefined : JSON.parse(text)];
    };

    it("is off by default", async () => {
      assert.equal((await start()).controlUrl, undefined);
    });

    it("sets, lists and takes away faults", async () => {
      const { connectString } = await start({ controlPort: 0 });
      const connection = await oracledb.getConnection({ connectString, ...sandbox?.user("MYAPI") });
      const fault = { effect: "error", code: 4061, text: "nothing", nth: 2 };
      assert.deepEqual(await call("POST", "/faults", fault), [201, { id: 1, fault, happened: 0 }]);
      await connection.execute("begin nothing; end;");
      assert.equal((await errorOf(connection.execute("begin nothing; end;"))).number, 4061);
      assert.deepEqual(await call("GET", "/faults"), [200, [{ id: 1, fault, happened: 1 }]]);
      assert.deepEqual(await call("DELETE", "/faults/1"), [204, undefined]);
      assert.deepEqual(await call("DELETE", "/faults/1"), [404, undefined]);
      assert.deepEqual(await call("GET", "/faults"), [200, []]);
      const [, activity] = await call("GET", "/activity");
      assert.equal((activity as { logins: number }).logins, 1);
      await connection.close();
    });

    it("pauses ORDS too", async () => {
      const { baseUrl } = await start({ controlPort: 0 });
      await call("POST", "/faults", { effect: "pause" });
      const answer = request(baseUrl).then(({ body }) => body.text());
      const soon = new Promise((resolve) => setTimeout(resolve, 50, "paused"));
      assert.equal(await Promise.race([answer, soon]), "paused");
      await call("DELETE", "/faults");
      assert.equal(await answer, "ORDS");
    });

    it("refuses faults that it does not know, in one sentence", async () => {
      await start({ controlPort: 0 });
      const wrong: [unknown, RegExp][] = [
        [{ effect: "explode" }, /^The member effect is one of latency, /],
        [{ effect: "latency" }, /^The effect latency needs the member ms\.$/],
        [{ effect: "kill", ms: 1 }, /^The effect kill has no member ms\.$/],
        [{ effect: "cut", at: "lunch" }, /^The member at cannot be "lunch"\.$/],
        [{ effect: "kill", nth: 0 }, /^The member nth cannot be 0\.$/],
        [7, /^The body is not an object\.$/],
      ];
      for (const [fault, sentence] of wrong) {
        const [status, body] = await call("POST", "/faults", fault);
        assert.equal(status, 400);
        assert.match((body as { error: string }).error, sentence);
      }
      assert.equal((await call("GET", "/nowhere"))[0], 404);
    });
  });
});
