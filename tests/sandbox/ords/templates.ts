import type { Matching, StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { checked, checkedMethod, checkedPriority, checkedSourceType } from "./checks";
import { duplicate, noDataFound } from "./errors";
import { T } from "./tables";

export async function dropTemplates(call: Call, matching: Matching): Promise<void> {
  for (const row of call.rows("templates", matching)) {
    await dropHandlers(call, { TEMPLATE_ID: idOf(row) });
    await call.tx.delete(T.templates, row.rowId);
  }
}

export async function dropHandlers(call: Call, matching: Matching): Promise<void> {
  for (const row of call.rows("handlers", matching)) {
    await call.deleteAll("parameters", { HANDLER_ID: idOf(row) });
    await call.tx.delete(T.handlers, row.rowId);
  }
}

/** The module, locked: whoever changes something below it waits for others who do. @throws OraError 20012, 1403 (fact 153) */
function moduleOf(call: Call): Promise<StoredRow> {
  return call.existing("modules", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_module_name") });
}

function pattern(call: Call): string | null {
  const given = call.text("p_pattern") ?? call.text("p_uri_template");
  if (given === null || given === "/" || call.switch("templateLeadingSlash") === "kept") return given;
  return given.replace(/^\//, "");
}

/** @throws OraError 1403 */
function templateOf(call: Call, module: StoredRow): StoredRow {
  const row = call.row("templates", { MODULE_ID: idOf(module), URI_TEMPLATE: pattern(call) });
  if (row === undefined) throw noDataFound();
  return row;
}

function method(call: Call): string {
  return checkedMethod(call, call.text("p_method") ?? "");
}

/** DEFINE_TEMPLATE. The handlers of an existing pattern go (facts 9, 151). */
export const defineTemplate: Behaviour = async (call) => {
  const module = await moduleOf(call);
  const MODULE_ID = idOf(module);
  const URI_TEMPLATE = pattern(call);
  await dropTemplates(call, { MODULE_ID, URI_TEMPLATE });
  await call.insert("templates", {
    SCHEMA_ID: Number(module.values.SCHEMA_ID),
    MODULE_ID,
    URI_TEMPLATE,
    PRIORITY: checkedPriority(call.number("p_priority") ?? 0),
    ETAG_TYPE: checked("REST_TEMPLATES_ETAG_TYPE_CK", call.text("p_etag_type") ?? "HASH"),
    ETAG_QUERY: call.text("p_etag_query"),
    COMMENTS: call.text("p_comments") ?? call.text("p_template_comments"),
    ...call.created(),
  });
};

/** DEFINE_HANDLER. The parameters of an existing method go (facts 10, 152); other methods stay. */
export const defineHandler: Behaviour = async (call) => {
  const module = await moduleOf(call);
  const TEMPLATE_ID = idOf(templateOf(call, module));
  const METHOD = method(call);
  await dropHandlers(call, { TEMPLATE_ID, METHOD });
  await call.insert("handlers", {
    SCHEMA_ID: Number(module.values.SCHEMA_ID),
    TEMPLATE_ID,
    METHOD,
    SOURCE_TYPE: checkedSourceType(call, call.text("p_source_type") ?? ""),
    SOURCE: call.text("p_source"),
    ITEMS_PER_PAGE: call.number("p_items_per_page"),
    MIMES_ALLOWED: call.text("p_mimes_allowed"),
    COMMENTS: call.text("p_comments") ?? call.text("p_handler_comments"),
    MLE_ENV_NAME: call.text("p_mle_env_name"),
    ...call.created(),
  });
};

/** DEFINE_PARAMETER replaces the one of that name (fact 11). */
const defineParameter: Behaviour = async (call) => {
  const module = await moduleOf(call);
  const template = templateOf(call, module);
  const handler = call.row("handlers", { TEMPLATE_ID: idOf(template), METHOD: method(call) });
  if (handler === undefined) throw noDataFound();
  const HANDLER_ID = idOf(handler);
  const NAME = call.text("p_name");
  const BIND_VARIABLE_NAME = call.text("p_bind_variable_name");
  await call.deleteAll("parameters", { HANDLER_ID, NAME });
  // Parameters without a bind variable do not clash (fact 50), so this is no key of the table.
  if (BIND_VARIABLE_NAME !== null && call.row("parameters", { HANDLER_ID, BIND_VARIABLE_NAME }) !== undefined)
    throw duplicate("ORDS_PARAMS_UNIQUE2");
  await call.insert("parameters", {
    SCHEMA_ID: Number(module.values.SCHEMA_ID),
    HANDLER_ID,
    NAME,
    BIND_VARIABLE_NAME,
    SOURCE_TYPE: checked("REST_PARAMS_SOURCE_TYPE_CK", call.text("p_source_type") ?? "HEADER"),
    PARAM_TYPE: checked("REST_PARAMS_PARAM_TYPE_CK", call.text("p_param_type") ?? "STRING"),
    ACCESS_METHOD: checked("REST_PARAMS_ACCESS_METHOD_CK", call.text("p_access_method") ?? "IN"),
    COMMENTS: call.text("p_comments"),
    ...call.created(),
  });
};

/** DELETE_TEMPLATE and DELETE_HANDLER came with 25.3 (fact 162). Silent where there is none, as DELETE_MODULE is (I). */
const deleteTemplate: Behaviour = async (call) => {
  const module = await lockedModule(call);
  const key = module && { MODULE_ID: idOf(module), URI_TEMPLATE: pattern(call) };
  if (key === undefined || call.row("templates", key) === undefined) call.missing();
  else await dropTemplates(call, key);
};

const deleteHandler: Behaviour = async (call) => {
  const module = await lockedModule(call);
  const template = module && call.row("templates", { MODULE_ID: idOf(module), URI_TEMPLATE: pattern(call) });
  const key = template && { TEMPLATE_ID: idOf(template), METHOD: method(call) };
  if (key === undefined || call.row("handlers", key) === undefined) call.missing();
  else await dropHandlers(call, key);
};

function lockedModule(call: Call): Promise<StoredRow | undefined> {
  return call.lockedRow("modules", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_module_name") });
}

export const templateBehaviours: Readonly<Record<string, Behaviour>> = {
  DEFINE_TEMPLATE: defineTemplate,
  DEFINE_HANDLER: defineHandler,
  DEFINE_PARAMETER: defineParameter,
  DELETE_TEMPLATE: deleteTemplate,
  DELETE_HANDLER: deleteHandler,
};
