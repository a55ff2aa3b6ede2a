exports.description = "Options that the children of a component and of a resource have too, and those that they have not.";

exports.program = ({ Item, step, pulumi }) => {
  const other = new Item("other", { key: "other" });
  const on = {
    protect: true,
    retainOnDelete: true,
    deletedWith: other,
    customTimeouts: { create: "5m" },
    additionalSecretOutputs: ["serial"],
    ignoreChanges: ["text"],
    replaceOnChanges: ["size"],
    deleteBeforeReplace: true,
  };
  const group = new pulumi.ComponentResource("recorder:index:Group", "group", {}, step === 1 ? on : {});
  const inner = new pulumi.ComponentResource("recorder:index:Inner", "inner", {}, { parent: group });
  if (step < 3) new Item("a", { key: "a", text: `${step}` }, { parent: inner, protect: step === 2 ? false : undefined });
  if (step < 3) new Item("b", { key: "b" }, { parent: group, protect: false, retainOnDelete: false });
  const c = new Item("c", { key: "c" }, { retainOnDelete: true });
  if (step < 3) new Item("d", { key: "d" }, { parent: c });
};

exports.steps = [
  {
    command: ["up", "--skip-preview"],
    check: (r, assert) => assert.ok(r.state.resources.find(({ id }) => id === "id-a").retainOnDelete && r.state.resources.find(({ id }) => id === "id-b").deletedWith),
  },
  { command: ["up", "--skip-preview"], step: 2, display: true },
  {
    command: ["up", "--skip-preview"],
    step: 3,
    note: "d is retained as its parent is",
    display: true,
    check: (r, assert) => assert.deepEqual(r.calls.filter(({ method }) => method === "delete").map(({ id }) => id).sort(), ["id-a", "id-b"]),
  },
];
