import { SettingsError } from "./errors";

/** What is known of a target before anything is opened. */
export interface Settings {
  readonly connectString: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly baseUrl: string | undefined;
}

export type SettingName = keyof Settings;

interface SettingRow {
  readonly env: string;
  readonly secret: boolean;
  readonly meaning: string;
}

/** Every setting: the table that arguments, configuration, environment, messages and the README follow. */
export const settingTable: Readonly<Record<SettingName, SettingRow>> = {
  connectString: {
    env: "ORDS_CONNECT_STRING",
    secret: false,
    meaning: "where the database is: Easy Connect (`host:1521/service`) or a full descriptor",
  },
  user: {
    env: "ORDS_USER",
    secret: false,
    meaning: "the database user: the schema itself, or an administrator with ORDS_ADMINISTRATOR_ROLE",
  },
  password: { env: "ORDS_PASSWORD", secret: true, meaning: "that user's password" },
  baseUrl: {
    env: "ORDS_BASE_URL",
    secret: false,
    meaning: "where ORDS answers (`https://host/ords`); only the `url` and `tokenUrl` outputs need it",
  },
};

export const settingNames = Object.keys(settingTable) as SettingName[];

/** The key of a setting in stack configuration and in an explicit provider's inputs. */
export function configKey(name: SettingName): string {
  return `ords:${name}`;
}

/** Configuration first, then the environment. Empty text counts as not given. */
export function readSettings(
  config: (key: string) => string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const read = (name: SettingName): string | undefined =>
    [config(configKey(name)), environment[settingTable[name].env]].find(
      (value) => value !== undefined && value !== "",
    );
  return {
    connectString: read("connectString"),
    user: read("user"),
    password: read("password"),
    baseUrl: read("baseUrl")?.replace(/\/+$/, ""),
  };
}

/** What a login needs. */
export interface Login {
  readonly connectString: string;
  readonly user: string;
  readonly password: string;
}

/** @throws SettingsError naming each missing setting and the three places it can come from. */
export function loginOf(settings: Settings): Login {
  const { connectString, user, password } = settings;
  if (connectString !== undefined && user !== undefined && password !== undefined) {
    return { connectString, user, password };
  }
  const missing = (["connectString", "user", "password"] as const).filter(
    (name) => settings[name] === undefined,
  );
  const places = missing.map((name) => {
    const { env, secret } = settingTable[name];
    return `${name} (pulumi config set ${secret ? "--secret " : ""}${configKey(name)}, or ${env})`;
  });
  throw new SettingsError(
    `No connection to Oracle: ${places.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set. Set ${missing.length > 1 ? "them" : "it"}, or give the resource an OrdsProvider.`,
  );
}
