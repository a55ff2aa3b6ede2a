import assert from "node:assert/strict";
import { type Json, textOf } from "../replay/json";
import { onEveryEngine, type Outcome, writes } from "./playground";

onEveryEngine("Replacement that does not go through", (play) => {
  it("deleted, but not made again: it waits in the state, and the next up makes it without another delete (rule 11)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: `a${step}` }, { deleteBeforeReplace: true });
    });
    await stack.up();
    const failed = await stack.failingUp({ step: 2, steer: { "create a2": { throw: "no room" } } });
    assert.deepEqual(writes(failed), ["delete a1", "create a2"]);
    assert.deepEqual(
      failed.resources.filter(({ pendingReplacement }) => pendingReplacement).map(({ id }) => id),
      ["id-a1"],
    );
    const next = await stack.up({ step: 2 });
    assert.deepEqual([writes(next), next.names], [["create a2"], ["a"]]);
    assert.ok(next.resources.every(({ pendingReplacement }) => !pendingReplacement));
  });

  it("deleted, not made again, and dropped by the program: it is forgotten without a call (rule 11)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step < 3) new Item("a", { key: `a${step}` }, { deleteBeforeReplace: true });
    });
    await stack.up();
    await stack.failingUp({ step: 2, steer: { "create a2": { throw: "no room" } } });
    const dropped = await stack.up({ step: 3 });
    assert.deepEqual([writes(dropped), dropped.names], [[], []]);
  });

  it("deleted, not made again, and then to go last: it waits, and is deleted once more (rules 11, 53)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: step === 1 ? "a1" : "a2" }, { deleteBeforeReplace: step === 2 });
    });
    const steer = { "create a2": { throw: "no room" } };
    const waiting = ({ resources }: Outcome): Json[] =>
      resources.filter(({ pendingReplacement }) => pendingReplacement).map(({ id }) => id ?? null);
    await stack.up();
    await stack.failingUp({ step: 2, steer });
    assert.deepEqual(waiting(await stack.failingUp({ step: 3, steer })), ["id-a1"]);
    const made = await stack.failingUp({ step: 3, steer: { "delete a1": { throw: "not there" } } });
    assert.deepEqual([writes(made), made.names], [["create a2", "delete a1"], ["a"]]);
    assert.ok(made.resources.every(({ id }) => id !== "id-a1"));
  });

  it("the delete ahead fails: the old one stays what it was, and the next up replaces it (rules 11, 29)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: `a${step}` }, { deleteBeforeReplace: true });
    });
    await stack.up();
    const failed = await stack.failingUp({ step: 2, steer: { "delete a1": { throw: "still in use" } } });
    assert.deepEqual(writes(failed), ["delete a1"]);
    assert.deepEqual([failed.names, failed.state?.pending_operations], [["a"], []]);
    const kept = failed.resources.find(({ id }) => id === "id-a1");
    assert.ok(kept && !kept.pendingReplacement && !kept.delete);
    assert.deepEqual(writes(await stack.up({ step: 2 })), ["delete a1", "create a2"]);
  });

  it("protect: what must be replaced is left as it is, with all that comes after it (rules 5, 11)", async () => {
    const stack = await play(({ Item, step }) => {
      const a = new Item("a", { key: `a${step}` }, { protect: true });
      new Item("b", { key: "b", upstream: a.serial });
    });
    await stack.up();
    const planned = await stack.bad(["preview"], { step: 2 });
    const refused = await stack.failingUp({ step: 2 });
    for (const { stdout } of [planned, refused])
      assert.match(stdout, /unable to replace resource "\S+::a"\n +as it is currently marked for protection/);
    assert.deepEqual(writes(refused), []);
    assert.deepEqual(
      refused.resources.map(({ id }) => textOf(id)).filter((id) => id.startsWith("id-")),
      ["id-a1", "id-b"],
    );
  });

  it("protect: what must go before what is replaced keeps that as well (rule 11)", async () => {
    const stack = await play(({ Item, step }) => {
      const a = new Item("a", { key: `a${step}` }, { deleteBeforeReplace: true });
      new Item("b", { key: a.serial }, { protect: true });
    });
    await stack.up();
    const refused = await stack.failingUp({ step: 2 });
    assert.match(refused.stdout, /unable to replace resource "\S+::b" as part of replacing "\S+::a"/);
    assert.deepEqual([writes(refused), refused.names], [[], ["a", "b"]]);
  });

  it("--replace of a provider makes another one, and leaves its resources as they are (rules 15, 55)", async () => {
    const stack = await play(({ Item, Connection }) => {
      const provider = new Connection("connection", { "recorder:user": "me" });
      new Item("a", { key: "a" }, { provider });
    });
    await stack.up();
    const replaced = await stack.good(["up", "--skip-preview", "--replace", "**::connection"]);
    assert.deepEqual([writes(replaced), replaced.changes], [[], { replace: 1, same: 2 }]);
  });

  it("what had a provider that is replaced is deleted by that one (rules 15, 55)", async () => {
    const stack = await play(({ Item, Connection, step }) => {
      const provider = new Connection("connection", { "recorder:user": "me" });
      new Item("a", { key: `a${step}` }, { provider });
    });
    await stack.up();
    const command = ["up", "--skip-preview", "--replace", "**::connection"];
    const replaced = await stack.good(command, { step: 2 });
    assert.deepEqual(writes(replaced), ["create a2", "delete a1"]);
    const [create, gone] = ["create", "delete"].map((method) =>
      replaced.calls.find(({ detail }) => detail.method === method),
    );
    assert.notEqual(create?.pid, gone?.pid);
  });

  it("retainOnDelete: what is replaced leaves the state, the provider is asked to make and not to delete (rule 5)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: `a${step}` }, { retainOnDelete: true });
    });
    await stack.up();
    const replaced = await stack.up({ step: 2 });
    assert.deepEqual([writes(replaced), replaced.names], [["create a2"], ["a"]]);
    assert.ok(replaced.resources.some(({ id }) => id === "id-a2"));
  });
});
