exports.description = "Resources read by id: in a component, with a dependent, by another id, gone; refreshed; declared later, and the other way round; a read that fails; destroyed.";

exports.program = ({ Item, Vault, step, pulumi }) => {
  const group = new pulumi.ComponentResource("recorder:index:Group", "group");
  const options = step === 4 ? { parent: group } : { parent: group, id: step === 2 ? "other" : "there" };
  const there = new Item("there", { key: "there", text: "given", secret: pulumi.secret("hush-there") }, options);
  const b = new Item("b", { key: "b", upstream: there.text, tags: [there.id] });
  if (step !== 3) new Vault("second", { key: "second" }, { id: b.id });
  return { text: there.text, id: there.id };
};

exports.steps = [
  { command: ["up"], steer: { "read there": { outs: { text: "found" } } }, check: (r, assert) => assert.equal(r.outputs.text, "found") },
  { command: ["up", "--skip-preview"], step: 2 },
  { command: ["refresh", "--skip-preview"], step: 2, steer: { "read other": { gone: true } } },
  { command: ["up", "--skip-preview"], step: 3, steer: { "read there": { gone: true } }, note: "it is not there", display: true },
  { command: ["up", "--skip-preview"], step: 4, note: "declared", display: true, check: (r, assert) => assert.ok(r.calls.some(({ method, news }) => method === "create" && news.key === "there")) },
  { command: ["up", "--skip-preview"], steer: { "read there": { throw: "no access" } } },
  { command: ["up", "--skip-preview"], note: "read again", check: (r, assert) => assert.ok(r.calls.some(({ method, id }) => method === "delete" && id === "id-there")) },
  { command: ["destroy", "--skip-preview"], step: 4, display: true, check: (r, assert) => assert.deepEqual(r.calls.filter(({ method }) => method === "delete").map(({ id }) => id), ["id-b"]) },
];
