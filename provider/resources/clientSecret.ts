import type { Seen } from "../lifecycle/description";
import type { ClientRow } from "../ords/clients";
import { outIssued, outSecret } from "../ords/secrets";
import type { SecretWanted } from "../ords/secrets";

/** What of a client's inputs decides about its secrets. */
export interface SecretInputs {
  readonly grantType: string;
  readonly clientSecret?: string;
  readonly generateSecret: boolean;
  readonly revokePrevious?: boolean;
}

export function secretWanted({ grantType, clientSecret, generateSecret }: SecretInputs): SecretWanted {
  // The implicit flow hands tokens to browsers: there is no secret in it.
  if (grantType === "implicit") return { kind: "none" };
  if (clientSecret !== undefined) return { kind: "supplied", secret: clientSecret };
  return { kind: generateSecret ? "generated" : "none" };
}

/** A new secret pushes the one before it back; anything else leaves both as they were. */
export function secretsOf({
  outs,
  want,
  had,
}: Seen<SecretInputs, ClientRow>): Record<string, string | undefined> {
  const before = had["clientSecret"] as string | undefined;
  const made = outs[outSecret.out];
  const issued = outs[outIssued.out];
  const isWithout = want.generateSecret === false && want.clientSecret === undefined;
  if (isWithout)
    return { clientSecret: undefined, previousClientSecret: undefined, secretIssuedAt: undefined };
  const current = typeof made === "string" ? made : (want.clientSecret ?? before);
  const changed = before !== undefined && current !== before;
  return {
    clientSecret: current,
    previousClientSecret: !changed
      ? (had["previousClientSecret"] as string | undefined)
      : want.revokePrevious === true
        ? undefined
        : before,
    secretIssuedAt: typeof issued === "string" ? issued : (had["secretIssuedAt"] as string | undefined),
  };
}
