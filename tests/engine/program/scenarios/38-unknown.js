exports.description = "Unknown values: secret ones, in lists and objects, in a component and in a provider that is there already; replacement of what they come from; a resource inside an apply.";

exports.program = ({ Item, Vault, Connection, step, pulumi }) => {
  const v = new Vault("v", { key: step >= 3 ? "v3" : "v", text: `${step}` });
  const a = new Item("a", { key: "a", secret: v.token, nested: { list: [v.token, { deep: v.serial }], open: "x" }, tags: [v.serial, v.text] });
  const group = new pulumi.ComponentResource("recorder:index:Group", "group", { from: v.serial, hush: v.token });
  const b = new Item("b", { key: v.serial, text: pulumi.interpolate`${v.token}!` }, { parent: group });
  group.registerOutputs({ b: b.serial, secret: v.token });
  const connection = new Connection("connection", { "recorder:user": v.serial });
  const c = new Item("c", { key: "c" }, { provider: connection });
  const d = new Item("d", { key: "d", upstream: c.serial, size: v.revision.apply((revision) => revision * 2) });
  pulumi.all([a.id, b.id]).apply(([x, y]) => new Item("e", { key: "e", text: `${x}${y}` }));
  return { token: v.token, a: a.nested, d: d.size, known: v.text, urn: b.urn, c: c.serial };
};

const asked = (r, key) => r.calls.some(({ news }) => news?.key === key);

exports.steps = [
  { command: ["preview", "--diff"], display: true, check: (r, assert) => assert.ok(!asked(r, "c") && !asked(r, "e")) },
  { command: ["up", "--skip-preview"] },
  { command: ["preview", "--diff"], step: 2, display: true, check: (r, assert) => assert.ok(!asked(r, "c")) },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.ok(asked(r, "c")) },
  { command: ["up"], step: 3, display: true },
];
