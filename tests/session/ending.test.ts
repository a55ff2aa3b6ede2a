import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { failure, operation, perform, sessionOf, TestListener, until } from "./fixture";

const root = path.join(__dirname, "../..");

function start(
  server: TestListener,
  args: readonly string[] = [],
): { child: ChildProcess; said: () => string } {
  const { connectString = "", user = "", password = "" } = server.config;
  const child = spawn(
    process.execPath,
    ["-r", path.join(root, "tests/setup.cjs"), path.join(__dirname, "child.ts"), ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        ORDS_CONNECT_STRING: connectString,
        ORDS_USER: user,
        ORDS_PASSWORD: password,
      },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    },
  );
  let text = "";
  child.stdout?.on("data", (part) => (text += String(part)));
  return { child, said: () => text };
}

describe("when a run ends", () => {
  let server: TestListener;
  beforeEach(async () => {
    server = await TestListener.start();
  });
  afterEach(() => server.stop());

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`${signal} closes a session that idles`, async () => {
      const { child, said } = start(server);
      await until(() => said().includes("done"), 15_000);
      assert.equal(server.sessions, 1);
      child.kill(signal);
      await once(child, "exit");
      await until(() => server.sessions === 0);
    });
  }

  it("a signal ends the calls under way, and their sessions, within 5 seconds", async () => {
    server.faults.add({ effect: "latency", ms: 60_000, text: "slow" });
    const { child, said } = start(server, ["slow;"]);
    await until(() => server.faults.active.some(({ happened }) => happened > 0), 15_000);
    const from = Date.now();
    child.kill("SIGINT");
    await once(child, "exit");
    assert.ok(Date.now() - from < 5000, `${Date.now() - from} ms`);
    assert.match(said(), /The run is ending/);
    await until(() => server.sessions === 0);
    assert.deepEqual(server.database.texts, []);
  });

  it("a signal ends a process whose database answers nothing any more, within 5 seconds", async () => {
    const { child, said } = start(server, ["first;", "second;"]);
    await until(() => said().includes("done"), 15_000);
    server.faults.add({ effect: "pause" });
    const from = Date.now();
    child.kill("SIGTERM");
    await once(child, "exit");
    assert.ok(Date.now() - from < 5000, `${Date.now() - from} ms`);
  });

  it("the death of the engine closes the sessions of the host that it leaves behind", async () => {
    const { child, said } = start(server, ["--parent"]);
    const [{ pid }] = (await once(child, "message")) as [{ pid: number }];
    try {
      await until(() => said().includes("done"), 15_000);
      assert.equal(server.sessions, 1);
      child.kill("SIGKILL");
      await until(() => server.sessions === 0, 6000);
    } finally {
      process.kill(pid, "SIGKILL");
    }
  });

  it("closing ends what waits, too, with a sentence", async () => {
    server.faults.add({ effect: "latency", ms: 60_000 });
    const session = sessionOf(server.config);
    const all = [operation("a;"), operation("b;")].map((one) => failure(perform(session, one)));
    await until(() => server.sessions > 0);
    await session.close();
    for (const error of await Promise.all(all)) assert.match(error.message, /The run is ending\./);
    assert.match((await failure(perform(session, operation("c;")))).message, /The run is ending/);
  });

  it("closing ends a login that nobody answers, too", async () => {
    server.faults.add({ effect: "stall" });
    const session = sessionOf(server.config);
    const failing = failure(perform(session, operation("a;")));
    await until(() => server.faults.active.some(({ happened }) => happened > 0));
    const from = Date.now();
    await session.close();
    assert.match((await failing).message, /The run is ending\./);
    assert.ok(Date.now() - from < 5000);
  });
});
