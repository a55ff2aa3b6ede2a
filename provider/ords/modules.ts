import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
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
  return plsql`select ${jsonObject({
    name: plsql`m.name`,
    basePath: plsql`m.uri_prefix`,
    itemsPerPage: plsql`m.items_per_page`,
    status: plsql`m.status`,
    comments: plsql`m.comments`,
    originsAllowed: plsql`m.origins_allowed`,
    alias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = m.schema_id)`,
  })} as state from ${target.rows("modules")} m where m.name = ${name}`;
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

/** DELETE_MODULE, with everything below it (fact 21). Asked first: in a schema that is not enabled it raises ORA-20012. */
export function deleteModule(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 from ${target.rows("modules")} m where m.name = ${name}) loop
${target.ords("delete_module", { p_module_name: name })};
end loop;`;
}
