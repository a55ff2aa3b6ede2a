import { autoRestLifecycle } from "./resources/autoRest";
import { clientLifecycle } from "./resources/client";
import { handlerLifecycle } from "./resources/handler";
import { jwtProfileLifecycle } from "./resources/jwtProfile";
import { moduleLifecycle } from "./resources/module";
import { privilegeLifecycle } from "./resources/privilege";
import { roleLifecycle } from "./resources/role";
import { schemaLifecycle } from "./resources/schema";
import { templateLifecycle } from "./resources/template";

/** Every kind of object, by the name of its class. */
export const lifecycles = {
  OrdsSchema: schemaLifecycle,
  OrdsModule: moduleLifecycle,
  OrdsTemplate: templateLifecycle,
  OrdsHandler: handlerLifecycle,
  OrdsRole: roleLifecycle,
  OrdsPrivilege: privilegeLifecycle,
  OrdsOAuthClient: clientLifecycle,
  OrdsAutoRest: autoRestLifecycle,
  OrdsJwtProfile: jwtProfileLifecycle,
} as const;
