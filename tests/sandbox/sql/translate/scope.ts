import type { Path } from "../../lang/ast";
import type { Type } from "../../plsql/types";
import { ambiguous, invalidIdentifier } from "../problems";

export interface SourceColumn {
  readonly name: string;
  readonly type: Type;
  readonly sql: string;
  /** Joined by USING: only its counterpart answers to the bare name. */
  merged?: true;
}

/** Something in FROM. */
export interface Source {
  /** Its alias, or the table's name. */
  readonly name: string | undefined;
  readonly owner: string | undefined;
  readonly columns: SourceColumn[];
  /** Of a table: its name in the store and the number of the row. */
  readonly table?: { readonly path: string; readonly row: string };
}

/** The tables that a part of a statement sees, and those around it. */
export class Scope {
  readonly sources: Source[] = [];
  /** What ROWNUM and LEVEL are here, if they are anything. */
  rownum: string | undefined;
  level: string | undefined;
  /** The parents' rows, within CONNECT BY. */
  prior: Scope | undefined;
  /** The rows at the top, in a query with CONNECT BY. */
  root: Scope | undefined;
  /** CONNECT_BY_ISLEAF. */
  leaf: string | undefined;
  /** Calls of SYS_CONNECT_BY_PATH by their texts. */
  readonly paths = new Map<string, string>();

  constructor(readonly parent: Scope | undefined) {}

  /** @throws OraError 904 where the table is there but not the column, 918 */
  find(path: Path): { readonly column: SourceColumn; readonly scope: Scope } | undefined {
    const column = path.length === 1 ? this.#bare(path) : this.#qualified(path);
    return column === undefined ? this.parent?.find(path) : { column, scope: this };
  }

  #bare(path: Path): SourceColumn | undefined {
    const { name } = path[0]!;
    let found: SourceColumn | undefined;
    for (const { columns } of this.sources) {
      for (const column of columns) {
        if (column.name !== name || column.merged === true) continue;
        if (found !== undefined) throw ambiguous(path);
        found = column;
      }
    }
    return found;
  }

  #qualified(path: Path): SourceColumn | undefined {
    const source = this.source(path.slice(0, -1));
    if (source === undefined) return undefined;
    const { name } = path.at(-1)!;
    const columns = source.columns.filter((column) => column.name === name);
    if (columns.length > 1) throw ambiguous(path);
    if (columns.length === 1) return columns[0];
    if (name === "ROWID" || name === "ROWNUM") return undefined;
    throw invalidIdentifier(path);
  }

  /** By alias or `owner.table`. */
  source(path: Path): Source | undefined {
    const [first, second] = path;
    if (path.length === 1) return this.sources.find((source) => source.name === first!.name);
    return path.length === 2
      ? this.sources.find((source) => source.owner === first!.name && source.name === second!.name)
      : undefined;
  }
}
