import type { Value } from "../plsql/catalogue";
import type { Matching, StoredRow } from "../store";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { checked } from "./checks";
import { putClientPrivileges, privilegeNames } from "./clientPrivileges";
import { cannotInsertNull, noDataFound } from "./errors";
import { roleId } from "./privileges";
import { credentialsRecord, issue, keyRecord, newIdentifier, secretRecord, wishOf } from "./secrets";
import type { Wish } from "./secrets";
import { T } from "./tables";

/** The client by name, or by a key: its id, client_id or name. @throws OraError 1403 */
export async function clientOf(call: Call): Promise<StoredRow> {
  const row = await findClient(call);
  if (row === undefined) throw noDataFound();
  return row;
}

function findClient(call: Call): Promise<StoredRow | undefined> {
  return call.lockedRow("clients", { SCHEMA_ID: call.schemaId(), ...clientKey(call) });
}

function clientKey(call: Call): Matching {
  const name = call.text("p_name") ?? call.text("p_client_name");
  if (name !== null) return { NAME: name };
  const key = call.record("p_client_key");
  for (const [field, column] of [
    ["ID", "ID"],
    ["CLIENT_ID", "CLIENT_ID"],
    ["NAME", "NAME"],
  ] as const) {
    const value = key.get(field);
    if (value !== null) return { [column]: value as string | number };
  }
  return { NAME: null };
}

/** Inserts a client. @throws OraError 1 (OAUTH_CLIENTS_UNIQUE1, fact 159) */
async function addClient(call: Call, clientId: string): Promise<StoredRow> {
  const SCHEMA_ID = call.schemaId();
  const grant = checked("OAUTH_CLIENTS_AUTH_FLOW_CK", call.text("p_grant_type") ?? "");
  if (grant !== "client_credentials") {
    // Fact 81.
    if (call.text("p_description") === null) throw cannotInsertNull("OAUTH_CLIENTS", "DESCRIPTION");
    if (call.text("p_redirect_uri") === null) throw cannotInsertNull("OAUTH_CLIENTS", "REDIRECT_URI");
  }
  const id = await call.insert("clients", {
    SCHEMA_ID,
    NAME: call.text("p_name"),
    AUTH_FLOW: grant,
    CLIENT_ID: clientId,
    SESSIONS: 0,
    ...described(call),
    ...durations(call),
    ...call.created(),
    ...(call.text("p_owner") === null ? {} : { CREATED_BY: call.text("p_owner") }),
  });
  await putClientPrivileges(call, SCHEMA_ID, id, privilegeNames(call.text("p_privilege_names")));
  return call.existing("clients", { ID: id });
}

function described(call: Call): Matching {
  return {
    DESCRIPTION: call.text("p_description"),
    ALLOWED_ORIGINS: call.text("p_origins_allowed"),
    REDIRECT_URI: call.text("p_redirect_uri"),
    SUPPORT_EMAIL: call.text("p_support_email"),
    SUPPORT_URI: call.text("p_support_uri"),
  };
}

function durations(call: Call): Matching {
  return {
    TOKEN_DURATION: call.number("p_token_duration"),
    REFRESH_DURATION: call.number("p_refresh_duration"),
    CODE_DURATION: call.number("p_code_duration"),
  };
}

/** REGISTER_CLIENT: no secret unless one is asked for (fact 85). */
const registerClient: Behaviour = async (call) => {
  const client = await addClient(call, newIdentifier());
  const wish = "p_client_secret" in call.args ? wishOf(call.record("p_client_secret")) : undefined;
  return issued(call, client, wish);
};

async function issued(call: Call, client: StoredRow, wish: Wish | undefined): Promise<Value> {
  return credentialsRecord(client, secretRecord(wish === undefined ? {} : await issue(call, client, wish)));
}

/** OAUTH.CREATE_CLIENT always makes a secret, which stays readable (fact 84). */
const createClient: Behaviour = async (call) => {
  const client = await addClient(call, newIdentifier());
  await issue(call, client, { secret: null, slot: undefined, stored: true });
};

/** IMPORT_CLIENT keeps the client_id and registers no secret (fact 95). */
const importClient: Behaviour = async (call) =>
  keyRecord(await addClient(call, call.text("p_client_id") ?? newIdentifier()));

