import { OraError } from "../errors";
import type { Control, Ddl, Dml, Path, Query } from "../lang/ast";
import type { SqlColumn, SqlEngine, SqlResult, Variables } from "../plsql/sql";
import type { SqlCatalogue } from "./catalogue";
import type { SqlSession } from "./session";

/** SQL for one session. */
export class Engine implements SqlEngine {
  constructor(
    readonly catalogue: SqlCatalogue,
    readonly session: SqlSession,
  ) {}

  columns(_query: Query, _variables: Variables): readonly SqlColumn[] {
    throw new OraError(900, "not supported by the sandbox yet");
  }

  check(_statement: Dml, _variables: Variables): void {
    throw new OraError(900, "not supported by the sandbox yet");
  }

  table(_name: Path): readonly SqlColumn[] | undefined {
    return undefined;
  }

  run(_statement: Query | Dml | Ddl, _variables: Variables): Promise<SqlResult> {
    return Promise.reject(new OraError(900, "not supported by the sandbox yet"));
  }

  control(_statement: Control): Promise<void> {
    return Promise.reject(new OraError(900, "not supported by the sandbox yet"));
  }
}
