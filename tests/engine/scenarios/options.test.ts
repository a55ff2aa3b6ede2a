import assert from "node:assert/strict";
import { listOf, objectOf, textOf } from "../replay/json";
import { onEveryEngine, writes } from "./playground";

onEveryEngine("Resource options", (play) => {
  it("protect: neither removal nor destroy deletes it; both fail (rule 24)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 1) new Item("kept", { key: "kept" }, { protect: true });
      new Item("other", { key: "other" });
    });
    const first = await stack.up();
    assert.equal(first.resources.find(({ id }) => id === "id-kept")?.protect, true);
    const removed = await stack.bad(["up", "--skip-preview"], { step: 2 });
    const destroyed = await stack.bad(["destroy", "--skip-preview"]);
    for (const { did, stdout, stderr, resources } of [removed, destroyed]) {
      assert.ok(!did.includes("delete kept"));
      assert.match(stdout + stderr, /protect/);
      assert.ok(resources.some(({ id }) => id === "id-kept"));
    }
  });

  it("protect goes by an update without a call, and then it can be deleted (rule 24)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step < 3) new Item("kept", { key: "kept" }, { protect: step === 1 });
    });
    await stack.up();
    const freed = await stack.up({ step: 2 });
    assert.deepEqual([writes(freed), freed.changes], [[], { same: 2 }]);
    assert.deepEqual(writes(await stack.up({ step: 3 })), ["delete kept"]);
  });

  it("retainOnDelete: leaves the state, the provider is not asked (rule 5)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 1) new Item("kept", { key: "kept" }, { retainOnDelete: true });
    });
    await stack.up();
    const removed = await stack.up({ step: 2 });
    assert.deepEqual([writes(removed), removed.names], [[], []]);
  });

  it("ignoreChanges: check gets the old input, nothing is updated (rule 8)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: "a", text: `${step}`, size: step }, { ignoreChanges: ["text"] });
    });
    await stack.up();
    const changed = await stack.up({ step: 2 });
    assert.deepEqual(writes(changed), ["update a"]);
    const update = changed.calls.find(({ detail }) => detail.method === "update")?.detail;
    const { text, size } = update?.news as Record<string, unknown>;
    assert.deepEqual([text, size], ["1", 2]);
  });

  it("options that are nothing of their kind are refused: a version, a timeout, an alias (rule 85)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 1) new Item("a", { key: "a" }, { version: "v1.2" });
      if (step === 2) new Item("a", { key: "a" }, { id: "a", version: "1.x" });
      if (step === 3) new Item("a", { key: "a" }, { customTimeouts: { create: "soon" } });
      if (step === 4) new Item("a", { key: "a" }, { aliases: ["urn:pulumi:dev::recording::x:y:Z::w", "w"] });
      if (step === 5)
        new Item("a", { key: "a" }, { version: "1.2.0-rc.1", customTimeouts: { update: "1h0.5s" } });
    });
    for (const [step, wanted] of [
      [1, /failed to register new resource a .*No Major\.Minor\.Patch elements found/],
      [2, /failed to read resource #a 'a' .*No Major\.Minor\.Patch elements found/],
      [3, /unable to parse customTimeout Value soon/],
      [4, /invalid alias URN: invalid URN "w"/],
    ] as const) {
      const refused = await stack.failingUp({ step });
      assert.match(refused.stdout, wanted);
      assert.deepEqual([refused.did, refused.names], [[], []]);
    }
    const [a] = (await stack.up({ step: 5 })).resources.filter(({ id }) => id === "id-a");
    assert.deepEqual(a?.customTimeouts, { update: 3600.5 });
  });

  it("additionalSecretOutputs: an input of that name is a secret for what gets it, in a preview too (rule 24)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a", text: "hush" }, { additionalSecretOutputs: ["text"] });
      return { text: new Item("b", { key: "b", text: a.text }).text };
    });
    const planned = await stack.good(["preview"]);
    assert.match(planned.stdout, /text: \[secret\]/);
    assert.doesNotMatch(planned.stdout, /hush/);
    assert.match((await stack.up()).stdout, /text: \[secret\]/);
  });

  it("replaceOnChanges replaces where the engine compares, also for what is inside of a property (rule 14)", async () => {
    const stack = await play(({ pulumi, step }) => {
      class Plain extends pulumi.dynamic.Resource {
        constructor(name: string, path: string) {
          const args = { map: { a: step, b: [{ c: 1 }, ...(step === 1 ? [0] : [])] }, "a b": `${step}` };
          super({ create: async () => ({ id: name }) }, name, args, { replaceOnChanges: [path] });
        }
      }
      for (const path of ["map", "map.a", "map.b[0]", '["a b"]', "*"]) new Plain(path, path);
    });
    await stack.up();
    const planned = await stack.good(["preview"], { step: 2 });
    assert.deepEqual(planned.changes, { same: 1, update: 1, replace: 4 });
    const said = listOf(planned.operations)
      .map(objectOf)
      .filter(({ op }) => op === "replace" || op === "update");
    const keys = said.map(({ urn, op, keys: named = [] }) => [
      textOf(urn).split("::")[1],
      [op, ...listOf(named).sort()],
    ]);
    assert.deepEqual(Object.fromEntries(keys), {
      ...{ map: ["replace", "map"], "map.a": ["replace"], "map.b[0]": ["update"] },
      ...{ '["a b"]': ["replace", "a b"], "*": ["replace", "a b", "map"] },
    });
    const first = said.find(({ urn }) => textOf(urn).endsWith("::map"));
    const kinds = Object.entries(objectOf(first?.detailedDiff)).map(([path, one]) => [
      path,
      objectOf(one).diffKind,
    ]);
    assert.deepEqual(Object.fromEntries(kinds), {
      '["a b"]': "update",
      "map.a": "update-replace",
      "map.b[1]": "delete-replace",
    });
  });

  it("replaceOnChanges has no effect on a dynamic resource: its diff names no properties (rules 9, 14)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: "a", text: `${step}` }, { replaceOnChanges: ["text"] });
    });
    await stack.up();
    assert.deepEqual(writes(await stack.up({ step: 2 })), ["update a"]);
  });

  it("aliases: a renamed resource stays what it is, under its new name (rule 24)", async () => {
    const stack = await play(({ Item, step }) => {
      const renamed = step === 2 ? { aliases: [{ name: "old" }] } : {};
      const base = new Item(step === 2 ? "new" : "old", { key: "base" }, renamed);
      new Item("user", { key: "user", upstream: base.serial });
    });
    await stack.up();
    const moved = await stack.up({ step: 2 });
    assert.deepEqual([writes(moved), moved.changes], [[], { same: 3 }]);
    assert.deepEqual(moved.names, ["new", "user"]);
    const user = JSON.stringify(moved.resources.find(({ id }) => id === "id-user"));
    assert.ok(user.includes("::new") && !user.includes("::old"), user);
  });

  it("aliases: a resource moves under another parent (rule 24)", async () => {
    const stack = await play(({ pulumi, Item, step }) => {
      if (step === 1) return new Item("a", { key: "a" }).urn;
      const parent = new pulumi.ComponentResource("recorder:index:Group", "group");
      new Item("a", { key: "a" }, { parent, aliases: [{ parent: pulumi.rootStackResource }] });
      return undefined;
    });
    await stack.up();
    const moved = await stack.up({ step: 2 });
    assert.deepEqual([writes(moved), moved.changes], [[], { same: 2, create: 1 }]);
    assert.match(textOf(moved.resources.find(({ id }) => id === "id-a")?.parent), /::group$/);
  });

  it("deletedWith: what goes with another is not deleted itself (rule 5)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 2) return;
      const whole = new Item("whole", { key: "whole" });
      new Item("part", { key: "part" }, { deletedWith: whole });
    });
    await stack.up();
    const removed = await stack.up({ step: 2 });
    assert.deepEqual([writes(removed), removed.names], [["delete whole"], []]);
  });

  it("provider: a child has its parent's, also where the parent is excluded (rules 20, 59)", async () => {
    const stack = await play(({ Item, step }) => {
      const parent = new Item("parent", { key: "parent" });
      if (step === 2) new Item("child", { key: "child" }, { parent, version: "2.0.0" });
    });
    await stack.up();
    const exclude = ["up", "--skip-preview", "--exclude", "**::parent", "--exclude-dependents"];
    const { resources, names } = await stack.good(exclude, { step: 2 });
    const providers = resources.filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    assert.deepEqual([names, providers.length], [["parent"], 1]);
  });

  it("customTimeouts are taken and change nothing", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: "a" }, step === 2 ? { customTimeouts: { create: "5m", update: "1s" } } : {});
    });
    await stack.up();
    assert.deepEqual((await stack.up({ step: 2 })).changes, { same: 2 });
  });

  it("additionalSecretOutputs make an output secret in the state, wherever the class says nothing of it (rules 24, 25)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "hush-a" }, { additionalSecretOutputs: ["serial"] });
      new Item("b", { key: "b", upstream: a.serial });
    });
    const { resources } = await stack.up();
    const serials = resources.map(({ outputs }) => (outputs as Record<string, unknown> | undefined)?.serial);
    const upstream = resources.map(({ inputs }) => (inputs as Record<string, unknown> | undefined)?.upstream);
    assert.deepEqual(
      [serials[0], upstream[1]],
      [{ "<secret>": "serial-hush-a" }, { "<secret>": "serial-hush-a" }],
    );
  });
});
