import type { StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf, textOf } from "./call";
import { symbolic } from "./errors";
import { putPatterns, putRoles, removePrivilege, removeRole } from "./privileges";
import { T } from "./tables";

const types: readonly string[] = ["TABLE", "VIEW", "MVIEW", "PROCEDURE", "FUNCTION", "PACKAGE"];

/** As the dictionary has it; a name in lower case is accepted where there is no such object. */
function objectName(call: Call): string {
  const given = call.text("p_object") ?? "";
  return call.room.objectExists(call.schemaName, given) ? given : given.toUpperCase();
}

/** ENABLE_OBJECT. The row stays when the object is disabled, and so does its alias (fact 25). */
const enableObject: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const TYPE = (call.text("p_object_type") ?? "TABLE").toUpperCase();
  if (!types.includes(TYPE)) throw symbolic("UNSUPPORTED_OBJECT_TYPE_ERROR");
  const PARSING_OBJECT = objectName(call);
  const row = await call.lockedRow("objects", { SCHEMA_ID, PARSING_OBJECT });
  const alias =
    call.text("p_object_alias") ?? textOf(row?.values.OBJECT_ALIAS) ?? PARSING_OBJECT.toLowerCase();
  const holder = call.row("objects", { SCHEMA_ID, OBJECT_ALIAS: alias });
  if (holder !== undefined && holder.rowId !== row?.rowId) throw symbolic("DUPLICATE_ALIAS_ERROR");
  const auth = call.flag("p_auto_rest_auth");
  const values = {
    OBJECT_ALIAS: alias,
    TYPE,
    TYPE_PATH: TYPE.toLowerCase(),
    STATUS: (call.flag("p_enabled") ?? true) ? "ENABLED" : "DISABLED",
    ...(auth === null ? {} : { AUTO_REST_AUTH: auth ? "ENABLED" : "DISABLED" }),
  };
  if (row === undefined) {
    const first = { SCHEMA_ID, PARSING_OBJECT, AUTO_REST_AUTH: "DISABLED" };
    await call.insert("objects", { ...first, ...values, ...call.created() });
  } else await call.update("objects", row, { ...values, ...call.updated() });
  if (auth === true) await protect(call, SCHEMA_ID, PARSING_OBJECT, alias);
  if (auth === false) await unprotect(call, SCHEMA_ID, PARSING_OBJECT);
};

/**
 * Role and privilege of the object, unless they are there already, made by hand or by an export; what somebody put into them
 * stays (fact 186).
 */
async function protect(call: Call, SCHEMA_ID: number, object: string, alias: string): Promise<void> {
  const { role, privilege } = names(call, object);
  if (call.row("roles", { SCHEMA_ID, NAME: role }) === undefined)
    await call.insert("roles", { SCHEMA_ID, NAME: role, ...call.created() });
  const id = await objectPrivilege(call, SCHEMA_ID, object, { role, privilege });
  for (const pattern of [`/${alias}/*`, `/metadata-catalog/${alias}/*`]) {
    if (call.row("patterns", { SCHEMA_ID, PATTERN: pattern }) === undefined)
      await putPatterns(call, SCHEMA_ID, id, [pattern]);
  }
}

async function objectPrivilege(
  call: Call,
  SCHEMA_ID: number,
  object: string,
  { role, privilege }: { role: string; privilege: string },
): Promise<number> {
  const row = call.row("privileges", { SCHEMA_ID, NAME: privilege });
  if (row !== undefined) return idOf(row);
  const id = await call.insert("privileges", {
    SCHEMA_ID,
    NAME: privilege,
    LABEL: `${object} auto-rest access`,
    DESCRIPTION: `Provides access to the auto-rest services of ${object}.`,
    ...call.created(),
  });
  const any = ["oracle.dbtools.autorest.any.schema", `oracle.dbtools.role.autorest.any.${call.schemaName}`];
  await putRoles(call, SCHEMA_ID, id, [...any, role]);
  return id;
}

function names(call: Call, object: string): { role: string; privilege: string } {
  return {
    role: `oracle.dbtools.role.autorest.${call.schemaName}.${object}`,
    privilege: `oracle.dbtools.autorest.privilege.${call.schemaName}.${object}`,
  };
}

/** DROP_REST_FOR_OBJECT; silent where there is nothing. */
const dropRest: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const object = objectName(call);
  const row = await call.lockedRow("objects", { SCHEMA_ID, PARSING_OBJECT: object });
  if (row === undefined) return;
  await unprotect(call, SCHEMA_ID, object);
  await call.tx.delete(T.objects, row.rowId);
};

async function unprotect(call: Call, SCHEMA_ID: number, object: string): Promise<void> {
  const { role, privilege } = names(call, object);
  await dropped(call, "privileges", { SCHEMA_ID, NAME: privilege }, removePrivilege);
  await dropped(call, "roles", { SCHEMA_ID, NAME: role }, removeRole);
}

async function dropped(
  call: Call,
  table: "privileges" | "roles",
  key: { SCHEMA_ID: number; NAME: string },
  remove: (call: Call, row: StoredRow) => Promise<void>,
): Promise<void> {
  const row = await call.lockedRow(table, key);
  if (row !== undefined) await remove(call, row);
}

export const objectBehaviours: Readonly<Record<string, Behaviour>> = {
  ENABLE_OBJECT: enableObject,
  DROP_REST_FOR_OBJECT: dropRest,
};
