import assert from "node:assert/strict";
import { textOf } from "../replay/json";
import { inOrder, onEveryEngine, writes } from "./playground";

onEveryEngine("Failures in an unrecorded program", (play) => {
  it("dependents of a failed create are never registered, the next up makes them (rule 29)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a" });
      const b = new Item("b", { key: "b", upstream: a.serial });
      new Item("c", { key: "c" }, { dependsOn: [b] });
      new Item("free", { key: "free" });
    });
    const failed = await stack.failingUp({ steer: { "create a": { throw: "full" } } });
    assert.deepEqual(failed.names, ["free"]);
    assert.ok(!failed.did.some((call) => /[ ](b|c)$/.test(call)));
    assert.ok(failed.messages.some(({ urn, text }) => urn?.endsWith("::a") && text === "full"));
    assert.deepEqual(writes(await stack.up()), ["create a", "create b", "create c"]);
  });

  it("a program that throws keeps what it made, and the old stack outputs (rule 28)", async () => {
    const stack = await play(({ Item, step }) => {
      const a = new Item("a", { key: "a" });
      if (step === 2) throw new Error("no such thing");
      return { a: a.serial };
    });
    await stack.up();
    const failed = await stack.failingUp({ step: 2 });
    assert.deepEqual([failed.names, failed.outputs, writes(failed)], [["a"], { a: "serial-a" }, []]);
    assert.match(failed.messages.map(({ text }) => text).join("\n"), /no such thing/);
  });

  it("a program that is killed keeps what it made, and deletes nothing (rules 29, 70)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 1) new Item("old", { key: "old" });
      else new Item("a", { key: "a" }).urn.apply(() => process.kill(process.pid, "SIGKILL"));
    });
    await stack.up();
    const { did, names, stdout } = await stack.failingUp({ step: 2 });
    assert.deepEqual(
      [did, names],
      [
        ["check a", "create a"],
        ["a", "old"],
      ],
    );
    assert.match(stdout, /Program exited with non-zero exit code: -1/);
  });

  it("a provider host that ends fails what it was doing, and nothing is pending (rule 29)", async () => {
    const stack = await play(({ pulumi }) => {
      class Ending extends pulumi.dynamic.Resource {
        constructor(name: string) {
          super({ create: () => process.exit(3) }, name, {});
        }
      }
      new Ending("ending");
    });
    const { names, stdout, state } = await stack.failingUp();
    assert.match(stdout, /ending \*\*creating failed\*\* error: error reading from server: EOF/);
    assert.deepEqual([names, state?.pending_operations], [[], []]);
  });

  it("a failing delete keeps the resource and what it depends on; the next destroy ends it (rules 5, 29)", async () => {
    const stack = await play(({ Item }) => {
      const base = new Item("base", { key: "base" });
      const middle = new Item("middle", { key: "middle", upstream: base.serial });
      new Item("last", { key: "last", upstream: middle.serial });
    });
    await stack.up();
    const failed = await stack.bad(["destroy", "--skip-preview"], {
      steer: { "delete middle": { throw: "busy" } },
    });
    assert.deepEqual(
      [writes(failed), failed.names],
      [
        ["delete last", "delete middle"],
        ["base", "middle"],
      ],
    );
    const next = await stack.destroy();
    assert.deepEqual([writes(next), next.names], [["delete middle", "delete base"], []]);
  });

  it("a partial create is updated by the next up and deleted by destroy (rule 30)", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a" });
    });
    const failed = await stack.failingUp({ steer: { "create a": { partial: ["not ready"] } } });
    assert.deepEqual(failed.resources.find(({ id }) => id === "id-a")?.initErrors, ["not ready"]);
    const next = await stack.up();
    assert.deepEqual(writes(next), ["update a"]);
    assert.equal(next.resources.find(({ id }) => id === "id-a")?.initErrors, undefined);
    assert.deepEqual(writes(await stack.destroy()), ["delete a"]);
  });

  it("check that fails in the middle of a replacement deletes nothing (rules 10, 34)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: `a${step}` });
    });
    await stack.up();
    const failures = [{ property: "key", reason: "is taken" }];
    const failed = await stack.failingUp({ step: 2, steer: { "check a2": { failures } } });
    assert.deepEqual([writes(failed), failed.names], [[], ["a"]]);
    assert.match(
      failed.messages.map(({ text }) => text).join("\n"),
      /property key value \{a2\} has a problem: is taken/,
    );
  });
});

onEveryEngine("Refresh and targets in an unrecorded program", (play) => {
  it("up --refresh makes again what is gone (rules 19, 36)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a" });
      new Item("b", { key: "b", upstream: a.serial });
    });
    await stack.up();
    const again = await stack.good(["up", "--skip-preview", "--refresh"], {
      steer: { "read a": { gone: true } },
    });
    inOrder(again.did, "read a", "check a", "create a");
    assert.deepEqual([writes(again), again.names], [["create a"], ["a", "b"]]);
  });

  it("destroy --target with --target-dependents takes the dependents along, and nothing else (rule 20)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a" });
      const b = new Item("b", { key: "b", upstream: a.serial });
      new Item("c", { key: "c", upstream: b.serial });
      new Item("free", { key: "free" });
    });
    const { resources } = await stack.up();
    const urn = textOf(resources.find(({ id }) => id === "id-b")?.urn);
    const gone = await stack.good(["destroy", "--skip-preview", "--target", urn, "--target-dependents"]);
    assert.deepEqual(
      [writes(gone), gone.names],
      [
        ["delete c", "delete b"],
        ["a", "free"],
      ],
    );
  });

  it("an edited state is compared with the program, and a removed entry is made again (rules 9, 37)", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a", text: "asked" });
      new Item("b", { key: "b" });
    });
    await stack.up();
    const { stdout } = await stack.good(["stack", "export"]);
    const kept = JSON.parse(stdout) as { deployment: { resources: Record<string, unknown>[] } };
    kept.deployment.resources = kept.deployment.resources.filter(({ id }) => id !== "id-b");
    const text = JSON.stringify(kept).replaceAll('"text":"asked"', '"text":"edited"');
    stack.write("edited.json", text);
    await stack.good(["stack", "import", "--file", "edited.json"]);
    const next = await stack.up();
    assert.deepEqual(writes(next).sort(), ["create b", "update a"]);
    assert.deepEqual((await stack.up()).changes, { same: 3 });
  });
});
