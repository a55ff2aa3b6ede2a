import type { Path } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import type { Type } from "../../plsql/types";

/** A piece of SQLite's SQL with the type its value has in Oracle. */
export interface Term {
  readonly sql: string;
  readonly type: Type;
  /** The parameter that it is, so that the place it stands in can say what the value has to become. */
  readonly parameter?: Parameter;
  /** It is JSON, which JSON functions take as it is. */
  readonly json?: true;
}

/** A value that is put in when the statement runs. */
export interface Parameter {
  readonly source: ParameterSource;
  /** What it becomes before; undefined: it stays as it is. */
  convert: Type | undefined;
}

export type ParameterSource =
  | { readonly kind: "bind"; readonly name: string }
  | { readonly kind: "variable"; readonly path: Path }
  /** What is the same for all rows of a statement: SYSDATE, USER, the rows of a view of the dictionary. */
  | { readonly kind: "context"; readonly value: () => Value };
