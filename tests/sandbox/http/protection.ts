import type { Module, Privilege, Schema } from "./metadata";

/** Who calls, as far as protection cares. */
export type Caller =
  | { readonly kind: "anonymous" }
  /** A client of client_credentials, or a user who signed in with a password. */
  | { readonly kind: "signedIn"; readonly name: string; readonly roles: readonly string[] }
  /** A user through a client of a three-legged flow: only what was approved counts (fact 93). */
  | {
      readonly kind: "approved";
      readonly name: string;
      readonly roles: readonly string[];
      readonly privileges: readonly string[];
    }
  /** Of a JWT without a role claim: scopes are names of privileges (fact 182). */
  | { readonly kind: "scoped"; readonly name: string; readonly scopes: readonly string[] };

/** The privileges that cover a path, relative to the alias, or the module it belongs to. */
export function privilegesOf(schema: Schema, path: string, module: Module | undefined): readonly Privilege[] {
  return schema.privileges.filter(
    (privilege) =>
      privilege.patterns.some((pattern) => covers(pattern, path)) ||
      (module !== undefined && privilege.modules.includes(module.name)),
  );
}

/** `/x/*` does not cover `/x` itself (fact 155). */
export function covers(pattern: string, path: string): boolean {
  if (!pattern.endsWith("/*")) return path === pattern;
  return path.startsWith(pattern.slice(0, -1));
}

/** Every privilege that covers a path has to be satisfied (fact 155). */
export function mayUse(caller: Caller, privileges: readonly Privilege[]): boolean {
  return privileges.every((privilege) => satisfies(caller, privilege));
}

function satisfies(caller: Caller, privilege: Privilege): boolean {
  switch (caller.kind) {
    case "anonymous":
      return false;
    case "signedIn":
      return holdsRole(caller.roles, privilege);
    case "approved":
      return caller.privileges.includes(privilege.name) && holdsRole(caller.roles, privilege);
    case "scoped":
      return caller.scopes.includes(privilege.name);
  }
}

/** No role: any signed-in caller; else one of them is enough (fact 68). */
function holdsRole(roles: readonly string[], privilege: Privilege): boolean {
  return privilege.roles.length === 0 || privilege.roles.some((role) => roles.includes(role));
}
