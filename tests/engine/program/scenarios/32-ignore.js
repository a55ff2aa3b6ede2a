exports.description = "ignoreChanges with paths that lead through what is missing in the state or in the program, and with asterisks.";

exports.program = ({ Item, step }) => {
  const base = step === 1 ? {} : { nested: { one: { two: 2 } }, tags: ["a", "b"] };
  new Item("a", { key: "a", text: `${step}`, ...base }, { ignoreChanges: ["nested.one.two", "tags[1]"] });
  const other = step === 1 ? { nested: { one: { two: 1 } }, tags: ["p", "q"] } : {};
  new Item("b", { key: "b", size: step, ...other }, { ignoreChanges: step === 3 ? ["nested.one.two"] : ["nested.one", "tags[*]"] });
  new Item("c", { key: "c", size: step, colour: "red", nested: { s: step, t: { u: step } } }, { ignoreChanges: step === 3 ? ["*"] : ["nested.*"] });
};

exports.steps = [
  { command: ["up", "--skip-preview"] },
  {
    command: ["up", "--skip-preview"],
    step: 2,
    check: (r, assert) => assert.ok(r.messages.some(({ severity, text }) => severity === "info" && text.startsWith("cannot ignore changes"))),
  },
  { command: ["up", "--skip-preview"], step: 3, check: (r, assert) => assert.ok(!r.calls.some(({ method, id }) => method === "update" && id === "id-c")) },
];
