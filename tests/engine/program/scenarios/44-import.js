exports.description = "pulumi import --file: into an empty stack, a component and what is in it, a parent by nameTable, what is there already, inputs that check refuses; files that are not right.";

exports.program = ({ Item }) => {
  new Item("a", { key: "a" });
};

const TYPE = "pulumi-nodejs:dynamic/recorder:Item";
const __provider = "exports.handler=()=>require(\"recorder/provider\").Item;";
const item = (name, more) => ({
  type: TYPE,
  name,
  id: `id-${name}`,
  inputs: { __provider, key: name, colour: "grey" },
  outputs: { __provider, key: name, colour: "grey", serial: `serial-${name}`, revision: 1 },
  ...more,
});
const load = (file, ...more) => ["import", "--file", file, "--skip-preview", "--generate-code=false", ...more];

exports.steps = [
  { command: load("one.json"), files: { "one.json": { resources: [item("a")] } }, display: true },
  { command: ["up", "--skip-preview"], check: (r, assert) => assert.equal(r.changes.create, undefined) },
  {
    command: load("two.json", "--protect=false"),
    files: { "two.json": { resources: [{ type: "recorder:index:Group", name: "group", component: true }, item("c", { parent: "group" })] } },
    display: true,
  },
  {
    command: load("three.json"),
    files: { "three.json": { nameTable: { root: "urn:pulumi:dev::recording::pulumi:pulumi:Stack::recording-dev" }, resources: [item("d", { parent: "root" }), item("a")] } },
    steer: { "check d": { failures: [{ property: "key", reason: "taken" }] } },
    note: "check refuses d, a is there already",
  },
  { command: load("none.json"), note: "no such file" },
  { command: load("empty.json"), files: { "empty.json": { resources: [] } } },
  { command: load("part.json"), files: { "part.json": { resources: [{ type: TYPE, name: "q" }] } }, note: "no id" },
];
