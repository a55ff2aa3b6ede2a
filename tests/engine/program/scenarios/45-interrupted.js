exports.description = "Interrupted twice (SIGINT) in the middle of create; killed while a replacement is created after the delete, and in the middle of a destroy; interrupted in a refresh; what goes on after each.";

exports.program = ({ Item, step }) => {
  const a = new Item("a", { key: step >= 2 ? "a2" : "a" }, { deleteBeforeReplace: true });
  new Item("b", { key: "b", upstream: a.serial });
};

const begun = (method, key) => (log) => log.some((line) => line.method === method && line.event === "begin" && line.key === key);
const pending = (r) => (r.state.pending_operations ?? []).map(({ type }) => type);

exports.steps = [
  {
    command: ["up", "--skip-preview"],
    steer: { "create a": { delay: 4000 } },
    signal: { name: "SIGINT", text: "twice, a in the middle of create", when: begun("create", "a"), settle: 400, again: 600, watch: 4500 },
    check: (r, assert) => assert.ok(r.exitCode === 8 && pending(r).length === 1 && !r.locks),
  },
  { command: ["up", "--skip-preview"] },
  {
    command: ["up", "--skip-preview"],
    step: 2,
    steer: { "create a2": { delay: 2500 } },
    signal: { name: "SIGKILL", text: "a deleted, a2 in the middle of create", when: begun("create", "a2"), settle: 400, watch: 3000 },
    check: (r, assert) => assert.ok(r.state.resources.find(({ id }) => id === "id-a").pendingReplacement && pending(r).includes("creating")),
  },
  { command: ["cancel", "--yes"], step: 2 },
  { command: ["refresh", "--skip-preview", "--clear-pending-creates"], step: 2 },
  { command: ["up", "--skip-preview"], step: 2, check: (r, assert) => assert.ok(!r.calls.some(({ method }) => method === "delete")) },
  {
    command: ["destroy", "--skip-preview"],
    step: 2,
    steer: { "delete b": { delay: 2500 } },
    signal: { name: "SIGKILL", text: "b in the middle of delete", when: begun("delete", "b"), settle: 400, watch: 3000 },
    check: (r, assert) => assert.deepEqual(pending(r).filter((type) => type === "deleting").length, 1),
  },
  { command: ["cancel", "--yes"], step: 2 },
  { command: ["destroy", "--skip-preview", "--refresh"], step: 2, steer: { "read b": { gone: true } }, check: (r, assert) => assert.ok(!r.calls.some(({ method, id }) => method === "delete" && id === "id-b")) },
];
