import type { PackageCatalogue } from "../plsql/catalogue";
import { StoredUnits } from "../plsql/stored";
import { databaseRelease } from "../release";
import type { DatabaseRelease } from "../release";
import { SqlCatalogue } from "../sql";
import type { Right } from "../sql";
import type { Store } from "../store";
import type { ObjectPath } from "./objects";
import type { DatabaseSession } from "./session";
import { Users } from "./users";

/** System privileges that stand for a right on every object. */
const anyRights: Readonly<Record<Right, readonly string[]>> = {
  SELECT: ["SELECT ANY TABLE", "READ ANY TABLE"],
  INSERT: ["INSERT ANY TABLE"],
  UPDATE: ["UPDATE ANY TABLE"],
  DELETE: ["DELETE ANY TABLE"],
};

/** What all sessions of one database share. */
export class Instance {
  readonly users = new Users();
  readonly stored = new StoredUnits();
  readonly sqlCatalogue: SqlCatalogue;
  /** Of the database. */
  readonly release: DatabaseRelease;
  readonly sessions = new Set<DatabaseSession>();
  readonly started = new Date();
  /** When objects were made and altered, by `OWNER.NAME`; those of the beginning are not listed. */
  readonly dates = new Map<string, { readonly created: Date; readonly changed: Date }>();
  /** What ORDS does when a user is gone. */
  userDropped: (owner: string) => Promise<void> = () => Promise.resolve();
  #lastSession = 0;

  constructor(
    readonly store: Store,
    readonly packages: PackageCatalogue,
    /** Of ORDS. */
    readonly version: string,
  ) {
    this.sqlCatalogue = new SqlCatalogue(store);
    this.release = databaseRelease(version);
  }

  nextSession(): number {
    return ++this.#lastSession;
  }

  now(): Date {
    return new Date();
  }

  /** Whether a user may do that with a table or view of whatever owner. */
  may(user: string, right: Right, owner: string, name: string): boolean {
    if (user === owner || anyRights[right].some((privilege) => this.users.has(user, privilege))) return true;
    const { users } = this;
    return (
      users.isGranted(user, right, owner, name) ||
      (right === "SELECT" && users.isGranted(user, "READ", owner, name))
    );
  }

  /** An object was made or altered: what was compiled before is out of date. */
  touched({ owner, name }: ObjectPath): void {
    const key = `${owner}.${name}`;
    const now = this.now();
    this.dates.set(key, { created: this.dates.get(key)?.created ?? now, changed: now });
    this.stored.generation++;
  }

  /** Its rights go with it. */
  dropped({ owner, name }: ObjectPath): void {
    this.dates.delete(`${owner}.${name}`);
    this.users.objectDropped(owner, name);
    this.stored.generation++;
  }
}
