import { OraError } from "../errors";
import type { Arguments, CallContext } from "../plsql/catalogue";
import { dictionaryName } from "./call";
import { enablementRestricted, insufficientPrivileges } from "./errors";
import { atLeast } from "./releases";
import type { RoomOptions } from "./room";
import { administrator } from "./views";

/** Packages that act on the schema that p_schema names. */
const adminPackages: readonly string[] = [
  "ORDS_ADMIN",
  "OAUTH_ADMIN",
  "ORDS_SECURITY_ADMIN",
  "ORDS_EXPORT_ADMIN",
];

/** Subprograms of ORDS_ADMIN that concern no schema in particular. */
const withoutSchema: readonly string[] = [
  "PROVISION_RUNTIME_ROLE",
  "CONFIG_PLSQL_GATEWAY",
  "UNPROVISION_ROLES",
  "ROTATE_ALL_SECURITY_KEYS",
];

/** Packages with invoker rights, which users without INHERIT PRIVILEGES cannot call (fact 78). */
const invokerRights: readonly string[] = ["ORDS", "ORDS_ADMIN", "OAUTH", "OAUTH_ADMIN"];

export function isAdminPackage(name: string): boolean {
  return adminPackages.includes(name);
}

/**
 * The schema that a call acts on, in dictionary form; empty for the whole database.
 * @throws OraError 1031, 6598, 20031 (facts 74 to 78)
 */
export function targetSchema(
  room: RoomOptions,
  packageName: string,
  name: string,
  context: CallContext,
  args: Arguments,
): string {
  if (invokerRights.includes(packageName) && (context.user === "SYS" || context.user === "SYSTEM"))
    throw new OraError(6598, "insufficient INHERIT PRIVILEGES privilege");
  const given = typeof args.p_schema === "string" ? dictionaryName(room, args.p_schema) : undefined;
  if (isAdminPackage(packageName)) {
    if (!mayAdminister(room, packageName, context)) throw insufficientPrivileges();
    if (given !== undefined) return given;
    if (name.endsWith("SET_PROPERTY") || withoutSchema.includes(name)) return "";
    if (name === "ENABLE_SCHEMA" && room.switches.adminEnableSchema === "caller")
      return context.currentSchema;
    throw new OraError(6502, "PL/SQL: numeric or value error: p_schema must not be null");
  }
  const target = given ?? context.currentSchema;
  const isAdministrator = context.hasRole(administrator);
  if (name === "ENABLE_SCHEMA") {
    const isFree = target === context.currentSchema && room.switches.selfEnablement === "allowed";
    if (!isFree && !isAdministrator) throw enablementRestricted();
  } else if (target !== context.currentSchema && !isAdministrator) throw insufficientPrivileges();
  return target;
}

function mayAdminister(
  { version, switches }: RoomOptions,
  packageName: string,
  context: CallContext,
): boolean {
  const isOpen =
    packageName === "ORDS_SECURITY_ADMIN" &&
    switches.securityAdminPublic === "open" &&
    !atLeast(version, "26.2");
  return isOpen || context.hasRole(administrator);
}
