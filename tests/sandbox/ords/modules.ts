import type { StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { checked } from "./checks";
import { isDuplicate, noDataFound } from "./errors";
import { dropTemplates } from "./templates";
import { T } from "./tables";

/** With both slashes (facts 27, 28). */
function basePath(call: Call, given: string | null): string | null {
  if (given === null) return null;
  const path = given.startsWith("/") ? given : `/${given}`;
  return path.endsWith("/") || call.switch("basePathTrailingSlash") === "kept" ? path : `${path}/`;
}

/**
 * DEFINE_MODULE. An existing name is replaced: its templates and handlers go, and it has another id (facts 7, 144, 150). A
 * base path of another module is ORA-00001 under ORA-01403 (fact 149).
 */
export const defineModule: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const NAME = call.text("p_module_name");
  const values = {
    SCHEMA_ID,
    NAME,
    URI_PREFIX: basePath(call, call.text("p_base_path")),
    ITEMS_PER_PAGE: call.number("p_items_per_page"),
    STATUS: checked("REST_MODULES_STATUS_CK", call.text("p_status") ?? "PUBLISHED"),
    COMMENTS: call.text("p_comments") ?? call.text("p_module_comments"),
    ...call.created(),
  };
  for (;;) {
    const before = await call.lockedRow("modules", { SCHEMA_ID, NAME });
    const privileges = before === undefined ? [] : await dropModule(call, before);
    try {
      const MODULE_ID = await call.insert("modules", values);
      if (call.switch("redefinedModuleLink") === "kept") {
        for (const PRIVILEGE_ID of privileges)
          await call.insert("privilegeModules", { SCHEMA_ID, PRIVILEGE_ID, MODULE_ID }, "link");
      }
      return;
    } catch (error) {
      if (!isDuplicate(error) || before !== undefined) throw error;
      // The package looks the name up and replaces the row; there is none when the base path is what clashed.
      if (call.row("modules", { SCHEMA_ID, NAME }) === undefined) throw noDataFound(error.message);
    }
  }
};

/** Takes a module away with all below it; says which privileges protected it. */
async function dropModule(call: Call, row: StoredRow): Promise<number[]> {
  const MODULE_ID = idOf(row);
  const privileges = call
    .rows("privilegeModules", { MODULE_ID })
    .map(({ values }) => Number(values.PRIVILEGE_ID));
  await dropTemplates(call, { MODULE_ID });
  await call.deleteAll("origins", { MODULE_ID });
  await call.deleteAll("privilegeModules", { MODULE_ID });
  await call.tx.delete(T.modules, row.rowId);
  return privileges;
}

/** Silent where there is none (fact 18). */
const deleteModule: Behaviour = async (call) => {
  const row = await call.lockedRow("modules", {
    SCHEMA_ID: call.schemaId(),
    NAME: call.text("p_module_name"),
  });
  if (row === undefined) call.missing();
  else await dropModule(call, row);
};

function named(call: Call): Promise<StoredRow> {
  return call.existing("modules", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_module_name") });
}

/** RENAME_MODULE: all below the module, and its privileges, stay (facts 15, 163). */
const renameModule: Behaviour = async (call) => {
  const row = await named(call);
  const name = call.text("p_new_name");
  const path = basePath(call, call.text("p_new_base_path"));
  await call.update("modules", row, {
    ...(name === null ? {} : { NAME: name }),
    ...(path === null ? {} : { URI_PREFIX: path }),
    ...call.updated(),
  });
};

/** Of an unknown module it is ORA-01403 (fact 20). */
const publishModule: Behaviour = async (call) => {
  const row = await named(call);
  const STATUS = checked("REST_MODULES_STATUS_CK", call.text("p_status") ?? "PUBLISHED");
  await call.update("modules", row, { STATUS, ...call.updated() });
};

/** SET_MODULE_ORIGINS_ALLOWED writes the whole list; empty text clears it (fact 164). */
const setOrigins: Behaviour = async (call) => {
  const row = await named(call);
  const MODULE_ID = idOf(row);
  const origins = call.text("p_origins_allowed");
  await call.deleteAll("origins", { MODULE_ID });
  if (origins !== null) {
    const SCHEMA_ID = Number(row.values.SCHEMA_ID);
    await call.insert("origins", { SCHEMA_ID, MODULE_ID, ORIGINS_ALLOWED: origins }, "link");
  }
  await call.update("modules", row, call.updated());
};

export const moduleBehaviours: Readonly<Record<string, Behaviour>> = {
  DEFINE_MODULE: defineModule,
  DELETE_MODULE: deleteModule,
  RENAME_MODULE: renameModule,
  PUBLISH_MODULE: publishModule,
  SET_MODULE_ORIGINS_ALLOWED: setOrigins,
};
