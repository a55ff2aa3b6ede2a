exports.description = "Secrets made plain and the other way round: additionalSecretOutputs that come and go, by path, in a component, in a provider and a key; a refresh with drift; outputs on the command line.";

exports.program = ({ Item, Vault, Connection, step, pulumi }) => {
  const hush = pulumi.secret("hush-one");
  const connection = new Connection("connection", { "recorder:password": pulumi.secret(`hush-pass-${step < 3 ? 1 : 2}`) });
  const a = new Item(
    "a",
    { key: "a", secret: step < 3 ? hush : "hush-plain", nested: { in: { deep: step < 3 ? hush : "x" }, list: [hush, "y"] } },
    { additionalSecretOutputs: step === 2 ? ["serial", "nothing"] : [], provider: connection },
  );
  const v = new Vault("v", { key: pulumi.secret(`hush-key-${step < 3 ? 1 : 2}`), text: pulumi.interpolate`${hush}-text` });
  const group = new pulumi.ComponentResource("recorder:index:Group", "group", { hush: v.token });
  const b = new Item("b", { key: "b", upstream: v.token, text: a.serial, tags: [a.secret, "open"] }, { parent: group });
  group.registerOutputs({ token: v.token, open: a.key });
  return { a: a.secret, deep: a.nested, v: v.sealed, b: b.upstream, mixed: { x: hush, y: 1 }, list: [v.token], revision: a.revision };
};

exports.steps = [
  { command: ["up", "--skip-preview"] },
  { command: ["preview", "--diff"], step: 2, display: true },
  { command: ["up", "--skip-preview"], step: 2 },
  { command: ["refresh", "--skip-preview"], step: 2, steer: { "read a": { inputs: { secret: "hush-drift" } }, "read hush-key-1": { outs: { token: "hush-new" } } } },
  { command: ["up", "--skip-preview"], step: 3, display: true },
  { command: ["stack", "output", "deep", "--show-secrets"], step: 3, display: true },
  { command: ["stack", "output"], step: 3, display: true },
];
