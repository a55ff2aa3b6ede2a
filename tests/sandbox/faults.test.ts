import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { Faults } from "./faults";
import { errorOf, Wire } from "./net/fixture";

const block = "begin nothing; end;";

describe("faults on demand", () => {
  let faults: Faults;
  let wire: Wire;
  beforeEach(async () => {
    faults = new Faults();
    wire = await Wire.start({ interference: faults });
  });
  afterEach(() => {
    faults.clear();
    return wire.stop();
  });

  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };

  it("latency: each round trip waits", () =>
    wire.with(async (connection) => {
      const fault = faults.add({ effect: "latency", ms: 40 });
      assert.ok((await timed(() => connection.execute(block))) >= 39);
      assert.ok((await timed(() => connection.ping())) >= 39);
      assert.equal(fault.happened, 2);
      fault.remove();
      assert.ok((await timed(() => connection.execute(block))) < 35);
    }));

  it("slow LOB: only what reads LOBs waits", () =>
    wire.with(async (connection) => {
      faults.add({ effect: "slowLob", ms: 40 });
      assert.ok((await timed(() => connection.execute(block))) < 35);
      const { rows } =
        await connection.execute<[number, { getData(): Promise<string> }]>("select * from docs");
      assert.ok((await timed(async () => rows?.[0]?.[1].getData())) >= 39);
    }));

  it("an error at the n-th call that fits, and nothing is executed", () =>
    wire.with(async (connection) => {
      faults.add({
        effect: "error",
        code: 4068,
        message: "existing state of packages has been discarded",
        user: "scott",
        nth: 3,
      });
      wire.database.log.length = 0;
      const outcomes: number[] = [];
      for (let i = 0; i < 5; i++) {
        const call = connection.execute(block);
        outcomes.push(i === 2 ? (await errorOf(call)).number : await call.then(() => 0));
      }
      assert.deepEqual(outcomes, [0, 0, 4068, 0, 0]);
      assert.equal(wire.database.log.length, 4);
    }));

  it("are for one user or one text where they say so", () =>
    wire.with(async (connection) => {
      faults.add({ effect: "error", code: 1, user: "other" });
      faults.add({ effect: "error", code: 2, text: "SLOW" });
      await connection.execute(block);
      assert.equal((await errorOf(connection.execute("begin slow(:ms); end;", { ms: 0 }))).number, 2);
    }));

  it("kill: ORA-00028, and the session is gone", async () => {
    const connection = await wire.connect();
    faults.add({ effect: "kill", nth: 1 });
    assert.match((await errorOf(connection.execute(block))).message, /ORA-00028/);
    await sleep(20);
    assert.equal(wire.listener.sessions.size, 0);
    await connection.close().catch(() => undefined);
    await wire.with((next) => next.execute(block));
  });

  const cuts = [
    { at: "call", log: [] },
    { at: "beforeCommit", log: ["begin commits; end;"] },
    { at: "afterCommit", log: ["begin commits; end;", "committed"] },
    { at: "answer", log: ["begin commits; end;", "committed"] },
  ] as const;
  for (const { at, log } of cuts) {
    it(`cut, ${at}: the client hears nothing, and the database has done what it had by then`, async () => {
      const connection = await wire.connect();
      wire.database.log.length = 0;
      faults.add({ effect: "cut", at, nth: 1 });
      assert.match((await errorOf(connection.execute("begin commits; end;"))).message, /NJS-500/);
      await sleep(20);
      assert.deepEqual(wire.database.log, [...log, "close"]);
      await connection.close().catch(() => undefined);
    });
  }

  it("cut after the commit leaves calls alone that commit nothing", () =>
    wire.with(async (connection) => {
      faults.add({ effect: "cut", at: "afterCommit", nth: 1 });
      await connection.execute(block);
      assert.match((await errorOf(connection.commit())).message, /NJS-500/);
    }));

  it("a stalled listener keeps connections waiting until it goes on", async () => {
    const fault = faults.add({ effect: "stall" });
    const connecting = wire.connect();
    assert.equal(await Promise.race([connecting.then(() => "in"), sleep(60, "waiting")]), "waiting");
    fault.remove();
    await (await connecting).close();
  });

  it("a pause holds every call, a break gets through, and all go on after it", () =>
    wire.with(async (connection) => {
      const fault = faults.add({ effect: "pause" });
      const call = connection.execute(block);
      assert.equal(await Promise.race([call.then(() => "done"), sleep(60, "waiting")]), "waiting");
      connection.callTimeout = 60;
      fault.remove();
      await call;
      faults.add({ effect: "pause" });
      assert.match((await errorOf(connection.execute(block))).message, /NJS-123/);
      faults.clear();
      await connection.ping();
    }));
});
