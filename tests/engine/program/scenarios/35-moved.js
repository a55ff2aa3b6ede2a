exports.description = "Renamed and moved: aliases by name, type, parent and URN; a component and a provider renamed with what is in them; moved and replaced at once; another class; no alias.";

exports.program = ({ Item, Vault, Connection, step, pulumi }) => {
  const one = step === 1;
  const connection = new Connection(one ? "con" : "connection", { "recorder:user": "u" }, { aliases: one ? [] : [{ name: "con" }] });
  const group = new pulumi.ComponentResource("recorder:index:Group", one ? "g" : "group", {}, { aliases: one ? [] : [{ name: "g" }] });
  const a = new Item(`${one ? "g" : "group"}-a`, { key: "a" }, { parent: group, provider: connection });
  const b = new Item("b", { key: "b", upstream: a.serial }, one ? {} : { parent: a, aliases: [{ parent: pulumi.rootStackResource }] });
  new Item(one ? "c" : "see", { key: "c" }, { aliases: one ? [] : ["urn:pulumi:dev::recording::pulumi-nodejs:dynamic/recorder:Item::c"], dependsOn: [a] });
  new Item(one ? "d" : "dee", { key: one ? "d" : "d2" }, { aliases: one ? [] : [{ name: "d" }, { name: "nothing" }] });
  new (step === 3 ? Vault : Item)("t", { key: "t" }, step === 3 ? { aliases: [{ type: "pulumi-nodejs:dynamic/recorder:Item" }] } : {});
  return { b: b.urn };
};

const did = (r, ...methods) => r.calls.filter(({ method }) => methods.includes(method)).map(({ method, id, news }) => `${method} ${id ?? news.key}`);

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["preview", "--diff"], step: 2, display: true },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.deepEqual(did(r, "create", "update", "delete"), ["create d2", "delete id-d"]) },
  { command: ["up", "--skip-preview"], step: 3, note: "another class with an alias", display: true },
  { command: ["up", "--skip-preview"], note: "the old names, without aliases" },
];
