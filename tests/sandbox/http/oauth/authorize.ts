import type { HttpDatabase } from "../database";
import { badRequest, methodNotAllowed, wrongPassword } from "../problems";
import { noBody } from "../reply";
import type { Reply } from "../reply";
import type { Request } from "../request";
import type { Client, Schema } from "../metadata";
import type { Accounts } from "../callers";
import { basicCredentials } from "./credentials";
import { duration } from "./tokens";
import type { Tokens } from "./tokens";

/**
 * GET <alias>/oauth/auth (fact 106). ORDS shows pages to sign in and to approve; here Basic authentication signs in,
 * and signing in approves.
 */
export async function authorizationEndpoint(
  request: Request,
  schema: Schema,
  database: HttpDatabase,
  tokens: Tokens,
  accounts: Accounts,
): Promise<Reply> {
  if (request.method !== "GET") throw methodNotAllowed(["GET"]);
  const { query } = request;
  const client = await database.metadata.client(schema, query.get("client_id") ?? "");
  if (client?.redirectUri === undefined) throw badRequest("The client is not known");
  const asked = query.get("redirect_uri") ?? client.redirectUri;
  if (asked !== client.redirectUri) throw badRequest("The redirect URI is not that of the client");
  const credentials = basicCredentials(request.headers.authorization);
  const user = credentials === undefined ? undefined : accounts.signIn(schema, ...credentials);
  if (user === undefined) throw wrongPassword();
  const answer = answerFor(query, schema, client, tokens, { user: user.name, userRoles: user.roles });
  const state = query.get("state");
  if (state !== null) answer.set("state", state);
  const target = new URL(client.redirectUri);
  if (query.get("response_type") === "token") target.hash = answer.toString();
  else for (const [name, value] of answer) target.searchParams.set(name, value);
  return noBody(302, { location: target.href });
}

/** Each kind of client has one type of response (fact 81). */
function answerFor(
  query: URLSearchParams,
  schema: Schema,
  client: Client,
  tokens: Tokens,
  approval: { readonly user: string; readonly userRoles: readonly string[] },
): URLSearchParams {
  const type = query.get("response_type");
  if (type === "code" && client.grant === "authorization_code") {
    const redirectUri = query.get("redirect_uri") ?? undefined;
    return new URLSearchParams({ code: tokens.issue("code", schema, client, { approval, redirectUri }) });
  }
  if (type === "token" && client.grant === "implicit") {
    return new URLSearchParams({
      access_token: tokens.issue("access", schema, client, { approval }),
      token_type: "bearer",
      expires_in: String(duration(client, "access")),
    });
  }
  return new URLSearchParams({
    error: type === "code" || type === "token" ? "unauthorized_client" : "unsupported_response_type",
  });
}
