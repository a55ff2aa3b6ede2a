exports.description = "Failures side by side: --continue-on-error with a create, an update and a delete that fail; a failing check of two properties in up; what the program logs, throws, and rejects late.";

exports.program = ({ Item, step, pulumi }) => {
  const a = new Item("a", { key: "a", text: `${step}` });
  const b = new Item("b", { key: "b", upstream: a.serial, text: `${step}` });
  const c = new Item("c", { key: "c", text: `${step}` });
  if (step < 4) new Item("d", { key: "d", upstream: c.serial }, { dependsOn: [b] });
  if (step < 4) new Item("e", { key: "e" });
  if (step === 4) pulumi.log.error("this looks wrong");
  if (step === 5) throw new pulumi.RunError("the program gives up");
  if (step === 6) console.log("said by the program");
  return { b: b.serial };
};

exports.steps = [
  { command: ["up", "--skip-preview", "--continue-on-error"], steer: { "create a": { throw: "no room" } }, display: true },
  { command: ["up", "--skip-preview"], steer: { "check b": { failures: [{ property: "text", reason: "bad" }, { property: "nested", reason: "missing" }] } } },
  { command: ["up", "--skip-preview"], step: 2 },
  { command: ["up", "--skip-preview", "--continue-on-error"], step: 3, steer: { "update a": { throw: "no update" } } },
  { command: ["up", "--skip-preview", "--continue-on-error"], step: 4, steer: { "delete d": { throw: "busy" } }, note: "and an error that is merely logged" },
  { command: ["up", "--skip-preview"], step: 5, display: true, check: (r, assert) => assert.equal(r.outputs.b, "serial-b") },
  { command: ["up", "--expect-no-changes"], step: 6, steer: { "diff b": { throw: "cannot compare" } }, note: "the preview fails", check: (r, assert) => assert.equal(r.exitCode, 1) },
];
