import { jsonList, jsonObject } from "./json";
import { createOauthClient, replaceOauthSecret, takeOauthSecret, updateOauthClient } from "./oauth";
import { nothing, plsql } from "./plsql";
import type { Fragment } from "./plsql";
import { forgetUnheard, outSecret, secretBind, tellIssued } from "./secrets";
import type { Rotation, SecretWanted } from "./secrets";
import type { Arguments, Target } from "./target";

/** A row of USER_ORDS_CLIENTS with its roles. Its secret is masked (fact 86) and therefore not looked at. */
export interface ClientRow {
  readonly name: string;
  readonly grantType: string;
  readonly description: string | null;
  readonly supportEmail: string | null;
  readonly supportUri: string | null;
  readonly redirectUri: string | null;
  readonly originsAllowed: string | null;
  readonly privileges: string | null;
  readonly tokenDuration: number | null;
  readonly refreshDuration: number | null;
  readonly codeDuration: number | null;
  readonly clientId: string;
  readonly roles: readonly string[] | null;
  readonly alias: string | null;
}

export interface ClientDefinition {
  readonly name: string;
  readonly grantType: string;
  readonly description?: string;
  readonly supportEmail?: string;
  readonly supportUri?: string;
  readonly redirectUri?: string;
  readonly originsAllowed?: readonly string[];
  readonly privileges?: readonly string[];
  readonly roles?: readonly string[];
  readonly tokenDuration?: number;
  readonly refreshDuration?: number;
  readonly codeDuration?: number;
}

export function observeClient(target: Target, name: string): Fragment {
  return plsql`${observeClients(target)} where c.name = ${name}`;
}

export function observeClients(target: Target): Fragment {
  return plsql`select ${jsonObject({
    name: plsql`c.name`,
    grantType: plsql`c.auth_flow`,
    description: plsql`c.description`,
    supportEmail: plsql`c.support_email`,
    supportUri: plsql`c.support_uri`,
    redirectUri: plsql`c.redirect_uri`,
    originsAllowed: plsql`c.allowed_origins`,
    privileges: plsql`c.privilege_names`,
    tokenDuration: plsql`c.token_duration`,
    refreshDuration: plsql`c.refresh_duration`,
    codeDuration: plsql`c.code_duration`,
    clientId: plsql`c.client_id`,
    // A grant that was repeated has several rows (fact 160); the set that is made of it has one.
    roles: jsonList(plsql`r.role_name`, plsql`${clientRoles(target)} r where r.client_id = c.id`),
    alias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = c.schema_id)`,
  })} as state from ${target.rows("clients")} c`;
}

/** This view has no schema_id; its client_id is the row id of the client, unique in the database (fact 98). */
function clientRoles(target: Target): Fragment {
  return target.schema === undefined ? plsql`user_ords_client_roles` : plsql`dba_ords_client_roles`;
}

/** REGISTER_CLIENT in its function form; without a request there is no secret (fact 85). Roles are granted after it. */
export function registerClient(target: Target, client: ClientDefinition, wanted: SecretWanted): Fragment {
  const grants = plsql`${(client.roles ?? []).map((role) => grantRole(target, client.name, role))}`;
  if (!target.installed.has("ordsSecurity")) {
    return plsql`${createOauthClient(target, client, wanted)}${grants}`;
  }
  const secret = {
    none: undefined,
    generated: plsql`ords_types.oauth_client_secret()`,
    supplied: plsql`ords_types.oauth_client_secret(p_secret => ${secretBind(wanted)})`,
  }[wanted.kind];
  return plsql`declare
l_made ords_types.t_client_credentials;
begin
l_made := ${target.security("register_client", {
    p_name: client.name,
    p_grant_type: client.grantType,
    p_description: client.description,
    p_client_secret: secret,
    p_privilege_names: client.privileges?.join(","),
    p_origins_allowed: client.originsAllowed?.join(","),
    p_redirect_uri: client.redirectUri,
    p_support_email: client.supportEmail,
    p_support_uri: client.supportUri,
    p_token_duration: client.tokenDuration,
    p_refresh_duration: client.refreshDuration,
    p_code_duration: client.codeDuration,
  })};
