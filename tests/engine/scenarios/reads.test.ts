import assert from "node:assert/strict";
import { objectOf, textOf } from "../replay/json";
import { onEveryEngine, type Program, writes } from "./playground";

const twoProviders: Program = ({ Item, Connection }) => {
  const connection = new Connection("connection", { "recorder:user": "me" });
  const a = new Item("a", { key: "a" });
  new Item("b", { key: "b", upstream: a.serial }, { provider: connection });
};

/** From step 2 on it reads something by id, of which an input comes from what is new then. */
const readById: Program = ({ Item, step }) => {
  if (step === 1) return;
  const a = new Item("a", { key: "a" });
  new Item("there", { key: "there", upstream: a.serial }, { id: "there", version: "1.0.0" });
};

const three: Program = ({ Item }) => {
  for (const key of ["a", "b", "c"]) new Item(key, { key });
};

/** In step 2 a is replaced and what needed it is dropped, which is protected. */
const needed: Program = ({ Item, step }) => {
  const a = new Item("a", { key: `a${step}` });
  if (step === 1) new Item("b", { key: "b" }, { dependsOn: [a], protect: true });
};

onEveryEngine("What is read, and what is kept", (play) => {
  it("a refresh of targets has no providers but theirs (rule 71)", async () => {
    const stack = await play(twoProviders);
    await stack.up();
    const command = ["refresh", "--skip-preview", "--target", "**::a", "--target-dependents"];
    const { did, stdout } = await stack.bad(command);
    assert.match(stdout, /unknown provider '\S+::connection::\S+' for resource \S+::b/);
    assert.deepEqual(did, ["read a", "diff a"]);
  });

  it("a read by id has the provider of its version, and no input that is unknown (rules 74, 75)", async () => {
    const stack = await play(readById);
    await stack.up();
    const { calls } = await stack.good(["preview"], { step: 2 });
    const read = calls.find(({ detail }) => detail.method === "read");
    assert.equal("upstream" in objectOf(read?.detail.olds), false);
    const { resources } = await stack.up({ step: 2 });
    const there = resources.find(({ urn }) => textOf(urn).endsWith("::there"));
    assert.match(textOf(there?.provider), /::default_1_0_0::/);
    assert.equal(objectOf(there?.inputs).upstream, "serial-a");
  });

  it("what is read in place of what was made is deleted at the end, and in the state no more (rule 74)", async () => {
    const stack = await play(({ Item, step }) => {
      new Item("a", { key: "a" }, step === 1 ? {} : { id: "found-a" });
    });
    await stack.up();
    const failed = await stack.failingUp({ step: 2, steer: { "delete a": { throw: "still in use" } } });
    assert.deepEqual(writes(failed), ["delete a"]);
    const ids = failed.resources.map(({ id }) => textOf(id ?? "")).filter((id) => /^(id|found)-/.test(id));
    assert.deepEqual(ids, ["found-a"]);
    assert.deepEqual(writes(await stack.up({ step: 2 })), []);
  });

  it("a refresh reads the others when a read fails, then ends the run (rule 76)", async () => {
    const stack = await play(three);
    await stack.up();
    const steer = { "read a": { throw: "cannot look" } };
    for (const command of [["refresh"], ["up", "--refresh", "--continue-on-error"]]) {
      const { did } = await stack.bad([...command, "--skip-preview", "--parallel", "1"], { steer });
      assert.deepEqual([...did].sort(), ["diff b", "diff c", "read a", "read b", "read c"]);
    }
  });

  it("where the program runs for a refresh, a failed read ends it (rule 77)", async () => {
    const stack = await play(three);
    await stack.up();
    const steer = { "read a": { throw: "cannot look" } };
    const { messages } = await stack.bad(["refresh", "--skip-preview", "--run-program"], { steer });
    const errors = messages.filter(({ severity }) => severity === "error").map(({ text }) => text);
    assert.deepEqual(errors, ["cannot look", "cannot look"]);
  });

  it("what a failed delete needed when the run began is kept (rule 72)", async () => {
    const stack = await play(needed);
    await stack.up();
    const { did, names } = await stack.failingUp({ step: 2 });
    assert.deepEqual(
      [did.filter((call) => /^(create|delete)/.test(call)), names],
      [["create a2"], ["a", "a", "b"]],
    );
  });

  it("where the engine compares by itself, only what differs is shown, secrets and the provider's text too (rules 14, 50, 51)", async () => {
    const stack = await play(({ pulumi, step }) => {
      class Plain extends pulumi.dynamic.Resource {
        constructor(name: string) {
          const args = { kept: 1, size: step, list: [1, step], secret: pulumi.secret(`hush-${step}`) };
          super({ create: async () => ({ id: `${step}` }) }, name, args);
        }
      }
      new Plain("plain");
    });
    await stack.up();
    const tree = await stack.good(["preview", "--diff"], { step: 2 });
    assert.match(tree.stdout, /~ __provider: \n[^]*\n +~ list +: \[\n +~ \[1\]: 1 => 2\n +\]\n +~ secret/);
    assert.match(tree.stdout, /~ secret +: \[secret\] => \[secret\]\n +~ size +: 1 => 2\n/);
    assert.doesNotMatch(tree.stdout, /kept/);
    const { changes, stdout } = await stack.up({ step: 2 });
    assert.deepEqual(changes, { same: 1, update: 1 });
    assert.match(stdout, /plain updated \(\S+\) \[diff: ~__provider,list,secret,size\]/);
  });

  it("a provider whose outputs are edited is updated; --diff shows its inputs (rules 50, 73)", async () => {
    const stack = await play(twoProviders);
    await stack.up();
    await stack.edit((resource) => {
      const isIt = textOf(resource.urn).endsWith("::connection");
      if (isIt) resource.outputs = { ...objectOf(resource.outputs), "recorder:user": "you" };
    });
    const { changes, stdout } = await stack.good(["up", "--skip-preview", "--diff"]);
    assert.deepEqual(changes, { same: 3, update: 1 });
    assert.match(stdout, /\n +recorder:user: "me"\nResources:\n/);
  });
});
