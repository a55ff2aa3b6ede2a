import { InputError } from "../session/errors";
import type { ClientDefinition } from "./clients";
import { nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { refuse } from "./refusal";
import { outSecret, secretBind, tellIssued } from "./secrets";
import type { Rotation, SecretWanted } from "./secrets";
import type { Target } from "./target";

/** CREATE_CLIENT always makes a secret, and the view shows it (fact 84). */
export function createOauthClient(target: Target, client: ClientDefinition, wanted: SecretWanted): Fragment {
  const isSupplied = wanted.kind === "supplied";
  if (wanted.kind === "none" && client.grantType !== "implicit") throw lacks("a client without a secret");
  if (lifetimesOf(client).some((one) => one !== undefined)) target.installed.demand("clientLifetimes");
  return plsql`${target.oauth("create_client", {
    p_name: client.name,
    p_grant_type: client.grantType,
    p_description: client.description,
    p_origins_allowed: client.originsAllowed?.join(","),
    p_redirect_uri: client.redirectUri,
    p_support_email: client.supportEmail,
    p_support_uri: client.supportUri,
    // It has no default (fact 82).
    p_privilege_names: client.privileges?.join(",") ?? null,
    p_token_duration: client.tokenDuration,
    p_refresh_duration: client.refreshDuration,
    p_code_duration: client.codeDuration,
  })};
${isSupplied ? putSecret(target, client.name, wanted) : wanted.kind === "generated" ? tellSecret(target, client.name) : nothing}`;
}

function lifetimesOf(client: ClientDefinition): (number | undefined)[] {
  return [client.tokenDuration, client.refreshDuration, client.codeDuration];
}

/** UPDATE_CLIENT writes its four texts (fact 92); the comma list has a call of its own. The rest cannot change. */
export function updateOauthClient(target: Target, had: ClientDefinition, client: ClientDefinition): Fragment {
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  if (!isSame(lifetimesOf(had), lifetimesOf(client)))
    throw lacks("a change of the lifetimes of a client's tokens");
  if (!isSame(had.originsAllowed, client.originsAllowed)) throw lacks("a change of a client's origins");
  return plsql`${target.oauth("update_client", {
    p_name: client.name,
    p_description: client.description ?? null,
    p_redirect_uri: client.redirectUri ?? null,
    p_support_email: client.supportEmail ?? null,
    p_support_uri: client.supportUri ?? null,
  })};
${target.oauthPositional("update_client_privileges", [client.name, client.privileges?.join(",") ?? null])};`;
}

/** One slot only: a new secret ends the one before it at once, so that has to be wanted. */
export function replaceOauthSecret(
  target: Target,
  name: string,
  wanted: SecretWanted,
  { revokePrevious, revokeSessions }: Rotation,
): Fragment {
  if (wanted.kind === "none") throw lacks("the end of a client's secret without a new one");
  if (revokeSessions) throw lacks("the end of a client's sessions");
  if (!revokePrevious) {
    throw lacks(
      "a second secret for a client, so that the previous one stays valid; set `revokePrevious: true` to end it at once",
    );
  }
  if (wanted.kind === "supplied") return putSecret(target, name, wanted);
  return plsql`${target.oauthPositional("rotate_client_secret", [name])};
${tellSecret(target, name)}`;
}

/** UPDATE_CLIENT_SECRET, by position because its parameters' names are not verified. */
function putSecret(target: Target, name: string, wanted: SecretWanted): Fragment {
  return plsql`${target.oauthPositional("update_client_secret", [name, secretBind(wanted)])};
${tellIssued(target, name)}`;
}

/**
 * What a client that stood there has: OAUTH keeps secrets readable (fact 84), so it is read, and nobody loses it. One that came
 * without (IMPORT_CLIENT, fact 95) gets its first.
 */
export function takeOauthSecret(
  target: Target,
  name: string,
  wanted: SecretWanted,
  rotation: Rotation,
): Fragment {
  if (wanted.kind === "none") return nothing;
  const isAnother = plsql`there.client_secret is null${wanted.kind === "supplied" ? plsql` or there.client_secret != ${secretBind(wanted)}` : nothing}`;
  const refuseToEnd = plsql`if there.client_secret is not null then
${refuse(plsql`'it has another secret, and OAUTH keeps one a client. Set \`revokePrevious: true\` to end the one it has.'`)}end if;
`;
  return plsql`for there in (select c.client_secret from ${target.rows("clients")} c where c.name = ${name}) loop
if ${isAnother} then
${rotation.revokePrevious ? nothing : refuseToEnd}${replaceOauthSecret(target, name, wanted, { ...rotation, revokePrevious: true })}
else
${outSecret} := there.client_secret;
end if;
end loop;`;
}

function tellSecret(target: Target, name: string): Fragment {
  return plsql`for made in (select c.client_secret from ${target.rows("clients")} c where c.name = ${name}) loop
${outSecret} := made.client_secret;
end loop;
${tellIssued(target, name)}`;
}

function lacks(what: string): InputError {
  return new InputError(
    `ORDS 24.3 is the first version that has ${what}: OAUTH, which is installed, does not.`,
  );
}
