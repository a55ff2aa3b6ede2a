import type { BindInfo, DatabaseSession, StatementKind, WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";

function kindOf(sql: string): StatementKind {
  if (/^\s*(begin|declare|call|<<)/i.test(sql)) return "plsql";
  return /^\s*(select|with)/i.test(sql) ? "query" : "other";
}

const types: Readonly<Record<string, number>> = { STATUS: typeCodes.number, N: typeCodes.number };

/** Executes as a client does; its binds go out only. */
export async function out(
  session: DatabaseSession,
  sql: string,
): Promise<Readonly<Record<string, WireValue>>> {
  const kind = kindOf(sql);
  const names = kind === "plsql" ? [...sql.matchAll(/:(\w+)\b/g)].map(([, name]) => name!.toUpperCase()) : [];
  const binds = [...new Set(names)]
    .filter((name) => name in types || name === "LINE")
    .map((name): BindInfo => {
      const type = types[name] ?? typeCodes.varchar;
      return { name, type, maxSize: 32767, isArray: false, returning: false };
    });
  const row = Object.fromEntries(binds.map(({ name }) => [name, null]));
  const { signal } = new AbortController();
  const call = { sql, kind, binds, rows: [row], batchErrors: false, describeOnly: false, signal };
  const result = await session.execute(call);
  return result.kind === "block" ? result.outs : {};
}
