import { Call } from "./call";
import type { Behaviour } from "./call";
import { defineModule } from "./modules";
import { defineHandler, defineTemplate } from "./templates";

/** DEFINE_SERVICE, and CREATE_SERVICE before it: module, template and handler in one call (fact 12). */
const defineService: Behaviour = async (call) => {
  await defineModule(call);
  await defineTemplate(call);
  // The items per page are the module's.
  const args = { ...call.args, p_items_per_page: null };
  await defineHandler(new Call(call.room, call.context, args, call.schemaName));
};

export const serviceBehaviours: Readonly<Record<string, Behaviour>> = {
  DEFINE_SERVICE: defineService,
  CREATE_SERVICE: defineService,
};
