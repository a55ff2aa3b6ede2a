/**
 * SQL of the sandbox: Oracle's statements, translated to SQLite's and run on the store. One {@link SqlCatalogue} serves a
 * database, one engine a session.
 */
import type { SqlEngine } from "../plsql/sql";
import type { SqlCatalogue } from "./catalogue";
import { Engine } from "./engine";
import type { SqlSession } from "./session";

export { SqlCatalogue } from "./catalogue";
export type { Right, SqlFunction, SqlSession } from "./session";

export function openSqlEngine(catalogue: SqlCatalogue, session: SqlSession): SqlEngine {
  return new Engine(catalogue, session);
}
