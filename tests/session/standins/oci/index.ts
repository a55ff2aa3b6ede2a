/**
 * Stands in for @pulumi/oci 4, which is too large to be installed for one example: as much of it as examples/autonomous uses,
 * with its names and types. The resources make nothing; what the cloud would answer is in the environment.
 */
import * as pulumi from "@pulumi/pulumi";

function madeOf(outputs: readonly string[]): pulumi.dynamic.ResourceProvider {
  const names = [...outputs];
  return {
    create: (inputs: object) => {
      const answers = JSON.parse(process.env.STAND_IN_OUTPUTS ?? "{}") as Record<string, unknown>;
      const made = Object.fromEntries(names.map((name) => [name, answers[name] ?? ""]));
      return Promise.resolve({ id: "ocid1.stand-in", outs: { ...inputs, ...made } });
    },
  };
}

class StandIn extends pulumi.dynamic.Resource {
  constructor(
    type: string,
    outputs: readonly string[],
    name: string,
    args: object,
    options?: pulumi.CustomResourceOptions,
  ) {
    const properties = { ...Object.fromEntries(outputs.map((output) => [output, undefined])), ...args };
    super(madeOf(outputs), name, properties, options, "oci", type);
  }
}

interface AutonomousDatabaseArgs {
  compartmentId: pulumi.Input<string>;
  dbName?: pulumi.Input<string>;
  dbWorkload?: pulumi.Input<string>;
  computeModel?: pulumi.Input<string>;
  computeCount?: pulumi.Input<number>;
  dataStorageSizeInTbs?: pulumi.Input<number>;
  isMtlsConnectionRequired?: pulumi.Input<boolean>;
  adminPassword?: pulumi.Input<string>;
}

class AutonomousDatabase extends StandIn {
  declare readonly connectionUrls: pulumi.Output<{ ordsUrl: string }[]>;

  constructor(name: string, args: AutonomousDatabaseArgs, options?: pulumi.CustomResourceOptions) {
    super("AutonomousDatabase", ["connectionUrls"], name, args, options);
  }
}

interface AutonomousDatabaseWalletArgs {
  autonomousDatabaseId: pulumi.Input<string>;
  password: pulumi.Input<string>;
  base64EncodeContent?: pulumi.Input<boolean>;
  generateType?: pulumi.Input<string>;
  isRegional?: pulumi.Input<boolean>;
}

class AutonomousDatabaseWallet extends StandIn {
  declare readonly content: pulumi.Output<string>;

  constructor(name: string, args: AutonomousDatabaseWalletArgs, options?: pulumi.CustomResourceOptions) {
    super("AutonomousDatabaseWallet", ["content"], name, args, options);
  }
}

interface SecretArgs {
  compartmentId: pulumi.Input<string>;
  vaultId: pulumi.Input<string>;
  keyId?: pulumi.Input<string>;
  secretName: pulumi.Input<string>;
  secretContent?: pulumi.Input<{ contentType: pulumi.Input<string>; content?: pulumi.Input<string> }>;
}

class Secret extends StandIn {
  constructor(name: string, args: SecretArgs, options?: pulumi.CustomResourceOptions) {
    super("Secret", [], name, args, options);
  }
}

export const database = { AutonomousDatabase, AutonomousDatabaseWallet };
export const vault = { Secret };
