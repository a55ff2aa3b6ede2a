import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** A row of USER_ORDS_ROLES. */
export interface RoleRow {
  readonly name: string;
}

export function observeRole(target: Target, name: string): Fragment {
  return plsql`select ${jsonObject({ name: plsql`r.name` })} as state from ${target.rows("roles")} r where r.name = ${name}`;
}

/** CREATE_ROLE. */
export function createRole(target: Target, name: string): Fragment {
  return plsql`${target.ords("create_role", { p_role_name: name })};`;
}

/** DELETE_ROLE, which also takes it out of privileges (fact 21). */
export function deleteRole(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 from ${target.rows("roles")} r where r.name = ${name}) loop
${target.ords("delete_role", { p_role_name: name })};
end loop;`;
}
