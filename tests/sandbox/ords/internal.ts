import type { StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { checked, checkedMethod, checkedPriority, checkedSourceType } from "./checks";
import { noDataFound } from "./errors";
import { dropHandlers, dropTemplates } from "./templates";

/** A row of the calling schema by its id. @throws OraError 1403 */
function own(call: Call, table: "modules" | "templates" | "handlers", parameter: string): StoredRow {
  const row = call.row(table, { ID: call.number(parameter), SCHEMA_ID: call.schemaId() });
  if (row === undefined) throw noDataFound();
  return row;
}

const createModule: Behaviour = (call) =>
  call.insert("modules", {
    SCHEMA_ID: call.schemaId(),
    NAME: call.text("p_name"),
    URI_PREFIX: call.text("p_uri_prefix"),
    ITEMS_PER_PAGE: call.number("p_items_per_page"),
    STATUS: checked("REST_MODULES_STATUS_CK", call.text("p_status") ?? "PUBLISHED"),
    ...call.created(),
  });

const addTemplate: Behaviour = (call) => {
  const module = own(call, "modules", "p_module_id");
  return call.insert("templates", {
    SCHEMA_ID: call.schemaId(),
    MODULE_ID: idOf(module),
    URI_TEMPLATE: call.text("p_uri_template"),
    PRIORITY: checkedPriority(call.number("p_priority") ?? 0),
    ETAG_TYPE: checked("REST_TEMPLATES_ETAG_TYPE_CK", call.text("p_etag_type") ?? "HASH"),
    ...call.created(),
  });
};

const addHandler: Behaviour = (call) => {
  const template = own(call, "templates", "p_template_id");
  return call.insert("handlers", {
    SCHEMA_ID: call.schemaId(),
    TEMPLATE_ID: idOf(template),
    METHOD: checkedMethod(call, call.text("p_method") ?? ""),
    SOURCE_TYPE: checkedSourceType(call, call.text("p_source_type") ?? ""),
    SOURCE: call.text("p_source"),
    ITEMS_PER_PAGE: call.number("p_items_per_page"),
    ...call.created(),
  });
};

const deleteTemplate: Behaviour = async (call) => {
  await dropTemplates(call, { ID: idOf(own(call, "templates", "p_id")) });
};

const deleteHandler: Behaviour = async (call) => {
  await dropHandlers(call, { ID: idOf(own(call, "handlers", "p_id")) });
};

/** ORDS_SERVICES, ORDS's own API by ids, which scripts used before DELETE_TEMPLATE and DELETE_HANDLER came (fact 22). */
export const internalBehaviours: Readonly<Record<string, Behaviour>> = {
  CREATE_MODULE: createModule,
  ADD_TEMPLATE: addTemplate,
  ADD_HANDLER: addHandler,
  DELETE_TEMPLATE: deleteTemplate,
  DELETE_HANDLER: deleteHandler,
};
