import { jsonList, jsonObject } from "./json";
import { identifier, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** A row of USER_ORDS_PRIVILEGES with its roles, URL patterns and modules. */
export interface PrivilegeRow {
  readonly name: string;
  readonly label: string | null;
  readonly description: string | null;
  readonly comments: string | null;
  readonly roles: readonly string[] | null;
  readonly patterns: readonly string[] | null;
  readonly modules: readonly string[] | null;
}

export interface PrivilegeDefinition {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly comments?: string;
  readonly roles?: readonly string[];
  readonly patterns?: readonly string[];
  readonly modules?: readonly string[];
}

export function observePrivilege(target: Target, name: string): Fragment {
  return plsql`select ${jsonObject({
    name: plsql`v.name`,
    label: plsql`v.label`,
    description: plsql`v.description`,
    comments: plsql`v.comments`,
    roles: jsonList(
      plsql`r.role_name`,
      plsql`${target.rows("privilege_roles")} r where r.privilege_id = v.id`,
    ),
    patterns: jsonList(
      plsql`p.pattern`,
      plsql`${target.rows("privilege_mappings")} p where p.privilege_id = v.id`,
    ),
    modules: jsonList(
      plsql`l.module_name`,
      plsql`${target.rows("privilege_modules")} l where l.privilege_id = v.id`,
    ),
  })} as state from ${target.rows("privileges")} v where v.name = ${name}`;
}

/** DEFINE_PRIVILEGE writes the whole set: what is not passed is dropped (fact 13). */
export function definePrivilege(target: Target, privilege: PrivilegeDefinition): Fragment {
  return plsql`declare
l_roles owa.vc_arr;
l_patterns owa.vc_arr;
l_modules owa.vc_arr;
begin
${fill("l_roles", privilege.roles)}${fill("l_patterns", privilege.patterns)}${fill("l_modules", privilege.modules)}${target.ords(
    "define_privilege",
    {
      p_privilege_name: privilege.name,
      p_roles: plsql`l_roles`,
      p_patterns: plsql`l_patterns`,
      p_modules: plsql`l_modules`,
      p_label: privilege.label,
      p_description: privilege.description,
      p_comments: privilege.comments,
    },
  )};
end;`;
}

function fill(array: string, values: readonly string[] = []): Fragment {
  return plsql`${values.map((value) => plsql`${identifier(array)}(${identifier(array)}.count + 1) := ${value};\n`)}`;
}

/** DELETE_PRIVILEGE; its parameter is p_name. */
export function deletePrivilege(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 from ${target.rows("privileges")} v where v.name = ${name}) loop
${target.ords("delete_privilege", { p_name: name })};
end loop;`;
}
