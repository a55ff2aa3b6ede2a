import type { Bind } from "../session/operation";
import { out, plsql } from "./plsql";
import type { Fragment } from "./plsql";

/** Which secret a client is to have. */
export type SecretWanted =
  | { readonly kind: "generated" }
  | { readonly kind: "supplied"; readonly secret: string }
  | { readonly kind: "none" };

/** When the secret of this very call was made, by the database's clock. */
export const outIssued = out("issued");

export function issuedNow(): Fragment {
  return plsql`${outIssued} := to_char(sys_extract_utc(systimestamp), 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
`;
}

export function secretBind(wanted: SecretWanted): Bind {
  return { bind: wanted.kind === "supplied" ? wanted.secret : null, secret: true };
}

export interface Rotation {
  /** Ends the secrets that were valid until now. */
  readonly revokePrevious: boolean;
  /** Ends the tokens that were given with them. */
  readonly revokeSessions: boolean;
}

/** The secret that ORDS generated in this very call; there is no later chance to hear it (facts 86, 89). */
export const outSecret = out("secret");
