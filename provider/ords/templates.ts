import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { rebuildModuleAsItIs, rebuildTemplate } from "./rebuild";
import type { Loss } from "./rebuild";
import type { Target } from "./target";

/** A row of USER_ORDS_TEMPLATES with what lies above it. */
export interface TemplateRow {
  readonly module: string;
  readonly pattern: string;
  readonly priority: number;
  readonly etagType: string;
  readonly etagQuery: string | null;
  readonly comments: string | null;
  readonly basePath: string;
  readonly alias: string | null;
}

export interface TemplateKey {
  readonly module: string;
  readonly pattern: string;
}

export interface TemplateDefinition extends TemplateKey {
  readonly priority?: number;
  readonly etagType?: string;
  readonly etagQuery?: string;
  readonly comments?: string;
}

export function observeTemplate(target: Target, key: TemplateKey): Fragment {
  return plsql`${observeTemplates(target)} where ${isTemplate(key)}`;
}

/** A bare one is nobody's: a handler has made it, and it takes attributes without asking. */
export function observeClaimedTemplate(target: Target, key: TemplateKey): Fragment {
  return plsql`${observeTemplate(target, key)} and not (${isBare})`;
}

export function observeTemplates(target: Target): Fragment {
  return plsql`select ${jsonObject({
    module: plsql`m.name`,
    pattern: plsql`t.uri_template`,
    priority: plsql`t.priority`,
    etagType: plsql`t.etag_type`,
    etagQuery: plsql`t.etag_query`,
    comments: plsql`t.comments`,
    basePath: plsql`m.uri_prefix`,
    alias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = m.schema_id)`,
  })} as state ${fromTemplates(target)}`;
}

export function fromTemplates(target: Target): Fragment {
  return plsql`from ${target.rows("templates")} t join ${target.rows("modules")} m on m.id = t.module_id`;
}

export function isTemplate({ module, pattern }: TemplateKey): Fragment {
  return plsql`m.name = ${module} and t.uri_template = ${pattern}`;
}

/** No attribute differs from what a handler makes: nobody gave it any. */
const isBare = plsql`t.priority = 0 and t.etag_type = 'HASH' and t.etag_query is null and t.comments is null`;

function hasNoHandlers(target: Target): Fragment {
  return plsql`not exists (select 1 from ${target.rows("handlers")} h where h.template_id = t.id)`;
}

/** DEFINE_TEMPLATE: on an existing pattern it drops the handlers (facts 9, 151), so only for a new one. */
function defineTemplate(target: Target, template: TemplateDefinition): Fragment {
  return plsql`${target.ords("define_template", {
    p_module_name: template.module,
    p_pattern: template.pattern,
    p_priority: template.priority,
    p_etag_type: template.etagType,
    p_etag_query: template.etagQuery,
    p_comments: template.comments,
  })};
`;
}

/** The template is made when missing, and only then. What else a handler's key carries (its comments) is the handler's. */
export function ensureTemplate(target: Target, { module, pattern }: TemplateKey): Fragment {
  return plsql`declare
l_templates pls_integer;
begin
select count(*) into l_templates ${fromTemplates(target)} where ${isTemplate({ module, pattern })};
if l_templates = 0 then
${defineTemplate(target, { module, pattern })}end if;
end;
`;
}

/** Makes it, or gives these attributes to one that is there; its handlers stay. */
export function putTemplate(target: Target, template: TemplateDefinition, loss: Loss): Fragment {
  return rebuildTemplate(target, template, loss);
}

/** Makes it at the new place and leaves the old one to the handlers that are still in it. ORDS has no RENAME_TEMPLATE (fact 163). */
export function moveTemplate(
  target: Target,
  from: TemplateKey,
  to: TemplateDefinition,
  loss: Loss,
): Fragment {
  return plsql`${putTemplate(target, to, loss)}
${deleteTemplate(target, from, loss)}`;
}

/** An empty one goes; from one with handlers the attributes do, because they are what was asked for here. */
export function deleteTemplate(target: Target, { module, pattern }: TemplateKey, loss: Loss): Fragment {
  const key = { module, pattern };
  return plsql`for found in (select case when ${hasNoHandlers(target)} then 1 else 0 end as is_empty ${fromTemplates(target)} where ${isTemplate(key)}) loop
if found.is_empty = 1 then
${dropTemplate(target, key, loss)}else
${rebuildTemplate(target, key, loss)}
end if;
end loop;
`;
}

/** What a handler leaves behind when it goes: the template, when that is empty and nobody gave it attributes. */
export function deleteBareTemplate(target: Target, key: TemplateKey, loss: Loss): Fragment {
  return plsql`for bare in (select 1 as one ${fromTemplates(target)} where ${isTemplate(key)} and ${isBare} and ${hasNoHandlers(target)}) loop
${dropTemplate(target, key, loss)}end loop;
`;
}

/** DELETE_TEMPLATE came with 25.3 (fact 22); before that its module is defined again without it. */
function dropTemplate(target: Target, { module, pattern }: TemplateKey, loss: Loss): Fragment {
  return target.installed.has("deleteTemplate")
    ? plsql`${target.ordsPositional("delete_template", [module, pattern])};
`
    : rebuildModuleAsItIs(target, module, { withoutTemplate: pattern, ...loss });
}
