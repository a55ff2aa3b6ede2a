/**
 * Stands in for @pulumi/oci 4, which is too large to be installed for one example (81 MB): as much of it as examples/autonomous
 * uses, with its names and types, checked property by property against those of 4.20.0, with which the example compiles too.
 * The resources make nothing; what the cloud would answer is in the environment.
 */
const pulumi = require("@pulumi/pulumi");

function madeOf(outputs) {
  return {
    create: (inputs) => {
      const answers = JSON.parse(process.env.STAND_IN_OUTPUTS ?? "{}");
      const made = Object.fromEntries(outputs.map((name) => [name, answers[name] ?? ""]));
      return Promise.resolve({ id: "ocid1.stand-in", outs: { ...inputs, ...made } });
    },
  };
}

/** A class of resources with these outputs besides its inputs. */
function standIn(type, outputs) {
  return class extends pulumi.dynamic.Resource {
    constructor(name, args, options) {
      const properties = { ...Object.fromEntries(outputs.map((output) => [output, undefined])), ...args };
      super(madeOf(outputs), name, properties, options, "oci", type);
    }
  };
}

module.exports = {
  database: {
    AutonomousDatabase: standIn("AutonomousDatabase", ["connectionUrls"]),
    AutonomousDatabaseWallet: standIn("AutonomousDatabaseWallet", ["content"]),
  },
  vault: { Secret: standIn("Secret", []) },
};
