import { OraError } from "../errors";
import type { Behaviour } from "./call";
import { idOf } from "./call";
import { notSupported } from "./errors";

/** DEFINE_FOR_HANDLER: what there is no handler for is told as ORDS tells it; the token itself is not made here. */
const defineForHandler: Behaviour = (call) => {
  const module = call.row("modules", { SCHEMA_ID: call.schemaId(), NAME: call.text("p_module_name") });
  const template =
    module && call.row("templates", { MODULE_ID: idOf(module), URI_TEMPLATE: call.text("p_pattern") });
  const handler =
    template && call.row("handlers", { TEMPLATE_ID: idOf(template), METHOD: call.text("p_method") });
  if (handler === undefined) throw new OraError(20071, "No matching ORDS handler");
  throw notSupported("ORDS_PAR.DEFINE_FOR_HANDLER");
};

export const preauthenticatedBehaviours: Readonly<Record<string, Behaviour>> = {
  DEFINE_FOR_HANDLER: defineForHandler,
};
