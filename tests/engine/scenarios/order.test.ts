import assert from "node:assert/strict";
import { textOf } from "../replay/json";
import { inOrder, onEveryEngine, writes } from "./playground";

onEveryEngine("Order of an unrecorded program", (play) => {
  it("a diamond is created along its dependencies and destroyed against them (rules 3, 5)", async () => {
    const stack = await play(({ Item }) => {
      const top = new Item("top", { key: "top" });
      const left = new Item("left", { key: "left", upstream: top.serial });
      const right = new Item("right", { key: "right" }, { dependsOn: [top] });
      new Item("bottom", { key: "bottom", tags: [left.serial, right.serial] });
    });
    const made = await stack.up();
    for (const side of ["left", "right"])
      inOrder(made.did, "create top", `check ${side}`, `create ${side}`, "check bottom");
    const gone = await stack.destroy();
    for (const side of ["left", "right"]) inOrder(gone.did, "delete bottom", `delete ${side}`, "delete top");
    assert.deepEqual(gone.names, []);
  });

  it("a child waits for its parent and goes before it (rules 3, 5)", async () => {
    const stack = await play(({ Item }) => {
      const parent = new Item("parent", { key: "parent" });
      new Item("child", { key: "child" }, { parent });
    });
    const made = await stack.up();
    inOrder(made.did, "create parent", "check child");
    const child = made.resources.find(({ id }) => id === "id-child");
    assert.match(textOf(child?.urn), /Item\$pulumi-nodejs:dynamic\/recorder:Item::child$/);
    inOrder((await stack.destroy()).did, "delete child", "delete parent");
  });

  it("removed resources go last, dependents first (rule 5)", async () => {
    const stack = await play(({ Item, step }) => {
      const stays = new Item("stays", { key: "stays", text: `${step}` });
      if (step === 2) return;
      const first = new Item("first", { key: "first", upstream: stays.serial });
      new Item("second", { key: "second", upstream: first.serial });
    });
    await stack.up();
    const second = await stack.up({ step: 2 });
    assert.deepEqual(writes(second), ["update stays", "delete second", "delete first"]);
    assert.deepEqual(second.changes, { same: 1, update: 1, delete: 2 });
  });

  it("a resource renamed without alias is created, then the old one deleted (rules 5, 8)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item(step === 1 ? "old" : "new", { key: step === 1 ? "old" : "new" });
    });
    await stack.up();
    const renamed = await stack.up({ step: 2 });
    assert.deepEqual(writes(renamed), ["create new", "delete old"]);
    assert.deepEqual(renamed.names, ["new"]);
  });
});

onEveryEngine("Replacement in an unrecorded program", (play) => {
  it("create before delete: the dependent is updated between the two (rules 5, 10)", async () => {
    const stack = await play(({ Item, step }) => {
      const base = new Item("base", { key: `base${step}` });
      new Item("user", { key: "user", upstream: base.serial });
    });
    await stack.up();
    const replaced = await stack.up({ step: 2 });
    assert.deepEqual(writes(replaced), ["create base2", "update user", "delete base1"]);
  });

  it("the option deleteBeforeReplace deletes first, with all that must be replaced after it (rule 11)", async () => {
    const stack = await play(({ Item, step }) => {
      const base = new Item("base", { key: `base${step}` }, { deleteBeforeReplace: true });
      const middle = new Item("middle", { key: base.serial });
      new Item("last", { key: middle.serial });
      new Item("bystander", { key: "bystander" }, { dependsOn: [base] });
    });
    await stack.up();
    const replaced = await stack.up({ step: 2 });
    inOrder(
      replaced.did,
      "delete serial-serial-base1",
      "delete serial-base1",
      "delete base1",
      "create base2",
      "create serial-base2",
      "create serial-serial-base2",
    );
    assert.ok(!writes(replaced).some((call) => call.endsWith("bystander")));
    assert.equal(replaced.resources.filter((resource) => resource.delete).length, 0);
  });

  it("a delete that fails leaves the replaced resource in the state, and the next up deletes it (rules 5, 29)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("base", { key: `base${step}` });
    });
    await stack.up();
    const failed = await stack.failingUp({ step: 2, steer: { "delete base1": { throw: "still in use" } } });
    assert.deepEqual(writes(failed), ["create base2", "delete base1"]);
    assert.ok(failed.messages.some(({ text }) => text === "still in use"));
    const left = failed.resources.filter((resource) => resource.delete);
    assert.deepEqual(
      left.map(({ id }) => id),
      ["id-base1"],
    );
    const next = await stack.up({ step: 2 });
    assert.deepEqual(writes(next), ["delete base1"]);
    assert.deepEqual(next.names, ["base"]);
    assert.ok(next.resources.some(({ id }) => id === "id-base2"));
  });

  it("in preview of a replacement the dependent gets the unknown value (rules 12, 13)", async () => {
    const stack = await play(({ Item, step }) => {
      const base = new Item("base", { key: `base${step}` });
      new Item("user", { key: "user", upstream: base.serial, text: base.key });
    });
    await stack.up();
    const preview = await stack.good(["preview"], { step: 2 });
    const check = preview.calls.find(
      ({ detail }) => detail.method === "check" && JSON.stringify(detail).includes('"key":"user"'),
    );
    const { upstream, text } = check?.detail.news as Record<string, string>;
    assert.equal(upstream, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.equal(text, "base2");
    assert.deepEqual(writes(preview), []);
  });
});
