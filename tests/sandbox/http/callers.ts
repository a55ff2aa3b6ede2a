import type { HttpDatabase } from "./database";
import type { Schema } from "./metadata";
import { basicCredentials, bearerToken } from "./oauth/credentials";
import type { JwtVerifier } from "./oauth/jwt";
import type { Tokens } from "./oauth/tokens";
import { invalidToken, wrongPassword } from "./problems";
import type { Caller } from "./protection";
import type { Request } from "./request";

/** A user of ORDS's own file, with roles by name (fact 73). */
export interface FileUser {
  readonly password: string;
  readonly roles: readonly string[];
}

export interface Accounts {
  /** Undefined for a wrong name or password. */
  signIn(
    schema: Schema,
    user: string,
    password: string,
  ): { readonly name: string; readonly roles: readonly string[] } | undefined;
}

/** What lets a database user in to REST-enabled SQL of its own schema (fact 126). */
export const sqlDeveloper = "SQL Developer";

export function accountsOf(database: HttpDatabase, fileUsers: Readonly<Record<string, FileUser>>): Accounts {
  return {
    signIn(schema, user, password) {
      const known = Object.hasOwn(fileUsers, user) ? fileUsers[user] : undefined;
      if (known !== undefined)
        return known.password === password ? { name: user, roles: known.roles } : undefined;
      const name = /^".*"$/.test(user) ? user.slice(1, -1) : user.toUpperCase();
      if (database.password(name) !== password) return undefined;
      return { name, roles: name === schema.owner ? [sqlDeveloper] : [] };
    },
  };
}

/** Who a request says it is from. */
export async function callerOf(
  { headers }: Request,
  schema: Schema,
  {
    database,
    tokens,
    jwt,
    accounts,
  }: { database: HttpDatabase; tokens: Tokens; jwt: JwtVerifier; accounts: Accounts },
): Promise<Caller> {
  const { authorization } = headers;
  if (authorization === undefined) return { kind: "anonymous" };
  const credentials = basicCredentials(authorization);
  if (credentials !== undefined) {
    const user = accounts.signIn(schema, ...credentials);
    if (user === undefined) throw wrongPassword();
    return { kind: "signedIn", ...user };
  }
  const token = bearerToken(authorization);
  const caller = token === undefined ? undefined : await bearer(token, schema, database, tokens, jwt);
  if (caller === undefined) throw invalidToken();
  return caller;
}

async function bearer(
  token: string,
  schema: Schema,
  database: HttpDatabase,
  tokens: Tokens,
  jwt: JwtVerifier,
): Promise<Caller | undefined> {
  // Tokens of ORDS have no dots in them.
  if (token.includes(".")) {
    return schema.jwtProfile === undefined ? undefined : jwt.verify(token, schema.jwtProfile);
  }
  const good = await tokens.check("access", token, schema, database.metadata);
  if (good === undefined) return undefined;
  const { client, approval } = good;
  if (approval === undefined) return { kind: "signedIn", name: client.clientId, roles: client.roles };
  return { kind: "approved", name: approval.user, roles: approval.userRoles, privileges: client.privileges };
}
