import { atLeast, releases } from "../sandbox/ords/releases";
import type { Profile } from "./profiles";

/** What some version lacks, and what is said there instead. */
interface Lack {
  readonly since: string;
  readonly sentence: (installed: string) => string;
}

function missing(since: string, what: string, first = since): Lack {
  return {
    since,
    sentence: (installed) =>
      `ORDS ${first} is the first version that has ${what}; ${installed} is installed.`,
  };
}

function missingInOauth(what: string): Lack {
  return {
    since: "24.3",
    sentence: () => `ORDS 24.3 is the first version that has ${what}: OAUTH, which is installed, does not.`,
  };
}

const table = {
  otherSchemas: missing("24.4", "views of other schemas (DBA_ORDS_*)"),
  // Named by its patch; the sandbox's versions are a quarter each.
  mle: missing("24.2", "mle/javascript and its environments", "24.1.1"),
  jwtProfile: missing("23.3", "JWT profiles"),
  roleClaim: missing("25.1", "roles out of a claim of the JWT"),
  noSecret: missingInOauth("a client without a secret"),
  endOfSecret: missingInOauth("the end of a client's secret without a new one"),
  endOfSessions: missingInOauth("the end of a client's sessions"),
  secondSecret: missingInOauth(
    "a second secret for a client, so that the previous one stays valid; set `revokePrevious: true` to end it at once",
  ),
  changedOrigins: missingInOauth("a change of a client's origins"),
  changedLifetimes: missingInOauth("a change of the lifetimes of a client's tokens"),
} as const satisfies Record<string, Lack>;

export type Feature = keyof typeof table;

/** The sentence that refuses it there; undefined where it is there. */
export function lackOf({ version }: Profile, feature: Feature): string | undefined {
  const { since, sentence } = table[feature];
  return atLeast(version, since) ? undefined : sentence(releases[version]!);
}

/** Which of them resources and attributes are. */
const byAttribute: Readonly<Record<string, Feature>> = {
  "OrdsOAuthClient.originsAllowed": "changedOrigins",
  "OrdsOAuthClient.tokenDuration": "changedLifetimes",
  "OrdsOAuthClient.refreshDuration": "changedLifetimes",
  "OrdsOAuthClient.codeDuration": "changedLifetimes",
  "OrdsOAuthClient.generateSecret": "endOfSecret",
  OrdsJwtProfile: "jwtProfile",
  "OrdsJwtProfile.roleClaimName": "roleClaim",
};

/** The sentence that refuses a resource, or a change of an attribute of it. */
export function lackOfAttribute(profile: Profile, type: string, attribute?: string): string | undefined {
  const feature = byAttribute[attribute === undefined ? type : `${type}.${attribute}`];
  return feature === undefined ? undefined : lackOf(profile, feature);
}

/** The package that clients are managed with by hand. */
export function clientPackage({ version }: Profile): string {
  return atLeast(version, "24.3") ? "ords_security" : "oauth";
}
