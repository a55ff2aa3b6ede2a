import { mleEnvironment } from "./below";
import { jsonObject, jsonObjects } from "./json";
import { longText, nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { rebuildTemplateAsItIs } from "./rebuild";
import type { Loss } from "./rebuild";
import { deleteBareTemplate, ensureTemplate } from "./templates";
import type { Target } from "./target";

/** A parameter of a handler, as stored. */
export interface ParameterRow {
  readonly name: string;
  readonly bindVariable: string | null;
  readonly sourceType: string;
  readonly paramType: string;
  readonly accessMethod: string;
  readonly comments: string | null;
}

/** A row of USER_ORDS_HANDLERS with what lies above and below it. */
export interface HandlerRow {
  readonly module: string;
  readonly pattern: string;
  readonly method: string;
  readonly sourceType: string;
  readonly source: string | null;
  readonly itemsPerPage: number | null;
  readonly mimesAllowed: string | null;
  readonly comments: string | null;
  readonly mleEnvName: string | null;
  readonly parameters: readonly ParameterRow[] | null;
  readonly basePath: string;
  readonly alias: string | null;
}

export interface HandlerKey {
  readonly module: string;
  readonly pattern: string;
  readonly method: string;
}

export interface HandlerParameter {
  readonly name: string;
  readonly bindVariable?: string;
  readonly sourceType?: string;
  readonly paramType?: string;
  readonly accessMethod?: string;
  readonly comments?: string;
}

export interface HandlerDefinition extends HandlerKey {
  readonly sourceType?: string;
  readonly source: string;
  readonly itemsPerPage?: number;
  readonly mimesAllowed?: readonly string[];
  readonly comments?: string;
  readonly mleEnvName?: string;
  readonly parameters?: readonly HandlerParameter[];
}

export function observeHandler(target: Target, key: HandlerKey): Fragment {
  return plsql`${observeHandlers(target)} where ${isHandler(key)}`;
}

export function observeHandlers(target: Target): Fragment {
  return plsql`select ${jsonObject({
    module: plsql`m.name`,
    pattern: plsql`t.uri_template`,
    method: plsql`h.method`,
    sourceType: plsql`h.source_type`,
    source: plsql`h.source`,
    itemsPerPage: plsql`h.items_per_page`,
    mimesAllowed: plsql`h.mimes_allowed`,
    comments: plsql`h.comments`,
    mleEnvName: target.installed.has("mle") ? plsql`h.mle_env_name` : plsql`null`,
    parameters: jsonObjects(
      {
        name: plsql`p.name`,
        bindVariable: plsql`p.bind_variable_name`,
        sourceType: plsql`p.source_type`,
        paramType: plsql`p.param_type`,
        accessMethod: plsql`p.access_method`,
        comments: plsql`p.comments`,
      },
      plsql`p.name`,
      plsql`${target.rows("parameters")} p where p.handler_id = h.id`,
    ),
    basePath: plsql`m.uri_prefix`,
    alias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = m.schema_id)`,
  })} as state ${fromHandlers(target)}`;
}

/** Longest source, in characters, that a look at many handlers brings along. */
const shortSource = 20_000;

/** Those of a module, without the ones whose sources are long. */
export function observeShortHandlers(target: Target, module: string): Fragment {
  return plsql`${observeHandlers(target)} where m.name = ${module} and nvl(length(h.source), 0) <= ${shortSource}`;
}

function fromHandlers(target: Target): Fragment {
  return plsql`from ${target.rows("handlers")} h join ${target.rows("templates")} t on t.id = h.template_id join ${target.rows("modules")} m on m.id = t.module_id`;
}

function isHandler({ module, pattern, method }: HandlerKey): Fragment {
  return plsql`m.name = ${module} and t.uri_template = ${pattern} and h.method = ${method}`;
}

/** DEFINE_HANDLER replaces the handler and drops its parameters (facts 10, 152), so they always come after it. */
export function defineHandler(target: Target, handler: HandlerDefinition): Fragment {
  const source = longText("l_source", handler.source);
  const parameters = handler.parameters ?? [];
  return plsql`${ensureTemplate(target, handler)}declare
