import type { Control, Ddl, Dml, Path, Query } from "../lang/ast";
import type { Value } from "./catalogue";

/** What PL/SQL needs of the SQL executor, for one session. */
export interface SqlEngine {
  /** Columns of a query, before it runs. @throws OraError */
  columns(query: Query, variables: Variables): readonly SqlColumn[];
  /** Says what is wrong with names in a statement, before it runs. @throws OraError */
  check(statement: Dml, variables: Variables): void;
  /** Columns of a table or view, or undefined where there is none. */
  table(name: Path): readonly SqlColumn[] | undefined;
  run(statement: Query | Dml | Ddl, variables: Variables): Promise<SqlResult>;
  control(statement: Control): Promise<void>;
}

export interface SqlColumn {
  readonly name: string;
  /** VARCHAR2, NUMBER, CLOB, ... */
  readonly type: string;
  readonly size?: number;
  readonly precision?: number;
  readonly scale?: number;
}

export type SqlResult =
  | {
      readonly kind: "rows";
      readonly columns: readonly SqlColumn[];
      readonly rows: readonly (readonly Value[])[];
    }
  /** `returning`: for each row affected, the values of RETURNING. */
  | {
      readonly kind: "done";
      readonly rowsAffected: number;
      readonly returning?: readonly (readonly Value[])[];
    };

/** What stands around a statement: binds, and the variables of PL/SQL, asked where a name is no column. */
export interface Variables {
  /** Undefined where there is no variable of that name. */
  value(path: Path): Value | undefined;
  bind(name: string): Value;
}
