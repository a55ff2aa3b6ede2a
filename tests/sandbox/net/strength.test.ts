import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { Wire } from "./fixture";
import { anyBytes, crowd, logins, mutations, recordDriver } from "./soak";
import type { Target } from "./soak";

describe("the listener's strength", () => {
  let wire: Wire;
  let target: Target;
  beforeEach(async () => {
    wire = await Wire.start();
    target = {
      port: wire.port,
      connectString: wire.connectString,
      user: "scott",
      password: "tiger",
      block: "begin nothing; end;",
      openSessions: () => wire.listener.sessions.size,
    };
  });
  afterEach(async () => {
    await wire.with((connection) => connection.ping());
    await sleep(20);
    assert.equal(wire.listener.sessions.size, 0);
    await wire.stop();
  });

  it("any bytes do no harm", () => anyBytes(wire.port, 60));

  it("neither does what is nearly a driver's", async () => {
    const said = await recordDriver(target);
    assert.ok(said.length > 5);
    await anyBytes(wire.port, 100, undefined, mutations(said));
  });

  it("HTTP at the wrong port is sent away", () =>
    assert.rejects(fetch(`http://127.0.0.1:${wire.port}/ords/`)));

  it("200 connections at once", () => crowd(target, 200));

  it("many log ons in a row", async () => {
    await logins(target, 150);
    assert.equal(wire.listener.activity.logins, 150);
  });
});
