import type { ColumnSpec, StoredValue, TableSpec, UniqueSpec } from ".";
import { OraError } from "../errors";
import type { Cell, Sqlite } from "./sqlite";
import { decode } from "./sqlite";

/**
 * A table as SQLite holds it. Its columns are c0, c1, ..., whatever their names here: SQLite knows no case in names. Each
 * row of it is a version of a row: `row` is the same for all versions, `tx` the transaction that wrote it (0: committed),
 * `gone` the transaction that deleted or superseded it (null: none).
 */
export class StoredTable {
  #spec: TableSpec;
  /** Of SQLite's columns by name here. */
  readonly #positions = new Map<string, number>();
  #count = 0;
  /** Grows with each commit that changed a row of it. */
  revision = 0;
  readonly #indexed = new Set<string>();

  /** Texts of the statements that all changes and lookups begin with. */
  selectText = "";
  versionText = "";
  insertText = "";

  constructor(
    readonly sqlite: Sqlite,
    /** Its name in SQLite. */
    readonly physical: string,
    spec: TableSpec,
  ) {
    this.#spec = spec;
    for (const { name } of spec.columns) this.#positions.set(name, this.#count++);
    const columns = spec.columns.map((_, index) => `c${index}`);
    sqlite.execute(
      `create table memory.${physical} (v integer primary key, row integer, tx integer, gone integer, ${columns.join(", ")})`,
    );
    this.#texts();
    this.#index(["row"]);
    for (const { columns: key } of spec.unique) this.index(key);
    for (const { name } of spec.columns) if (/(^|_)ID$/.test(name)) this.index([name]);
  }

  #texts(): void {
    const cells = this.cells.map((cell) => `, ${cell}`).join("");
    const values = this.#spec.columns.map((_, index) => `, ?${index + 4}`).join("");
    this.selectText = `select row${cells} from ${this.physical} where `;
    this.versionText = `select v${cells} from ${this.physical} where `;
    this.insertText = `insert into ${this.physical} (v, row, tx${cells}) values (?1, ?2, ?3${values})`;
  }

  get spec(): TableSpec {
    return this.#spec;
  }

  get path(): string {
    return `${this.#spec.owner}.${this.#spec.name}`;
  }

  /** Makes lookups by these columns fast. */
  index(columns: readonly string[]): void {
    this.#index(columns.map((column) => this.cell(column)));
  }

  #index(cells: readonly string[]): void {
    const name = `${this.physical}_${cells.join("_")}`;
    if (this.#indexed.has(name)) return;
    this.#indexed.add(name);
    this.sqlite.execute(`create index memory.${name} on ${this.physical} (${cells.join(", ")})`);
  }

  /** A column's name in SQLite. @throws OraError 904 */
  cell(column: string): string {
    const position = this.#positions.get(column);
    if (position === undefined) throw new OraError(904, `"${column}": invalid identifier`);
    return `c${position}`;
  }

  column(name: string): ColumnSpec {
    const column = this.#spec.columns.find((other) => other.name === name);
    if (column === undefined) throw new OraError(904, `"${name}": invalid identifier`);
    return column;
  }

  /** SQLite's columns in the order of the table's. */
  get cells(): string[] {
    return this.#spec.columns.map(({ name }) => this.cell(name));
  }

  /** Another shape: new columns come at the end of SQLite's, those left out stay there unused. */
  reshape(spec: TableSpec, renamed?: { readonly from: string; readonly to: string }): void {
    if (renamed !== undefined) {
      this.#positions.set(renamed.to, this.#positions.get(renamed.from)!);
      this.#positions.delete(renamed.from);
    }
    for (const name of this.#positions.keys()) {
      if (!spec.columns.some((column) => column.name === name)) this.#positions.delete(name);
    }
    for (const { name } of spec.columns) {
      if (this.#positions.has(name)) continue;
      this.#positions.set(name, this.#count);
      this.sqlite.execute(`alter table ${this.physical} add column c${this.#count++}`);
    }
    this.#spec = spec;
    this.#texts();
    for (const { columns } of spec.unique) this.index(columns);
  }

  drop(): void {
    this.sqlite.execute(`drop table ${this.physical}`);
  }

  record(cells: readonly Cell[], from: number): Record<string, StoredValue> {
    const values: Record<string, StoredValue> = {};
    this.#spec.columns.forEach(({ name }, index) => {
      values[name] = decode(cells[from + index] ?? null);
    });
    return values;
  }

  /** The columns of a key that a row has a place in, or undefined where all are null. */
  keyOf({ columns }: UniqueSpec, values: Readonly<Record<string, StoredValue>>): StoredValue[] | undefined {
    const key = columns.map((column) => values[column] ?? null);
    return key.every((value) => value === null) ? undefined : key;
  }
}

/** What a transaction sees: what is committed and what it wrote itself, without what it deleted. `?1` is its number. */
export const visible = "tx in (0, ?1) and (gone is null or gone <> ?1)";
