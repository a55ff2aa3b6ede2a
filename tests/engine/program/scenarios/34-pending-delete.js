exports.description = "Created before deleted: the delete fails and stays pending; replaced again meanwhile, refreshed (gone or not), targeted, and destroyed with it.";

exports.program = ({ Item, step }) => {
  const a = new Item("a", { key: `a${step}` });
  new Item("b", { key: "b", upstream: a.serial });
};

const urn = (name) => `urn:pulumi:dev::recording::pulumi-nodejs:dynamic/recorder:Item::${name}`;
const waiting = (r) => r.state.resources.filter((resource) => resource.delete).map(({ id }) => id).sort();

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["up", "--skip-preview"], step: 2, steer: { "delete a1": { throw: "busy" } }, display: true, check: (r, assert) => assert.deepEqual(waiting(r), ["id-a1"]) },
  { command: ["preview"], step: 2, display: true },
  {
    command: ["up", "--skip-preview"],
    step: 3,
    steer: { "delete a1": { throw: "busy", delay: 800 }, "delete a2": { delay: 50 } },
    display: true,
    check: (r, assert) => assert.deepEqual(waiting(r), ["id-a1"]),
  },
  { command: ["refresh", "--skip-preview"], step: 3, note: "the old one is still there" },
  {
    command: ["destroy", "--skip-preview", "--target", urn("a"), "--target-dependents"],
    step: 3,
    steer: { "delete b": { throw: "busy" } },
    display: true,
    check: (r, assert) => assert.equal(r.exitCode, 1),
  },
  {
    command: ["refresh", "--skip-preview"],
    step: 3,
    steer: { "read a1": { gone: true } },
    note: "the old one is gone, and b still depends on the new one",
    check: (r, assert) => assert.ok(waiting(r).length === 0 && r.state.resources.find(({ id }) => id === "id-b").dependencies.length === 1),
  },
  { command: ["destroy"], step: 3, display: true, check: (r, assert) => assert.ok(r.calls.findIndex(({ id }) => id === "id-b") < r.calls.findIndex(({ id }) => id === "id-a3")) },
];
