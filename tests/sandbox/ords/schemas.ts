import { OraError } from "../errors";
import type { Matching, StoredRow, Transaction } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf, textOf } from "./call";
import { checkViolated, mappingInUse, noDataFound } from "./errors";
import { putPatterns, putRoles } from "./privileges";
import { T } from "./tables";
import type { TableKey } from "./tables";

interface Mapping {
  readonly type: string;
  readonly pattern: string | null;
}

/** ENABLE_SCHEMA; with p_enabled FALSE it disables, and drops nothing (fact 57). */
const enableSchema: Behaviour = async (call) => {
  const { room, schemaName } = call;
  if (schemaName === "SYS") throw new OraError(1031, "insufficient privileges");
  if (!room.userExists(schemaName)) throw new OraError(1918, `user '${schemaName}' does not exist`);
  // A repository that is half installed (fact 179).
  if (call.row("version", { STATUS: "INSTALLING" }) !== undefined) throw noDataFound();
  const enabled = call.flag("p_enabled") ?? true;
  const auth = call.flag("p_auto_rest_auth");
  const row = await call.lockedRow("schemas", { PARSING_SCHEMA: schemaName });
  const before = row === undefined ? undefined : mappingOf(call, row);
  const mapping = wanted(call, before);

  if (row === undefined || before === undefined) {
    const mappingId = await call.insert("mappings", { TYPE: mapping.type, PATTERN: mapping.pattern });
    await call.insert("schemas", {
      PARSING_SCHEMA: schemaName,
      URL_MAPPING_ID: mappingId,
      STATUS: enabled ? "ENABLED" : "DISABLED",
      // A first enablement without the argument stores DISABLED (fact 60).
      AUTO_REST_AUTH: auth === true ? "ENABLED" : "DISABLED",
      ...call.created(),
    });
  } else {
    const same = before.type === mapping.type && before.pattern === mapping.pattern;
    if (enabled && row.values.STATUS === "ENABLED") {
      if (!same || call.switch("enableSchemaRepeat") === "ORA-20049") throw mappingInUse();
    }
    // Disabling without a mapping keeps the one there is.
    if (!same && (enabled || call.text("p_url_mapping_pattern") !== null))
      await putMapping(call, row, mapping);
    await call.update("schemas", row, {
      STATUS: enabled ? "ENABLED" : "DISABLED",
      ...(auth === null ? {} : { AUTO_REST_AUTH: auth ? "ENABLED" : "DISABLED" }),
      ...call.updated(),
    });
  }
  if (enabled) await provideOwn(call);
};

function mappingOf(call: Call, schema: StoredRow): Mapping | undefined {
  const row = call.row("mappings", { ID: Number(schema.values.URL_MAPPING_ID) });
  if (row === undefined) return undefined;
  return { type: textOf(row.values.TYPE) ?? "BASE_PATH", pattern: textOf(row.values.PATTERN) };
}

function wanted(call: Call, before: Mapping | undefined): Mapping {
  const type = call.text("p_url_mapping_type") ?? "BASE_PATH";
  if (type !== "BASE_PATH" && type !== "BASE_URL") throw checkViolated("REST_URL_MAPPINGS_TYPE_CK");
  const given = call.text("p_url_mapping_pattern");
  if (given === null && before !== undefined && call.switch("enableSchemaWithoutAlias") === "kept")
    return before;
  return { type, pattern: given ?? call.schemaName.toLowerCase() };
}

async function putMapping(call: Call, schema: StoredRow, { type, pattern }: Mapping): Promise<void> {
  const row = await call.existing("mappings", { ID: Number(schema.values.URL_MAPPING_ID) });
  await call.update("mappings", row, { TYPE: type, PATTERN: pattern });
}

