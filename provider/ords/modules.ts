import { jsonObject } from "./json";
import { nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { refuse } from "./refusal";
import type { Target } from "./target";

/** A row of USER_ORDS_MODULES, with the alias its URLs begin with. */
export interface ModuleRow {
  readonly name: string;
  readonly basePath: string;
  readonly itemsPerPage: number | null;
  readonly status: string;
  readonly comments: string | null;
  readonly originsAllowed: string | null;
  readonly alias: string | null;
}

export function observeModule(target: Target, name: string): Fragment {
  return plsql`${observeModules(target)} where m.name = ${name}`;
}

export function observeModules(target: Target): Fragment {
  return plsql`select ${jsonObject({
    name: plsql`m.name`,
    basePath: plsql`m.uri_prefix`,
    itemsPerPage: plsql`m.items_per_page`,
    status: plsql`m.status`,
    comments: plsql`m.comments`,
    originsAllowed: plsql`m.origins_allowed`,
    alias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = m.schema_id)`,
  })} as state from ${target.rows("modules")} m`;
}

export interface ModuleDefinition {
  readonly name: string;
  readonly basePath: string;
  readonly itemsPerPage?: number;
  readonly status?: string;
  readonly comments?: string;
}

/** DEFINE_MODULE: on an existing name it drops everything below (fact 7), so only for a new one or inside a rebuild. */
export function defineModule(target: Target, module: ModuleDefinition): Fragment {
  return plsql`${target.ords("define_module", {
    p_module_name: module.name,
    p_base_path: module.basePath,
    p_items_per_page: module.itemsPerPage,
    p_status: module.status,
    p_comments: module.comments,
  })};`;
}

/** RENAME_MODULE: name and base path in place; children and privilege links stay (facts 15, 163). */
export function renameModule(target: Target, name: string, to: { name: string; basePath: string }): Fragment {
  return plsql`${target.ords("rename_module", {
    p_module_name: name,
    p_new_name: to.name === name ? undefined : to.name,
    p_new_base_path: to.basePath,
  })};`;
}

/** PUBLISH_MODULE (fact 164). */
export function publishModule(target: Target, name: string, status: string): Fragment {
  return plsql`${target.ords("publish_module", { p_module_name: name, p_status: status })};`;
}

/** SET_MODULE_ORIGINS_ALLOWED replaces the whole list; empty text clears it (fact 164). */
export function setModuleOrigins(
  target: Target,
  name: string,
  origins: readonly string[] | undefined,
): Fragment {
  return plsql`${target.ords("set_module_origins_allowed", {
    p_module_name: name,
    p_origins_allowed: origins?.join(",") ?? "",
  })};`;
}

/**
 * Waits for others who change the module or what is below it, and keeps them waiting until the commit: the rename to its own
 * name rewrites the row and nothing else. Two who make handlers of one new template would otherwise both define the template,
 * and the second would drop the first one's handler (facts 4, 9).
 */
export function lockModule(target: Target, name: string): Fragment {
  return plsql`for found in (select m.status from ${target.rows("modules")} m where m.name = ${name}) loop
begin
${target.ords("rename_module", { p_module_name: name, p_new_name: name })};
exception when dup_val_on_index then
${target.ords("publish_module", { p_module_name: name, p_status: plsql`found.status` })};
end;
end loop;
`;
}

/**
 * DELETE_MODULE, with everything below it (fact 21). What the stack made below it is gone by now, so what is left is someone
 * else's: then it refuses. A template that is bare and empty is nobody's. Asked first: in a schema that is not enabled the
 * call raises ORA-20012 (fact 18).
 */
export function deleteModule(target: Target, name: string, force: boolean): Fragment {
  const refuseToLose = plsql`declare
l_left varchar2(4000);
procedure add(p_text varchar2) is
begin
if nvl(length(l_left), 0) < 2000 then l_left := l_left || case when l_left is not null then ', ' end || p_text; end if;
end;
begin
for l_child in (select h.method, t.uri_template from ${target.rows("templates")} t join ${target.rows("modules")} m on m.id = t.module_id
left join ${target.rows("handlers")} h on h.template_id = t.id
where m.name = ${name} and (h.id is not null or t.priority != 0 or t.etag_type != 'HASH' or t.etag_query is not null or t.comments is not null)
order by t.uri_template, h.method) loop
add(case when l_child.method is null then 'template' else l_child.method end || ' "' || l_child.uri_template || '"');
end loop;
if l_left is not null then
${refuse(plsql`'it still holds what this stack does not manage: ' || l_left || '. Delete that first, let it refer to the module as a resource if it is this stack''s, or set \`force: true\` to delete it too.'`)}end if;
end;
`;
  return plsql`for found in (select 1 as one from ${target.rows("modules")} m where m.name = ${name}) loop
${force ? nothing : refuseToLose}${target.ords("delete_module", { p_module_name: name })};
end loop;`;
}
