import { inTransaction } from "../transaction";
import { methodNotAllowed, notFound } from "../problems";
import type { HttpDatabase } from "../database";
import { sqlDeveloper } from "../callers";
import type { Schema } from "../metadata";
import type { Caller } from "../protection";
import { admit } from "../admission";
import { jsonReply } from "../reply";
import type { Reply } from "../reply";
import type { Request } from "../request";
import { sqlRequest } from "./request";
import { runScript } from "./run";

export interface SqlService {
  readonly database: HttpDatabase;
  /** For schemas that say nothing else. */
  readonly active: boolean;
  readonly version: string;
}

/** POST <alias>/_/sql: REST-enabled SQL (facts 117 to 130). */
export async function sqlEndpoint(
  request: Request,
  schema: Schema,
  caller: Caller,
  { database, active, version }: SqlService,
  signal: AbortSignal,
): Promise<Reply> {
  const property = schema.properties["restEnabledSql.active"];
  if (!(property === undefined ? active : property.toLowerCase() === "true")) throw notFound();
  admit(caller, [{ name: "oracle.dbtools.sql", roles: [sqlDeveloper], patterns: ["/_/sql"], modules: [] }]);
  if (request.method === "GET") return jsonReply(200, describe(version));
  if (request.method !== "POST") throw methodNotAllowed(["GET", "POST"]);
  const wanted = sqlRequest(request);
  // Every request is a session of its own; success commits, failure rolls back (fact 127).
  return inTransaction(database.openAs(schema.owner), async (session) => {
    const { items, failed } = await runScript(wanted, session, signal);
    const text = `{"env":{"defaultTimeZone":"UTC"},"items":[${items.join(",")}]}`;
    return { reply: jsonReply(200, text), failed };
  });
}

/** What newer versions tell on GET (fact 117). */
function describe(version: string): string {
  return JSON.stringify({
    database_product_name: "Oracle",
    env: { defaultTimeZone: "UTC", ordsVersion: version },
  });
}