/** The roles and privileges that every enabled schema has (fact 59). What somebody changed in them stays. */
async function provideOwn(call: Call): Promise<void> {
  const schema = call.schemaName;
  const SCHEMA_ID = call.schemaId();
  for (const name of [
    `oracle.dbtools.role.autorest.${schema}`,
    `oracle.dbtools.role.autorest.any.${schema}`,
  ]) {
    if (call.row("roles", { SCHEMA_ID, NAME: name }) === undefined)
      await call.insert("roles", { SCHEMA_ID, NAME: name, ...call.created() });
  }
  const catalogue = {
    NAME: `oracle.dbtools.autorest.privilege.${schema}`,
    LABEL: `${schema} metadata-catalog access`,
    DESCRIPTION: `Provides access to the metadata catalog of the objects in the ${schema} schema.`,
  };
  await providePrivilege(call, SCHEMA_ID, catalogue, {
    roles: ["oracle.dbtools.autorest.any.schema", `oracle.dbtools.role.autorest.${schema}`],
    patterns: [],
  });
  await provideCatalogue(call, SCHEMA_ID, catalogue.NAME);
  await providePrivilege(
    call,
    SCHEMA_ID,
    { NAME: "oracle.soda.privilege.developer", LABEL: null, DESCRIPTION: null },
    { roles: ["SODA Developer"], patterns: ["/soda/*"] },
  );
}

async function providePrivilege(
  call: Call,
  SCHEMA_ID: number,
  privilege: { NAME: string; LABEL: string | null; DESCRIPTION: string | null },
  { roles, patterns }: { roles: readonly string[]; patterns: readonly string[] },
): Promise<void> {
  if (call.row("privileges", { SCHEMA_ID, NAME: privilege.NAME }) !== undefined) return;
  const id = await call.insert("privileges", { SCHEMA_ID, ...privilege, ...call.created() });
  await putRoles(call, SCHEMA_ID, id, roles);
  await putPatterns(call, SCHEMA_ID, id, patterns);
}

/** Authentication of the schema protects the metadata catalogue (fact 60). */
async function provideCatalogue(call: Call, SCHEMA_ID: number, name: string): Promise<void> {
  const pattern = { SCHEMA_ID, PATTERN: "/metadata-catalog/*" };
  const privilege = call.row("privileges", { SCHEMA_ID, NAME: name });
  const schema = call.row("schemas", { ID: SCHEMA_ID });
  if (privilege === undefined) return;
  const isMapped = call.row("patterns", pattern) !== undefined;
  if (schema?.values.AUTO_REST_AUTH === "ENABLED") {
    if (!isMapped) await putPatterns(call, SCHEMA_ID, idOf(privilege), [pattern.PATTERN]);
  } else await call.deleteAll("patterns", { ...pattern, PRIVILEGE_ID: idOf(privilege) });
}

/** SET_URL_MAPPING: like ENABLE_SCHEMA, only of a schema that is disabled. */
const setUrlMapping: Behaviour = async (call) => {
  const row = await call.existing("schemas", { PARSING_SCHEMA: call.schemaName });
  if (row.values.STATUS === "ENABLED") throw mappingInUse();
  await putMapping(call, row, wanted(call, undefined));
  await call.update("schemas", row, call.updated());
};

/** DROP_REST_FOR_SCHEMA: everything that ORDS knows of the schema; silent where it knows nothing (facts 24, 179). */
const dropRestForSchema: Behaviour = async (call) => {
  const row = await call.lockedRow("schemas", { PARSING_SCHEMA: call.schemaName });
  if (row !== undefined) await dropSchema(call.tx, row);
};

export async function dropSchema(tx: Transaction, schema: StoredRow): Promise<void> {
  const drop = async (table: TableKey, matching: Matching): Promise<void> => {
    for (const { rowId } of tx.rows(T[table], matching)) await tx.delete(T[table], rowId);
  };
  for (const table of ownedTables) await drop(table, { SCHEMA_ID: idOf(schema) });
  await drop("mappings", { ID: Number(schema.values.URL_MAPPING_ID) });
  await tx.delete(T.schemas, schema.rowId);
}

const ownedTables = [
  "parameters",
  "handlers",
  "templates",
  "origins",
  "privilegeModules",
  "modules",
  "patterns",
  "privilegeRoles",
  "clientPrivileges",
  "clientRoles",
  "clients",
  "privileges",
  "roles",
  "objects",
  "jwtProfiles",
  "properties",
] as const;

export const schemaBehaviours: Readonly<Record<string, Behaviour>> = {
  ENABLE_SCHEMA: enableSchema,
  SET_URL_MAPPING: setUrlMapping,
  DROP_REST_FOR_SCHEMA: dropRestForSchema,
};
