import * as pulumi from "@pulumi/pulumi";
import { configKey, exclude, settingNames, settingRow } from "../session/settingTable";
import type { SettingName } from "../session/settingTable";
import { warnOfUnknownKeys } from "./unknownKeys";

/** Inputs of {@link OrdsProvider}. What is left out comes from stack configuration (`ords:*`), then from the environment. */
export interface OrdsProviderArgs {
  // From the table of settings: `node -r ./tests/setup.cjs tests/session/settingsDocs.ts --write`.
  /**
   * Where the database is: Easy Connect (`host:1521/service`, `tcps://host:1522/service`), a full descriptor, or an alias of
   * `tnsnames.ora`. `ORDS_CONNECT_STRING`.
   */
  connectString?: pulumi.Input<string>;
  /**
   * The database user: the schema itself, an administrator with ORDS_ADMINISTRATOR_ROLE, or a proxy user (`app[MYAPI]`).
   * `ORDS_USER`.
   */
  user?: pulumi.Input<string>;
  /** That user's password. Always kept as a secret. `ORDS_PASSWORD`. */
  password?: pulumi.Input<string>;
  /** Where ORDS answers (`https://host/ords`), for `url` and `tokenUrl` outputs. `ORDS_BASE_URL`. */
  baseUrl?: pulumi.Input<string>;
  /**
   * The version of ORDS to work with (`24.4`), where the database must not be asked. Default: what the database says.
   * `ORDS_VERSION`.
   */
  ordsVersion?: pulumi.Input<string>;
  /** The folder of `tnsnames.ora`. Default: the folder that TNS_ADMIN names. `ORDS_CONFIG_DIR`. */
  configDir?: pulumi.Input<string>;
  /** The folder of the wallet (`ewallet.pem`). `ORDS_WALLET_LOCATION`. */
  walletLocation?: pulumi.Input<string>;
  /**
   * The wallet itself: base64 of the zip that Autonomous Database gives, or PEM; never written to disk unless `libDir` is
   * set. Always kept as a secret. `ORDS_WALLET_CONTENT`.
   */
  walletContent?: pulumi.Input<string>;
  /** The password of the wallet. Always kept as a secret. `ORDS_WALLET_PASSWORD`. */
  walletPassword?: pulumi.Input<string>;
  /**
   * A database token instead of a password: OAuth 2.0 (text), or OCI IAM (`{ token, privateKey }`); `user` then names the
   * schema it stands for. Always kept as a secret. `ORDS_ACCESS_TOKEN`.
   */
  accessToken?: pulumi.Input<string | { token: string; privateKey: string }>;
  /**
   * Whether the database asks someone else who this is (a wallet's certificate, the operating system); `user` then names the
   * schema. Default: false. `ORDS_EXTERNAL_AUTH`.
   */
  externalAuth?: pulumi.Input<boolean>;
  /** The edition of the session, for edition-based redefinition. `ORDS_EDITION`. */
  edition?: pulumi.Input<string>;
  /** The folder of Oracle Client libraries, to use the driver's Thick mode. `ORDS_LIB_DIR`. */
  libDir?: pulumi.Input<string>;
  /** REST-enabled SQL (`https://host/ords/alias/_/sql`), to work over HTTPS instead of Oracle Net. `ORDS_SQL_URL`. */
  sqlUrl?: pulumi.Input<string>;
  /** The alias whose REST-enabled SQL is used, under `baseUrl`: the short form of `sqlUrl`. `ORDS_SQL_ALIAS`. */
  sqlAlias?: pulumi.Input<string>;
  /** A token for REST-enabled SQL, instead of a password. Always kept as a secret. `ORDS_BEARER_TOKEN`. */
  bearerToken?: pulumi.Input<string>;
  /** An OAuth client with the role SQL Developer, for REST-enabled SQL, instead of a password. `ORDS_CLIENT_ID`. */
  clientId?: pulumi.Input<string>;
  /** That client's secret. Always kept as a secret. `ORDS_CLIENT_SECRET`. */
  clientSecret?: pulumi.Input<string>;
  /** Where that client gets its tokens. Default: `oauth/token` under the alias of the SQL URL. `ORDS_TOKEN_URL`. */
  tokenUrl?: pulumi.Input<string>;
  /**
   * Certificates of authorities to trust instead, as PEM or as the path of a file. Default: the authorities that Node
   * trusts. `ORDS_CA`.
   */
  ca?: pulumi.Input<string>;
  /** A certificate to show to the server, as PEM or as the path of a file. `ORDS_CLIENT_CERTIFICATE`. */
  clientCertificate?: pulumi.Input<string>;
  /** The private key of that certificate, as PEM or as the path of a file. Always kept as a secret. `ORDS_CLIENT_KEY`. */
  clientKey?: pulumi.Input<string>;
  /** Whether credentials may go over plain http to another machine. Default: false. `ORDS_ALLOW_INSECURE`. */
  allowInsecure?: pulumi.Input<boolean>;
  /**
   * The web proxy on the way (`http://proxy:8080`); Oracle Net passes one with `tcps` only. Default: none for the database;
   * HTTPS_PROXY, unless NO_PROXY says otherwise, for REST-enabled SQL. `ORDS_HTTPS_PROXY`.
   */
  httpsProxy?: pulumi.Input<string>;
  /** The most sessions that one run opens. Default: 4. `ORDS_MAX_SESSIONS`. */
  maxSessions?: pulumi.Input<number>;
  /** The longest wait for one connection, in seconds. Default: 60. `ORDS_CONNECT_TIMEOUT`. */
  connectTimeout?: pulumi.Input<number>;
  /** The longest call, in seconds; 0 sets no limit. Default: 300. `ORDS_CALL_TIMEOUT`. */
  callTimeout?: pulumi.Input<number>;
  /** How often a connection that cannot be made is tried again. Default: 0. `ORDS_RETRY_COUNT`. */
  retryCount?: pulumi.Input<number>;
  /** The pause before that, in seconds. Default: 1. `ORDS_RETRY_DELAY`. */
  retryDelay?: pulumi.Input<number>;
  /** How long to wait for a database that is still starting, in seconds. Default: 0. `ORDS_WAIT_FOR`. */
  waitFor?: pulumi.Input<number>;
  // End of the table of settings.
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
    warnOfUnknownKeys();
    const given = settingNames.filter((setting) => args[setting] !== undefined);
    const config = new pulumi.Config("ords");
    const inputs: pulumi.Inputs = {};
    for (const setting of settingNames) {
      const { secret } = settingRow(setting);
      const value = args[setting] ?? (isSilenced(setting, given) ? undefined : config.get(setting));
      if (value === undefined) continue;
      const text = asText(value);
      inputs[configKey(setting)] = secret ? pulumi.secret(text) : text;
    }
    super("pulumi-nodejs", name, inputs, options);
  }
}

/** What the arguments say silences what cannot be meant together with it in the configuration. */
function isSilenced(setting: SettingName, given: readonly SettingName[]): boolean {
  return given.some((other) => exclude(setting, other));
}

/** Provider inputs are texts: anything else goes as JSON, as the engine has it too. */
function asText(value: pulumi.Input<unknown>): pulumi.Input<string> {
  if (typeof value === "string") return value;
  const known = pulumi.output(value) as pulumi.Output<unknown>;
  return known.apply((settled) => (typeof settled === "string" ? settled : JSON.stringify(settled)));
}
