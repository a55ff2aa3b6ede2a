import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { OraError } from "../errors";
import { errorOf, Wire } from "./fixture";

const slow = "begin slow(:ms); end;";

describe("breaks, time-outs and lost connections", () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await Wire.start();
  });
  afterEach(() => wire.stop());

  it("a break ends the call, and the session goes on", () =>
    wire.with(async (connection) => {
      const call = errorOf(connection.execute(slow, { ms: 20_000 }));
      await sleep(50);
      await connection.break();
      assert.equal((await call).number, 1013);
      assert.equal((await connection.execute("select id from many")).rows?.length, 100 * 10);
    }));

  it("a break at any moment leaves the session in order", () =>
    wire.with(async (connection) => {
      for (let i = 0; i < 30; i++) {
        const call = connection.execute(slow, { ms: i % 4 }).catch((error: unknown) => {
          assert.match(String(error), /ORA-01013/);
        });
        setTimeout(() => void connection.break(), i % 5);
        await call;
        await sleep(6);
        await connection.ping().catch((error: unknown) => {
          assert.match(String(error), /ORA-01013/);
        });
        await connection.ping();
      }
    }));

  it("a call time-out ends the call on both sides", () =>
    wire.with(async (connection) => {
      connection.callTimeout = 100;
      assert.match((await errorOf(connection.execute(slow, { ms: 20_000 }))).message, /NJS-123/);
      await connection.ping();
    }));

  it("a cut connection ends the call and the database's session", async () => {
    const connection = await wire.connect();
    const call = errorOf(connection.execute(slow, { ms: 20_000 }));
    await sleep(50);
    for (const session of wire.listener.sessions) session.cut();
    assert.match((await call).message, /NJS-500/);
    await sleep(20);
    assert.equal(wire.database.log.at(-1), "close");
    await connection.close().catch(() => undefined);
  });

  it("a killed session says so once", async () => {
    const connection = await wire.connect();
    for (const session of wire.listener.sessions)
      session.kill(new OraError(28, "your session has been killed"));
    assert.match((await errorOf(connection.ping())).message, /ORA-00028/);
    await sleep(20);
    assert.equal(wire.listener.sessions.size, 0);
    await connection.close().catch(() => undefined);
  });
});
