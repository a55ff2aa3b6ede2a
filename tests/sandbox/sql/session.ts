import type { Ddl, Path } from "../lang/ast";
import type { TypeName, Value } from "../plsql/catalogue";
import type { Type } from "../plsql/types";
import type { Session } from "../plsql/session";
import type { Triggers } from "../plsql/triggers";

/** A function that is not SQL's own: of a package, or written in PL/SQL. */
export interface SqlFunction {
  readonly type: TypeName;
  /** Arguments by position; `names` has those given by name, in upper case. */
  call(args: readonly Value[], names: readonly (string | undefined)[]): Promise<Value>;
}

export type Right = "SELECT" | "INSERT" | "UPDATE" | "DELETE";

/** What SQL needs of the session it works for. A {@link Session} of PL/SQL has most of it. */
export interface SqlSession extends Pick<
  Session,
  "user" | "currentSchema" | "transaction" | "environment" | "now" | "hasRole" | "commit" | "rollback"
> {
  /** Whose rights count, where they are not the user's own: in stored units. */
  readonly rights?: string;
  /** Of the call under way. */
  signal(): AbortSignal | undefined;
  readonly triggers?: Triggers;
  /** Whether a table or view of another owner may be used; who may not, finds none (ORA-00942). */
  may(right: Right, owner: string, name: string): boolean;
  /** A function by its path, or undefined where there is none: ORA-00904. */
  function(path: Path): SqlFunction | undefined;
  /** A type that somebody made, by its name. */
  type?(name: TypeName): Type | undefined;
  /** Definitions other than those of tables, indexes, views, sequences, synonyms and comments. */
  define(statement: Ddl): Promise<void>;
}
