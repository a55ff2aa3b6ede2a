/**
 * What the provider text in every state loads: `require("pulumi-ords/provider").OrdsModule`. The export names are a contract
 * for ever: a state written today must load with any later version of this package.
 */
import { DynamicProvider } from "./lifecycle/dynamic";
import { autoRestLifecycle } from "./resources/autoRest";
import { clientLifecycle } from "./resources/client";
import { handlerLifecycle } from "./resources/handler";
import { jwtProfileLifecycle } from "./resources/jwtProfile";
import { moduleLifecycle } from "./resources/module";
import { privilegeLifecycle } from "./resources/privilege";
import { roleLifecycle } from "./resources/role";
import { schemaLifecycle } from "./resources/schema";
import { templateLifecycle } from "./resources/template";

export const OrdsSchema = new DynamicProvider(schemaLifecycle);
export const OrdsModule = new DynamicProvider(moduleLifecycle);
export const OrdsHandler = new DynamicProvider(handlerLifecycle);
export const OrdsRole = new DynamicProvider(roleLifecycle);
export const OrdsPrivilege = new DynamicProvider(privilegeLifecycle);
export const OrdsOAuthClient = new DynamicProvider(clientLifecycle);
export const OrdsTemplate = new DynamicProvider(templateLifecycle);
export const OrdsAutoRest = new DynamicProvider(autoRestLifecycle);
export const OrdsJwtProfile = new DynamicProvider(jwtProfileLifecycle);
