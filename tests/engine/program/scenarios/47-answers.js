exports.description = "Answers of diff that contradict one another: changes denied, replaced without changes, deleted first, nothing said, names twice, or a replacement of what merely depends.";

exports.program = ({ Item, step }) => {
  const made = [];
  for (const name of ["deny", "force", "silent", "both", "first"]) {
    const one = new Item(name, { key: name, text: `${step}` }, { dependsOn: name === "first" ? [...made] : [] });
    made.push(one, new Item(`after-${name}`, { key: `after-${name}`, upstream: one.text, colour: one.serial }));
  }
};

const steer = {
  "diff deny": { answer: { changes: false } },
  "diff force": { answer: { changes: false, replaces: ["text"] } },
  "diff first": { answer: { replaces: ["text"], deleteBeforeReplace: true } },
  "diff after-first": { answer: { changes: true, replaces: ["upstream"] } },
  "diff silent": { answer: { changes: undefined, replaces: [] } },
  "diff both": { answer: { changes: true, replaces: ["text", "text"], stables: ["serial"] } },
};
const other = { "diff deny": { answer: { changes: true } }, "diff silent": { answer: { replaces: ["key"], changes: false } } };

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["preview"], step: 2, steer, display: true },
  { command: ["up", "--skip-preview"], step: 2, steer, check: (r, assert) => assert.deepEqual(r.calls.filter(({ method }) => method === "delete").map(({ id }) => id).sort(), ["id-after-first", "id-both", "id-first"]) },
  { command: ["up", "--skip-preview"], step: 2, steer: other, display: true },
];
