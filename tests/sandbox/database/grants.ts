import { OraError } from "../errors";
import type { Grant, Path } from "../lang/ast";
import { visiblePackage } from "../plsql/session";
import { objectType, pathOf, resolve } from "./objects";
import type { ObjectPath, ObjectType } from "./objects";
import { objectPrivileges, systemPrivileges } from "./privileges";
import type { SchemaView } from "./session";
import { isSupplied } from "./supplied";

/** GRANT and REVOKE. @throws OraError */
export function grant(view: SchemaView, statement: Grant): void {
  const { users } = view.session.instance;
  for (const [index, { name }] of statement.grantees.entries()) {
    const password = statement.passwords[index];
    if (password !== undefined && users.user(name) === undefined) {
      if (!users.has(view.rights, "CREATE USER")) throw new OraError(1031, "insufficient privileges");
      users.create(name, password);
    }
    users.holder(name);
  }
  if (statement.on === undefined) general(view, statement);
  else onObject(view, statement, statement.on);
}

/** System privileges and roles. */
function general(view: SchemaView, { kind, privileges, grantees }: Grant): void {
  const { users } = view.session.instance;
  const wanted = privileges.map((name) => {
    if (systemPrivileges.has(name) || name === "ALL PRIVILEGES") return { name, isRole: false };
    if (users.isRole(name)) return { name, isRole: true };
    throw name.includes(" ")
      ? new OraError(990, "missing or invalid privilege")
      : new OraError(1919, `role '${name}' does not exist`);
  });
  for (const { name, isRole } of wanted) {
    const needed = isRole ? "GRANT ANY ROLE" : "GRANT ANY PRIVILEGE";
    if (!users.has(view.rights, needed)) {
      throw isRole
        ? new OraError(1932, `ADMIN option not granted for role '${name}'`)
        : new OraError(1031, "insufficient privileges");
    }
    const all = name === "ALL PRIVILEGES" ? [...systemPrivileges] : [name];
    for (const grantee of grantees) {
      const holder = users.holder(grantee.name);
      const held = isRole ? holder.roles : holder.privileges;
      if (kind === "grant") all.forEach((one) => held.add(one));
      else if (!all.map((one) => held.delete(one)).includes(true)) {
        throw isRole
          ? new OraError(1951, `ROLE '${name}' not granted to '${grantee.name}'`)
          : new OraError(1952, `system privileges not granted to '${grantee.name}'`);
      }
    }
  }
}

/** What GRANT ALL means for a kind of object. */
const allOn: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  TABLE: ["SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "INDEX", "REFERENCES", "READ"],
  VIEW: ["SELECT", "INSERT", "UPDATE", "DELETE", "READ"],
  SEQUENCE: ["SELECT", "ALTER"],
  PROCEDURE: ["EXECUTE"],
  FUNCTION: ["EXECUTE"],
  PACKAGE: ["EXECUTE"],
  TYPE: ["EXECUTE"],
};

function onObject(view: SchemaView, { kind, privileges, grantees }: Grant, on: Path): void {
  const { users } = view.session.instance;
  const unknown = privileges.find((name) => !objectPrivileges.has(name));
  if (unknown !== undefined) throw new OraError(990, "missing or invalid privilege");
  if (privileges.some((name) => name.startsWith("INHERIT "))) return;
  const object = target(view, on, privileges);
  const type = objectType(view.session.instance, object) ?? "TABLE";
  const wanted = privileges.flatMap((name) =>
    name.startsWith("ALL") ? (allOn[type] ?? ["EXECUTE"]) : [name],
  );
  for (const privilege of wanted) {
    for (const { name: grantee } of grantees) {
      const one = { ...object, privilege, grantee };
      if (kind === "grant") users.grantObject(one);
      else if (!users.revokeObject(one) && !privileges.some((name) => name.startsWith("ALL")))
        throw new OraError(1927, "cannot REVOKE privileges you did not grant");
    }
  }
}

/** @throws OraError 942, 1031, 4042 */
function target(view: SchemaView, on: Path, privileges: readonly string[]): ObjectPath {
  const { instance } = view.session;
  const found = resolve(instance, on, view.currentSchema);
  const wanted = pathOf(on, view.currentSchema);
  const missing = privileges.includes("EXECUTE")
    ? new OraError(4042, "procedure, function, package, or package body does not exist")
    : instance.sqlCatalogue.sqliteStore.versions.missing(`${wanted.owner}.${wanted.name}`);
  if (
    found === undefined &&
    isSupplied(on) &&
    instance.users.has(view.rights, "GRANT ANY OBJECT PRIVILEGE")
  ) {
    return { owner: "SYS", name: on.at(-1)!.name };
  }
  if (found === undefined) throw missing;
  const { owner, name } = found;
  if (owner === view.rights || instance.users.has(view.rights, "GRANT ANY OBJECT PRIVILEGE")) return found;
  const isSeen = visiblePackage(view, name, owner) !== undefined;
  if (!isSeen && !instance.may(view.rights, "SELECT", owner, name)) throw missing;
  throw new OraError(1031, "insufficient privileges");
}
