import type { Bind } from "../session/operation";
import { nothing, out, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** Which secret a client is to have. */
export type SecretWanted =
  | { readonly kind: "generated" }
  | { readonly kind: "supplied"; readonly secret: string }
  | { readonly kind: "none" };

/** When the secret of this very call was made, by the database's clock. */
export const outIssued = out("issued");

const format = { bind: 'YYYY-MM-DD"T"HH24:MI:SS' };

/** When the newer of a client's two secrets was made; both columns are null without one. */
const newest = plsql`greatest(nvl(c.client_secret_issued_on, date '1970-01-01'), nvl(c.client_secret_2_issued_on, date '1970-01-01'))`;

export function tellIssued(target: Target, client: string): Fragment {
  if (!target.installed.has("secretTimes")) return plsql`${outIssued} := to_char(sysdate, ${format});\n`;
  return plsql`for made in (select to_char(${newest}, ${format}) as issued from ${target.rows("clients")} c where c.name = ${client}) loop
${outIssued} := made.issued;
end loop;
`;
}

/**
 * A secret that is newer than the one the state knows was made by a run whose answer was lost: nobody has heard it. It goes
 * first, because the new one would otherwise take the slot of the older one, which somebody has (fact 88).
 */
export function forgetUnheard(target: Target, client: string, known: string | undefined): Fragment {
  if (known === undefined || !target.installed.has("secretTimes")) return nothing;
  return plsql`declare
l_key ords_types.t_client_key;
l_slot ords_types.t_client_secret;
l_revoked ords_types.t_client_credentials;
begin
for unheard in (select case when c.client_secret_2_issued_on > c.client_secret_issued_on then 2 else 1 end as slot
from ${target.rows("clients")} c where c.name = ${client} and c.client_secret_issued_on is not null
and c.client_secret_2_issued_on is not null and to_char(${newest}, ${format}) > ${known}) loop
l_key.name := ${client};
l_slot.slot := unheard.slot;
l_revoked := ${target.security("revoke_client_secrets", { p_client_key: plsql`l_key`, p_filter: plsql`l_slot` })};
end loop;
end;
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
  /** When the secret that the state knows was made. */
  readonly known?: string;
}

/** The secret that ORDS generated in this very call; there is no later chance to hear it (facts 86, 89). */
export const outSecret = out("secret");
