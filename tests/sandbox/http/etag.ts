import { createHash } from "node:crypto";
import { execute } from "./call";
import type { HandlerSession } from "./database";
import type { ETag } from "./metadata";
import type { Bind } from "./call";
import { bindNames } from "./binds";
import { plainText } from "./json";
import type { Reply } from "./reply";

/** The version of a document (fact 44), quoted as the header wants it. */
export async function etagOf(
  etag: ETag,
  reply: Reply,
  session: HandlerSession,
  binds: Readonly<Record<string, Bind>>,
): Promise<string | undefined> {
  switch (etag.kind) {
    case "none":
      return undefined;
    case "hash":
      return `"${createHash("sha512").update(reply.body).digest("base64")}"`;
    case "query": {
      const names = bindNames(etag.query);
      const used = Object.entries(binds).filter(([name]) => names.includes(name));
      const result = await execute(session, etag.query, Object.fromEntries(used));
      if (result.kind !== "rows") return undefined;
      for (const row of result.rows)
        return `"${plainText(row[0] ?? null).replace(/[^\x21\x23-\x7e]/g, "_")}"`;
      return undefined;
    }
  }
}

/** True when a client already has this version. */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
