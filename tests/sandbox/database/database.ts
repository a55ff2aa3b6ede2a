import type { CgiEnvironment } from "../http/cgi";
import type { HandlerSession, HttpDatabase } from "../http/database";
import { ViewMetadata } from "../http/views";
import type { Metadata } from "../http/metadata";
import { OraError } from "../errors";
import { administrator, installOrds } from "../ords";
import type { DatabaseSession as WireSession, ExecuteCall, SessionEvents } from "../net/backend";
import type { DatabaseOptions, Row, SandboxDatabase } from "../parts";
import { PackageCatalogue } from "../plsql/catalogue";
import { systemPackages } from "../plsql/packages";
import { hostTable, schedulerTable } from "../plsql/packages/supplied";
import { databaseRelease, major } from "../release";
import type { DatabaseRelease } from "../release";
import { openStore } from "../store";
import { addDictionary } from "./dictionary";
import { databaseName } from "./environment";
import { Instance } from "./instance";
import { objectType } from "./objects";
import { gateway, proxiesOf } from "./proxies";
import { DatabaseSession } from "./session";
import type { Users } from "./users";

/** Users of Oracle and ORDS themselves, besides those that the sandbox's options name. */
const suppliedUsers = ["SYS", "SYSTEM", "ORDS_METADATA"];

/** What a schema's owner has; ADMIN has more. */
const developerRoles = ["CONNECT", "RESOURCE", "DB_DEVELOPER_ROLE"];

/** Roles of users that are no ordinary schemas. */
const specialRoles: Readonly<Record<string, readonly string[]>> = {
  ADMIN: [...developerRoles, "DBA", "PDB_DBA", administrator],
  [gateway]: ["CONNECT"],
};

/** Oracle with ORDS in it, put together from its rooms. */
class WholeDatabase implements SandboxDatabase, HttpDatabase {
  readonly services = [databaseName.toLowerCase()];

  constructor(
    readonly instance: Instance,
    readonly metadata: Metadata,
  ) {}

  get release(): DatabaseRelease {
    return this.instance.release;
  }

  password(user: string): string | undefined {
    return this.instance.users.user(user)?.password;
  }

  /** @throws OraError 1045 */
  open(user: string, events: SessionEvents, proxy?: string): WireSession {
    if (!this.instance.users.has(user, "CREATE SESSION")) {
      throw new OraError(1045, `user ${user} lacks CREATE SESSION privilege; logon denied`, { close: true });
    }
    return new DatabaseSession(this.instance, user, { events, proxy });
  }

  setPassword(user: string, password: string): void {
    this.instance.users.user(user)!.password = password;
  }

  mayConnectThrough(user: string, proxy: string): boolean {
    return proxiesOf(this.instance, user).includes(proxy);
  }

  openAs(user: string, environment?: CgiEnvironment): HandlerSession {
    const session = new DatabaseSession(this.instance, user, { proxy: gateway });
    for (const [name, value] of environment ?? []) session.output.cgi.set(name, value);
    return session;
  }

  async query(sql: string): Promise<Row[]> {
    const session = new DatabaseSession(this.instance, "SYS");
    try {
      const result = await session.execute(queryOf(sql));
      if (result.kind !== "rows") throw new OraError(900, "invalid SQL statement");
      return Array.from(result.rows, (row) =>
        Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index] ?? null])),
      );
    } finally {
      session.close();
    }
  }

  close(): void {
    this.instance.store.close();
  }
}

function queryOf(sql: string): ExecuteCall {
  const { signal } = new AbortController();
  return { sql, kind: "query", binds: [], rows: [{}], batchErrors: false, describeOnly: false, signal };
}

/** A database with ORDS of one version, empty but for its users. */
export async function openDatabase({ version, switches, users }: DatabaseOptions): Promise<SandboxDatabase> {
  const store = await openStore({ release: major(databaseRelease(version)) });
  const packages = new PackageCatalogue(systemPackages);
  const instance = new Instance(store, packages, version);
  const room = await installOrds({
    version,
    switches,
    store,
    now: () => instance.now(),
    userExists: (name) => instance.users.user(name) !== undefined,
    objectExists: (owner, name) => objectType(instance, { owner, name }) !== undefined,
  });
  for (const spec of room.packages) packages.register(spec);
  for (const spec of room.views) instance.sqlCatalogue.addView(spec);
  for (const spec of room.computed) instance.sqlCatalogue.addComputed(spec);
  instance.userDropped = room.userDropped;
  store.createTable(schedulerTable);
  store.createTable(hostTable);
  addDictionary(instance);
  addUsers(instance.users, users);
  return new WholeDatabase(instance, new ViewMetadata(room.metadata));
}

function addUsers(known: Users, wanted: ReadonlyMap<string, string>): void {
  for (const name of suppliedUsers) known.create(name, undefined, { supplied: true });
  for (const [name, password] of wanted) {
    const special = Object.hasOwn(specialRoles, name) ? specialRoles[name] : undefined;
    const user = known.create(name, password, { supplied: special !== undefined });
    for (const role of special ?? developerRoles) user.roles.add(role);
  }
}
