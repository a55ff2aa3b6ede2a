exports.description = "Stacks on the command line: made twice, selected, removed with and without resources; a destroy of an empty one; a stack reference to a stack that is gone, and a required output that is missing.";

exports.program = ({ Item, step, pulumi }) => {
  if (step === 1) return { a: new Item("a", { key: "a" }).serial, open: { b: [1, null], a: true } };
  const reference = new pulumi.StackReference("reference", { name: "organization/recording/dev" });
  new Item("b", { key: "b", upstream: reference.getOutput("a") });
  if (step === 3) return { missing: reference.requireOutput("nothing") };
  return { missing: reference.getOutput("nothing"), open: reference.getOutput("open"), all: reference.outputs };
};

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["stack", "init", "dev"], note: "once more" },
  { command: ["stack", "select", "nowhere"] },
  { command: ["stack", "rm", "--yes"], note: "with resources" },
  { command: ["stack", "init", "dev"], project: "other", step: 2 },
  { command: ["up", "--skip-preview"], project: "other", step: 2, display: true },
  { command: ["up", "--skip-preview"], project: "other", step: 3, note: "a required output that is missing" },
  { command: ["destroy", "--skip-preview"] },
  { command: ["destroy", "--skip-preview"], note: "once more", display: true },
  { command: ["stack", "rm", "--yes"] },
  { command: ["preview"], note: "no stack is selected" },
  { command: ["up", "--skip-preview"], project: "other", step: 2, note: "the stack it refers to is gone" },
];
