import type * as pulumi from "@pulumi/pulumi";

export declare namespace database {
  interface AutonomousDatabaseArgs {
    compartmentId: pulumi.Input<string>;
    dbName: pulumi.Input<string>;
    dbWorkload?: pulumi.Input<string | undefined>;
    computeModel?: pulumi.Input<string | undefined>;
    computeCount?: pulumi.Input<number | undefined>;
    dataStorageSizeInTbs?: pulumi.Input<number | undefined>;
    isMtlsConnectionRequired?: pulumi.Input<boolean | undefined>;
    adminPassword?: pulumi.Input<string | undefined>;
  }
  class AutonomousDatabase extends pulumi.CustomResource {
    constructor(name: string, args: AutonomousDatabaseArgs, options?: pulumi.CustomResourceOptions);
    readonly connectionUrls: pulumi.Output<{ ordsUrl: string }[]>;
  }

  interface AutonomousDatabaseWalletArgs {
    autonomousDatabaseId: pulumi.Input<string>;
    password: pulumi.Input<string>;
    base64EncodeContent?: pulumi.Input<boolean | undefined>;
    generateType?: pulumi.Input<string | undefined>;
    isRegional?: pulumi.Input<boolean | undefined>;
  }
  class AutonomousDatabaseWallet extends pulumi.CustomResource {
    constructor(name: string, args: AutonomousDatabaseWalletArgs, options?: pulumi.CustomResourceOptions);
    readonly content: pulumi.Output<string>;
  }
}

export declare namespace vault {
  interface SecretArgs {
    compartmentId: pulumi.Input<string>;
    vaultId: pulumi.Input<string>;
    keyId: pulumi.Input<string>;
    secretName: pulumi.Input<string>;
    secretContent?: pulumi.Input<
      { contentType: pulumi.Input<string>; content?: pulumi.Input<string | undefined> } | undefined
    >;
  }
  class Secret extends pulumi.CustomResource {
    constructor(name: string, args: SecretArgs, options?: pulumi.CustomResourceOptions);
  }
}
