import type { StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { clientsOf, showPrivileges } from "./clientPrivileges";
import { duplicate, isDuplicate, noDataFound, patternMapped } from "./errors";
import { T } from "./tables";

/** The id of a role of the schema, or of a built-in one (fact 72). @throws OraError 1403 (fact 153) */
export function roleId(call: Call, SCHEMA_ID: number, NAME: string): number {
  const row = call.row("roles", { SCHEMA_ID, NAME }) ?? call.row("roles", { SCHEMA_ID: null, NAME });
  if (row === undefined) throw noDataFound();
  return idOf(row);
}

export async function putRoles(
  call: Call,
  SCHEMA_ID: number,
  PRIVILEGE_ID: number,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const ROLE_ID = roleId(call, SCHEMA_ID, name);
    await call.insert("privilegeRoles", { SCHEMA_ID, PRIVILEGE_ID, ROLE_ID }, "link");
  }
}

/** A pattern belongs to one privilege of the schema. @throws OraError 20039 (fact 154) */
export async function putPatterns(
  call: Call,
  SCHEMA_ID: number,
  PRIVILEGE_ID: number,
  patterns: readonly string[],
): Promise<void> {
  for (const PATTERN of patterns) {
    if (call.row("patterns", { SCHEMA_ID, PATTERN }) !== undefined) throw patternMapped();
    await call.insert("patterns", { SCHEMA_ID, PRIVILEGE_ID, PATTERN, ...call.created() }, "link");
  }
}

async function putModules(
  call: Call,
  SCHEMA_ID: number,
  PRIVILEGE_ID: number,
  names: readonly string[],
): Promise<void> {
  for (const NAME of names) {
    const MODULE_ID = idOf(await call.existing("modules", { SCHEMA_ID, NAME }));
    await call.insert("privilegeModules", { SCHEMA_ID, PRIVILEGE_ID, MODULE_ID }, "link");
  }
}

function describe(call: Call): Record<string, string | null> {
  return {
    LABEL: call.text("p_label"),
    DESCRIPTION: call.text("p_description"),
    COMMENTS: call.text("p_comments"),
  };
}

/** DEFINE_PRIVILEGE writes the whole set: what is not passed is dropped (fact 13). */
const definePrivilege: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const id = await privilegeOf(call, SCHEMA_ID, call.text("p_privilege_name"));
  for (const table of ["privilegeRoles", "patterns", "privilegeModules"] as const)
    await call.deleteAll(table, { PRIVILEGE_ID: id });
  await putRoles(call, SCHEMA_ID, id, call.list("p_roles"));
  await putPatterns(call, SCHEMA_ID, id, call.list("p_patterns"));
  await putModules(call, SCHEMA_ID, id, call.list("p_modules"));
};

/** The id of the privilege, which is made or written over. */
async function privilegeOf(call: Call, SCHEMA_ID: number, NAME: string | null): Promise<number> {
  for (;;) {
    const row = await call.lockedRow("privileges", { SCHEMA_ID, NAME });
    if (row !== undefined) {
      await call.update("privileges", row, { ...describe(call), ...call.updated() });
      return idOf(row);
    }
    try {
      return await call.insert("privileges", { SCHEMA_ID, NAME, ...describe(call), ...call.created() });
    } catch (error) {
      // A rival made it meanwhile.
      if (!isDuplicate(error)) throw error;
    }
  }
}

/** CREATE_PRIVILEGE with one role or several. */
const createPrivilege: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const NAME = call.text("p_name");
  if (call.row("privileges", { SCHEMA_ID, NAME }) !== undefined) {
    if (call.switch("createPrivilegeRepeat") === "silent") return;
    throw duplicate("PRIVILEGES_UNQ_NAME");
  }
  const id = await call.insert("privileges", { SCHEMA_ID, NAME, ...describe(call), ...call.created() });
  const role = call.text("p_role_name");
  await putRoles(call, SCHEMA_ID, id, role === null ? call.list("p_roles") : [role]);
};

function named(call: Call, parameter: string): Promise<StoredRow> {
  return call.existing("privileges", { SCHEMA_ID: call.schemaId(), NAME: call.text(parameter) });
}

