import type { Ddl } from "../lang/ast";
import type { SqlResult } from "../plsql/sql";
import type { Execution } from "./execution";

/** DDL commits before and after itself. */
export async function define({ session }: Execution, statement: Ddl): Promise<SqlResult> {
  await session.commit();
  await session.define(statement);
  await session.commit();
  return { kind: "done", rowsAffected: 0 };
}
