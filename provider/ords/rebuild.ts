import { defineModule } from "./modules";
import type { ModuleDefinition } from "./modules";
import { out, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** Why a rebuild was not begun: what it would lose. */
export const outLost = out("lost");

/**
 * Items per page and comments have no call of their own (fact 16), and DEFINE_MODULE on an existing name drops templates and
 * handlers (fact 7). So the module is defined again and everything below it put back, inside the database: templates,
 * handlers, parameters, origins, and the module's place in privileges (fact 17). A pre-hook cannot be put back (fact 180):
 * then nothing is done and `lost` says so.
 */
export function rebuildModule(target: Target, module: ModuleDefinition): Fragment {
  const { name } = module;
  const isModule = plsql`m.name = ${name}`;
  return plsql`declare
cursor c_modules is select m.pre_hook, m.origins_allowed from ${target.rows("modules")} m where ${isModule};
cursor c_templates is select t.id, t.uri_template, t.priority, t.etag_type, t.etag_query, t.comments
from ${target.rows("templates")} t join ${target.rows("modules")} m on m.id = t.module_id where ${isModule} order by t.id;
cursor c_handlers is select h.id, t.uri_template, h.method, h.source_type, h.source, h.items_per_page, h.mimes_allowed, h.comments, h.mle_env_name
from ${target.rows("handlers")} h join ${target.rows("templates")} t on t.id = h.template_id
join ${target.rows("modules")} m on m.id = t.module_id where ${isModule} order by h.id;
cursor c_parameters is select t.uri_template, h.method, p.name, p.bind_variable_name, p.source_type, p.param_type, p.access_method, p.comments
from ${target.rows("parameters")} p join ${target.rows("handlers")} h on h.id = p.handler_id
join ${target.rows("templates")} t on t.id = h.template_id
join ${target.rows("modules")} m on m.id = t.module_id where ${isModule} order by p.id;
cursor c_privileges is select v.id, v.name, v.label, v.description, v.comments
from ${target.rows("privileges")} v join ${target.rows("privilege_modules")} l on l.privilege_id = v.id where l.module_name = ${name};
type t_templates is table of c_templates%rowtype index by pls_integer;
type t_handlers is table of c_handlers%rowtype index by pls_integer;
type t_parameters is table of c_parameters%rowtype index by pls_integer;
type t_privileges is table of c_privileges%rowtype index by pls_integer;
type t_sources is table of clob index by pls_integer;
l_module c_modules%rowtype;
l_templates t_templates;
l_handlers t_handlers;
l_parameters t_parameters;
l_privileges t_privileges;
l_sources t_sources;
${privilegeArrays}begin
open c_modules; fetch c_modules into l_module; close c_modules;
if l_module.pre_hook is not null then
${outLost} := 'its pre-hook';
else
open c_templates; fetch c_templates bulk collect into l_templates; close c_templates;
open c_handlers; fetch c_handlers bulk collect into l_handlers; close c_handlers;
open c_parameters; fetch c_parameters bulk collect into l_parameters; close c_parameters;
open c_privileges; fetch c_privileges bulk collect into l_privileges; close c_privileges;
for i in 1 .. l_handlers.count loop
l_sources(i) := null;
dbms_lob.createtemporary(l_sources(i), true);
if l_handlers(i).source is not null then dbms_lob.append(l_sources(i), l_handlers(i).source); end if;
end loop;
${defineModule(target, module)}
if l_module.origins_allowed is not null then
${target.ords("set_module_origins_allowed", { p_module_name: name, p_origins_allowed: plsql`l_module.origins_allowed` })};
end if;
for i in 1 .. l_templates.count loop
${target.ords("define_template", {
  p_module_name: name,
  p_pattern: plsql`l_templates(i).uri_template`,
  p_priority: plsql`l_templates(i).priority`,
  p_etag_type: plsql`l_templates(i).etag_type`,
  p_etag_query: plsql`l_templates(i).etag_query`,
  p_comments: plsql`l_templates(i).comments`,
})};
end loop;
for i in 1 .. l_handlers.count loop
${target.ords("define_handler", {
  p_module_name: name,
  p_pattern: plsql`l_handlers(i).uri_template`,
  p_method: plsql`l_handlers(i).method`,
  p_source_type: plsql`l_handlers(i).source_type`,
  p_source: plsql`l_sources(i)`,
  p_items_per_page: plsql`l_handlers(i).items_per_page`,
  p_mimes_allowed: plsql`l_handlers(i).mimes_allowed`,
  p_comments: plsql`l_handlers(i).comments`,
  p_mle_env_name: plsql`l_handlers(i).mle_env_name`,
})};
end loop;
for i in 1 .. l_parameters.count loop
${target.ords("define_parameter", {
  p_module_name: name,
  p_pattern: plsql`l_parameters(i).uri_template`,
  p_method: plsql`l_parameters(i).method`,
  p_name: plsql`l_parameters(i).name`,
  p_bind_variable_name: plsql`l_parameters(i).bind_variable_name`,
  p_source_type: plsql`l_parameters(i).source_type`,
  p_param_type: plsql`l_parameters(i).param_type`,
  p_access_method: plsql`l_parameters(i).access_method`,
  p_comments: plsql`l_parameters(i).comments`,
})};
end loop;
for i in 1 .. l_privileges.count loop
${linkAgain(target, name)}
end loop;
end if;
end;`;
}

const privilegeArrays = plsql`l_roles owa.vc_arr;
l_patterns owa.vc_arr;
l_modules owa.vc_arr;
`;

/** DEFINE_PRIVILEGE writes the whole set (fact 13), so all of privilege `i` is read and the module put in. */
function linkAgain(target: Target, module: string): Fragment {
  const isPrivilege = plsql`privilege_id = l_privileges(i).id`;
  return plsql`l_roles.delete; l_patterns.delete; l_modules.delete;
for found in (select role_name from ${target.rows("privilege_roles")} where ${isPrivilege}) loop
l_roles(l_roles.count + 1) := found.role_name;
end loop;
for found in (select pattern from ${target.rows("privilege_mappings")} where ${isPrivilege}) loop
l_patterns(l_patterns.count + 1) := found.pattern;
end loop;
for found in (select module_name from ${target.rows("privilege_modules")} where ${isPrivilege} and module_name != ${module}) loop
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
