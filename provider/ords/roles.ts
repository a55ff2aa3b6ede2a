import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** A row of USER_ORDS_ROLES. */
export interface RoleRow {
  readonly name: string;
}

export function observeRole(target: Target, name: string): Fragment {
  return plsql`${observeRoles(target)} where r.name = ${name}`;
}

export function observeRoles(target: Target): Fragment {
  return plsql`select ${jsonObject({ name: plsql`r.name` })} as state from ${target.rows("roles")} r`;
}

/** CREATE_ROLE. */
export function createRole(target: Target, name: string): Fragment {
  return plsql`${target.ords("create_role", { p_role_name: name })};`;
}

/** RENAME_ROLE, by position because its parameters' names were not found anywhere (fact 163). Privileges and grants stay. */
export function renameRole(target: Target, name: string, to: string): Fragment {
  return plsql`${target.ordsPositional("rename_role", [name, to])};`;
}

/** DELETE_ROLE, which also takes it out of privileges (fact 21). */
export function deleteRole(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("roles")} r where r.name = ${name}) loop
${target.ords("delete_role", { p_role_name: name })};
end loop;`;
}
