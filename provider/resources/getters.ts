import * as pulumi from "@pulumi/pulumi";
import type { AnyLifecycle, Common } from "../lifecycle/description";
import { look, lookAtAll } from "../lifecycle/look";
import { connectionOf } from "../session/connection";
import { Session } from "../session/session";
import { readSettings } from "../session/settings";
import type { Settings } from "../session/settings";
import { configKey, settingNames } from "../session/settingTable";
import type { SettingName, SettingValue } from "../session/settingTable";
import { autoRestLifecycle } from "./autoRest";
import { clientLifecycle } from "./client";
import type {
  AutoRestInfo,
  ClientInfo,
  HandlerInfo,
  JwtProfileInfo,
  ModuleInfo,
  PrivilegeInfo,
  RoleInfo,
  SchemaInfo,
  TemplateInfo,
} from "./found";
import { handlerLifecycle } from "./handler";
import { jwtProfileLifecycle } from "./jwtProfile";
import { moduleLifecycle } from "./module";
import { privilegeLifecycle } from "./privilege";
import { roleLifecycle } from "./role";
import { schemaLifecycle } from "./schema";
import { schemaName } from "./shared";
import { templateLifecycle } from "./template";

/** Where to look. What is left out comes from stack configuration (`ords:*`), then from the environment. */
export type OrdsConnection = { readonly [Name in SettingName]?: SettingValue<Name> };

/** Where to look, and in which schema. */
export interface LookOptions {
  readonly connection?: OrdsConnection;
  /** In any case. Default: the connected user. Another one needs ORDS_ADMINISTRATOR_ROLE. */
  readonly schema?: string;
}

/** The schema's enablement, or undefined where ORDS does not know the schema. */
export const getSchema = (options?: LookOptions): Promise<SchemaInfo | undefined> =>
  one(schemaLifecycle, {}, options);

/** The module of this name, or undefined. */
export const getModule = (name: string, options?: LookOptions): Promise<ModuleInfo | undefined> =>
  one(moduleLifecycle, { name }, options);

/** The template, or undefined. */
export const getTemplate = (
  key: { readonly module: string; readonly pattern: string },
  options?: LookOptions,
): Promise<TemplateInfo | undefined> => one(templateLifecycle, { ...key }, options);

/** The handler, or undefined. */
export const getHandler = (
  key: { readonly module: string; readonly pattern: string; readonly method: string },
  options?: LookOptions,
): Promise<HandlerInfo | undefined> => one(handlerLifecycle, { ...key }, options);

/** The role of this name, or undefined. */
export const getRole = (name: string, options?: LookOptions): Promise<RoleInfo | undefined> =>
  one(roleLifecycle, { name }, options);

/** The privilege of this name, or undefined. */
export const getPrivilege = (name: string, options?: LookOptions): Promise<PrivilegeInfo | undefined> =>
  one(privilegeLifecycle, { name }, options);

/** The OAuth client of this name, or undefined. */
export const getClient = (name: string, options?: LookOptions): Promise<ClientInfo | undefined> =>
  one(clientLifecycle, { name }, options);

/** The AutoREST object, by its name in the dictionary, or undefined. */
export const getAutoRest = (object: string, options?: LookOptions): Promise<AutoRestInfo | undefined> =>
  one(autoRestLifecycle, { object }, options);

/** The schema's JWT profile, or undefined. */
export const getJwtProfile = (options?: LookOptions): Promise<JwtProfileInfo | undefined> =>
  one(jwtProfileLifecycle, {}, options);

/** All modules of the schema. */
export const listModules = (options?: LookOptions): Promise<ModuleInfo[]> => all(moduleLifecycle, options);

/** All templates of the schema. */
export const listTemplates = (options?: LookOptions): Promise<TemplateInfo[]> =>
  all(templateLifecycle, options);

/**
 * Every URL of a module at this moment, whoever made it, variables as they are in the pattern: for API gateways and DNS. Empty
 * without `baseUrl`. In a program, ask after the handlers: `handler.id.apply(() => listModuleUrls("api"))`.
 */
export async function listModuleUrls(module: string, options?: LookOptions): Promise<string[]> {
  const templates = await listTemplates(options);
  return templates.flatMap((one) => (one.module === module && one.url !== undefined ? [one.url] : [])).sort();
}

/** All handlers of the schema, sources included. */
export const listHandlers = (options?: LookOptions): Promise<HandlerInfo[]> => all(handlerLifecycle, options);

/** All roles of the schema, without those that ORDS brings. */
export const listRoles = (options?: LookOptions): Promise<RoleInfo[]> => all(roleLifecycle, options);

/** All privileges of the schema, without those that ORDS brings. */
export const listPrivileges = (options?: LookOptions): Promise<PrivilegeInfo[]> =>
  all(privilegeLifecycle, options);

/** All OAuth clients of the schema. */
export const listClients = (options?: LookOptions): Promise<ClientInfo[]> => all(clientLifecycle, options);

/** All AutoREST objects of the schema that are enabled. */
export const listAutoRest = (options?: LookOptions): Promise<AutoRestInfo[]> =>
  all(autoRestLifecycle, options);

// What is found has the shape of the lifecycle's own observation; its types are not known here.
async function one<Info>(
  lifecycle: AnyLifecycle,
  key: Readonly<Record<string, string>>,
  { connection, schema }: LookOptions = {},
): Promise<Info | undefined> {
  return withSession(connection, async (session, settings) => {
    const found = await look(lifecycle, session, settings, { ...key, ...schemaKey(schema) });
    return found as Info | undefined;
  });
}

async function all<Info>(lifecycle: AnyLifecycle, { connection, schema }: LookOptions = {}): Promise<Info[]> {
  return withSession(connection, async (session, settings) => {
    const found = await lookAtAll(lifecycle, session, settings, schemaKey(schema).schema);
    return found as Info[];
  });
}

function schemaKey(schema: string | undefined): Common {
  return schema === undefined ? {} : { schema: schemaName.normal(schema) };
}

/** How long a session stays open for the next question, in milliseconds. An open one would keep the program from ending. */
const patience = 300;

interface Open {
  readonly session: Session;
  users: number;
  closing: NodeJS.Timeout | undefined;
}

const sessions = new Map<string, Open>();

async function withSession<Result>(
  connection: OrdsConnection = {},
  ask: (session: Session, settings: Settings) => Promise<Result>,
): Promise<Result> {
  const given = new Map<string, unknown>(settingNames.map((name) => [configKey(name), connection[name]]));
  const settings = readSettings((key) => given.get(key) ?? pulumi.runtime.getConfig(key), process.env);
  const key = JSON.stringify(settings);
  const open = sessions.get(key) ?? {
    session: new Session(connectionOf(settings)),
    users: 0,
    closing: undefined,
  };
  sessions.set(key, open);
  clearTimeout(open.closing);
  open.users += 1;
  try {
    return await ask(open.session, settings);
  } finally {
    open.users -= 1;
    if (open.users === 0) open.closing = setTimeout(() => void close(key, open), patience);
  }
}

async function close(key: string, open: Open): Promise<void> {
  sessions.delete(key);
  await open.session.close();
}
