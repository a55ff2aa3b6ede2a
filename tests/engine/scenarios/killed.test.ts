import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { listOf, objectOf } from "../replay/json";
import type { LogLine } from "../replay/recording";
import { onEveryEngine, type Outcome, type Program } from "./playground";

const many: Program = ({ Item }) => {
  const a = new Item("a", { key: "a" });
  const b = new Item("b", { key: "b", upstream: a.serial });
  for (const n of [1, 2, 3, 4]) new Item(`n${n}`, { key: `n${n}`, upstream: b.serial });
};
const NAMES = ["a", "b", "n1", "n2", "n3", "n4"];

/** A random moment: after so many lines of the provider's log, and a while. */
function moment(most: number): (log: LogLine[]) => boolean {
  const lines = 1 + Math.floor(Math.random() * most);
  return (log) => log.length >= lines;
}
const settle = (): number => Math.floor(Math.random() * 120);

/** A killed engine leaves its lock; only one that has done everything may have given it back already. */
function assertLock({ exitCode, locks, names }: Outcome, done: readonly string[]): void {
  if (exitCode === "SIGKILL" && locks === 0) assert.deepEqual(names, done);
  else assert.equal(locks, exitCode === "SIGKILL" ? 1 : 0);
}

onEveryEngine("Killed at a random moment", (play) => {
  for (const round of [1, 2, 3]) {
    it(`up: the state loads, what is pending was in progress, up completes it (rules 40 to 42), ${round}`, async () => {
      const stack = await play(many);
      const when = moment(20);
      const killed = await stack.run(["up", "--skip-preview"], {
        signal: { name: "SIGKILL", when, settle: settle(), watch: 2500 },
      });
      JSON.parse(readFileSync(stack.stateFile, "utf8"));
      const pending = listOf(killed.state?.pending_operations).map((item) => objectOf(item).type);
      assert.deepEqual(new Set(pending), new Set(pending.length > 0 ? ["creating"] : []));
      assertLock(killed, NAMES);
      const locked = await stack.run(["up", "--skip-preview"]);
      if (killed.locks) {
        assert.equal(locked.exitCode, 1);
        assert.match(locked.stderr, /currently locked by 1 lock/);
        assert.deepEqual(locked.did, []);
        await stack.good(["cancel", "--yes"]);
        assert.deepEqual((await stack.up()).names, NAMES);
      }
      const last = await stack.good(["refresh", "--skip-preview", "--clear-pending-creates"]);
      assert.deepEqual(last.state?.pending_operations, []);
      assert.deepEqual((await stack.up()).changes, { same: 7 });
    });
  }

  it("destroy: what is deleted is gone from the state, destroy completes it (rule 40)", async () => {
    const stack = await play(many);
    await stack.up();
    const killed = await stack.run(["destroy", "--skip-preview"], {
      signal: { name: "SIGKILL", when: moment(12), settle: settle(), watch: 2500 },
    });
    JSON.parse(readFileSync(stack.stateFile, "utf8"));
    assertLock(killed, []);
    await stack.good(["cancel", "--yes"]);
    assert.deepEqual((await stack.destroy()).names, []);
  });

  it("destroy: only without its program is what was being deleted pending (rule 40)", async () => {
    for (const [more, wanted] of [
      [[], ["deleting"]],
      [["--run-program"], []],
    ] as const) {
      const stack = await play(({ Item }) => {
        new Item("a", { key: "a" });
      });
      await stack.up();
      const when = (log: LogLine[]): boolean => log.some(({ method }) => method === "delete");
      const { locks, names, state } = await stack.run(["destroy", "--skip-preview", ...more], {
        steer: { "delete a": { delay: 2000 } },
        signal: { name: "SIGKILL", when, settle: 200, watch: 2500 },
      });
      const pending = listOf(state?.pending_operations).map((item) => objectOf(item).type);
      assert.deepEqual([locks, names, pending], [1, ["a"], wanted]);
    }
  });

  it("up: what was replaced and is being deleted is pending, though the run has read it (rule 40)", async () => {
    const stack = await play(({ Item, step }) => new Item("a", { key: `a${step}` }));
    await stack.up();
    const when = (log: LogLine[]): boolean => log.some(({ method }) => method === "delete");
    const { state } = await stack.run(["up", "--skip-preview", "--refresh", "--run-program"], {
      step: 2,
      steer: { "delete a1": { delay: 2000 } },
      signal: { name: "SIGKILL", when, settle: 200, watch: 2500 },
    });
    const pending = listOf(state?.pending_operations).map((item) => objectOf(item).type);
    assert.deepEqual(pending, ["deleting"]);
  });

  it("import: what is being imported is pending, with what the file says of it (rule 40)", async () => {
    const stack = await play(() => undefined);
    const inputs = { __provider: 'exports.handler=()=>require("recorder/provider").Item;', key: "x" };
    const type = "pulumi-nodejs:dynamic/recorder:Item";
    stack.write("file.json", { resources: [{ type, name: "x", id: "id-x", inputs, outputs: inputs }] });
    const command = ["import", "--skip-preview", "--generate-code=false", "--file", "file.json"];
    const stopped = await stack.run(command, {
      steer: { "check x": { delay: 3000 } },
      signal: {
        name: "SIGKILL",
        when: (log) => log.some(({ method }) => method === "check"),
        settle: 200,
        watch: 4000,
      },
    });
    const pending = listOf(stopped.state?.pending_operations).map(objectOf);
    const found = pending.map((one) => {
      const { id, importID, outputs } = objectOf(one.resource);
      return { type: one.type, id, importID, outputs };
    });
    const wanted = { type: "importing", id: undefined, importID: "id-x", outputs: inputs };
    assert.deepEqual([stopped.names, found], [[], [wanted]]);
  });

  it("SIGINT ends an update after what is in progress, with nothing pending (rule 43)", async () => {
    const stack = await play(many);
    const stopped = await stack.run(["up", "--skip-preview"], {
      steer: { "create a": { delay: 1000 } },
      signal: {
        name: "SIGINT",
        when: (log) => log.some(({ method }) => method === "create"),
        settle: 100,
        watch: 0,
      },
    });
    assert.equal(stopped.exitCode, 1);
    assert.deepEqual([stopped.names, stopped.state?.pending_operations, stopped.locks], [["a"], [], 0]);
    assert.match(stopped.stdout + stopped.stderr, /cancel/);
  });

  it("SIGINT among the deletes ends the program, which fails the run where there is one (rule 43)", async () => {
    const commands: [command: string[], status: number][] = [
      [["up", "--skip-preview"], 1],
      [["destroy", "--skip-preview", "--run-program"], 1],
      [["destroy", "--skip-preview"], 0],
    ];
    for (const [command, status] of commands) {
      const stack = await play(many);
      await stack.up();
      stack.program(() => undefined);
      const stopped = await stack.run(command, {
        steer: { "delete n1": { delay: 1000 } },
        signal: {
          name: "SIGINT",
          when: (log) => log.some(({ method }) => method === "delete"),
          settle: 100,
          watch: 0,
        },
      });
      assert.deepEqual(
        [stopped.exitCode, stopped.names, stopped.locks],
        [status, ["a", "b"], 0],
        command.join(" "),
      );
      const said = /context canceled|non-zero exit code: -1/.test(stopped.stdout + stopped.stderr);
      assert.equal(said, status === 1, stopped.stdout);
      assert.doesNotMatch(stopped.stdout + stopped.stderr, /(update|destroy) cancel/);
    }
  });

  it("a second SIGINT ends it at once: what was in progress is pending, and the next up completes it (rule 54)", async () => {
    const stack = await play(many);
    const stopped = await stack.run(["up", "--skip-preview"], {
      steer: { "create a": { delay: 5000 } },
      signal: {
        name: "SIGINT",
        when: (log) => log.some(({ method }) => method === "create"),
        settle: 100,
        watch: 0,
        again: 300,
      },
    });
    const pending = (stopped.state?.pending_operations ?? []) as { type: string }[];
    assert.deepEqual([stopped.names, pending.map(({ type }) => type)], [[], ["creating"]]);
    assert.deepEqual([stopped.exitCode, stopped.locks, stopped.leftBehind], [8, 0, []]);
    assert.match(stopped.stderr, /error: update cancelled/);
    assert.deepEqual((await stack.up()).names, NAMES);
  });

  it("a second SIGINT among the deletes: what the program says its outputs are is kept (rules 28, 54)", async () => {
    const stack = await play(({ Item }) => {
      for (const name of ["a", "n1"]) new Item(name, { key: name });
      return { former: "there" };
    });
    await stack.up();
    stack.program(({ Item }) => ({ serial: new Item("a", { key: "a" }).serial }));
    const stopped = await stack.run(["up", "--skip-preview"], {
      steer: { "delete n1": { delay: 5000 } },
      signal: {
        name: "SIGINT",
        when: (log) =>
          log.some(({ event, method, key }) => event === "begin" && method === "delete" && key === "n1"),
        settle: 300,
        watch: 0,
        again: 300,
      },
    });
    const pending = (stopped.state?.pending_operations ?? []) as { type: string }[];
    assert.deepEqual([stopped.exitCode, pending.map(({ type }) => type)], [8, ["deleting"]]);
    assert.deepEqual(stopped.outputs, { former: "there", serial: "serial-a" });
    assert.doesNotMatch(stopped.stdout + stopped.stderr, /EOF|-1/);
  });

  it("a second SIGINT ends a preview, too, and is a failure of the command there (rule 54)", async () => {
    const stack = await play(many);
    const stopped = await stack.run(["preview"], {
      steer: { "check a": { delay: 5000 } },
      signal: {
        name: "SIGINT",
        when: (log) => log.some(({ method }) => method === "check"),
        settle: 100,
        watch: 0,
        again: 300,
      },
    });
    assert.deepEqual([stopped.exitCode, stopped.names, stopped.locks], [1, [], 0]);
    assert.match(stopped.stderr, /error: context canceled/);
  });

  it("a second SIGINT ends a refresh, too: what was read is kept, and nothing is pending (rule 54)", async () => {
    const stack = await play(many);
    await stack.up();
    const stopped = await stack.run(["refresh", "--skip-preview", "--parallel", "1"], {
      steer: { "read a": { outs: { serial: "drifted" } }, "read b": { delay: 5000 } },
      signal: {
        name: "SIGINT",
        when: (log) =>
          log.some(({ event, method, id }) => event === "begin" && method === "read" && id === "id-b"),
        settle: 100,
        watch: 0,
        again: 300,
      },
    });
    assert.deepEqual([stopped.exitCode, stopped.locks, stopped.leftBehind], [8, 0, []]);
    assert.match(stopped.stderr, /error: refresh cancelled/);
    assert.deepEqual([stopped.names, stopped.state?.pending_operations], [NAMES, []]);
    const a = stopped.resources.find(({ id }) => id === "id-a");
    assert.deepEqual([objectOf(a?.outputs).serial, a?.propertyDependencies], ["drifted", undefined]);
  });

  it("of updates that begin at once at most one goes on, the others change nothing (rule 41)", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a" });
    });
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => stack.run(["up", "--skip-preview"], { steer: { "create a": { delay: 3000 } } })),
    );
    const isRefused = ({ stderr }: Outcome): boolean => /currently locked by \d lock/.test(stderr);
    const [refused, done] = [outcomes.filter(isRefused), outcomes.filter((one) => !isRefused(one))];
    assert.ok(done.length <= 1, `${done.length} of three went on`);
    for (const { exitCode, did } of refused) assert.deepEqual([exitCode, did], [1, []]);
    for (const { exitCode, did } of done) assert.deepEqual([exitCode, did], [0, ["check a", "create a"]]);
    assert.deepEqual((await stack.up()).names, ["a"]);
  });

  it("a destroyed or cancelled lock is no one else's: without a lock, cancel changes nothing (rule 41)", async () => {
    const stack = await play(many);
    await stack.good(["cancel", "--yes"]);
    assert.deepEqual((await stack.up()).names, NAMES);
  });
});
