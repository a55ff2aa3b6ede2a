exports.description = "Updates and replacements that fail, whole and in part; what comes after: the same again, a refresh that finds a dependent gone, a replacement, one that deletes first.";

exports.program = ({ Item, step, pulumi }) => {
  const a = new Item("a", { key: step === 3 ? "a3" : "a", text: `${step}`, secret: pulumi.secret(`hush-${step}`) });
  const b = new Item("b", { key: "b", upstream: a.serial, text: a.text });
  return { a: a.text, b: b.text };
};

const half = { partial: ["first half", "second half"] };

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["up", "--skip-preview"], step: 2, steer: { "update a": half }, display: true },
  { command: ["refresh", "--skip-preview"], step: 2, steer: { "read b": { gone: true } } },
  { command: ["up", "--skip-preview"], step: 4, steer: { "update a": { throw: "locked" } } },
  { command: ["up", "--skip-preview"], step: 3, steer: { "create a3": half }, display: true },
  { command: ["up", "--skip-preview"], step: 4, steer: { "create a": half, "diff a": { answer: { deleteBeforeReplace: true } } } },
];
