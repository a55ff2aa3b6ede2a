exports.description = "A state that is exported, edited and imported: other outputs, another id, protected, an entry taken out, one to be deleted, one to be made again, pending operations.";

exports.program = ({ Item, step }) => {
  const a = new Item("a", { key: "a" });
  const b = new Item("b", { key: "b", upstream: a.serial });
  new Item("c", { key: "c", upstream: b.serial });
  if (step === 2) new Item("d", { key: "d" });
};

const edit = (change) => ({ readFileSync, writeFileSync }) => {
  const exported = JSON.parse(readFileSync("state.json", "utf8"));
  const { deployment } = exported;
  const byName = Object.fromEntries(deployment.resources.map((resource) => [resource.urn.split("::").at(-1), resource]));
  change(byName, deployment);
  writeFileSync("state.json", JSON.stringify(exported));
};
const save = { command: ["stack", "export"], stdout: "state.json" };
const load = { command: ["stack", "import", "--file", "state.json"] };

exports.steps = [
  { command: ["up", "--skip-preview"] },
  save,
  {
    ...load,
    prepare: edit(({ a, b, c }) => {
      a.outputs.serial = "edited";
      b.id = "id-other";
      c.protect = true;
    }),
  },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.deepEqual(r.calls.find(({ method }) => method === "update").id, "id-other") },
  save,
  {
    ...load,
    prepare: edit(({ c, d }, deployment) => {
      deployment.resources = deployment.resources.filter((resource) => resource !== c);
      d.delete = true;
    }),
  },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.deepEqual(r.changes.create, 2) },
  save,
  {
    ...load,
    prepare: edit(({ a, c }, deployment) => {
      c.pendingReplacement = true;
      const lost = { ...a, urn: `${a.urn}x`, id: "" };
      deployment.pending_operations = [{ resource: lost, type: "creating" }, { resource: a, type: "updating" }];
    }),
  },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.ok(r.calls.some(({ method, news }) => method === "create" && news.key === "c")) },
];
