exports.description = "Options of a resource: protect, retainOnDelete and deletedWith that come and go, ignoreChanges by path, customTimeouts, replaceOnChanges, version.";

exports.program = ({ Item, step }) => {
  const a = new Item(
    "a",
    { key: "a", text: `${step}`, nested: { one: step, two: { three: step } }, tags: [`t${step}`, "x"] },
    {
      ignoreChanges: ["text", "nested.two.three", "tags[0]"],
      customTimeouts: { create: "1h30m", delete: "10s" },
      version: "1.2.3",
      replaceOnChanges: ["size"],
    },
  );
  const whole = new Item("whole", { key: "whole" }, { protect: step === 1 });
  new Item("part", { key: "part" }, { deletedWith: whole, retainOnDelete: step < 3 });
  if (step < 3) new Item("kept", { key: "kept", upstream: a.serial }, { retainOnDelete: true });
  if (step < 4) new Item("safe", { key: "safe" }, { protect: step !== 3 });
  return { a: a.nested };
};

const called = (r, method) => r.calls.filter((call) => call.method === method).map((call) => call.news?.key ?? call.id);

exports.steps = [
  { command: ["up", "--skip-preview"] },
  {
    command: ["up", "--skip-preview"],
    step: 2,
    display: true,
    check: (r, assert) => assert.deepEqual(r.calls.find(({ method, id }) => method === "update" && id === "id-a").news.nested, { one: 2, two: { three: 1 } }),
  },
  {
    command: ["up", "--skip-preview"],
    step: 4,
    note: "what is protected is no longer in the program",
    display: true,
    check: (r, assert) => assert.ok(r.exitCode === 1 && !called(r, "delete").includes("id-safe")),
  },
  { command: ["up", "--skip-preview"], step: 3, note: "not protected any more" },
  { command: ["destroy", "--skip-preview"], display: true, check: (r, assert) => assert.ok(!called(r, "delete").includes("id-part")) },
];
