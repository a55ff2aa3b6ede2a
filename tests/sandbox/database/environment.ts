import type { DatabaseSession } from "./session";

/** What the listener and its clients are told too. */
export const databaseName = "FREEPDB1";

/** SYS_CONTEXT('USERENV', ...) besides what sessions compute themselves. */
export function environmentOf(session: DatabaseSession, proxy: string | undefined): Map<string, string> {
  const { id, user, instance } = session;
  const userId = String(instance.users.user(user)?.id ?? 0);
  return new Map([
    ["AUTHENTICATED_IDENTITY", proxy ?? user],
    ["AUTHENTICATION_METHOD", "PASSWORD"],
    ["CDB_NAME", "FREE"],
    ["CON_ID", "3"],
    ["CON_NAME", databaseName],
    ["CURRENT_EDITION_NAME", "ORA$BASE"],
    ["CURRENT_SCHEMAID", userId],
    ["CURRENT_USERID", userId],
    ["DATABASE_ROLE", "PRIMARY"],
    ["DB_DOMAIN", ""],
    ["DB_NAME", databaseName],
    ["DB_UNIQUE_NAME", databaseName],
    ["HOST", "localhost"],
    ["INSTANCE", "1"],
    ["INSTANCE_NAME", "sandbox"],
    ["IP_ADDRESS", "127.0.0.1"],
    ["ISDBA", "FALSE"],
    ["LANG", "US"],
    ["LANGUAGE", "AMERICAN_AMERICA.AL32UTF8"],
    ["NETWORK_PROTOCOL", "tcp"],
    ["NLS_CALENDAR", "GREGORIAN"],
    ["NLS_DATE_FORMAT", "DD-MON-RR"],
    ["NLS_DATE_LANGUAGE", "AMERICAN"],
    ["NLS_SORT", "BINARY"],
    ["NLS_TERRITORY", "AMERICA"],
    ["OS_USER", "sandbox"],
    ["SERVER_HOST", "localhost"],
    ["SERVICE_NAME", databaseName.toLowerCase()],
    ["SESSIONID", String(id)],
    ["SESSION_EDITION_NAME", "ORA$BASE"],
    ["SESSION_USERID", userId],
    ["SID", String(id)],
    ["TERMINAL", "unknown"],
    ...(proxy === undefined ? [] : [["PROXY_USER", proxy] as const]),
  ]);
}
