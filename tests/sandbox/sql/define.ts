import type { Ddl } from "../lang/ast";
import type { SqlResult } from "../plsql/sql";
import type { Execution } from "./execution";

/** Definitions. Whoever runs them commits before and after. */
export async function define({ session }: Execution, statement: Ddl): Promise<SqlResult> {
  await session.define(statement);
  return { kind: "done", rowsAffected: 0 };
}
