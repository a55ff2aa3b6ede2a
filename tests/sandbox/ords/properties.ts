import type { Behaviour, Call } from "./call";
import { idOf } from "./call";
import { noDataFound } from "./errors";

/** The schema that a property is for; null is the whole database, which only administrators name (fact 63). */
function scope(call: Call): number | null {
  if (call.schemaName === "") return null;
  const row = call.row("schemas", { PARSING_SCHEMA: call.schemaName });
  if (row === undefined) throw noDataFound();
  return idOf(row);
}

const set: Behaviour = async (call) => {
  const key = { SCHEMA_ID: scope(call), KEY: call.text("p_key") };
  await call.deleteAll("properties", key);
  await call.insert("properties", { ...key, VALUE: call.text("p_value") }, "link");
};

const unset: Behaviour = async (call) => {
  await call.deleteAll("properties", { SCHEMA_ID: scope(call), KEY: call.text("p_key") });
};

export const propertyBehaviours: Readonly<Record<string, Behaviour>> = {
  SET_PROPERTY: set,
  UNSET_PROPERTY: unset,
};
