import { strict as assert } from "node:assert";
import { connect } from "node:net";
import fc from "fast-check";
import { request } from "undici";
import { OraError } from "../errors";
import { basic, done, handler, moduleAt, Ords, schema, template } from "./fixture";
import { parseOutput } from "./output";

const source = "begin p; end;";
const modules = [moduleAt("/m/", [template("a", [handler({ sourceType: "plsql/block", source })])])];

describe("the HTTP port", () => {
  it("survives any bytes", async function () {
    this.timeout(60_000);
    const ords = await Ords.start({ modules });
    const { port } = new URL(ords.url);
    const lines = fc.constantFrom(
      "GET /ords/myapi/m/a HTTP/1.1\r\n",
      "POST /ords/myapi/oauth/token HTTP/1.1\r\n",
      "Host: x\r\n",
      "Content-Length: 5\r\n",
      "Transfer-Encoding: chunked\r\n",
      "Authorization: Basic =\r\n",
      "\r\n",
    );
    const bytes = fc.uint8Array({ maxLength: 400 }).map((data) => Buffer.from(data));
    const piece = fc.oneof(
      bytes,
      lines.map((line) => Buffer.from(line)),
    );
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
          await new Promise<void>((resolve) => {
            const socket = connect(Number(port), "127.0.0.1");
            socket.on("error", () => undefined);
            socket.on("close", () => resolve());
            socket.resume();
            socket.end(Buffer.concat(pieces));
          });
        }),
        { numRuns: 150 },
      );
      ords.database.scripts.set(source, () => done());
      assert.equal((await request(`${ords.url}/myapi/m/a`)).statusCode, 200);
    } finally {
      await ords.stop();
    }
  });

  it("refuses paths, hosts and bodies that are none", async () => {
    const ords = await Ords.start({ modules });
    try {
      const status = async (path: string): Promise<number> =>
        (await request(new URL(ords.url).origin + path)).statusCode;
      assert.equal(await status("/ords/myapi/%zz"), 400);
      assert.equal(await status("/ords/myapi/../../etc/passwd"), 404);
      assert.equal(await status("/"), 404);
      assert.equal(await status("/ords/"), 404);
      assert.equal(await status("/ords/__proto__/x"), 404);
      assert.equal(await status("/ords/myapi/constructor"), 404);
      assert.equal(await status("/ords/myapitoString"), 404);
    } finally {
      await ords.stop();
    }
  });

  it("breaks off what no one waits for any more", async () => {
    const ords = await Ords.start({ modules });
    try {
      const open = ords.database.openAs.bind(ords.database);
      const aborted = new Promise<unknown>((resolve) => {
        ords.database.openAs = (user) => ({
          ...open(user),
          execute: ({ signal }) =>
            new Promise((_, reject) => {
              signal.addEventListener("abort", () => {
                const reason: unknown = signal.reason;
                resolve(reason);
                reject(new Error("broken off", { cause: reason }));
              });
            }),
        });
      });
      const given = AbortSignal.timeout(50);
      await assert.rejects(request(`${ords.url}/myapi/m/a`, { signal: given }));
      assert.equal((await aborted) instanceof OraError, true);
    } finally {
      await ords.stop();
    }
  });

  it("waits while it is paused", async () => {
    let go = (): void => undefined;
    const paused = new Promise<void>((resolve) => (go = resolve));
    const ords = await Ords.start({ modules }, { unpaused: () => paused });
    try {
      ords.database.scripts.set(source, () => done());
      let answered = false;
      const answer = request(`${ords.url}/myapi/m/a`).then(({ statusCode }) => {
        answered = true;
        return statusCode;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(answered, false);
      go();
      assert.equal(await answer, 200);
    } finally {
      go();
      await ords.stop();
    }
  });

  it("fact 5: believes what it knows for as long as it is told to", async () => {
    const ords = await Ords.start({}, { metadataCache: 1000 });
    try {
      const status = async (): Promise<number> => (await request(`${ords.url}/myapi/m/a`)).statusCode;
      ords.database.scripts.set(source, () => done());
      assert.equal(await status(), 404);
      ords.database.schemas.set("myapi", schema({ modules }));
      assert.equal(await status(), 404);
      ords.time += 1001;
      assert.equal(await status(), 200);
    } finally {
      await ords.stop();
    }
  });
});

describe("fact 181: a pre-hook", () => {
  let ords: Ords;
  beforeEach(async () => {
    ords = await Ords.start({ modules }, { preHook: "hooks.check" });
    ords.database.scripts.set(source, ({ print }) => {
      print("the handler");
      return done();
    });
  });
  afterEach(() => ords.stop());

  const hook = "begin if hooks.check() then :granted := 1; else :granted := 0; end if; end;";
  const answer = async (): Promise<unknown> => {
    const { statusCode, body } = await request(`${ords.url}/myapi/m/a`);
    const text = await body.text();
    return [statusCode, text.startsWith("{") ? (JSON.parse(text) as { code: string }).code : text];
  };

  it("lets a request go on", async () => {
    ords.database.scripts.set(hook, ({ print }) => {
      print("X-ORDS-HOOK-USER: someone\n\n");
      return done({ GRANTED: "1" });
    });
    assert.deepEqual(await answer(), [200, "the handler"]);
  });

  it("refuses it, or answers it", async () => {
    ords.database.scripts.set(hook, () => done({ GRANTED: "0" }));
    assert.deepEqual(await answer(), [403, "Forbidden"]);
    ords.database.scripts.set(hook, ({ print }) => {
      print("Status: 429\nContent-Type: text/plain\n\nlater");
      return done({ GRANTED: "0" });
    });
    assert.deepEqual(await answer(), [429, "later"]);
  });

  it("that fails refuses; one that isn't there makes the schema unavailable", async () => {
    ords.database.scripts.set(hook, () => {
      throw new OraError(20001, "ORA-20001: no");
    });
    assert.deepEqual(await answer(), [403, "Forbidden"]);
    ords.database.scripts.set(hook, () => {
      throw new OraError(
        6550,
        "ORA-06550: line 1, column 10:\nPLS-00201: identifier 'HOOKS.CHECK' must be declared",
      );
    });
    assert.deepEqual(await answer(), [503, "ServiceUnavailable"]);
  });

  it("sees no request that protection refused", async () => {
    const authorization = basic("MYAPI", "wrong");
    const { statusCode } = await request(`${ords.url}/myapi/m/a`, { headers: { authorization } });
    assert.equal(statusCode, 401);
  });
});

describe("what a handler printed", () => {
  const cases: readonly (readonly [string, string, ReturnType<typeof parseOutput>])[] = [
    [
      "has headers before an empty line",
      "A: 1\n\nx",
      { status: undefined, headers: { a: ["1"] }, body: "x" },
    ],
    ["has none where the line is missing", "A: 1\nx", { status: undefined, headers: {}, body: "A: 1\nx" }],
    ["may begin with an empty line", "\nx", { status: undefined, headers: {}, body: "\nx" }],
    ["may be JSON", '{"a": 1}\n', { status: undefined, headers: {}, body: '{"a": 1}\n' }],
    ["may say its status", "Status: 404 Not Found\r\n\r\n", { status: 404, headers: {}, body: "" }],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.deepEqual(parseOutput(text), expected));
});