l_source clob;
begin
${source.before}${target.ords("define_handler", {
    ...keyArguments(handler),
    p_source_type: handler.sourceType,
    p_source: source.value,
    p_items_per_page: handler.itemsPerPage,
    p_mimes_allowed: handler.mimesAllowed?.join(","),
    p_comments: handler.comments,
    p_mle_env_name: mleEnvironment(target, handler.mleEnvName),
  })};
${parameters.map((parameter) => defineParameter(target, handler, parameter))}end;`;
}

function defineParameter(target: Target, key: HandlerKey, parameter: HandlerParameter): Fragment {
  return plsql`${target.ords("define_parameter", {
    ...keyArguments(key),
    p_name: parameter.name,
    p_bind_variable_name: parameter.bindVariable,
    p_source_type: parameter.sourceType,
    p_param_type: parameter.paramType,
    p_access_method: parameter.accessMethod,
    p_comments: parameter.comments,
  })};
`;
}

function keyArguments({ module, pattern, method }: HandlerKey): Record<string, string> {
  return { p_module_name: module, p_pattern: pattern, p_method: method };
}

/**
 * Makes the handler as it stands at its new place and removes it from the old one. The source never leaves the database. Who
 * holds the template has moved it before, so that an empty bare one at the old place is left over from that.
 */
export function moveHandler(target: Target, from: HandlerKey, to: HandlerKey, loss: Loss): Fragment {
  const mleColumn = target.installed.has("mle") ? plsql`, h.mle_env_name` : nothing;
  return plsql`${ensureTemplate(target, to)}declare
l_source clob;
begin
for l_handler in (select h.id, h.source_type, h.source, h.items_per_page, h.mimes_allowed, h.comments${mleColumn}
${fromHandlers(target)} where ${isHandler(from)}) loop
l_source := l_handler.source;
${target.ords("define_handler", {
  ...keyArguments(to),
  p_source_type: plsql`l_handler.source_type`,
  p_source: plsql`l_source`,
  p_items_per_page: plsql`l_handler.items_per_page`,
  p_mimes_allowed: plsql`l_handler.mimes_allowed`,
  p_comments: plsql`l_handler.comments`,
  p_mle_env_name: mleEnvironment(target, plsql`l_handler.mle_env_name`),
})};
for l_parameter in (select p.name, p.bind_variable_name, p.source_type, p.param_type, p.access_method, p.comments
from ${target.rows("parameters")} p where p.handler_id = l_handler.id order by p.id) loop
${target.ords("define_parameter", {
  ...keyArguments(to),
  p_name: plsql`l_parameter.name`,
  p_bind_variable_name: plsql`l_parameter.bind_variable_name`,
  p_source_type: plsql`l_parameter.source_type`,
  p_param_type: plsql`l_parameter.param_type`,
  p_access_method: plsql`l_parameter.access_method`,
  p_comments: plsql`l_parameter.comments`,
})};
end loop;
end loop;
end;
${deleteHandler(target, from, { keepTemplate: false, ...loss })}`;
}

interface Leave extends Loss {
  /** Somebody holds the template: it stays, even empty. */
  readonly keepTemplate: boolean;
}

/**
 * The handler goes, then its template when that is empty and nobody gave it attributes of its own. DELETE_HANDLER came with
 * 25.3 (fact 22) and is called by position, because the second parameter's name is disputed (fact 162); before that the
 * template is defined again without the handler.
 */
export function deleteHandler(target: Target, key: HandlerKey, { keepTemplate, ...loss }: Leave): Fragment {
  const { module, pattern, method } = key;
  const drop = target.installed.has("deleteTemplate")
    ? plsql`${target.ordsPositional("delete_handler", [module, pattern, method])};`
    : rebuildTemplateAsItIs(target, key, { withoutMethod: method, ...loss });
  return plsql`for found in (select 1 as one ${fromHandlers(target)} where ${isHandler(key)}) loop
${drop}
${keepTemplate ? nothing : deleteBareTemplate(target, key, loss)}end loop;`;
}
