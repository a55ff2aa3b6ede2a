exports.description = "Providers: one with an input that another resource's update changes, one below another, protected; a resource changes its provider; providers go; versions of the default one.";

exports.program = ({ Item, Connection, step, pulumi }) => {
  const base = new Item("base", { key: "base", text: `${step}` });
  const one = new Connection("one", { "recorder:user": base.text, "recorder:password": pulumi.secret(`hush-${step}`) });
  const two = new Connection("two", { "recorder:user": "two" }, { dependsOn: [base] });
  if (step !== 4) new Item("a", { key: "a" }, { provider: step === 3 ? two : one });
  new Item("b", { key: "b", text: `${step}` }, { provider: two, dependsOn: [one] });
  if (step < 4) {
    const three = new Connection("three", { "recorder:user": `${step}` }, { protect: step === 3, parent: two });
    new Item("c", { key: "c" }, { provider: three });
  }
  if (step === 3) new Item("v", { key: "v" }, { version: "2.0.0" });
};

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["preview", "--diff"], step: 2, display: true },
  { command: ["up", "--skip-preview"], step: 3, note: "a has another provider, v a version", display: true },
  { command: ["up", "--skip-preview"], step: 4, note: "three is protected and no longer in the program" },
  { command: ["up", "--skip-preview"], step: 2, note: "providers take the newest version" },
];
