import type * as pulumi from "@pulumi/pulumi";
import { lifecycle, rebuild } from "../lifecycle/description";
import type { Common } from "../lifecycle/description";
import { text, whole } from "../lifecycle/shapes";
import { changeJwtProfile, createJwtProfile, deleteJwtProfile, observeJwtProfile } from "../ords/jwtProfiles";
import type { JwtProfileRow } from "../ords/jwtProfiles";
import { schemaOf } from "./reference";
import type { SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { common, orNothing, webUrl } from "./shared";

/** Inputs of {@link OrdsJwtProfile}. */
export interface OrdsJwtProfileArgs {
  /** Who issues the tokens: their `iss` claim must be this. */
  issuer: pulumi.Input<string>;
  /** Whom they are for: their `aud` claim must be this. */
  audience: pulumi.Input<string>;
  /** Where the issuer's keys are (JWKS), readable without authentication: https. */
  jwkUrl: pulumi.Input<string>;
  /** At most 4000 bytes. */
  description?: pulumi.Input<string>;
  /** By how many seconds clocks may differ. Default: the instance's. */
  allowedSkew?: pulumi.Input<number>;
  /** How old a token may be, in seconds, whatever it says itself. Default: no limit of its own. */
  allowedAge?: pulumi.Input<number>;
  /** JSON pointer to the claim that holds the caller's roles (`/roles`). Default: scopes count, not roles. ORDS 25.1. */
  roleClaimName?: pulumi.Input<string>;
  /** The schema it is for, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /** Take over a profile that is there and differs, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * Whose JWTs a schema accepts: `ORDS_SECURITY.CREATE_JWT_PROFILE`, DELETE_JWT_PROFILE; view USER_ORDS_JWT_PROFILE. A schema
 * has one profile at most. A token's scope must name the privilege, or with `roleClaimName` its roles satisfy it.
 *
 * A change deletes the profile and creates it in one transaction, because ORDS has no call that changes one.
 *
 * @example
 * ```ts
 * new OrdsJwtProfile("idp", {
 *   issuer: "https://idp.example.com",
 *   audience: "orders",
 *   jwkUrl: "https://idp.example.com/keys",
 * });
 * ```
 */
export class OrdsJwtProfile extends OrdsResource {
  declare readonly issuer: pulumi.Output<string>;
  declare readonly audience: pulumi.Output<string>;
  declare readonly jwkUrl: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly allowedSkew: pulumi.Output<number | undefined>;
  declare readonly allowedAge: pulumi.Output<number | undefined>;
  declare readonly roleClaimName: pulumi.Output<string | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsJwtProfileArgs, options?: OrdsResourceOptions) {
    super(jwtProfileLifecycle, name, { ...args, schema: schemaOf(args.schema) }, [], options);
  }
}

interface JwtProfileInputs extends Common {
  readonly issuer: string;
  readonly audience: string;
  readonly jwkUrl: string;
  readonly description?: string;
  readonly allowedSkew?: number;
  readonly allowedAge?: number;
  readonly roleClaimName?: string;
}

const redefine = rebuild<JwtProfileInputs>(
  "the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
  ({ target, want }) => changeJwtProfile(target, want),
);

/** Zero seconds to a year. */
const seconds = whole({ min: 0, max: 31_536_000 });

/** How a JWT profile lives in ORDS. */
export const jwtProfileLifecycle = lifecycle<JwtProfileInputs, JwtProfileRow>({
  type: "OrdsJwtProfile",
  describe: ({ issuer }) => `JWT profile${issuer === undefined ? "" : ` of ${issuer}`}`,
  key: [],
  attributes: {
    ...common,
    issuer: { is: text({ max: 4000 }), required: true, change: redefine },
    audience: { is: text({ max: 4000 }), required: true, change: redefine },
    jwkUrl: { is: webUrl, required: true, change: redefine },
    description: { is: text({ max: 4000 }), change: redefine },
    allowedSkew: { is: seconds, change: redefine },
    allowedAge: { is: seconds, change: redefine },
    roleClaimName: {
      is: text({ max: 4000, matches: /^\/\S+$/, must: 'must be a JSON pointer such as "/roles"' }),
      change: redefine,
    },
  },
  varies: true,
  demand: (installed, { roleClaimName }) => {
    installed.demand("jwtProfile");
    if (roleClaimName !== undefined) installed.demand("roleClaim");
  },
  observe: (target) => observeJwtProfile(target),
  observed: (row) => ({
    issuer: row.issuer,
    audience: row.audience,
    jwkUrl: row.jwkUrl,
    description: orNothing(row.description),
    allowedSkew: orNothing(row.allowedSkew),
    allowedAge: orNothing(row.allowedAge),
    roleClaimName: orNothing(row.roleClaimName),
  }),
  create: (target, want) => createJwtProfile(target, want),
  remove: (target) => deleteJwtProfile(target),
});
