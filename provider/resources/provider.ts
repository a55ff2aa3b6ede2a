import * as pulumi from "@pulumi/pulumi";
import { configKey, settingNames, settingTable } from "../session/settings";

/** Inputs of {@link OrdsProvider}. What is left out comes from stack configuration (`ords:*`), then from the environment. */
export interface OrdsProviderArgs {
  /** Where the database is: Easy Connect (`host:1521/service`) or a full descriptor. `ORDS_CONNECT_STRING`. */
  connectString?: pulumi.Input<string>;
  /** The schema itself, or an administrator with ORDS_ADMINISTRATOR_ROLE. `ORDS_USER`. */
  user?: pulumi.Input<string>;
  /** That user's password; always kept as a secret. `ORDS_PASSWORD`. */
  password?: pulumi.Input<string>;
  /** Where ORDS answers: `https://host/ords`. Only the `url` and `tokenUrl` outputs need it. `ORDS_BASE_URL`. */
  baseUrl?: pulumi.Input<string>;
}

/**
 * An explicit connection, for stacks with several databases or with one that the stack itself makes: its inputs may be other
 * resources' outputs. A changed input updates the provider and none of its resources.
 *
 * @example
 * ```ts
 * const ords = new OrdsProvider("db", { connectString: db.connectString, user: "MYAPI", password: db.password });
 * new OrdsModule("orders", { basePath: "/orders/" }, { provider: ords });
 * ```
 */
export class OrdsProvider extends pulumi.ProviderResource {
  constructor(name: string, args: OrdsProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const config = new pulumi.Config("ords");
    const inputs: pulumi.Inputs = {};
    for (const setting of settingNames) {
      const { secret } = settingTable[setting];
      const value = args[setting] ?? (secret ? config.getSecret(setting) : config.get(setting));
      if (value !== undefined) inputs[configKey(setting)] = secret ? pulumi.secret(value) : value;
    }
    super("pulumi-nodejs", name, inputs, options);
  }
}
