/**
 * What the provider text in every state loads: `require("pulumi-ords/provider").OrdsModule`. The export names are a contract
 * for ever: a state written today must load with any later version of this package.
 */
import { DynamicProvider } from "./lifecycle/dynamic";
import { lifecycles } from "./lifecycles";

export const OrdsSchema = new DynamicProvider(lifecycles.OrdsSchema);
export const OrdsModule = new DynamicProvider(lifecycles.OrdsModule);
export const OrdsHandler = new DynamicProvider(lifecycles.OrdsHandler);
export const OrdsRole = new DynamicProvider(lifecycles.OrdsRole);
export const OrdsPrivilege = new DynamicProvider(lifecycles.OrdsPrivilege);
export const OrdsOAuthClient = new DynamicProvider(lifecycles.OrdsOAuthClient);
export const OrdsTemplate = new DynamicProvider(lifecycles.OrdsTemplate);
export const OrdsAutoRest = new DynamicProvider(lifecycles.OrdsAutoRest);
export const OrdsJwtProfile = new DynamicProvider(lifecycles.OrdsJwtProfile);
