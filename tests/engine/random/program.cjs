// The program of random stories: makes what world.json says. Each resource waits for the one before it where the story says so.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

exports.program = async ({ pulumi, Item, Vault, Connection }) => {
  const { things, outputs, inTurn, throwsAfter } = JSON.parse(
    readFileSync(join(__dirname, "..", "world.json"), "utf8"),
  );
  class Group extends pulumi.ComponentResource {
    constructor(name, args, options) {
      super("recorder:index:Group", name, args, options);
    }
  }
  /** A dynamic resource that leaves it to the engine to compare. */
  class Plain extends pulumi.dynamic.Resource {
    constructor(name, args, options) {
      const provider = {
        create: async (inputs) => ({
          id: `id-${inputs.key}`,
          outs: { ...inputs, serial: `serial-${inputs.key}`, revision: 1 },
        }),
        update: async (id, olds, news) => ({
          outs: { ...news, serial: olds.serial, revision: olds.revision + 1 },
        }),
      };
      const outputs = { text: undefined, tags: undefined, nested: undefined, secret: undefined };
      super(provider, name, { ...outputs, serial: undefined, revision: undefined, ...args }, options);
    }
  }
  const kinds = { Item, Vault, Connection, Group, Plain };
  const made = {};
  const put = {
    text: (value) => pulumi.interpolate`<${value}>`,
    map: (value) => ({ deep: value, other: 1 }),
    list: (value) => ["first", value],
  };
  const valueOf = ({ plain, secret, from, output, inside }) => {
    if (from !== undefined) return inside ? put[inside](made[from][output]) : made[from][output];
    return secret === undefined ? plain : pulumi.secret(secret);
  };
  for (const [at, { name, kind, args, options }] of things.entries()) {
    if (at === throwsAfter) throw new Error("the program goes no further");
    const values = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, valueOf(value)]));
    const { parent, provider, dependsOn, deletedWith, aliases, ...rest } = options;
    const former = ({ parent, ...alias }) => (parent ? { ...alias, parent: made[parent] } : alias);
    made[name] = new kinds[kind](name, values, {
      ...rest,
      ...(aliases && {
        aliases: aliases.map(({ noParent, ...alias }) =>
          noParent ? { parent: pulumi.rootStackResource } : former(alias),
        ),
      }),
      ...(parent && { parent: made[parent] }),
      ...(provider && { provider: made[provider] }),
      ...(dependsOn && { dependsOn: dependsOn.map((one) => made[one]) }),
      ...(deletedWith && { deletedWith: made[deletedWith] }),
    });
    if (kind === "Group") made[name].registerOutputs(values);
    if (inTurn) await new Promise((resolve) => made[name].urn.apply(resolve));
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, valueOf(value)]));
};
