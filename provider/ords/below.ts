import { nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { refuse } from "./refusal";
import type { Argument, Target } from "./target";

/** Which templates (`m`, `t`) and which handlers (`m`, `t`, `h`) are carried over a redefinition of what is above them. */
export interface Carried {
  /** Left out where their template stays. */
  readonly templates?: Fragment;
  readonly handlers: Fragment;
  /** Goes on though something of it cannot be put back. */
  readonly allowLoss: boolean;
}

/** What lies below, kept in variables of the database while that above it is defined again. */
export interface Below {
  readonly declarations: Fragment;
  readonly gather: Fragment;
  readonly putBack: Fragment;
}

/** Templates, handlers with sources of any size, and parameters (facts 7, 9, 10). Nothing of it leaves the database. */
export function below(target: Target, module: string, { templates, handlers, allowLoss }: Carried): Below {
  const fromHandlers = plsql`${target.rows("handlers")} h join ${target.rows("templates")} t on t.id = h.template_id
join ${target.rows("modules")} m on m.id = t.module_id where ${handlers}`;
  const mleColumn = target.installed.has("mle") ? plsql`, h.mle_env_name` : nothing;
  return {
    declarations: plsql`${templates === undefined ? nothing : templateVariables(target, templates)}cursor c_handlers is select h.id, t.uri_template, h.method, h.source_type, h.source, h.items_per_page, h.mimes_allowed, h.comments${mleColumn}
from ${fromHandlers} order by h.id;
cursor c_parameters is select t.uri_template, h.method, p.name, p.bind_variable_name, p.source_type, p.param_type, p.access_method, p.comments
from ${target.rows("parameters")} p join ${target.rows("handlers")} h on h.id = p.handler_id
join ${target.rows("templates")} t on t.id = h.template_id
join ${target.rows("modules")} m on m.id = t.module_id where ${handlers} order by p.id;
type t_handlers is table of c_handlers%rowtype index by pls_integer;
type t_parameters is table of c_parameters%rowtype index by pls_integer;
type t_sources is table of clob index by pls_integer;
l_handlers t_handlers;
l_parameters t_parameters;
l_sources t_sources;
`,
    gather: plsql`${allowLoss ? nothing : refuseToLoseEnvironments(target, fromHandlers)}${templates === undefined ? nothing : plsql`open c_templates; fetch c_templates bulk collect into l_templates; close c_templates;\n`}open c_handlers; fetch c_handlers bulk collect into l_handlers; close c_handlers;
open c_parameters; fetch c_parameters bulk collect into l_parameters; close c_parameters;
for i in 1 .. l_handlers.count loop
l_sources(i) := null;
dbms_lob.createtemporary(l_sources(i), true);
if l_handlers(i).source is not null then dbms_lob.append(l_sources(i), l_handlers(i).source); end if;
end loop;
`,
    putBack: plsql`${templates === undefined ? nothing : defineTemplates(target, module)}for i in 1 .. l_handlers.count loop
${target.ords("define_handler", {
  p_module_name: module,
  p_pattern: plsql`l_handlers(i).uri_template`,
  p_method: plsql`l_handlers(i).method`,
  p_source_type: plsql`l_handlers(i).source_type`,
  p_source: plsql`l_sources(i)`,
  p_items_per_page: plsql`l_handlers(i).items_per_page`,
  p_mimes_allowed: plsql`l_handlers(i).mimes_allowed`,
  p_comments: plsql`l_handlers(i).comments`,
  p_mle_env_name: mleEnvironment(target, plsql`l_handlers(i).mle_env_name`),
})};
end loop;
for i in 1 .. l_parameters.count loop
${target.ords("define_parameter", {
  p_module_name: module,
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
`,
  };
}

/** MLE came with 24.1.1; a version whose views do not show the environments could not be asked for them. */
function refuseToLoseEnvironments(target: Target, fromHandlers: Fragment): Fragment {
  if (target.installed.has("mle") || !target.installed.atLeast("24.1.1")) return nothing;
  return plsql`for hidden in (select min(t.uri_template) as pattern from ${fromHandlers} and h.source_type = 'mle/javascript' having count(*) > 0) loop
${refuse(plsql`'the views of this version do not show the MLE environments, so that of "' || hidden.pattern || '" would be lost when what is above it is defined again. Set \`allowRebuild: true\` to go on without it.'`)}end loop;
`;
}

/** The argument of a version that knows MLE; others would not compile with it (fact 184). */
export function mleEnvironment(target: Target, value: Argument): Argument {
  return target.installed.has("mle") ? value : undefined;
}

function templateVariables(target: Target, templates: Fragment): Fragment {
  return plsql`cursor c_templates is select t.id, t.uri_template, t.priority, t.etag_type, t.etag_query, t.comments
from ${target.rows("templates")} t join ${target.rows("modules")} m on m.id = t.module_id where ${templates} order by t.id;
type t_templates is table of c_templates%rowtype index by pls_integer;
l_templates t_templates;
`;
}

function defineTemplates(target: Target, module: string): Fragment {
  return plsql`for i in 1 .. l_templates.count loop
${target.ords("define_template", {
  p_module_name: module,
  p_pattern: plsql`l_templates(i).uri_template`,
  p_priority: plsql`l_templates(i).priority`,
  p_etag_type: plsql`l_templates(i).etag_type`,
  p_etag_query: plsql`l_templates(i).etag_query`,
  p_comments: plsql`l_templates(i).comments`,
})};
end loop;
`;
}