/** Silent where there is none (fact 18). */
const deleteClient: Behaviour = async (call) => {
  const row = await findClient(call);
  if (row === undefined) {
    call.missing();
    return;
  }
  await call.deleteAll("clientRoles", { CLIENT_ID: idOf(row) });
  await call.deleteAll("clientPrivileges", { CLIENT_ID: idOf(row) });
  await call.tx.delete(T.clients, row.rowId);
};

/** UPDATE_CLIENT writes what it is given, null clears (fact 92); the short list leaves privileges and durations alone. */
const updateClient: Behaviour = async (call) => {
  const row = await clientOf(call);
  const given = described(call);
  const has = (column: string): boolean => parameterOf[column]! in call.args;
  const name = call.text("p_new_name");
  await call.update("clients", row, {
    ...Object.fromEntries(Object.entries(given).filter(([column]) => has(column))),
    ...("p_token_duration" in call.args ? durations(call) : {}),
    ...(name === null ? {} : { NAME: name }),
    ...call.updated(),
  });
  if ("p_privilege_names" in call.args) await replacePrivileges(call, row);
  return keyRecord(await call.existing("clients", { ID: idOf(row) }));
};

const parameterOf: Readonly<Record<string, string>> = {
  DESCRIPTION: "p_description",
  ALLOWED_ORIGINS: "p_origins_allowed",
  REDIRECT_URI: "p_redirect_uri",
  SUPPORT_EMAIL: "p_support_email",
  SUPPORT_URI: "p_support_uri",
};

async function replacePrivileges(call: Call, row: StoredRow): Promise<void> {
  const array = call.list("p_privilege_names");
  const names = array.length > 0 ? array : privilegeNames(call.text("p_privilege_names"));
  await call.deleteAll("clientPrivileges", { CLIENT_ID: idOf(row) });
  await putClientPrivileges(call, call.schemaId(), idOf(row), names);
}

const updatePrivileges: Behaviour = async (call) => {
  await replacePrivileges(call, await clientOf(call));
};

const updateDurations: Behaviour = async (call) => {
  await call.update("clients", await clientOf(call), { ...durations(call), ...call.updated() });
};

const updateLogo: Behaviour = async (call) => {
  const image = call.value("p_logo");
  await call.update("clients", await clientOf(call), {
    LOGO_CONTENT_TYPE: call.text("p_content_type"),
    LOGO_IMAGE: Buffer.isBuffer(image) ? image : null,
    ...call.updated(),
  });
};

const renameClient: Behaviour = async (call) => {
  await call.update("clients", await clientOf(call), { NAME: call.text("p_new_name"), ...call.updated() });
};

/** A role of the schema, or a built-in one (fact 94). A repeated grant is a second row (fact 160). */
const grantRole: Behaviour = async (call) => {
  const client = await clientOf(call);
  const SCHEMA_ID = call.schemaId();
  const grant = {
    SCHEMA_ID,
    CLIENT_ID: idOf(client),
    ROLE_ID: roleId(call, SCHEMA_ID, call.text("p_role_name") ?? ""),
  };
  const isGranted = call.row("clientRoles", grant) !== undefined;
  if (!isGranted || call.switch("repeatedGrant") === "adds") await call.insert("clientRoles", grant, "link");
};

const revokeRole: Behaviour = async (call) => {
  const client = await clientOf(call);
  const ROLE_ID = roleId(call, call.schemaId(), call.text("p_role_name") ?? "");
  await call.deleteAll("clientRoles", { CLIENT_ID: idOf(client), ROLE_ID });
};

const shared: Readonly<Record<string, Behaviour>> = {
  IMPORT_CLIENT: importClient,
  DELETE_CLIENT: deleteClient,
  UPDATE_CLIENT: updateClient,
  UPDATE_CLIENT_PRIVILEGES: updatePrivileges,
  RENAME_CLIENT: renameClient,
  GRANT_CLIENT_ROLE: grantRole,
  REVOKE_CLIENT_ROLE: revokeRole,
};

/** OAUTH and OAUTH_ADMIN. */
export const oauthClientBehaviours: Readonly<Record<string, Behaviour>> = {
  ...shared,
  CREATE_CLIENT: createClient,
  UPDATE_LOGO: updateLogo,
};

/** ORDS_SECURITY and ORDS_SECURITY_ADMIN. */
export const securityClientBehaviours: Readonly<Record<string, Behaviour>> = {
  ...shared,
  REGISTER_CLIENT: registerClient,
  UPDATE_CLIENT_TOKEN_DURATION: updateDurations,
  UPDATE_CLIENT_LOGO: updateLogo,
};
