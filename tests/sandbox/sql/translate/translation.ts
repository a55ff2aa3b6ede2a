import type { Path } from "../../lang/ast";
import type { Variables } from "../../plsql/sql";
import { any, scalarType } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import type { SqliteStore } from "../../store/store";
import type { SqlCatalogue } from "../catalogue";
import type { Functions } from "../functions";
import { Names } from "../names";
import type { SqlSession } from "../session";
import type { Parameter, ParameterSource, Term } from "./term";
import { Scope } from "./scope";

/** A table of a WITH clause, by its name in SQLite. */
export interface NamedQuery {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
}

/** What is shared by all parts of a statement that is translated. */
export class Translation {
  readonly parameters: Parameter[] = [];
  #names = 0;

  constructor(
    readonly catalogue: SqlCatalogue,
    /** Who asks: what it may see is looked up now, its values when the statement runs. */
    readonly session: SqlSession,
  ) {}

  get store(): SqliteStore {
    return this.catalogue.sqliteStore;
  }

  get functions(): Functions {
    return this.catalogue.functions;
  }

  name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  parameter(source: ParameterSource, type: Type = any): Term {
    const parameter: Parameter = { source, convert: undefined };
    // ?1 is the transaction's number.
    const number = this.parameters.push(parameter) + 1;
    return { sql: `?${number}`, type, ...(type.kind === "any" ? { parameter } : {}) };
  }

  /** Where a statement of the session begins. */
  start(variables: Variables | undefined): At {
    const names = new Names(this.catalogue, this.session);
    return { t: this, scope: new Scope(undefined), names, variables, with: new Map() };
  }

  /** A function of PL/SQL, whose `sql` is its name. What it gives is asked for while the statement runs. */
  call(path: Path, types: readonly Type[], names: readonly (string | undefined)[]): Term | undefined {
    const found = this.session.function(path);
    if (found === undefined) return undefined;
    const type = scalarType(found.type) ?? any;
    const { functions } = this;
    const key = `call ${JSON.stringify([path.map(({ name }) => name), names, type])}`;
    const sql = functions.scalar(key, types, type, (args) => functions.calls!.look(path, names, args));
    return { sql, type };
  }
}

/** Where a part stands: the tables it sees and whose names they are. */
export interface At {
  readonly t: Translation;
  readonly scope: Scope;
  readonly names: Names;
  /** Absent in views, which see no variables and no binds. */
  readonly variables: Variables | undefined;
  readonly with: ReadonlyMap<string, NamedQuery>;
  readonly inAggregate?: boolean;
  /** There is a GROUP BY. */
  readonly grouped?: boolean;
}
