import type * as pulumi from "@pulumi/pulumi";

export declare namespace database {
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
  class AutonomousDatabase extends pulumi.CustomResource {
    constructor(name: string, args: AutonomousDatabaseArgs, options?: pulumi.CustomResourceOptions);
    readonly connectionUrls: pulumi.Output<{ ordsUrl: string }[]>;
  }

  interface AutonomousDatabaseWalletArgs {
    autonomousDatabaseId: pulumi.Input<string>;
    password: pulumi.Input<string>;
    base64EncodeContent?: pulumi.Input<boolean>;
    generateType?: pulumi.Input<string>;
    isRegional?: pulumi.Input<boolean>;
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
    keyId?: pulumi.Input<string>;
    secretName: pulumi.Input<string>;
    secretContent?: pulumi.Input<{ contentType: pulumi.Input<string>; content?: pulumi.Input<string> }>;
  }
  class Secret extends pulumi.CustomResource {
    constructor(name: string, args: SecretArgs, options?: pulumi.CustomResourceOptions);
  }
}
