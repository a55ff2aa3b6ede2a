exports.description = "deleteBeforeReplace with dependents of every kind; a delete that fails in the middle, a create that fails, a dependent that is protected.";

exports.program = ({ Item, step }) => {
  const a = new Item("a", { key: `a${step}` }, { deleteBeforeReplace: true });
  const b = new Item("b", { key: a.serial });
  const c = new Item("c", { key: b.serial, upstream: a.serial }, { protect: step === 2 });
  new Item("d", { key: "d", upstream: c.serial });
  new Item("e", { key: "e" }, { parent: b });
  const g = new Item("g", { key: "g", nested: { deep: [a.serial] } }, { dependsOn: [c] });
  return { g: g.nested };
};

const deleted = (r) => r.calls.filter(({ method }) => method === "delete").map(({ id }) => id);

exports.steps = [
  { command: ["up", "--skip-preview"] },
  {
    command: ["up", "--skip-preview", "--show-replacement-steps"],
    step: 3,
    display: true,
    check: (r, assert) => assert.deepEqual(deleted(r), ["id-serial-serial-a1", "id-e", "id-serial-a1", "id-a1"].filter((id) => deleted(r).includes(id))),
  },
  { command: ["up", "--skip-preview"], step: 4, steer: { "delete serial-a3": { throw: "busy" } }, note: "the delete of b fails", check: (r, assert) => assert.ok(r.exitCode === 1 && !deleted(r).includes("id-a3")) },
  { command: ["up", "--skip-preview"], step: 4 },
  { command: ["up", "--skip-preview"], step: 5, steer: { "create serial-a5": { throw: "no room" } }, note: "the create of b fails", check: (r, assert) => assert.equal(r.exitCode, 1) },
  { command: ["preview"], step: 5, display: true },
  { command: ["up", "--skip-preview"], step: 5 },
  { command: ["up", "--skip-preview"], step: 2, note: "c is protected now, in this very run", display: true },
];
