import assert from "node:assert/strict";
import { type Json, type JsonObject, objectOf, textOf } from "../replay/json";
import { onEveryEngine, type Outcome, type Playground, type Program } from "./playground";

const one: Program = ({ Item, Connection }) => {
  new Item("a", { key: "a" });
  new Connection("mine", { "recorder:user": "ann" });
};

const URN = "urn:pulumi:dev::recording";
const inputs = {
  __provider: 'exports.handler=()=>require("recorder/provider").Item;',
  colour: "grey",
  key: "x",
};

/** An Item in the file of an import. */
const item = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "pulumi-nodejs:dynamic/recorder:Item",
  name,
  id: `id-${name}`,
  inputs,
  outputs: { ...inputs, serial: "serial-x", revision: 1 },
  ...more,
});
const group = (name: string, more: JsonObject = {}): JsonObject => ({
  type: "recorder:index:Group",
  name,
  component: true,
  ...more,
});

const HOST = "pulumi:providers:pulumi-nodejs";
const nameIn = (urn: Json | undefined): string | undefined => textOf(urn ?? "").split("::")[3];

const IMPORT = ["import", "--file", "file.json", "--skip-preview", "--generate-code=false"];

function imported(stack: Playground, resources: Json[], nameTable: JsonObject = {}): Promise<Outcome> {
  stack.write("file.json", { nameTable, resources });
  return stack.run(IMPORT);
}