/** CREATE_PRIVILEGE_MAPPING adds patterns and leaves the rest of the privilege alone (fact 14). */
const createMapping: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const id = idOf(await named(call, "p_privilege_name"));
  const one = call.text("p_pattern");
  for (const pattern of one === null ? call.list("p_patterns") : [one]) {
    const isMapped = call.row("patterns", { SCHEMA_ID, PATTERN: pattern, PRIVILEGE_ID: id }) !== undefined;
    if (isMapped && call.switch("mappingRepeat") === "silent") continue;
    await putPatterns(call, SCHEMA_ID, id, [pattern]);
  }
};

const deleteMapping: Behaviour = async (call) => {
  const id = idOf(await named(call, "p_privilege_name"));
  await call.deleteAll("patterns", { PRIVILEGE_ID: id, PATTERN: call.text("p_pattern") });
};

/** SET_MODULE_PRIVILEGE (fact 14). */
const setModulePrivilege: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const MODULE_ID = idOf(await call.existing("modules", { SCHEMA_ID, NAME: call.text("p_module_name") }));
  const PRIVILEGE_ID = idOf(await named(call, "p_privilege_name"));
  if (call.switch("secondModulePrivilege") === "replaces")
    await call.deleteAll("privilegeModules", { MODULE_ID });
  if (call.row("privilegeModules", { MODULE_ID, PRIVILEGE_ID }) === undefined)
    await call.insert("privilegeModules", { SCHEMA_ID, PRIVILEGE_ID, MODULE_ID }, "link");
};

const renamePrivilege: Behaviour = async (call) => {
  const row = await named(call, "p_name");
  await call.update("privileges", row, { NAME: call.text("p_new_name"), ...call.updated() });
  for (const client of clientsOf(call, idOf(row))) await showPrivileges(call, client);
};

/** Silent where there is none (fact 18). */
const deletePrivilege: Behaviour = async (call) => {
  const row = await call.lockedRow("privileges", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_name") });
  if (row === undefined) call.missing();
  else await removePrivilege(call, row);
};

export async function removePrivilege(call: Call, row: StoredRow): Promise<void> {
  const PRIVILEGE_ID = idOf(row);
  const clients = clientsOf(call, PRIVILEGE_ID);
  for (const table of ["privilegeRoles", "patterns", "privilegeModules", "clientPrivileges"] as const)
    await call.deleteAll(table, { PRIVILEGE_ID });
  await call.tx.delete(T.privileges, row.rowId);
  for (const client of clients) await showPrivileges(call, client);
}

/** Silent where the role exists (fact 158). */
const createRole: Behaviour = async (call) => {
  const SCHEMA_ID = call.schemaId();
  const NAME = call.text("p_role_name");
  try {
    await call.insert("roles", { SCHEMA_ID, NAME, ...call.created() });
  } catch (error) {
    const exists = call.row("roles", { SCHEMA_ID, NAME }) !== undefined;
    if (!exists || call.switch("createRoleRepeat") !== "silent") throw error;
  }
};

const renameRole: Behaviour = async (call) => {
  const row = await call.existing("roles", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_role_name") });
  const name = call.text("p_new_name");
  await call.update("roles", row, { NAME: name, ...call.updated() });
};

/** Silent where there is none (fact 18); its places in privileges and clients go with it (fact 21). */
const deleteRole: Behaviour = async (call) => {
  const row = await call.lockedRow("roles", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_role_name") });
  if (row === undefined) call.missing();
  else await removeRole(call, row);
};

export async function removeRole(call: Call, row: StoredRow): Promise<void> {
  const ROLE_ID = idOf(row);
  await call.deleteAll("privilegeRoles", { ROLE_ID });
  await call.deleteAll("clientRoles", { ROLE_ID });
  await call.tx.delete(T.roles, row.rowId);
}

export const privilegeBehaviours: Readonly<Record<string, Behaviour>> = {
  DEFINE_PRIVILEGE: definePrivilege,
  CREATE_PRIVILEGE: createPrivilege,
  CREATE_PRIVILEGE_MAPPING: createMapping,
  DELETE_PRIVILEGE_MAPPING: deleteMapping,
  SET_MODULE_PRIVILEGE: setModulePrivilege,
  RENAME_PRIVILEGE: renamePrivilege,
  DELETE_PRIVILEGE: deletePrivilege,
  CREATE_ROLE: createRole,
  RENAME_ROLE: renameRole,
  DELETE_ROLE: deleteRole,
};
