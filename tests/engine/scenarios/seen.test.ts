import assert from "node:assert/strict";
import { objectOf, textOf } from "../replay/json";
import { inOrder, onEveryEngine, writes } from "./playground";

onEveryEngine("Seen of the real engine, outside the recordings", (play) => {
  it("--replace and --target take patterns; a replacement that is asked for needs no diff (rule 55)", async () => {
    const stack = await play(({ Item }) => {
      const a = new Item("a", { key: "a" });
      new Item("b", { key: "b", upstream: a.serial });
    });
    await stack.up();
    const replaced = await stack.good(["up", "--skip-preview", "--replace", "**::a"]);
    assert.deepEqual(writes(replaced), ["create a", "delete a"]);
    assert.ok(!replaced.did.includes("diff a"));
    const gone = await stack.good(["destroy", "--skip-preview", "--target", "**::b"]);
    assert.deepEqual([writes(gone), gone.names], [["delete b"], ["a"]]);
    const lost = await stack.bad([
      "destroy",
      "--skip-preview",
      "--target",
      "urn:pulumi:dev::recording::x:y:Z::z",
    ]);
    assert.match(lost.stderr, /no resource named 'urn:pulumi:dev::recording::x:y:Z::z' found/);
  });

  it("a protected resource fails its delete alone (rule 53)", async () => {
    const stack = await play(({ Item }) => {
      const base = new Item("base", { key: "base" });
      new Item("safe", { key: "safe", upstream: base.serial }, { protect: true });
      const other = new Item("other", { key: "other" });
      new Item("last", { key: "last", upstream: other.serial });
    });
    await stack.up();
    const { did, names } = await stack.bad(["destroy", "--skip-preview"]);
    inOrder(did, "delete last", "delete other");
    assert.deepEqual(names, ["base", "safe"]);
  });

  it("an error that is merely logged fails nothing, what is ephemeral is shown once; outputs known before a failure are saved (rules 28, 58)", async () => {
    const stack = await play(({ pulumi, Item, step }) => {
      const a = new Item("a", { key: "a", text: `${step}` });
      if (step === 1) void pulumi.log.error("this looks wrong");
      if (step === 1) void pulumi.log.info("in passing", a, undefined, true);
      if (step === 2) new Item("late", { key: "late", upstream: a.text });
      return { text: a.text };
    });
    const first = await stack.up();
    assert.ok(
      first.messages.some(({ severity, text }) => severity === "error" && text === "this looks wrong"),
    );
    assert.match(first.stdout, /Item a .*in passing\n/);
    assert.doesNotMatch(first.stdout, /\n +in passing\n/);
    const failed = await stack.failingUp({
      step: 2,
      steer: { "create late": { delay: 2500, throw: "no room" } },
    });
    assert.deepEqual(failed.outputs, { text: "2" });
  });

  it("a destroy with its program of what is empty leaves the stack and providers that the program has (rule 18)", async () => {
    const stack = await play(({ Connection, Item }) => {
      new Connection("own", { "recorder:user": "ann" });
      new Item("a", { key: "a" });
    });
    const types = async (): Promise<string[]> => {
      const { did, resources } = await stack.good(["destroy", "--skip-preview", "--run-program"]);
      assert.deepEqual(did, []);
      return resources.map(({ urn }) => textOf(urn).split("::").at(-1) ?? "").sort();
    };
    assert.deepEqual(await types(), ["default", "own", "recording-dev"]);
    assert.deepEqual(await types(), []);
  });

  it("the newest version of any provider in the state is that of whoever asks for none (rule 52)", async () => {
    const stack = await play(({ Connection, Item, step }) => {
      new Connection("own", {}, step === 1 ? { version: "2.1.0" } : {});
      new Item("a", { key: "a" }, step === 1 ? { version: "1.2.0" } : {});
    });
    await stack.up();
    const { resources } = await stack.up({ step: 2 });
    const versions = resources
      .filter(({ type }) => textOf(type).startsWith("pulumi:providers:"))
      .map(({ urn, inputs }) => [textOf(urn).split("::")[3], objectOf(inputs).version]);
    assert.deepEqual(Object.fromEntries(versions), { own: "2.1.0", default_2_1_0: "2.1.0" });
  });

  it("the option version has a default provider of its own (rule 52)", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a" }, { version: "1.2.3" });
    });
    const made = await stack.up();
    const provider = textOf(made.resources.find(({ id }) => id === "id-a")?.provider);
    assert.match(provider, /::default_1_2_3::/);
    assert.deepEqual((await stack.up()).changes, { same: 2 });
  });

  it("a provider that is given nothing has no propertyDependencies in the state (rule 22)", async () => {
    const stack = await play(({ Connection }) => {
      new Connection("bare", { "recorder:user": undefined });
      new Connection("given", { "recorder:user": "ann" });
    });
    const { resources } = await stack.up();
    const found = ["bare", "given"].map(
      (name) => resources.find(({ urn }) => textOf(urn).endsWith(`::${name}`))?.propertyDependencies,
    );
    assert.deepEqual(found, [undefined, { "recorder:user": [] }]);
  });

  it("of another stack's outputs each secret stays in its place, and they stay what they are (rules 27, 62)", async () => {
    const stack = await play(({ pulumi, step }) => {
      if (step === 2) new pulumi.StackReference("organization/recording/dev");
      return { list: [1, pulumi.secret("hush")] };
    });
    await stack.up();
    await stack.up({ step: 2 });
    const { resources, changes } = await stack.up({ step: 2 });
    const found = resources.find(({ type }) => type === "pulumi:pulumi:StackReference");
    assert.deepEqual(objectOf(objectOf(found?.outputs).outputs).list, [1, { "<secret>": "hush" }]);
    assert.deepEqual([found?.modified, changes], [undefined, { same: 1 }]);
  });

  it("a function of the host that is called beside resources fails, and they are made (rule 47)", async () => {
    const stack = await play(async ({ pulumi, Item, Connection }) => {
      const provider = new Connection("own", { "recorder:user": "ann" });
      new Item("slow", { key: "slow" }, { provider });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const known = pulumi.runtime.invoke("pulumi-nodejs:index:find", {});
      const failed = known.then(String, (error: unknown) => (error as Error).message);
      new Item("a", { key: "a" });
      return { failed };
    });
    const { outputs, names } = await stack.good(["up", "--skip-preview", "--parallel", "1"], {
      steer: { "create slow": { delay: 2000 } },
    });
    assert.match(textOf(outputs.failed), /unknown function/);
    assert.deepEqual(names, ["a", "slow"]);
  });

  it("a resource of another provider is refused in a sentence that says so (rule 47)", async () => {
    const stack = await play(({ pulumi, Item }) => {
      new Item("a", { key: "a" });
      class Bucket extends pulumi.CustomResource {}
      new Bucket("aws:s3/bucket:Bucket", "bucket", {});
    });
    const { stdout } = await stack.failingUp();
    assert.match(
      stdout,
      /resources of other providers are not supported|no resource plugin 'pulumi-resource-aws'/,
    );
  });
});
