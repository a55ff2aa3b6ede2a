/** What kind of value a setting has. Lists and maps come as JSON text. */
export type SettingKind = "text" | "connectString" | "url" | "number" | "flag" | "token";

export interface SettingRow {
  readonly is: SettingKind;
  /** The environment variable that is looked at last. */
  readonly env: string;
  readonly secret: boolean;
  /** What it means, as a noun phrase: the text of Args, README and messages. */
  readonly meaning: string;
  /** What holds when it is left out, in words or as the value itself. */
  readonly default?: string | number | boolean;
  /** Least and greatest number. */
  readonly range?: readonly [number, number];
  /** The way to the database that it belongs to; both, where it is left out. */
  readonly way?: "oracledb" | "sql";
}

const seconds = [0, 86_400] as const;

/** Every setting: the table that arguments, configuration, environment, messages and the README follow. */
export const settingTable = {
  connectString: {
    is: "connectString",
    env: "ORDS_CONNECT_STRING",
    secret: false,
    way: "oracledb",
    meaning:
      "where the database is: Easy Connect (`host:1521/service`, `tcps://host:1522/service`), a full descriptor, or an alias of `tnsnames.ora`",
  },
  user: {
    is: "text",
    env: "ORDS_USER",
    secret: false,
    meaning:
      "the database user: the schema itself, an administrator with ORDS_ADMINISTRATOR_ROLE, or a proxy user (`app[MYAPI]`)",
  },
  password: { is: "text", env: "ORDS_PASSWORD", secret: true, meaning: "that user's password" },
  baseUrl: {
    is: "url",
    env: "ORDS_BASE_URL",
    secret: false,
    meaning: "where ORDS answers (`https://host/ords`), for `url` and `tokenUrl` outputs",
  },
  ordsVersion: {
    is: "text",
    env: "ORDS_VERSION",
    secret: false,
    default: "what the database says",
    meaning: "the version of ORDS to work with (`24.4`), where the database must not be asked",
  },
  configDir: {
    is: "text",
    env: "ORDS_CONFIG_DIR",
    secret: false,
    way: "oracledb",
    default: "the folder that TNS_ADMIN names",
    meaning: "the folder of `tnsnames.ora`",
  },
  walletLocation: {
    is: "text",
    env: "ORDS_WALLET_LOCATION",
    secret: false,
    way: "oracledb",
    meaning: "the folder of the wallet (`ewallet.pem`)",
  },
  walletContent: {
    is: "text",
    env: "ORDS_WALLET_CONTENT",
    secret: true,
    way: "oracledb",
    meaning:
      "the wallet itself: base64 of the zip that Autonomous Database gives, or PEM; never written to disk unless `libDir` is set",
  },
  walletPassword: {
    is: "text",
    env: "ORDS_WALLET_PASSWORD",
    secret: true,
    way: "oracledb",
    meaning: "the password of the wallet",
  },
  accessToken: {
    is: "token",
    env: "ORDS_ACCESS_TOKEN",
    secret: true,
    way: "oracledb",
    meaning:
      "a database token instead of a password: OAuth 2.0 (text), or OCI IAM (`{ token, privateKey }`); `user` then names the schema it stands for",
  },
  externalAuth: {
    is: "flag",
    env: "ORDS_EXTERNAL_AUTH",
    secret: false,
    way: "oracledb",
    default: false,
    meaning:
      "whether the database asks someone else who this is (a wallet's certificate, the operating system); `user` then names the schema",
  },
  edition: {
    is: "text",
    env: "ORDS_EDITION",
    secret: false,
    way: "oracledb",
    meaning: "the edition of the session, for edition-based redefinition",
  },
  libDir: {
    is: "text",
    env: "ORDS_LIB_DIR",
    secret: false,
    way: "oracledb",
    meaning: "the folder of Oracle Client libraries, to use the driver's Thick mode",
  },
  sqlUrl: {
    is: "url",
    env: "ORDS_SQL_URL",
    secret: false,
    way: "sql",
    meaning: "REST-enabled SQL (`https://host/ords/alias/_/sql`), to work over HTTPS instead of Oracle Net",
  },
  sqlAlias: {
    is: "text",
    env: "ORDS_SQL_ALIAS",
    secret: false,
    way: "sql",
    meaning: "the alias whose REST-enabled SQL is used, under `baseUrl`: the short form of `sqlUrl`",
  },
  bearerToken: {
    is: "text",
    env: "ORDS_BEARER_TOKEN",
    secret: true,
    way: "sql",
    meaning: "a token for REST-enabled SQL, instead of a password",
  },
  clientId: {
    is: "text",
    env: "ORDS_CLIENT_ID",
    secret: false,
    way: "sql",
    meaning: "an OAuth client with the role SQL Developer, for REST-enabled SQL, instead of a password",
  },
  clientSecret: {
    is: "text",
    env: "ORDS_CLIENT_SECRET",
    secret: true,
    way: "sql",
    meaning: "that client's secret",
  },
  tokenUrl: {
    is: "url",
    env: "ORDS_TOKEN_URL",
    secret: false,
    way: "sql",
    default: "`oauth/token` under the alias of the SQL URL",
    meaning: "where that client gets its tokens",
  },
  ca: {
    is: "text",
    env: "ORDS_CA",
    secret: false,
    way: "sql",
    default: "the authorities that Node trusts",
    meaning: "certificates of authorities to trust instead, as PEM or as the path of a file",
  },
  clientCertificate: {
    is: "text",
    env: "ORDS_CLIENT_CERTIFICATE",
    secret: false,
    way: "sql",
    meaning: "a certificate to show to the server, as PEM or as the path of a file",
  },
  clientKey: {
    is: "text",
    env: "ORDS_CLIENT_KEY",
    secret: true,
    way: "sql",
    meaning: "the private key of that certificate, as PEM or as the path of a file",
  },
  allowInsecure: {
    is: "flag",
    env: "ORDS_ALLOW_INSECURE",
    secret: false,
    way: "sql",
    default: false,
    meaning: "whether credentials may go over plain http to another machine",
  },
  httpsProxy: {
    is: "url",
    env: "ORDS_HTTPS_PROXY",
    secret: false,
    default: "none for the database; HTTPS_PROXY, unless NO_PROXY says otherwise, for REST-enabled SQL",
    meaning: "the web proxy on the way (`http://proxy:8080`); Oracle Net passes one with `tcps` only",
  },
  maxSessions: {
    is: "number",
    env: "ORDS_MAX_SESSIONS",
    secret: false,
    default: 4,
    range: [1, 64],
    meaning: "the most sessions that one run opens",
  },
  connectTimeout: {
    is: "number",
    env: "ORDS_CONNECT_TIMEOUT",
    secret: false,
    default: 60,
    range: seconds,
    meaning: "the longest wait for one connection, in seconds",
  },
  callTimeout: {
    is: "number",
    env: "ORDS_CALL_TIMEOUT",
    secret: false,
    default: 300,
    range: seconds,
    meaning: "the longest call, in seconds; 0 sets no limit",
  },
  retryCount: {
    is: "number",
    env: "ORDS_RETRY_COUNT",
    secret: false,
    default: 0,
    range: [0, 100],
    meaning: "how often a connection that cannot be made is tried again",
  },
  retryDelay: {
    is: "number",
    env: "ORDS_RETRY_DELAY",
    secret: false,
    default: 1,
    range: seconds,
    meaning: "the pause before that, in seconds",
  },
  waitFor: {
    is: "number",
    env: "ORDS_WAIT_FOR",
    secret: false,
    default: 0,
    range: seconds,
    meaning: "how long to wait for a database that is still starting, in seconds",
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof settingTable;

/** OCI IAM's token with its key; OAuth 2.0 has the text alone. */
export type AccessToken = string | { readonly token: string; readonly privateKey: string };

interface Values {
  readonly text: string;
  readonly connectString: string;
  readonly url: string;
  readonly number: number;
  readonly flag: boolean;
  readonly token: AccessToken;
}

export type SettingValue<Name extends SettingName> = Values[(typeof settingTable)[Name]["is"]];

export const settingNames = Object.keys(settingTable) as SettingName[];

export function settingRow(name: SettingName): SettingRow {
  return settingTable[name];
}

/** The key of a setting in stack configuration and in an explicit provider's inputs. */
export function configKey(name: SettingName): string {
  return `ords:${name}`;
}

type Sides = readonly [SettingName, SettingName];

/** What says the same thing in two ways. */
const rivals: readonly Sides[] = [
  ["sqlUrl", "sqlAlias"],
  ["walletLocation", "walletContent"],
  ["password", "accessToken"],
  ["password", "externalAuth"],
  ["password", "bearerToken"],
  ["password", "clientId"],
  ["accessToken", "externalAuth"],
  ["bearerToken", "clientId"],
];

/** Whether two settings cannot both be meant. */
export function exclude(one: SettingName, other: SettingName): boolean {
  if (rivals.some(([a, b]) => (a === one && b === other) || (a === other && b === one))) return true;
  const ways = [settingRow(one).way, settingRow(other).way];
  return ways[0] !== undefined && ways[1] !== undefined && ways[0] !== ways[1];
}

/** What says who this is; a connection needs one of them. */
export const credentials = ["password", "accessToken", "externalAuth", "bearerToken", "clientId"] as const;

/** What means nothing without one of the others. */
export const partners: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  password: ["user"],
  walletPassword: ["walletLocation", "walletContent"],
  accessToken: ["user"],
  externalAuth: ["user"],
  bearerToken: ["user"],
  clientId: ["clientSecret"],
  clientSecret: ["clientId"],
  tokenUrl: ["clientId"],
  sqlAlias: ["baseUrl"],
  clientCertificate: ["clientKey"],
  clientKey: ["clientCertificate"],
};
