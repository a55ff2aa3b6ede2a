import { RecordValue } from "../plsql/catalogue";
import type { Behaviour } from "./call";
import { oauthClientBehaviours, securityClientBehaviours } from "./clients";
import { oauthSecretBehaviours, securitySecretBehaviours } from "./clientSecrets";
import { exportBehaviours } from "./export";
import { internalBehaviours } from "./internal";
import { jwtBehaviours } from "./jwt";
import { moduleBehaviours } from "./modules";
import { objectBehaviours } from "./objects";
import { preauthenticatedBehaviours } from "./preauthenticated";
import { privilegeBehaviours } from "./privileges";
import { propertyBehaviours } from "./properties";
import { releases } from "./releases";
import { schemaBehaviours } from "./schemas";
import { secretRecord } from "./secrets";
import { serviceBehaviours } from "./services";
import { templateBehaviours } from "./templates";

const installedVersion: Behaviour = ({ room }) => releases[room.version] ?? null;

const ords: Readonly<Record<string, Behaviour>> = {
  ...schemaBehaviours,
  ...moduleBehaviours,
  ...serviceBehaviours,
  ...templateBehaviours,
  ...privilegeBehaviours,
  ...objectBehaviours,
  ...propertyBehaviours,
  INSTALLED_VERSION: installedVersion,
};

const oauth: Readonly<Record<string, Behaviour>> = {
  ...oauthClientBehaviours,
  ...oauthSecretBehaviours,
  ...jwtBehaviours,
};

const security: Readonly<Record<string, Behaviour>> = {
  ...securityClientBehaviours,
  ...securitySecretBehaviours,
  ...jwtBehaviours,
};

const types: Readonly<Record<string, Behaviour>> = {
  OAUTH_CLIENT_SECRET: (call) =>
    secretRecord({
      secret: call.text("p_secret") ?? undefined,
      slot: call.number("p_slot") ?? undefined,
      stored: call.flag("p_stored") ?? false,
    }),
  OAUTH_CLIENT_KEY: (call) =>
    new RecordValue([
      ["ID", call.number("p_id")],
      ["NAME", call.text("p_name")],
      ["CLIENT_ID", call.text("p_client_id")],
    ]),
};

/** What subprograms do, by package; the ADMIN packages do the same for another schema (facts 74, 79). */
export const behaviours: Readonly<Record<string, Readonly<Record<string, Behaviour>>>> = {
  ORDS: ords,
  ORDS_ADMIN: ords,
  OAUTH: oauth,
  OAUTH_ADMIN: oauth,
  ORDS_SECURITY: security,
  ORDS_SECURITY_ADMIN: security,
  ORDS_TYPES: types,
  ORDS_EXPORT: exportBehaviours,
  ORDS_EXPORT_ADMIN: exportBehaviours,
  ORDS_SERVICES: internalBehaviours,
  ORDS_PAR: preauthenticatedBehaviours,
};