${wanted.kind === "none" ? nothing : plsql`${outSecret} := l_made.client_secret.secret;\n${tellIssued(target, client.name)}`}${grants}end;`;
}

/** RENAME_CLIENT: id, secrets and grants stay. Its parameters' names are not verified. */
export function renameClient(target: Target, name: string, to: string): Fragment {
  return target.installed.has("ordsSecurity")
    ? plsql`${target.securityPositional("rename_client", [name, to])};`
    : plsql`${target.oauthPositional("rename_client", [name, to])};`;
}

/**
 * The long form by name: it writes every argument as given (fact 92), so all of them are given. Secrets stay. Whether
 * ORDS_SECURITY_ADMIN has that form is open; the short one leaves the privileges and the lifetimes to calls of their own.
 */
export function updateClient(target: Target, had: ClientDefinition, client: ClientDefinition): Fragment {
  if (!target.installed.has("ordsSecurity")) return updateOauthClient(target, had, client);
  const texts: Arguments = {
    p_name: client.name,
    p_description: client.description ?? null,
    p_origins_allowed: client.originsAllowed?.join(",") ?? null,
    p_redirect_uri: client.redirectUri ?? null,
    p_support_email: client.supportEmail ?? null,
    p_support_uri: client.supportUri ?? null,
  };
  const privileges: Arguments = { p_privilege_names: client.privileges?.join(",") ?? null };
  const lifetimes: Arguments = {
    p_token_duration: client.tokenDuration ?? null,
    p_refresh_duration: client.refreshDuration ?? null,
    p_code_duration: client.codeDuration ?? null,
  };
  if (target.schema === undefined || target.installed.has("adminUpdatesAll")) {
    return plsql`${target.security("update_client", { ...texts, ...privileges, ...lifetimes })};`;
  }
  return plsql`${target.security("update_client", texts)};
${target.security("update_client_privileges", { p_name: client.name, ...privileges })};
${target.security("update_client_token_duration", { p_name: client.name, ...lifetimes })};`;
}

/** Adds and takes away only what the program changed; what others granted stays. */
export function changeRoles(
  target: Target,
  name: string,
  had: readonly string[] = [],
  want: readonly string[] = [],
): Fragment {
  const added = want.filter((role) => !had.includes(role));
  const removed = had.filter((role) => !want.includes(role));
  return plsql`${added.map((role) => grantRole(target, name, role))}${removed.map((role) => revokeRole(target, name, role))}`;
}

/** Granting twice adds a second row (fact 160): asked first. */
function grantRole(target: Target, client: string, role: string): Fragment {
  return plsql`declare
l_grants pls_integer;
begin
select count(*) into l_grants from ${clientRoles(target)} g join ${target.rows("clients")} c on c.id = g.client_id
where c.name = ${client} and g.role_name = ${role};
if l_grants = 0 then
${clientCall(target, "grant_client_role", { p_client_name: client, p_role_name: role })};
end if;
end;
`;
}

/** Each row of a grant that was repeated is revoked (fact 160). */
function revokeRole(target: Target, client: string, role: string): Fragment {
  return plsql`declare
l_grants pls_integer;
l_before pls_integer;
begin
loop
select count(*) into l_grants from ${clientRoles(target)} g join ${target.rows("clients")} c on c.id = g.client_id
where c.name = ${client} and g.role_name = ${role};
exit when l_grants = 0 or l_grants = l_before;
l_before := l_grants;
${clientCall(target, "revoke_client_role", { p_client_name: client, p_role_name: role })};
end loop;
end;
`;
}

/** The calls that both packages have with the same names; ORDS_SECURITY before OAUTH (fact 147). */
function clientCall(target: Target, procedure: string, args: Arguments): Fragment {
  return target.installed.has("ordsSecurity")
    ? target.security(procedure, args)
    : target.oauth(procedure, args);
}

/** The new secret takes the free slot, else the oldest (facts 88, 89); ROTATE by name returns it. */
export function replaceSecret(
  target: Target,
  name: string,
  wanted: SecretWanted,
  { revokePrevious, revokeSessions, known }: Rotation,
): Fragment {
  if (!target.installed.has("ordsSecurity")) {
    return replaceOauthSecret(target, name, wanted, { revokePrevious, revokeSessions });
  }
  const revoking = { p_revoke_existing: revokePrevious, p_revoke_sessions: revokeSessions };
  if (wanted.kind === "none") {
    return plsql`declare
l_key ords_types.t_client_key;
l_filter ords_types.t_client_secret;
l_revoked ords_types.t_client_credentials;
begin
l_key.name := ${name};
l_filter.slot := 3;
l_revoked := ${target.security("revoke_client_secrets", {
      p_client_key: plsql`l_key`,
      p_filter: plsql`l_filter`,
      p_revoke_sessions: revokeSessions,
    })};
end;`;
  }
  const made =
    wanted.kind === "generated"
      ? plsql`${outSecret} := ${target.security("rotate_client_secret", { p_name: name, ...revoking })};`
      : plsql`${target.security("register_client_secret", { p_name: name, p_client_secret: plsql`${secretBind(wanted)}`, ...revoking })};`;
  return plsql`${forgetUnheard(target, name, known)}${made}
${tellIssued(target, name)}`;
}

/** A secret for a client that stood there: with ORDS_SECURITY nobody can read the one it has (fact 86), so it gets another. */
export function takeSecret(target: Target, name: string, wanted: SecretWanted, rotation: Rotation): Fragment {
  if (!target.installed.has("ordsSecurity")) return takeOauthSecret(target, name, wanted, rotation);
  return wanted.kind === "none" ? nothing : replaceSecret(target, name, wanted, rotation);
}

/** DELETE_CLIENT. */
export function deleteClient(target: Target, name: string): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("clients")} c where c.name = ${name}) loop
${clientCall(target, "delete_client", { p_name: name })};
end loop;`;
}
