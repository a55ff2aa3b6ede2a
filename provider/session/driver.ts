import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PoolAttributes } from "oracledb";
import type { DatabaseConnection } from "./connection";
import { SettingsError } from "./errors";
import { proxyPart } from "./user";
import { resolved, walletOf } from "./wallet";
import type { Wallet } from "./wallet";

export type Driver = typeof import("oracledb");

/** Seconds that a session may idle in the pool before it is asked whether it lives. */
const pingAfter = 30;

/** Seconds after which an idle session is closed. */
const idleFor = 60;

let driver: Promise<Driver> | undefined;

/** The driver is heavy: it loads on first use, so programs and idle plugins never pay for it. */
export function loadDriver(): Promise<Driver> {
  driver ??= import("oracledb").then(
    (module) => (module as unknown as { default?: Driver }).default ?? module,
  );
  return driver;
}

export interface PoolSetup {
  readonly attributes: PoolAttributes;
  /** Takes away what had to be written to disk. */
  cleanUp(): Promise<void>;
}

/** What the driver is told. The Thin mode takes a wallet from memory; the Thick mode reads folders only. */
export async function poolAttributes(oracledb: Driver, connection: DatabaseConnection): Promise<PoolSetup> {
  const wallet =
    connection.walletContent === undefined ? undefined : walletOf(connection.walletContent.trim());
  const common = { ...identity(connection), ...limits(connection), ...proxy(connection) };
  const { edition, configDir, walletLocation, walletPassword } = connection;
  if (connection.libDir === undefined) {
    const attributes = {
      ...common,
      edition,
      configDir,
      walletLocation,
      walletPassword,
      walletContent: wallet === undefined ? undefined : pemOf(wallet),
      connectString:
        wallet === undefined ? connection.connectString : resolved(connection.connectString, wallet),
    };
    return { attributes: given(attributes), cleanUp: () => Promise.resolve() };
  }
  const folder = wallet === undefined ? undefined : await privateFolder(wallet);
  try {
    oracledb.initOracleClient(
      given({ libDir: connection.libDir, configDir: folder?.path ?? configDir ?? walletLocation }),
    );
  } catch (error) {
    await folder?.remove();
    throw error;
  }
  const attributes = { ...common, edition, connectString: connection.connectString };
  return { attributes: given(attributes), cleanUp: async () => folder?.remove() };
}

function pemOf({ pem }: Wallet): string {
  if (pem === undefined) {
    throw new SettingsError(
      "The wallet of ords:walletContent has no ewallet.pem: download it again from the console, or set ords:libDir.",
    );
  }
  return pem;
}

/** Who logs in. Where someone else says who this is, the driver takes no user but `[SCHEMA]`. */
function identity({ user, password, accessToken, externalAuth }: DatabaseConnection): PoolAttributes {
  if (accessToken === undefined && !externalAuth) return { user, password };
  return {
    user: proxyPart(user),
    externalAuth: true,
    homogeneous: true,
    // The driver changes the object that it is given, and takes text too, which its types do not say.
    accessToken: (typeof accessToken === "object"
      ? { ...accessToken }
      : accessToken) as PoolAttributes["accessToken"],
  };
}

function limits({ maxSessions, connectTimeout, retryCount, retryDelay }: DatabaseConnection): PoolAttributes {
  return {
    poolMin: 0,
    poolMax: maxSessions,
    poolIncrement: 1,
    poolTimeout: idleFor,
    poolPingInterval: pingAfter,
    // Who waits for a session waits for calls that have limits of their own.
    queueTimeout: 0,
    connectTimeout,
    ...(retryCount > 0 ? { retryCount, retryDelay } : {}),
  };
}

function proxy({ httpsProxy }: DatabaseConnection): PoolAttributes {
  if (httpsProxy === undefined) return {};
  const { hostname, port, protocol } = new URL(httpsProxy);
  return {
    httpsProxy: hostname,
    httpsProxyPort: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

function given<T extends object>(attributes: T): T {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as T;
}

/** A folder that only this user can read (mkdtemp's mode is 0700), removed when the sessions close or the process ends. */
async function privateFolder({ files }: Wallet): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-ords-"));
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeNow);
  for (const [name, content] of files) {
    // The wallet's own sqlnet.ora points to ?/network/admin.
    const text =
      name === "sqlnet.ora"
        ? content.toString("utf8").replace(/DIRECTORY\s*=\s*"[^"]*"/i, `DIRECTORY="${folder}"`)
        : content;
    await writeFile(path.join(folder, path.basename(name)), text, { mode: 0o600 });
  }
  return {
    path: folder,
    remove: async () => {
      process.off("exit", removeNow);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
