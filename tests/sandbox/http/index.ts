import { CachedMetadata } from "./cache";
import type { FileUser } from "./callers";
import type { HttpDatabase } from "./database";
import { readKeys } from "./keys";
import { Server } from "./server";
import type { ServerSettings } from "./server";
import { Service } from "./service";

export interface HttpSettings extends Partial<ServerSettings> {
  /** Default: on, as in an Autonomous Database. */
  readonly restEnabledSql?: boolean;
  /** Of ORDS. Default: 25.4. */
  readonly version?: string;
  readonly preHook?: string;
  readonly fileUsers?: Readonly<Record<string, FileUser>>;
  /** Milliseconds that metadata is believed for (fact 5). Default: 0, a committed change is seen at once. */
  readonly metadataCache?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Starts ORDS over HTTP for a database. */
export function startHttp(database: HttpDatabase, settings: HttpSettings = {}): Promise<Server> {
  const { port = 0, tls, unpaused = () => Promise.resolve(), now = Date.now, metadataCache = 0 } = settings;
  const metadata =
    metadataCache > 0 ? new CachedMetadata(database.metadata, metadataCache, now) : database.metadata;
  const seen: HttpDatabase = {
    metadata,
    password: (user) => database.password(user),
    openAs: (user, environment) => database.openAs(user, environment),
  };
  const service = new Service(seen, {
    restEnabledSql: settings.restEnabledSql ?? true,
    version: settings.version ?? "25.4",
    preHook: settings.preHook,
    fileUsers: settings.fileUsers ?? {},
    readKeys,
    now,
  });
  return Server.listen((request, signal) => service.answer(request, signal), { port, tls, unpaused });
}
