import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "../../provider/session/errors";
import type { Session } from "../../provider/session/session";
import { OraError, oraNumber } from "../sandbox/errors";
import type { Fault } from "../sandbox/faults";
import { bound, failure, operation, perform, sessionOf, TestListener, until } from "./fixture";
import type { Config } from "./fixture";

/** What a function prints while a promise is under way. */
async function printed(work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}

describe("a session over Oracle Net", () => {
  let server: TestListener;
  const sessions: Session[] = [];
  const open = (config: Config = server.config): Session => {
    const session = sessionOf(config);
    sessions.push(session);
    return session;
  };
  beforeEach(async () => {
    server = await TestListener.start();
  });
  afterEach(async () => {
    server.faults.clear();
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    await server.stop();
  });

  it("is not opened before there is work", async () => {
    open();
    await sleep(50);
    assert.equal(server.listener.activity.logins, 0);
    assert.equal(server.sessions, 0);
  });

  it("logs in once, however much there is to do, and needs a round trip for each block", async () => {
    const session = open();
    await perform(session, operation("first;"));
    const { roundTrips } = server.listener.activity;
    for (let count = 0; count < 5; count++) await perform(session, operation(`more${count};`));
    assert.equal(server.listener.activity.roundTrips - roundTrips, 5);
    await Promise.all(Array.from({ length: 20 }, (_, count) => perform(session, operation(`many${count};`))));
    assert.equal(server.listener.activity.logins, 1);
    assert.ok(server.listener.activity.roundTrips - roundTrips <= 7);
  });

  it("hands binds over and outs back", async () => {
    server.database.answer = ({ rows }) => ({ STATE: `got ${bound(rows[0], "V0_0")}`, DONE: 1, LONG: null });
    const outs = await perform(
      open(),
      operation(
        "p(",
        { bind: "ř😀" },
        ",",
        { out: "state", as: "text" },
        ",",
        { out: "done", as: "number" },
        ",",
        { out: "long", as: "long" },
        ");",
      ),
    );
    assert.deepEqual(outs, { state: "got ř😀", done: 1, long: null });
  });

  it("tells the DBA who it is, and costs no round trip for it", async () => {
    const session = open();
    await perform(session, operation("first;"), "warm up");
    const { roundTrips } = server.listener.activity;
    await perform(session, operation("null;"), `create handler "${"ž".repeat(60)}" in schema MYAPI`);
    const { module, action = "", clientInfo } = server.database.identity;
    assert.equal(module, "pulumi-ords");
    assert.match(action, /^create handler "ž+$/);
    assert.ok(Buffer.byteLength(action) <= 64);
    assert.match(clientInfo ?? "", /^pulumi/);
    assert.equal(server.listener.activity.roundTrips - roundTrips, 1);
  });

  it("opens no more sessions than it may, for however many schemas", async () => {
    server.faults.add({ effect: "latency", ms: 100, text: "work" });
    const session = open({ ...server.config, maxSessions: "2" });
    await Promise.all(
      ["A", "B", "C", "D"].map((schema) =>
        session.perform({ ...operation("work;"), schema }, { doing: "work" }),
      ),
    );
    assert.equal(server.listener.activity.logins, 2);
  });

  it("makes a read again whose connection was lost, and never a write", async () => {
    const session = open();
    server.faults.add({ effect: "cut", at: "call", text: "look", nth: 1 });
    await perform(session, { ...operation("look;"), effect: "read" });
    assert.equal(server.database.texts.length, 1);
    server.faults.add({ effect: "cut", at: "answer", text: "change", nth: 1 });
    await failure(perform(session, operation("change;")));
    assert.equal(server.database.texts.filter((text) => text.includes("change")).length, 1);
  });

  it("makes a new session where an idle one has died", async () => {
    const session = open();
    await perform(session, operation("first;"));
    for (const one of server.listener.sessions) one.cut();
    await until(() => server.sessions === 0);
    await perform(session, operation("second;"));
    assert.equal(server.listener.activity.logins, 2);
  });

  it("waits for a database that is starting, with a line of progress", async () => {
    const { port } = server;
    await server.stop();
    const session = open({ ...server.config, waitFor: "20" });
    const working = printed(() => perform(session, operation("null;")));
    await sleep(300);
    server = await TestListener.start({}, port);
    const [line = ""] = await working;
    assert.match(
      line,
      /^127\.0\.0\.1:\d+\/freepdb1 is not ready yet \(ECONNREFUSED\); waiting, 20 s at most\.$/,
    );
    assert.equal(server.database.texts.length, 1);
  });

  it("waits for a database that its listener does not know yet (ORA-12514)", async () => {
    const session = open({
      ...server.config,
      connectString: `127.0.0.1:${server.port}/late`,
      waitFor: "20",
    });
    const working = printed(() => perform(session, operation("null;")));
    await sleep(200);
    server.database.services.push("late");
    const [line = ""] = await working;
    assert.match(line, /late is not ready yet \(NJS-518\); waiting/);
  });

  for (const code of [1033, 1034, 1109]) {
    it(`waits for a database that is not open yet (${oraNumber(code)})`, async () => {
      server.database.notOpen = code;
      const session = open({ ...server.config, waitFor: "20" });
      const working = printed(() => perform(session, operation("null;")));
      await sleep(200);
      server.database.notOpen = undefined;
      const [line = ""] = await working;
      assert.ok(line.includes(`is not ready yet (${oraNumber(code)}); waiting`), line);
    });
  }

  it("says what was wrong when the time is over", async () => {
    server.database.notOpen = 1033;
    const lines = await printed(async () => {
      const { message } = await failure(
        perform(open({ ...server.config, waitFor: "1" }), operation("null;")),
      );
      assert.match(message, /ORA-01033.*The database is starting or stopped: try again when it is open/);
    });
    assert.ok(lines.length >= 1);
  });

  it("does not wait where nobody asked it to", async () => {
    const { config } = server;
    await server.stop();
    const lines = await printed(async () => {
      const error = await failure(perform(open(config), operation("null;")));
      assert.match(error.message, /Nothing listens there: check host and port, or set ords:waitFor/);
    });
    assert.deepEqual(lines, []);
    server = await TestListener.start();
  });

  describe("fails with a sentence that says what, who, where and what to do", () => {
    const faults: readonly (readonly [string, Fault | undefined, Config, RegExp])[] = [
      [
        "a wrong password",
        undefined,
        { password: "hush-wrong" },
        /ORA-01017.*check ords:user and ords:password\.$/,
      ],
      [
        "a service that is none",
        undefined,
        { connectString: "127.0.0.1:PORT/nope" },
        /NJS-518.*check ords:connectString/,
      ],
      [
        "an alias without tnsnames.ora",
        undefined,
        { connectString: "nope", configDir: "/nowhere" },
        /NJS-5\d\d.*check ords:connectString and ords:configDir\.$/,
      ],
      [
        "a host that is none",
        undefined,
        { connectString: "nope.invalid:1521/service" },
        /The host name cannot be resolved/,
      ],
      [
        "a malformed connect string",
        undefined,
        { connectString: "(description=" },
        /The connect string is malformed|NJS-5/,
      ],
      [
        "a proxy user who may not",
        undefined,
        { user: "myapi[other]" },
        /ORA-28150.*ALTER USER OTHER GRANT CONNECT THROUGH/,
      ],
      ["a killed session", { effect: "kill", text: "null" }, {}, /The session was killed: run again/],
      [
        "a connection that is cut",
        { effect: "cut", at: "call", text: "null" },
        {},
        /The connection was lost: run again: what was done is found, the rest is made\.$/,
      ],
      [
        "a commit of which nobody knows",
        { effect: "cut", at: "afterCommit", text: "null" },
        {},
        /The connection was lost/,
      ],
      [
        "a call that takes too long",
        { effect: "latency", ms: 5000, text: "null" },
        { callTimeout: "1" },
        /NJS-123.*The call took longer than ords:callTimeout/,
      ],
      [
        "a listener that says nothing",
        { effect: "stall" },
        { connectTimeout: "1" },
        /NJS-510.*There was no answer in time/,
      ],
      [
        "a right that is missing",
        { effect: "error", code: 1031, text: "null" },
        {},
        /GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI/,
      ],
      [
        "a site that is closed",
        { effect: "error", code: 20031, text: "null" },
        {},
        /GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI/,
      ],
      [
        "rights that ORDS may not inherit",
        { effect: "error", code: 6598, text: "null" },
        {},
        /GRANT INHERIT PRIVILEGES ON USER MYAPI TO ORDS_METADATA/,
      ],
      [
        "a schema that is not enabled",
        { effect: "error", code: 20012, text: "null" },
        {},
        /add an OrdsSchema.*as MYAPI/,
      ],
      [
        "an error that nobody has met",
        { effect: "error", code: 12345, message: "something of its own", text: "null" },
        {},
        /ORA-12345: something of its own\.$/,
      ],
    ];
    for (const [name, fault, config, sentence] of faults) {
      it(name, async () => {
        if (fault !== undefined) server.faults.add(fault);
        const connectString = config.connectString?.replace("PORT", String(server.port));
        const all = {
          ...server.config,
          ...config,
          ...(connectString === undefined ? {} : { connectString }),
        };
        const error = await failure(perform(open(all), operation("null;"), 'create module "api"'));
        assert.ok(error instanceof DatabaseError);
        const user = config.user === undefined ? "MYAPI" : "OTHER";
        assert.ok(error.message.startsWith(`Could not create module "api" as ${user} at `), error.message);
        assert.match(error.message.replaceAll("\n", " "), sentence);
        assert.ok(error.cause instanceof Error);
        assert.doesNotMatch(error.message, /Help:|hush/);
      });
    }
  });

  it("knows the numbers of a stack, and leaves the lines out that only say where", async () => {
    server.database.answer = () =>
      new OraError(
        1403,
        "ORA-01403: no data found\nORA-00001: unique constraint (ORDS_METADATA.ORDS_UNIQUE_PREFIX_UC) violated\nORA-06512: at line 1",
      );
    const error = await failure(perform(open(), operation("null;")));
    assert.ok(error instanceof DatabaseError);
    assert.deepEqual(error.oraCodes.slice(0, 2), [1403, 1]);
    assert.match(error.message, /Another module of the schema has this base path/);
    assert.doesNotMatch(error.message, /06512: at line 1;|06512: at line 1\./);
  });
});
