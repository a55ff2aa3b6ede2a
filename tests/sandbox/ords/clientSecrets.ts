import { RecordValue } from "../plsql/catalogue";
import type { CursorValue } from "../plsql/catalogue";
import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { clientOf } from "./clients";
import {
  credentialsRecord,
  filtered,
  isSecretOf,
  issue,
  oldest,
  revoke,
  secretRecord,
  slotOf,
  wishOf,
} from "./secrets";
import type { Issued, Wish } from "./secrets";

const generated: Wish = { secret: null, slot: undefined, stored: false };

function revoking(call: Call): { revokeExisting: boolean; revokeSessions: boolean } {
  return {
    revokeExisting: call.flag("p_revoke_existing") ?? false,
    revokeSessions: call.flag("p_revoke_sessions") ?? false,
  };
}

/** By key it answers the record, by name the secret as text (fact 89). */
async function answer(call: Call, wish: Wish): Promise<RecordValue | string> {
  const client = await clientOf(call);
  const issued: Issued = await issue(call, client, wish, revoking(call));
  return "p_client_key" in call.args ? credentialsRecord(client, secretRecord(issued)) : issued.secret;
}

const rotate: Behaviour = async (call) => {
  const secret = await answer(call, generated);
  if (call.switch("rotationCommits") === "yes") call.tx.commit();
  return secret;
};

/** REGISTER_CLIENT_SECRET with a text, or with a record that may ask for a generated one. */
const register: Behaviour = (call) => {
  const given = call.value("p_client_secret");
  const wish =
    given instanceof RecordValue ? wishOf(given) : { ...generated, secret: call.text("p_client_secret") };
  return answer(call, wish ?? generated);
};

/** REVOKE_CLIENT_SECRETS answers which slots it emptied: 1, 2, 3 for both, null for none (fact 90). */
const revokeSecrets: Behaviour = async (call) => {
  const client = await clientOf(call);
  const slots = filtered(client, call.record("p_filter"));
  if (slots.length > 0) await revoke(call, client, slots, revoking(call).revokeSessions);
  const slot = slots.length === 2 ? 3 : slots[0];
  return credentialsRecord(client, secretRecord(slot === undefined ? {} : { slot }));
};

/** REVOKE_CLIENT_SECRET: the one given, or the oldest. */
const revokeSecret: Behaviour = async (call) => {
  const client = await clientOf(call);
  const secret = call.text("p_client_secret");
  const slot = secret === null ? oldest(client) : slotOf(client, secret);
  if (slot !== undefined) await revoke(call, client, [slot], revoking(call).revokeSessions);
};

/** VERIFY_CLIENT: the roles granted, or null for a client or secret that is none. */
const verify: Behaviour = (call): CursorValue | null => {
  const client = call.row("clients", { SCHEMA_ID: call.schemaId(), CLIENT_ID: call.text("p_client_id") });
  const secret = call.text("p_client_secret");
  if (client === undefined || (secret !== null && !isSecretOf(client, secret))) return null;
  const roles = call
    .rows("clientRoles", { CLIENT_ID: idOf(client) })
    .map(({ values }) => call.row("roles", { ID: Number(values.ROLE_ID) })?.values.NAME ?? null);
  return {
    columns: [{ name: "ROLE_NAME", type: "VARCHAR2", size: 255 }],
    rows: roles.map((name) => [name]),
    next: 0,
    open: true,
  };
};

export const securitySecretBehaviours: Readonly<Record<string, Behaviour>> = {
  ROTATE_CLIENT_SECRET: rotate,
  REGISTER_CLIENT_SECRET: register,
  REVOKE_CLIENT_SECRETS: revokeSecrets,
  REVOKE_CLIENT_SECRET: revokeSecret,
  VERIFY_CLIENT: verify,
};

/** OAUTH has one secret a client, which stays readable (fact 84): a new one ends the one before it. */
const put: Behaviour = async (call) => {
  await issue(call, await clientOf(call), { secret: call.text("p_client_secret"), slot: 1, stored: true });
};

export const oauthSecretBehaviours: Readonly<Record<string, Behaviour>> = {
  ROTATE_CLIENT_SECRET: put,
  UPDATE_CLIENT_SECRET: put,
};
