exports.description = "Deletes fail: in destroy, of what is no longer in the program, ahead of a replacement, with --continue-on-error; found gone by a refresh afterwards.";

exports.program = ({ Item, step }) => {
  const a = new Item("a", { key: step === 3 ? "a3" : "a" }, { deleteBeforeReplace: true });
  const b = new Item("b", { key: "b", upstream: a.serial });
  if (step > 1) return { b: b.upstream };
  const c = new Item("c", { key: "c", upstream: b.serial });
  new Item("d", { key: "d" }, { dependsOn: [c] });
  new Item("e", { key: "e" });
  return { b: b.upstream };
};

const busy = (...keys) => Object.fromEntries(keys.map((key) => [`delete ${key}`, { throw: "busy", delay: 600 }]));
const kept = (r) => r.state.resources.filter(({ id = "" }) => id.startsWith("id-")).map(({ id }) => id.slice(3)).sort();

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["destroy", "--skip-preview"], steer: busy("c"), check: (r, assert) => assert.deepEqual(kept(r), ["a", "b", "c", "e"]) },
  { command: ["up", "--skip-preview"] },
  { command: ["up", "--skip-preview", "--continue-on-error"], step: 2, steer: busy("d", "e"), check: (r, assert) => assert.deepEqual(kept(r), ["a", "b", "c", "d", "e"]) },
  { command: ["refresh", "--skip-preview"], step: 2, steer: { "read d": { gone: true }, "read e": { gone: true } } },
  { command: ["up", "--skip-preview"], step: 3, steer: busy("a"), display: true, check: (r, assert) => assert.equal(r.exitCode, 1) },
  { command: ["destroy"], step: 3, display: true },
];
