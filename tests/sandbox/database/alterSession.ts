import { OraError } from "../errors";
import type { AlterSession } from "../lang/ast";
import { databaseName } from "./environment";
import type { DatabaseSession } from "./session";

/** Parameters that nothing here depends on. */
const ignored =
  /^(PLSQL_|PLSCOPE_|OPTIMIZER_|CURSOR_|PARALLEL_|QUERY_|_|DDL_LOCK_TIMEOUT|EDITION|EVENTS|ISOLATION_LEVEL|STATISTICS_LEVEL|TRACEFILE_IDENTIFIER|SQL_TRACE|RECYCLEBIN|WORKAREA_|SORT_|HASH_|CONSTRAINTS?|ERROR_ON_OVERLAP_TIME|APPROX_|DEFERRED_SEGMENT_CREATION|RESUMABLE_TIMEOUT|TIMED_STATISTICS|ROW_ARCHIVAL|DEFAULT_COLLATION|SQL_TRANSLATION_PROFILE)/;

/** ALTER SESSION SET: the current schema, and what SYS_CONTEXT tells of NLS. @throws OraError 1435, 2248, 65011 */
export function alterSession(session: DatabaseSession, { set }: AlterSession): void {
  for (const [name, value] of Object.entries(set)) {
    if (name === "CURRENT_SCHEMA") session.setCurrentSchema(value);
    else if (name === "CONTAINER") {
      if (value.toUpperCase() !== databaseName)
        throw new OraError(65011, `Pluggable database ${value} does not exist.`);
    } else if (name.startsWith("NLS_") || name === "TIME_ZONE") session.environment.set(name, value);
    else if (!ignored.test(name)) throw new OraError(2248, "invalid option for ALTER SESSION");
  }
}
