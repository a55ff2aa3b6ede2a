import { methodNotAllowed, Problem } from "../problems";
import { jsonReply } from "../reply";
import type { Reply } from "../reply";
import { formFields } from "../request";
import type { Request } from "../request";
import type { Client, Metadata, Schema } from "../metadata";
import { basicCredentials } from "./credentials";
import { duration } from "./tokens";
import type { Approval, Tokens } from "./tokens";

/** POST <alias>/oauth/token (facts 103 to 106). */
export async function tokenEndpoint(
  request: Request,
  schema: Schema,
  metadata: Metadata,
  tokens: Tokens,
): Promise<Reply> {
  if (request.method !== "POST") throw methodNotAllowed(["POST"]);
  const fields = formFields(request);
  if (fields === undefined) return refused("invalid_request");
  const client = await authenticate(request, fields, schema, metadata);
  const grant = grants.get(fields.get("grant_type") ?? "");
  if (grant === undefined)
    return refused(fields.has("grant_type") ? "unsupported_grant_type" : "invalid_request");
  return grant({ fields, schema, client, metadata, tokens });
}

interface Grant {
  readonly fields: URLSearchParams;
  readonly schema: Schema;
  readonly client: Client;
  readonly metadata: Metadata;
  readonly tokens: Tokens;
}

const grants = new Map<string, (grant: Grant) => Promise<Reply>>(
  Object.entries({
    client_credentials: async (grant: Grant) =>
      grant.client.grant === "client_credentials"
        ? granted(grant, undefined)
        : refused("unauthorized_client"),
    authorization_code: async (grant: Grant) => {
      const { client, fields, metadata, schema, tokens } = grant;
      if (client.grant !== "authorization_code") return refused("unauthorized_client");
      const code = fields.get("code") ?? "";
      const good = await tokens.check("code", code, schema, metadata);
      const redirectUri = fields.get("redirect_uri") ?? good?.redirectUri;
      if (good?.client.id !== client.id || redirectUri !== good.redirectUri) return refused("invalid_grant");
      tokens.withdraw(code);
      return granted(grant, good.approval);
    },
    refresh_token: async (grant: Grant) => {
      const { client, fields, metadata, schema, tokens } = grant;
      const token = fields.get("refresh_token") ?? "";
      const good = await tokens.check("refresh", token, schema, metadata);
      if (good?.client.id !== client.id) return refused("invalid_grant");
      tokens.withdraw(token);
      return granted(grant, good.approval);
    },
  }),
);

/** Basic or in the body; a secret in either slot is good until it is revoked (fact 88). */
async function authenticate(
  { headers }: Request,
  fields: URLSearchParams,
  schema: Schema,
  metadata: Metadata,
): Promise<Client> {
  const basic = basicCredentials(headers.authorization)?.map(formDecoded);
  const [id, secret] = basic ?? [
    fields.get("client_id") ?? undefined,
    fields.get("client_secret") ?? undefined,
  ];
  const client = id === undefined ? undefined : await metadata.client(schema, id);
  if (client === undefined || secret === undefined || !client.verify(secret)) throw invalidClient();
  return client;
}

/** Clients encode both halves as a form does (RFC 6749, 2.3.1); ids and secrets of ORDS need no encoding. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}

/** The status is documented, the body is not (fact 105): it is that of every 401. */
function invalidClient(): Problem {
  return new Problem(401, { headers: { "www-authenticate": 'Basic realm="Oracle REST Data Services"' } });
}

/** RFC 6749, 5.2. */
function refused(error: string): Reply {
  return jsonReply(400, JSON.stringify({ error }), tokenHeaders);
}

const tokenHeaders = { "cache-control": "no-store", pragma: "no-cache", "x-frame-options": "SAMEORIGIN" };

function granted({ schema, client, tokens }: Grant, approval: Approval | undefined): Reply {
  const answer = {
    access_token: tokens.issue("access", schema, client, { approval }),
    token_type: "bearer",
    expires_in: duration(client, "access"),
    ...(approval === undefined
      ? {}
      : { refresh_token: tokens.issue("refresh", schema, client, { approval }) }),
  };
  return jsonReply(200, JSON.stringify(answer), tokenHeaders);
}