onEveryEngine("Imports by file (rule 83)", (play) => {
  it("take components, their children in any order, and explicit providers; all are protected", async () => {
    const stack = await play(one);
    await stack.up();
    const file = [item("child", { parent: "group" }), group("group"), item("own", { provider: "mine" })];
    const { exitCode, changes, resources } = await imported(stack, file, {
      mine: `${URN}::pulumi:providers:pulumi-nodejs::mine`,
    });
    assert.deepEqual([exitCode, changes], [0, { same: 3, import: 3 }]);
    const found = new Map(
      resources.map(({ urn, parent, provider, protect }) => [
        nameIn(urn),
        [nameIn(parent), nameIn(provider), protect],
      ]),
    );
    assert.deepEqual(found.get("group"), ["recording-dev", undefined, true]);
    assert.deepEqual(found.get("child"), ["group", "default", true]);
    assert.deepEqual(found.get("own"), ["recording-dev", "mine", true]);
  });

  it("of components alone make no provider; what is there with the same id stays as it is", async () => {
    const stack = await play(one);
    const first = await imported(stack, [group("group")]);
    assert.deepEqual(first.changes, { create: 1, import: 1 });
    const again = await imported(stack, [group("group")]);
    assert.deepEqual([again.exitCode, again.changes, again.did], [0, { same: 2 }, []]);
    assert.ok(!again.resources.some(({ type }) => textOf(type).startsWith("pulumi:providers:")));
  });

  it("have the default provider of their version, else the newest one of the state", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a" }, { version: "1.2.0" });
    });
    await stack.up();
    const file = [item("b"), item("c", { version: "v3.4" }), item("d", { version: "1.2.0" })];
    const { exitCode, changes, resources } = await imported(stack, file);
    assert.deepEqual([exitCode, changes], [0, { same: 2, import: 3 }]);
    const providers = resources
      .filter(({ provider }) => provider)
      .map(({ urn, provider }) => [nameIn(urn), nameIn(provider)]);
    assert.deepEqual(Object.fromEntries(providers), {
      ...{ a: "default_1_2_0", b: "default_1_2_0", c: "default_3_4_0", d: "default_1_2_0" },
    });
    assert.equal(resources.filter(({ type }) => textOf(type) === HOST).length, 2);
  });

  it("make the providers in the file, and those that are neither there nor in the state", async () => {
    const stack = await play(one);
    await stack.up();
    const file = [
      item("b", { provider: "own" }),
      { type: HOST, name: "own", inputs: { "recorder:user": "ann" } },
      item("c", { provider: "bare" }),
    ];
    const { exitCode, changes, resources } = await imported(stack, file, { bare: `${URN}::${HOST}::bare` });
    assert.deepEqual([exitCode, changes], [0, { same: 3, create: 2, import: 2 }]);
    const providers = resources.filter(({ urn }) => ["own", "bare"].includes(nameIn(urn) ?? ""));
    assert.deepEqual(
      providers.map(({ urn, inputs }) => [nameIn(urn), inputs]),
      [
        ["bare", undefined],
        ["own", { "recorder:user": "ann" }],
      ],
    );
    const ids = new Map(providers.map(({ urn, id }) => [nameIn(urn), id]));
    for (const [name, provider] of [
      ["b", "own"],
      ["c", "bare"],
    ] as const) {
      const found = resources.find(({ urn }) => nameIn(urn) === name);
      assert.equal(found?.provider, `${URN}::${HOST}::${provider}::${textOf(ids.get(provider) ?? "")}`);
    }
  });

  it("keep what is there with its additional secret outputs sealed", async () => {
    const stack = await play(({ Item }) => {
      new Item("a", { key: "a", text: "hush" }, { additionalSecretOutputs: ["text"] });
    });
    await stack.up();
    await stack.edit((resource) => {
      if (resource.id === "id-a") objectOf(resource.outputs).text = "edited";
    });
    const { resources } = await imported(stack, [group("group")]);
    const a = resources.find(({ id }) => id === "id-a");
    assert.deepEqual(objectOf(a?.outputs).text, { "<secret>": "edited" });
  });

  it("of what is there with another id fail, as do those without outputs, side by side", async () => {
    const stack = await play(one);
    await stack.up();
    const { exitCode, messages, names } = await imported(stack, [
      item("a", { id: "id-other" }),
      item("b", { outputs: undefined }),
    ]);
    assert.deepEqual([exitCode, names], [1, ["a"]]);
    const errors = messages.filter(({ severity }) => severity === "error").map(({ text }) => text);
    assert.match(errors.join("\n"), /resource '[^']*::a' already exists/);
    assert.match(errors.join("\n"), /Cannot read properties of undefined/);
    const last = errors.filter((text) => text.startsWith("update failed: step application failed: "));
    assert.equal(last.length, 1, errors.join("\n"));
  });

  it("go on after one that fails with those beside it, one at a time too, but not with children", async () => {
    const stack = await play(one);
    await stack.up();
    const file = [item("a", { id: "id-other" }), group("beside"), item("child", { parent: "beside" })];
    stack.write("file.json", { resources: file });
    const { exitCode, changes, names } = await stack.run([...IMPORT, "--parallel", "1"]);
    assert.deepEqual([exitCode, changes, names], [1, { same: 3, import: 1 }, ["a", "beside"]]);
  });

  it("are refused whole, with every fault of the file, before anything is done", async () => {
    const stack = await play(one);
    await stack.up();
    const refused: [resources: JsonObject[], faults: RegExp[]][] = [
      [
        [item("d"), item("d")],
        [/'d' of type '[^']*:Item' has an ambiguous URN, set name \(or logical name\)/],
      ],
      [
        [item("u", { parent: "nowhere" })],
        [/the parent 'nowhere' for resource 'u' .*has no entry in 'nameTable'/],
      ],
      [
        [
          item("p", { provider: "nowhere" }),
          item("q", { provider: "twice" }),
          item("twice"),
          item("twice", { logicalName: "other" }),
        ],
        [
          /the provider 'nowhere' for resource 'p' .*has no entry in 'nameTable' or 'resources'/,
          /resource 'q' .*has an ambiguous provider/,
          /the provider 'twice' for resource 'q' .*is not a provider/,
        ],
      ],
      [
        [item("v", { version: "x.y" }), { type: HOST, name: "own", id: "id-own", component: true }],
        [
          /resource 'own' of type 'pulumi:providers:pulumi-nodejs' has an ID, but is a provider/,
          /resource 'own' of type 'pulumi:providers:pulumi-nodejs' is a provider and may not be marked as a component/,
        ],
      ],
      [[item("v", { version: "x.y" })], [/could not parse version 'x\.y' for resource 'v' of type/]],
      [
        [item("n", { id: undefined }), group("g", { id: "id-g" }), item("t", { type: undefined })],
        [
          /resource 'n' of type '[^']*:Item' has no ID/,
          /resource 'g' of type '[^']*:Group' has an ID, but is marked as a component/,
          /resource 't' has no type/,
        ],
      ],
    ];
    for (const [resources, faults] of refused) {
      const { exitCode, stderr, did, names } = await imported(stack, resources);
      assert.deepEqual([exitCode, did, names], [1, [], ["a"]], stderr);
      for (const fault of faults) assert.match(stderr, fault);
      if (faults.length > 1) assert.match(stderr, new RegExp(`${faults.length} errors occurred:`));
    }
  });
});
