import { below } from "./below";
import { nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { refuse } from "./refusal";
import type { Argument, Target } from "./target";

/** A module as it is to be defined again; what is a fragment is read from the row. */
interface RebuiltModule {
  readonly name: string;
  readonly basePath: Argument;
  readonly itemsPerPage: Argument;
  readonly status: Argument;
  readonly comments?: Argument;
}

/** Whether it goes on though something cannot be put back. */
export interface Loss {
  readonly allowLoss?: boolean;
}

interface ModuleLimits extends Loss {
  /** A template that is left out: how it is deleted where ORDS has no call for that. */
  readonly withoutTemplate?: string;
}

interface TemplateLimits extends Loss {
  /** The handler of this method is left out, for the same. */
  readonly withoutMethod?: string;
}

/**
 * Items per page and comments have no call of their own (fact 16), and DEFINE_MODULE on an existing name drops templates and
 * handlers (fact 7). So the module is defined again and everything below it put back, inside the database: templates,
 * handlers, parameters, origins, and the module's place in privileges (fact 17). A pre-hook cannot be put back (fact 180):
 * then nothing is done, unless the user allows the loss.
 */
export function rebuildModule(target: Target, module: RebuiltModule, limits: ModuleLimits = {}): Fragment {
  const { name } = module;
  const { withoutTemplate, allowLoss = false } = limits;
  const isCarried =
    withoutTemplate === undefined
      ? plsql`m.name = ${name}`
      : plsql`m.name = ${name} and t.uri_template != ${withoutTemplate}`;
  const children = below(target, name, { templates: isCarried, handlers: isCarried, allowLoss });
  return plsql`declare
cursor c_modules is select m.uri_prefix, m.items_per_page, m.status, m.comments, m.pre_hook, m.origins_allowed from ${target.rows("modules")} m where m.name = ${name};
cursor c_privileges is select v.id, v.name, v.label, v.description, v.comments
from ${target.rows("privileges")} v join ${target.rows("privilege_modules")} l on l.privilege_id = v.id where l.module_name = ${name};
type t_privileges is table of c_privileges%rowtype index by pls_integer;
l_module c_modules%rowtype;
l_privileges t_privileges;
l_roles owa.vc_arr;
l_patterns owa.vc_arr;
l_modules owa.vc_arr;
${children.declarations}begin
open c_modules; fetch c_modules into l_module; close c_modules;
${allowLoss ? nothing : refuseToLosePreHook}${children.gather}open c_privileges; fetch c_privileges bulk collect into l_privileges; close c_privileges;
${target.ords("define_module", {
  p_module_name: name,
  p_base_path: module.basePath,
  p_items_per_page: module.itemsPerPage,
  p_status: module.status,
  p_comments: module.comments,
})};
if l_module.origins_allowed is not null then
${target.ords("set_module_origins_allowed", { p_module_name: name, p_origins_allowed: plsql`l_module.origins_allowed` })};
end if;
${children.putBack}for i in 1 .. l_privileges.count loop
${linkAgain(target, name)}
end loop;
end;`;
}

/** The same without a change of its own. */
export function rebuildModuleAsItIs(target: Target, name: string, limits: ModuleLimits): Fragment {
  const module = {
    name,
    basePath: plsql`l_module.uri_prefix`,
    itemsPerPage: plsql`l_module.items_per_page`,
    status: plsql`l_module.status`,
    comments: plsql`l_module.comments`,
  };
  return rebuildModule(target, module, limits);
}

const refuseToLosePreHook = plsql`if l_module.pre_hook is not null then
${refuse(plsql`'the module has the pre-hook ' || l_module.pre_hook || ', which no call of ORDS can put back when the module is defined again. Set \`allowRebuild: true\` to go on without it.'`)}end if;
`;

/** A template as it is to be defined again. */
interface RebuiltTemplate {
  readonly module: string;
  readonly pattern: string;
  readonly priority?: Argument;
  readonly etagType?: Argument;
  readonly etagQuery?: Argument;
  readonly comments?: Argument;
}

/** DEFINE_TEMPLATE again, which drops the handlers (facts 9, 151), and all of them back but one that is to go. */
export function rebuildTemplate(
  target: Target,
  template: RebuiltTemplate,
  { withoutMethod, allowLoss = false }: TemplateLimits = {},
): Fragment {
  const { module, pattern } = template;
  const isTemplate = plsql`m.name = ${module} and t.uri_template = ${pattern}`;
  const children = below(target, module, {
    handlers:
      withoutMethod === undefined ? isTemplate : plsql`${isTemplate} and h.method != ${withoutMethod}`,
    allowLoss,
  });
  return plsql`declare
cursor c_own is select t.priority, t.etag_type, t.etag_query, t.comments
from ${target.rows("templates")} t join ${target.rows("modules")} m on m.id = t.module_id where ${isTemplate};
l_own c_own%rowtype;
${children.declarations}begin
open c_own; fetch c_own into l_own; close c_own;
${children.gather}${target.ords("define_template", {
    p_module_name: module,
    p_pattern: pattern,
    p_priority: template.priority,
    p_etag_type: template.etagType,
    p_etag_query: template.etagQuery,
    p_comments: template.comments,
  })};
${children.putBack}end;`;
}

/** The same with the attributes it has. */
export function rebuildTemplateAsItIs(
  target: Target,
  key: { readonly module: string; readonly pattern: string },
  limits: TemplateLimits,
): Fragment {
  const template = {
    module: key.module,
    pattern: key.pattern,
    priority: plsql`l_own.priority`,
    etagType: plsql`l_own.etag_type`,
    etagQuery: plsql`l_own.etag_query`,
    comments: plsql`l_own.comments`,
  };
  return rebuildTemplate(target, template, limits);
}

/** DEFINE_PRIVILEGE writes the whole set (fact 13), so all of privilege `i` is read and the module put in. */
function linkAgain(target: Target, module: string): Fragment {
  const isPrivilege = plsql`privilege_id = l_privileges(i).id`;
  return plsql`l_roles.delete; l_patterns.delete; l_modules.delete;
for found in (select distinct role_name from ${target.rows("privilege_roles")} where ${isPrivilege}) loop
l_roles(l_roles.count + 1) := found.role_name;
end loop;
for found in (select distinct pattern from ${target.rows("privilege_mappings")} where ${isPrivilege}) loop
l_patterns(l_patterns.count + 1) := found.pattern;
end loop;
for found in (select distinct module_name from ${target.rows("privilege_modules")} where ${isPrivilege} and module_name != ${module}) loop
l_modules(l_modules.count + 1) := found.module_name;
end loop;
l_modules(l_modules.count + 1) := ${module};
${target.ords("define_privilege", {
  p_privilege_name: plsql`l_privileges(i).name`,
  p_roles: plsql`l_roles`,
  p_patterns: plsql`l_patterns`,
  p_modules: plsql`l_modules`,
  p_label: plsql`l_privileges(i).label`,
  p_description: plsql`l_privileges(i).description`,
  p_comments: plsql`l_privileges(i).comments`,
})};`;
}
