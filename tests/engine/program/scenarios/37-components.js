exports.description = "Components in components, with a provider and protection for what is in them; they depend on one another, change their inputs, move into one another, and one goes.";

exports.program = ({ Item, Connection, step, pulumi }) => {
  class Group extends pulumi.ComponentResource {
    constructor(name, args, options) {
      super("recorder:index:Group", name, args, options);
      this.item = new Item(`${name}-item`, { key: `${name}-item` }, { parent: this });
      this.registerOutputs({ serial: this.item.serial });
    }
  }
  const connection = new Connection("connection", { "recorder:user": "u" });
  const one = new Group("one", { size: step }, { protect: step === 2, provider: connection });
  const two = new Group("two", {}, { dependsOn: [one], ...(step === 3 && { parent: one, aliases: [{ parent: pulumi.rootStackResource }] }) });
  if (step < 3) new Group("three", { upstream: two.item.serial }, { dependsOn: [two] });
  const free = new Item("free", { key: "free", upstream: two.item.serial }, { dependsOn: [one, two] });
  return { one: one.urn, free: free.upstream };
};

exports.steps = [
  { command: ["up"], display: true },
  { command: ["up", "--skip-preview"], step: 2, display: true },
  { command: ["preview", "--diff"], step: 3 },
  { command: ["up", "--skip-preview"], step: 3, display: true, check: (r, assert) => assert.deepEqual(r.calls.filter(({ method }) => method === "delete").map(({ id }) => id), ["id-three-item"]) },
];
