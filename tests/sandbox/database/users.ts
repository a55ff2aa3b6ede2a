import { OraError } from "../errors";
import { suppliedRoles } from "./privileges";

/** Who holds rights: a user, a role or PUBLIC. */
interface Holder {
  readonly name: string;
  readonly privileges: Set<string>;
  readonly roles: Set<string>;
}

export interface User extends Holder {
  readonly id: number;
  readonly created: Date;
  /** Nobody logs on to a user without one. */
  password: string | undefined;
  /** Users that may connect as this one: GRANT CONNECT THROUGH. */
  readonly through: Set<string>;
  /** Of Oracle or of ORDS itself: DROP USER is refused. */
  readonly supplied: boolean;
}

export interface ObjectGrant {
  readonly owner: string;
  readonly name: string;
  readonly privilege: string;
  readonly grantee: string;
}

/** Roles whose holders may do everything. */
const almighty = ["DBA", "PDB_DBA"];

/** Users, roles and rights of a database. Names are in dictionary form. */
export class Users {
  readonly #users = new Map<string, User>();
  readonly #roles = new Map<string, Holder>();
  readonly #public: Holder = { name: "PUBLIC", privileges: new Set(), roles: new Set() };
  readonly #grants = new Map<string, ObjectGrant>();
  #nextId = 100;

  constructor() {
    for (const [name, privileges] of Object.entries(suppliedRoles)) {
      this.#roles.set(name, { name, privileges: new Set(privileges), roles: new Set() });
    }
  }

  user(name: string): User | undefined {
    return this.#users.get(name);
  }

  all(): User[] {
    return [...this.#users.values()];
  }

  /** @throws OraError 1920 */
  create(name: string, password: string | undefined, { supplied = false } = {}): User {
    if (this.#holder(name) !== undefined)
      throw new OraError(1920, `user name '${name}' conflicts with another user or role name`);
    const user = {
      name,
      password,
      id: this.#nextId++,
      created: new Date(),
      privileges: new Set<string>(),
      roles: new Set<string>(),
      through: new Set<string>(),
      supplied,
    };
    this.#users.set(name, user);
    return user;
  }

  drop(name: string): void {
    this.#users.delete(name);
    for (const user of this.#users.values()) user.through.delete(name);
    this.#dropGrants(({ owner, grantee }) => owner === name || grantee === name);
  }

  roles(): string[] {
    return [...this.#roles.keys()];
  }

  isRole(name: string): boolean {
    return this.#roles.has(name);
  }

  /** @throws OraError 1921 */
  createRole(name: string): void {
    if (this.#holder(name) !== undefined)
      throw new OraError(1921, `role name '${name}' conflicts with another user or role name`);
    this.#roles.set(name, { name, privileges: new Set(), roles: new Set() });
  }

  dropRole(name: string): void {
    this.#roles.delete(name);
    for (const holder of [...this.#users.values(), ...this.#roles.values(), this.#public])
      holder.roles.delete(name);
    this.#dropGrants(({ grantee }) => grantee === name);
  }

  /** @throws OraError 1917 */
  holder(name: string): Holder {
    const holder = this.#holder(name);
    if (holder === undefined) throw new OraError(1917, `user or role '${name}' does not exist`);
    return holder;
  }

  #holder(name: string): Holder | undefined {
    return name === "PUBLIC" ? this.#public : (this.#users.get(name) ?? this.#roles.get(name));
  }

  /** The roles of a user, those of roles and of PUBLIC included. */
  rolesOf(name: string): Set<string> {
    const found = new Set<string>();
    const visit = ({ roles }: Holder): void => {
      for (const role of roles) {
        const holder = this.#roles.get(role);
        if (holder === undefined || found.has(role)) continue;
        found.add(role);
        visit(holder);
      }
    };
    const user = this.#users.get(name);
    if (user !== undefined) visit(user);
    visit(this.#public);
    return found;
  }

  hasRole(name: string, role: string): boolean {
    return name === "SYS" || this.rolesOf(name).has(role);
  }

  /** A system privilege, by itself or through a role. */
  has(name: string, privilege: string): boolean {
    if (name === "SYS") return true;
    const roles = this.rolesOf(name);
    if (almighty.some((role) => roles.has(role))) return true;
    const holders = [this.#users.get(name), this.#public, ...[...roles].map((role) => this.#roles.get(role))];
    return holders.some((holder) => holder?.privileges.has(privilege) === true);
  }

  /** System privileges of a user, by itself or through roles. */
  privilegesOf(name: string): string[] {
    const holders = [this.#users.get(name), this.#public].concat(
      [...this.rolesOf(name)].map((role) => this.#roles.get(role) as User | undefined),
    );
    return [...new Set(holders.flatMap((holder) => [...(holder?.privileges ?? [])]))].sort();
  }

  grantObject(grant: ObjectGrant): void {
    this.#grants.set(keyOf(grant), grant);
  }

  revokeObject(grant: ObjectGrant): boolean {
    return this.#grants.delete(keyOf(grant));
  }

  grants(): ObjectGrant[] {
    return [...this.#grants.values()];
  }

  /** Whether somebody else than the owner may do something with an object. */
  isGranted(name: string, privilege: string, owner: string, object: string): boolean {
    const grantees = [name, "PUBLIC", ...this.rolesOf(name)];
    return grantees.some((grantee) => this.#grants.has(keyOf({ owner, name: object, privilege, grantee })));
  }

  /** The rights on an object go with it. */
  objectDropped(owner: string, name: string): void {
    this.#dropGrants((grant) => grant.owner === owner && grant.name === name);
  }

  #dropGrants(goes: (grant: ObjectGrant) => boolean): void {
    for (const [key, grant] of this.#grants) if (goes(grant)) this.#grants.delete(key);
  }
}

function keyOf({ owner, name, privilege, grantee }: ObjectGrant): string {
  return JSON.stringify([owner, name, privilege, grantee]);
}
