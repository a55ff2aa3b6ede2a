import type { Call } from "./call";
import { checkViolated } from "./errors";
import { atLeast } from "./releases";

/** Values that a check constraint of ORDS's tables allows. Only the last constraint's name was seen (fact 47). */
const allowed = {
  REST_MODULES_STATUS_CK: ["PUBLISHED", "NOT_PUBLISHED"],
  REST_TEMPLATES_ETAG_TYPE_CK: ["HASH", "QUERY", "NONE"],
  REST_PARAMS_PARAM_TYPE_CK: ["STRING", "INT", "DOUBLE", "BOOLEAN", "LONG", "TIMESTAMP", "RESULTSET"],
  REST_PARAMS_ACCESS_METHOD_CK: ["IN", "OUT", "INOUT"],
  REST_PARAMS_SOURCE_TYPE_CK: ["HEADER", "URI", "RESPONSE"],
  OAUTH_CLIENTS_AUTH_FLOW_CK: ["authorization_code", "implicit", "client_credentials"],
} as const;

export function checked(constraint: keyof typeof allowed, value: string): string {
  if (!(allowed[constraint] as readonly string[]).includes(value)) throw checkViolated(constraint);
  return value;
}

/** Fact 45. */
export function checkedPriority(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 9) throw checkViolated("REST_TEMPLATES_PRIORITY_CK");
  return value;
}

/** Facts 37 and 171. */
export function checkedMethod(call: Call, value: string): string {
  const method = value.toUpperCase();
  const patch = call.switch("patchMethod");
  const hasPatch = patch === "always" || (patch === "recent" && atLeast(call.room.version, "26.1"));
  const methods = ["GET", "POST", "PUT", "DELETE", ...(hasPatch ? ["PATCH"] : [])];
  if (!methods.includes(method)) throw checkViolated("REST_HANDLERS_METHOD_CK");
  return method;
}

/** Facts 38 and 39. */
const sourceTypes: readonly string[] = [
  "json/collection",
  "json/item",
  "json/query",
  "json/query;type=single",
  "json/query;type=feed",
  "csv/query",
  "plsql/block",
  "resource/lob",
];

export function checkedSourceType(call: Call, value: string): string {
  const isKnown =
    sourceTypes.includes(value) || (value === "mle/javascript" && atLeast(call.room.version, "24.1"));
  if (!isKnown && call.switch("unknownSourceType") === "refused")
    throw checkViolated("REST_HANDLERS_SOURCE_TYPE_CK");
  return value;
}
