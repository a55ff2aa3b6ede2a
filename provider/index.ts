export { OrdsAutoRest } from "./resources/autoRest";
export type { OrdsAutoRestArgs } from "./resources/autoRest";
export { OrdsOAuthClient } from "./resources/client";
export type { OrdsOAuthClientArgs } from "./resources/client";
export { OrdsHandler } from "./resources/handler";
export type { OrdsHandlerArgs, OrdsHandlerParameter } from "./resources/handler";
export { OrdsJwtProfile } from "./resources/jwtProfile";
export type { OrdsJwtProfileArgs } from "./resources/jwtProfile";
export { OrdsModule } from "./resources/module";
export type { OrdsModuleArgs } from "./resources/module";
export { OrdsPrivilege } from "./resources/privilege";
export type { OrdsPrivilegeArgs } from "./resources/privilege";
export { OrdsProvider } from "./resources/provider";
export type { OrdsProviderArgs } from "./resources/provider";
export { OrdsRestApi } from "./resources/restApi";
export type { OrdsRestApiArgs } from "./resources/restApi";
export { OrdsRole } from "./resources/role";
export type { OrdsRoleArgs } from "./resources/role";
export { OrdsSchema } from "./resources/schema";
export type { OrdsSchemaArgs } from "./resources/schema";
export { OrdsTemplate } from "./resources/template";
export type { OrdsTemplateArgs } from "./resources/template";
export {
  getAutoRest,
  getClient,
  getHandler,
  getJwtProfile,
  getModule,
  getPrivilege,
  getRole,
  getSchema,
  getTemplate,
  listAutoRest,
  listClients,
  listHandlers,
  listModules,
  listModuleUrls,
  listPrivileges,
  listRoles,
  listTemplates,
} from "./resources/getters";
export type {
  AutoRestInfo,
  ClientInfo,
  HandlerInfo,
  JwtProfileInfo,
  ModuleInfo,
  ParameterInfo,
  PrivilegeInfo,
  RoleInfo,
  SchemaInfo,
  TemplateInfo,
} from "./resources/found";
export type { LookOptions, OrdsConnection } from "./resources/getters";
export type { NameOf, NamesOf, SchemaReference } from "./resources/reference";
export type { OrdsResource, OrdsResourceOptions } from "./resources/resource";
export {
  ConflictError,
  DatabaseError,
  InputError,
  isOrdsError,
  OrdsError,
  SettingsError,
} from "./session/errors";
