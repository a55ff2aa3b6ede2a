import type { Behaviour } from "./call";
import { symbolic } from "./errors";
import { atLeast } from "./releases";

/** CREATE_JWT_PROFILE: one a schema; what it takes is copied (facts 102, 173). */
const create: Behaviour = async (call) => {
  const claim = call.text("p_role_claim_name");
  // Validated since 25.2 (fact 102); the error was not seen.
  if (claim !== null && !claim.startsWith("/") && atLeast(call.room.version, "25.2"))
    throw symbolic("INVALID_ROLE_CLAIM_NAME_ERROR");
  await call.insert("jwtProfiles", {
    SCHEMA_ID: call.schemaId(),
    ISSUER: call.text("p_issuer"),
    AUDIENCE: call.text("p_audience"),
    JWK_URL: call.text("p_jwk_url"),
    DESCRIPTION: call.text("p_description"),
    ALLOWED_SKEW: call.number("p_allowed_skew"),
    ALLOWED_AGE: call.number("p_allowed_age"),
    ROLE_CLAIM_NAME: claim,
  });
};

/** Silent where there is none (fact 19). */
const remove: Behaviour = async (call) => {
  if ((await call.deleteAll("jwtProfiles", { SCHEMA_ID: call.schemaId() })) === 0) call.missing();
};

export const jwtBehaviours: Readonly<Record<string, Behaviour>> = {
  CREATE_JWT_PROFILE: create,
  DELETE_JWT_PROFILE: remove,
};
