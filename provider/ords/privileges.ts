import { jsonList, jsonObject } from "./json";
import { identifier, nothing, plsql } from "./plsql";
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
  return plsql`${observePrivileges(target)} where v.name = ${name}`;
}

export function observePrivileges(target: Target): Fragment {
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
  })} as state from ${target.rows("privileges")} v`;
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

/** Waits for others who change the privilege: the rename to its own name rewrites the row, by position (fact 163). */
export function lockPrivilege(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("privileges")} v where v.name = ${name}) loop
begin
${target.ordsPositional("rename_privilege", [name, name])};
exception when dup_val_on_index then null;
end;
end loop;
`;
}

/** RENAME_PRIVILEGE, by position (fact 163). Roles, patterns and modules stay. */
export function renamePrivilege(target: Target, name: string, to: string): Fragment {
  return plsql`${target.ordsPositional("rename_privilege", [name, to])};`;
}

/**
 * DEFINE_PRIVILEGE writes the whole set (fact 13). Of the sets only what the program changed is added and taken away: what
 * others put in stays. Where the sets come out as they are and no text differs, there is no call.
 */
export function changePrivilege(
  target: Target,
  had: PrivilegeDefinition,
  want: PrivilegeDefinition,
): Fragment {
  const rows = (view: string, column: string): Fragment =>
    plsql`select distinct x.${identifier(column)} as item from ${target.rows(view)} x join ${target.rows("privileges")} v on v.id = x.privilege_id where v.name = ${want.name}`;
  const isSameText = (["label", "description", "comments"] as const).every((key) => had[key] === want[key]);
  return plsql`declare
l_roles owa.vc_arr;
l_patterns owa.vc_arr;
l_modules owa.vc_arr;
l_changes pls_integer := 0;
procedure add_to(p_items in out owa.vc_arr, p_item varchar2) is
begin
for i in 1 .. p_items.count loop
if p_items(i) = p_item then return; end if;
end loop;
p_items(p_items.count + 1) := p_item;
l_changes := l_changes + 1;
end;
procedure take_from(p_items in out owa.vc_arr, p_item varchar2) is
l_kept pls_integer := 0;
l_count pls_integer := p_items.count;
begin
for i in 1 .. l_count loop
if p_items(i) = p_item then l_changes := l_changes + 1;
else
l_kept := l_kept + 1;
p_items(l_kept) := p_items(i);
end if;
end loop;
for i in l_kept + 1 .. l_count loop p_items.delete(i); end loop;
end;
begin
for found in (${rows("privilege_roles", "role_name")}) loop l_roles(l_roles.count + 1) := found.item; end loop;
for found in (${rows("privilege_mappings", "pattern")}) loop l_patterns(l_patterns.count + 1) := found.item; end loop;
for found in (${rows("privilege_modules", "module_name")}) loop l_modules(l_modules.count + 1) := found.item; end loop;
${changeSet("l_roles", had.roles, want.roles)}${changeSet("l_patterns", had.patterns, want.patterns)}${changeSet("l_modules", had.modules, want.modules)}if l_changes > 0${isSameText ? nothing : plsql` or 1 = 1`} then
${target.ords("define_privilege", {
  p_privilege_name: want.name,
  p_roles: plsql`l_roles`,
  p_patterns: plsql`l_patterns`,
  p_modules: plsql`l_modules`,
  p_label: want.label,
  p_description: want.description,
  p_comments: want.comments,
})};
end if;
end;`;
}

function changeSet(array: string, had: readonly string[] = [], want: readonly string[] = []): Fragment {
  const items = identifier(array);
  const removed = had.filter((item) => !want.includes(item));
  const added = want.filter((item) => !had.includes(item));
  return plsql`${removed.map((item) => plsql`take_from(${items}, ${item});\n`)}${added.map((item) => plsql`add_to(${items}, ${item});\n`)}`;
}

/** DELETE_PRIVILEGE; its parameter is p_name. */
export function deletePrivilege(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("privileges")} v where v.name = ${name}) loop
${target.ords("delete_privilege", { p_name: name })};
end loop;`;
}
