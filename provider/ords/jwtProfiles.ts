import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** The row of USER_ORDS_JWT_PROFILE (singular, fact 139). */
export interface JwtProfileRow {
  readonly issuer: string;
  readonly audience: string;
  readonly jwkUrl: string;
  readonly description: string | null;
  readonly allowedSkew: number | null;
  readonly allowedAge: number | null;
  readonly roleClaimName: string | null;
}

export interface JwtProfileDefinition {
  readonly issuer: string;
  readonly audience: string;
  readonly jwkUrl: string;
  readonly description?: string;
  readonly allowedSkew?: number;
  readonly allowedAge?: number;
  readonly roleClaimName?: string;
}

export function observeJwtProfile(target: Target): Fragment {
  return plsql`select ${jsonObject({
    issuer: plsql`j.issuer`,
    audience: plsql`j.audience`,
    jwkUrl: plsql`j.jwk_url`,
    description: plsql`j.description`,
    allowedSkew: plsql`j.allowed_skew`,
    allowedAge: plsql`j.allowed_age`,
    roleClaimName: target.installed.has("roleClaim") ? plsql`j.role_claim_name` : plsql`null`,
  })} as state from ${target.rows("jwt_profile")} j`;
}

/** CREATE_JWT_PROFILE; there is one a schema, and the old one has to go first (facts 102, 182). */
export function createJwtProfile(target: Target, profile: JwtProfileDefinition): Fragment {
  const args = {
    p_issuer: profile.issuer,
    p_audience: profile.audience,
    p_jwk_url: profile.jwkUrl,
    p_description: profile.description,
    p_allowed_skew: profile.allowedSkew,
    p_allowed_age: profile.allowedAge,
    p_role_claim_name: profile.roleClaimName,
  };
  return target.installed.has("ordsSecurity")
    ? plsql`${target.security("create_jwt_profile", args)};`
    : plsql`${target.oauth("create_jwt_profile", args)};`;
}

/** No call changes one: deleted and created in one transaction (fact 173). */
export function changeJwtProfile(target: Target, profile: JwtProfileDefinition): Fragment {
  return plsql`${dropJwtProfile(target)}
${createJwtProfile(target, profile)}`;
}

/** DELETE_JWT_PROFILE, asked first. */
export function deleteJwtProfile(target: Target): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("jwt_profile")} j) loop
${dropJwtProfile(target)}
end loop;`;
}

function dropJwtProfile(target: Target): Fragment {
  return target.installed.has("ordsSecurity")
    ? plsql`${target.security("delete_jwt_profile", {})};`
    : plsql`${target.oauth("delete_jwt_profile", {})};`;
}
