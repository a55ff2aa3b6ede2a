exports.description = "Refresh: of protected and retained resources in a component, of what the program ignores; with a preview, as a preview, inside up and destroy; a parent that is gone; a read that fails.";

exports.program = ({ Item, Vault, step, pulumi }) => {
  const group = new pulumi.ComponentResource("recorder:index:Group", "group");
  const a = new Item("a", { key: "a", text: "asked", tags: ["x"] }, { parent: group, protect: true });
  const b = new Item("b", { key: "b", upstream: a.serial }, { parent: a, retainOnDelete: true });
  const v = new Vault("v", { key: "v", upstream: b.serial, secret: pulumi.secret("hush-v") });
  const i = new Item("i", { key: "i", text: `${step}`, size: 1 }, { ignoreChanges: ["text"] });
  return { a: a.text, serial: b.serial, v: v.token, i: i.text };
};

const drift = { "read a": { inputs: { text: "drifted", tags: ["x", "y"] } }, "read i": { inputs: { text: "theirs" } } };

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["refresh"], steer: drift, check: (r, assert) => assert.equal(r.changes.update, 2) },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.deepEqual(r.calls.filter(({ method }) => method === "update").map(({ id }) => id), ["id-a"]) },
  { command: ["refresh", "--preview-only", "--diff"], step: 2, steer: { "read b": { gone: true }, "read v": { outs: { serial: "other" }, inputs: { secret: "hush-other" } } }, check: (r, assert) => assert.equal(r.changes.delete, 1) },
  { command: ["up", "--skip-preview", "--refresh"], step: 2, steer: { "read v": { throw: "cannot look" } }, check: (r, assert) => assert.ok(!r.calls.some(({ method }) => method === "check")) },
  { command: ["refresh", "--skip-preview"], step: 2, steer: { "read a": { gone: true } }, note: "b has no parent now", check: (r, assert) => assert.equal(r.state.resources.find(({ id }) => id === "id-b").parent, undefined) },
  { command: ["up", "--refresh"], step: 2, steer: { "read b": { gone: true } }, check: (r, assert) => assert.equal(r.changes.create, 2) },
  { command: ["destroy", "--refresh", "--skip-preview"], step: 2, steer: { "read a": { gone: true } }, note: "b is protected, and alone", check: (r, assert) => assert.equal(r.exitCode, 1) },
];
