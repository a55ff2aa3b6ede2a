import assert from "node:assert/strict";
import { textOf } from "../replay/json";
import { onEveryEngine, type Outcome, type Playground, writes } from "./playground";

const target = (...names: string[]): string[] => [
  "--skip-preview",
  ...names.flatMap((name) => ["--target", `**::${name}`]),
];

/** Marks a resource in the state to be deleted. */
const condemn = (stack: Playground, id: string): Promise<void> =>
  stack.edit((resource) => {
    if (resource.id === id) resource.delete = true;
  });

/** The resources of the program in the order of the state. */
const inState = ({ resources }: Outcome): string[] =>
  resources.map(({ id }) => textOf(id ?? "")).filter((id) => id.startsWith("id-"));

onEveryEngine("Targets of an update", (play) => {
  it("up --target --target-dependents updates what comes after the target, and nothing else (rule 20)", async () => {
    const stack = await play(({ Item, step }) => {
      const a = new Item("a", { key: "a", text: `${step}` });
      new Item("b", { key: "b", text: a.text });
      new Item("free", { key: "free", text: `${step}` });
    });
    await stack.up();
    const both = await stack.good(["up", ...target("a"), "--target-dependents"], { step: 2 });
    assert.deepEqual(writes(both), ["update a", "update b"]);
    const alone = await stack.good(["up", ...target("a")], { step: 3 });
    assert.deepEqual(writes(alone), ["update a"]);
    assert.deepEqual(writes(await stack.up({ step: 3 })).sort(), ["update b", "update free"]);
  });

  it("a target that needs what is not made is refused, in a preview too (rule 20)", async () => {
    const stack = await play(({ Item, step }) => {
      const a = step > 1 ? new Item("a", { key: "a" }) : undefined;
      new Item("b", { key: "b", text: `${step}` }, { dependsOn: a ? [a] : [] });
    });
    await stack.up();
    for (const command of [
      ["preview", "--target", "**::b"],
      ["up", ...target("b")],
    ]) {
      const refused = await stack.bad(command, { step: 2 });
      assert.match(
        refused.stdout,
        /Resource '\S+::b' depends on '\S+::a' which was was not specified in --target/,
      );
      assert.deepEqual([writes(refused), refused.names], [[], ["b"]], command.join(" "));
    }
  });

  it("what is not targeted is refused, too, where it needs what is not made (rule 20)", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a" });
      new Item("c", { key: "c" }, { parent: new Item("b", { key: "b" }) });
    });
    await stack.up();
    await condemn(stack, "id-b");
    const refused = await stack.bad(["up", ...target("a")]);
    assert.match(refused.stdout, /Resource '\S+::c' depends on '\S+::b' which was was not specified/);
    assert.deepEqual(writes(refused), []);
  });

  it("what the program has dropped stays before what needs it and is not targeted (rules 20, 22)", async () => {
    const stack = await play(({ Item, step }) => {
      const first = step === 1 ? new Item("first", { key: "first" }) : undefined;
      const second = step === 1 ? new Item("second", { key: "second", upstream: first!.serial }) : undefined;
      new Item("third", { key: "third", upstream: second?.serial ?? "none" });
      new Item("free", { key: "free", text: `${step}` });
    });
    await stack.up();
    const updated = await stack.good(["up", ...target("free")], { step: 2 });
    assert.deepEqual(writes(updated), ["update free"]);
    const order = inState(updated).filter((id) => id !== "id-free");
    assert.deepEqual(order, ["id-first", "id-second", "id-third"]);
    assert.deepEqual(writes(await stack.up({ step: 2 })), ["update third", "delete second", "delete first"]);
  });

  it("a provider that is gone from the program is not there for what is not targeted (rule 20)", async () => {
    const stack = await play(({ Item, Connection, step }) => {
      const provider = new Connection(`connection${step}`, { "recorder:user": "me" });
      new Item("a", { key: "a" }, { provider });
      new Item("b", { key: "b", text: `${step}` });
    });
    await stack.up();
    const refused = await stack.bad(["up", ...target("b")], { step: 2 });
    assert.match(
      refused.stdout,
      /provider \S+::connection1::\S+ for resource \S+::a has not been registered yet/,
    );
    assert.ok(refused.names.includes("a"));
  });

  it("what is not targeted keeps a provider that another resource has asked for before it (rules 20, 52)", async () => {
    const stack = await play(({ Item, step }) => {
      const b = new Item("b", { key: "b" }, { version: "1.0.0" });
      new Item("a", { key: "a", upstream: b.serial }, { version: `${step}.0.0` });
      new Item("c", { key: "c", text: `${step}` });
    });
    await stack.up();
    const updated = await stack.good(["up", ...target("c")], { step: 2 });
    assert.deepEqual(writes(updated), ["update c"]);
    const a = updated.resources.find(({ id }) => id === "id-a");
    assert.match(textOf(a?.provider ?? ""), /::default_1_0_0::/);
  });

  it("what is only to be deleted any more is so in spite of --exclude (rule 20)", async () => {
    const stack = await play(({ Item, step }) => {
      if (step === 1) new Item("a", { key: "a" });
      new Item("b", { key: "b" });
    });
    await stack.up();
    await condemn(stack, "id-a");
    const command = ["up", "--skip-preview", "--exclude", "**::a"];
    assert.deepEqual(writes(await stack.good(command, { step: 2 })), ["delete a"]);
  });

  it("nor is a provider that is replaced there for what is not targeted (rule 20)", async () => {
    const stack = await play(({ Item, Connection }) => {
      const provider = new Connection("connection", { "recorder:user": "me" });
      new Item("a", { key: "a" });
      new Item("b", { key: "b" }, { provider });
    });
    await stack.up();
    const command = ["up", ...target("a"), "--target-replace", "**::connection"];
    const refused = await stack.bad(command);
    assert.match(
      refused.stdout,
      /provider \S+::connection::\S+ for resource \S+::b has not been registered yet/,
    );
    assert.deepEqual(writes(refused), []);
  });

  it("refresh --exclude leaves out what comes after that as well, where that is asked for (rule 20)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a" });
      new Item("b", { key: "b", upstream: a.serial });
      new Item("c", { key: "c" });
    });
    await stack.up();
    const command = ["refresh", "--skip-preview", "--exclude", "**::a"];
    const reads = ({ did }: Outcome): string[] => did.filter((call) => call.startsWith("read")).sort();
    assert.deepEqual(reads(await stack.good(command)), ["read b", "read c"]);
    assert.deepEqual(reads(await stack.good([...command, "--exclude-dependents"])), ["read c"]);
  });
});
