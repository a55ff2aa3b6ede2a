import { SettingsError } from "./errors";
import { configKey, credentials, partners, settingNames, settingRow } from "./settingTable";
import type { SettingName } from "./settingTable";
import type { AccessToken, Settings } from "./settings";

/** What both ways need. */
interface Common {
  /** The schema of the session, in the form of the dictionary. */
  readonly schema: string;
  readonly maxSessions: number;
  /** In seconds; 0 sets no limit. */
  readonly connectTimeout: number;
  readonly callTimeout: number;
  readonly retryCount: number;
  readonly retryDelay: number;
  readonly waitFor: number;
  readonly httpsProxy: string | undefined;
  /** Values that must never be seen. */
  readonly secrets: readonly string[];
}

/** A login over Oracle Net. */
export interface DatabaseConnection extends Common {
  readonly way: "oracledb";
  readonly connectString: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly accessToken: AccessToken | undefined;
  readonly externalAuth: boolean;
  readonly configDir: string | undefined;
  readonly walletLocation: string | undefined;
  readonly walletContent: string | undefined;
  readonly walletPassword: string | undefined;
  readonly edition: string | undefined;
  readonly libDir: string | undefined;
}

/** REST-enabled SQL. */
export interface SqlConnection extends Common {
  readonly way: "sql";
  readonly sqlUrl: string;
  readonly credentials:
    | { readonly kind: "basic"; readonly user: string; readonly password: string }
    | { readonly kind: "bearer"; readonly token: string }
    | {
        readonly kind: "client";
        readonly id: string;
        readonly secret: string;
        readonly tokenUrl: string;
      };
  readonly ca: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
}

export type Connection = DatabaseConnection | SqlConnection;

/** @throws SettingsError that names what is missing or cannot be meant, and the places it can come from */
export function connectionOf(settings: Settings): Connection {
  const [problem] = settings.problems;
  if (problem !== undefined) throw new SettingsError(problem);
  const sql = settings.sqlUrl !== undefined || settings.sqlAlias !== undefined;
  const missing: readonly SettingName[] = (
    sql ? (["user"] as const) : (["connectString", "user"] as const)
  ).filter((name) => settings[name] === undefined);
  const nobody = credentials.every((name) => isAbsent(settings[name]));
  const all = nobody ? [...missing, "password" as const] : missing;
  if (all.length > 0) throw new SettingsError(missingSentence(all));
  checkPartners(settings);
  return sql ? sqlConnection(settings) : databaseConnection(settings);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === false;
}

function checkPartners(settings: Settings): void {
  for (const [name, others = []] of Object.entries(partners) as [SettingName, readonly SettingName[]][]) {
    if (isAbsent(settings[name]) || others.some((other) => !isAbsent(settings[other]))) continue;
    throw new SettingsError(
      `${configKey(name)} means nothing without ${others.map(configKey).join(" or ")}: set ${others.length > 1 ? "one of them" : "it"} too, or take ${configKey(name)} out.`,
    );
  }
}

function missingSentence(missing: readonly SettingName[]): string {
  const places = missing.map((name) => {
    const { env, secret } = settingRow(name);
    return `${name} (pulumi config set ${secret ? "--secret " : ""}${configKey(name)}, or ${env})`;
  });
  const list = new Intl.ListFormat("en", { type: "conjunction" }).format(places);
  const [are, them] = missing.length > 1 ? ["are", "them"] : ["is", "it"];
  return `No connection to Oracle: ${list} ${are} not set. Set ${them}, or give the resource an OrdsProvider.`;
}

function commonOf(settings: Settings): Common {
  const number = (
    name: "maxSessions" | "connectTimeout" | "callTimeout" | "retryCount" | "retryDelay" | "waitFor",
  ): number => settings[name] ?? Number(settingRow(name).default);
  return {
    schema: settings.schema ?? "",
    maxSessions: number("maxSessions"),
    connectTimeout: number("connectTimeout"),
    callTimeout: number("callTimeout"),
    retryCount: number("retryCount"),
    retryDelay: number("retryDelay"),
    waitFor: number("waitFor"),
    httpsProxy: settings.httpsProxy,
    secrets: [
      ...settingNames.filter((name) => settingRow(name).secret).flatMap((name) => texts(settings[name])),
      ...proxyPasswords(),
    ],
  };
}

/** Web proxies of the environment are given with user and password, if need be. */
function proxyPasswords(): string[] {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  return [HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy].flatMap((url) =>
    url !== undefined && URL.canParse(url) ? [new URL(url).password].filter((text) => text !== "") : [],
  );
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function databaseConnection(settings: Settings): DatabaseConnection {
  return {
    ...commonOf(settings),
    way: "oracledb",
    connectString: settings.connectString ?? "",
    user: settings.user ?? "",
    password: settings.password,
    accessToken: settings.accessToken,
    externalAuth: settings.externalAuth ?? false,
    configDir: settings.configDir,
    walletLocation: settings.walletLocation,
    walletContent: settings.walletContent,
    walletPassword: settings.walletPassword,
    edition: settings.edition,
    libDir: settings.libDir,
  };
}

function sqlConnection(settings: Settings): SqlConnection {
  const { sqlAlias = "", baseUrl = "" } = settings;
  const sqlUrl = settings.sqlUrl ?? `${baseUrl}/${encodeURIComponent(sqlAlias)}/_/sql`;
  if (!sqlUrl.endsWith("/_/sql")) {
    throw new SettingsError("ords:sqlUrl must end in /_/sql: https://host/ords/alias/_/sql.");
  }
  const common = { ...commonOf(settings), way: "sql" as const, sqlUrl };
  const { ca, clientCertificate, clientKey } = settings;
  const connection = {
    ...common,
    credentials: credentialsOf(settings, sqlUrl),
    ca,
    clientCertificate,
    clientKey,
  };
  for (const url of [sqlUrl, ...(settings.tokenUrl === undefined ? [] : [settings.tokenUrl])]) {
    const { protocol, host, hostname } = new URL(url);
    if (protocol === "https:" || isLoopback(hostname) || settings.allowInsecure === true) continue;
    throw new SettingsError(
      `Credentials would go to ${host} over plain http: use https, or set ords:allowInsecure to true if the network between is yours.`,
    );
  }
  return connection;
}

function credentialsOf(settings: Settings, sqlUrl: string): SqlConnection["credentials"] {
  const { user = "", password, bearerToken, clientId, clientSecret } = settings;
  if (bearerToken !== undefined) return { kind: "bearer", token: bearerToken };
  if (clientId !== undefined && clientSecret !== undefined) {
    return {
      kind: "client",
      id: clientId,
      secret: clientSecret,
      tokenUrl: settings.tokenUrl ?? sqlUrl.replace(/\/_\/sql$/, "/oauth/token"),
    };
  }
  return { kind: "basic", user, password: password ?? "" };
}

/** Names and addresses of this very machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}
