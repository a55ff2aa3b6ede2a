exports.description = "Targets: of a component, with wildcards, with dependents; what is new or not there; --exclude, with dependents too; --replace; in refresh and destroy, which may refuse in its preview.";

exports.program = ({ Item, step, pulumi }) => {
  const group = new pulumi.ComponentResource("recorder:index:Group", "group");
  const a = new Item("a", { key: "a", text: `${step}` }, { parent: group });
  const b = new Item("b", { key: "b", text: a.text }, { parent: group });
  const c = new Item("c", { key: "c", upstream: b.serial });
  if (step < 5) new Item("free", { key: "free", text: `${step}` });
  if (step > 3) new Item("n", { key: "n", upstream: c.serial });
  return { a: a.text, step };
};

const TYPE = "pulumi-nodejs:dynamic/recorder:Item";
const GROUP = "recorder:index:Group";
const urn = (name, type = TYPE) => `urn:pulumi:dev::recording::${type}::${name}`;
const inGroup = (name) => urn(name, `${GROUP}$${TYPE}`);
const did = (r, method) => r.calls.filter((call) => call.method === method).map((call) => call.id ?? call.news.key).sort();

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["up", "--skip-preview", "--target", urn("group", GROUP), "--target-dependents"], step: 2, display: true, check: (r, assert) => assert.deepEqual(did(r, "update"), ["id-a", "id-b"]) },
  { command: ["up", "--skip-preview", "--target", "**::n", "--target-replace", urn("free")], step: 4, check: (r, assert) => assert.deepEqual(did(r, "create"), ["free", "n"]) },
  { command: ["up", "--skip-preview", "--replace", inGroup("b")], step: 4, display: true },
  { command: ["preview", "--exclude", inGroup("a"), "--exclude-dependents"], step: 5, note: "free is not in the program any more", display: true },
  { command: ["up", "--skip-preview", "--target", urn("nobody")], step: 5, display: true },
  { command: ["refresh", "--skip-preview", "--target", inGroup("a"), "--target", urn("c")], step: 5, steer: { "read c": { gone: true } }, display: true },
  { command: ["destroy", "--target", urn("group", GROUP)], step: 5, display: true, check: (r, assert) => assert.equal(r.exitCode, 1) },
  { command: ["destroy", "--skip-preview", "--exclude", inGroup("b")], step: 5, display: true, check: (r, assert) => assert.deepEqual(did(r, "delete"), ["id-free", "id-n"]) },
];
