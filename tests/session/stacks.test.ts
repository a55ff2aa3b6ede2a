import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { chooseEngine, Project } from "../engine";
import type { Result, Stack } from "../engine";
import { Sandbox } from "../sandbox";
import { until } from "./fixture";
import { processesBelow } from "./search";

const prelude = `const pulumi = require("@pulumi/pulumi");
const { OrdsModule, OrdsProvider, OrdsRole, OrdsSchema } = require("pulumi-ords");
`;

describe("stacks and their connections", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  const projects: Project[] = [];
  const stackOf = async (program: string, env: Record<string, string> = {}): Promise<Stack> => {
    const text = prelude + program;
    const project = new Project({ engine: chooseEngine(), language: "javascript", program: text, env });
    projects.push(project);
    return project.init();
  };
  const environment = (): Record<string, string> => {
    const { user, password } = sandbox.user("MYAPI");
    return {
      ORDS_CONNECT_STRING: sandbox.connectString,
      ORDS_USER: user,
      ORDS_PASSWORD: password,
      ORDS_BASE_URL: sandbox.baseUrl,
    };
  };
  /** An up that hangs in a call of the database, and the processes below its engine. */
  const runInACall = async (): Promise<{
    engine: ChildProcess;
    below: ReturnType<typeof processesBelow>;
    running: Promise<Result>;
  }> => {
    const stack = await stackOf(`new OrdsSchema("s", { alias: "myapi" });`, environment());
    sandbox.faults.add({ effect: "latency", ms: 60_000, text: "enable_schema" });
    let engine: ChildProcess | undefined;
    const running = stack.up({ mayFail: true, onStart: (child) => (engine = child) });
    await until(() => sandbox.faults.active.some(({ happened }) => happened > 0), 60_000);
    assert.ok(engine?.pid !== undefined);
    return { engine, below: processesBelow(engine.pid), running };
  };
  const wording = ({ stdout, stderr, messages }: Result): string =>
    [stdout, stderr, ...messages.map(({ text }) => text)].join("\n");
  beforeEach(async () => {
    sandbox = await Sandbox.start();
  });
  afterEach(async () => {
    for (const project of projects.splice(0)) project.close();
    await sandbox.stop();
  });

  it("log in once a run that has work, not at all without, and leave no session", async () => {
    const stack = await stackOf(
      `const schema = new OrdsSchema("s", { alias: "myapi" });
for (let n = 0; n < 6; n++) new OrdsRole("R" + n, { schema });`,
      environment(),
    );
    const logins = async (work: () => Promise<unknown>): Promise<number> => {
      sandbox.activity.forget();
      await work();
      assert.equal(sandbox.openSessions, 0);
      return sandbox.activity.logins;
    };
    assert.equal(await logins(() => stack.preview()), 0);
    assert.equal(await logins(() => stack.up()), 1);
    assert.equal(await logins(() => stack.up({ expectNoChanges: true })), 0);
    assert.equal(await logins(() => stack.refresh()), 1);
    assert.equal(await logins(() => stack.destroy()), 1);
  });

  it("with several databases: a changed password updates the provider alone, and a stale one in the state is no dead end", async () => {
    const other = await Sandbox.start();
    try {
      const stack = await stackOf(
        `const config = new pulumi.Config("test");
for (const [name, target] of Object.entries(config.requireObject("databases"))) {
  const provider = new OrdsProvider(name, { ...target, user: "MYAPI", password: config.requireSecret("password") });
  const schema = new OrdsSchema(name, { alias: name }, { provider });
  new OrdsRole(name, { schema }, { provider });
}`,
      );
      const target = ({ connectString, baseUrl }: Sandbox): object => ({ connectString, baseUrl });
      const databases = { here: target(sandbox), there: target(other) };
      await stack.setConfig("test:databases", JSON.stringify(databases));
      const { password } = sandbox.user("MYAPI");
      await stack.setConfig("test:password", password, { secret: true });
      assert.deepEqual((await stack.up()).changes, { create: 7 });
      for (const one of [sandbox, other]) {
        assert.equal(one.activity.logins, 1);
        assert.equal(one.openSessions, 0);
      }

      await stack.setConfig("test:password", `${password}-stale`, { secret: true });
      assert.deepEqual((await stack.up()).changes, { update: 2, same: 5 });
      const failing = await stack.refresh({ mayFail: true });
      assert.equal(failing.exitCode, 1);
      assert.match(wording(failing), /ORA-01017.*check ords:user and ords:password\./);
      for (const one of [sandbox, other]) assert.equal(one.openSessions, 0);

      await stack.setConfig("test:password", password, { secret: true });
      // It takes the provider of the state, which does not know yet.
      assert.equal((await stack.refresh({ mayFail: true })).exitCode, 1);
      assert.equal((await stack.refresh({ runProgram: true })).exitCode, 0);

      // A connect string is another form of the same place.
      const moved = ({ connectString, baseUrl }: Sandbox): object => ({
        connectString: `tcp://${connectString}`,
        baseUrl,
      });
      await stack.setConfig("test:databases", JSON.stringify({ here: moved(sandbox), there: moved(other) }));
      assert.deepEqual((await stack.up()).changes, { update: 2, same: 5 });
      assert.equal((await stack.destroy({ runProgram: true })).exitCode, 0);
    } finally {
      await other.stop();
    }
  });

  it("warn of keys that no setting has, once", async () => {
    const stack = await stackOf(`new OrdsSchema("s", { alias: "a" }); new OrdsRole("R");`, environment());
    await stack.setConfig("ords:pasword", "x");
    const { messages } = await stack.preview();
    assert.deepEqual(
      messages.map(({ severity, text }) => `${severity}: ${text}`),
      ["warning: ords:pasword is not a setting of pulumi-ords; did you mean ords:password?"],
    );
  });

  it("say in preview what cannot be meant", async () => {
    const stack = await stackOf(`new OrdsRole("R");`, environment());
    await stack.setConfig("ords:waitFor", "soon");
    const failing = await stack.preview({ mayFail: true });
    assert.equal(failing.exitCode, 1);
    assert.match(wording(failing), /ords:waitFor must be a whole number from 0 to 86400\./);
  });

  it("end their calls, undone, and leave no session within 5 seconds of Ctrl-C", async function () {
    // The processes below the engine are found through /proc.
    if (process.platform !== "linux") this.skip();
    const { engine, below, running } = await runInACall();
    // A terminal interrupts all processes of the run.
    for (const { pid } of below) process.kill(pid, "SIGINT");
    engine.kill("SIGINT");
    await until(() => sandbox.openSessions === 0, 5000);
    const { exitCode } = await running;
    assert.notEqual(exitCode, 0);
    assert.deepEqual(
      await sandbox.query("select id from ords_metadata.ords_schemas where status = 'ENABLED'"),
      [],
    );
  });

  it("leave no session when the engine is killed", async function () {
    // The engine behind the shell that starts a provider host is found through /proc.
    if (process.platform !== "linux") this.skip();
    const { engine, below, running } = await runInACall();
    engine.kill("SIGKILL");
    try {
      await until(() => sandbox.openSessions === 0, 8000);
    } finally {
      await running;
      for (const { pid } of below) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended by itself.
        }
      }
    }
  });
});
