import type { StoredValue, TableSpec, UniqueSpec } from ".";
import { OraError } from "../errors";
import { Locks } from "./locks";
import type { Holder } from "./locks";
import type { Sqlite } from "./sqlite";
import { StoredTable } from "./table";

/** All tables of a database with their row versions, and who writes them. */
export class Versions {
  readonly locks = new Locks();
  readonly #tables = new Map<string, StoredTable>();
  readonly #writers = new Map<number, Holder & { readonly number: number }>();
  #tableCount = 0;
  #number = 0;
  #version = 0;
  #row = 0;
  revision = 0;
  definitions = 0;

  constructor(
    readonly sqlite: Sqlite,
    /** Since 23ai ORA-00001 tells the table, the columns and their values. */
    readonly detailed: boolean,
  ) {}

  create(spec: TableSpec): void {
    const path = `${spec.owner}.${spec.name}`;
    if (this.#tables.has(path)) throw new OraError(955, "name is already used by an existing object");
    this.#tables.set(path, new StoredTable(this.sqlite, `t${++this.#tableCount}`, spec));
    this.definitions++;
  }

  drop(path: string): boolean {
    const table = this.#tables.get(path);
    if (table === undefined) return false;
    this.mustBeFree(table);
    this.#tables.delete(path);
    table.drop();
    this.definitions++;
    this.revision++;
    return true;
  }

  /** @throws OraError 54 while somebody has written to it and not ended */
  mustBeFree(table: StoredTable): void {
    if (this.locks.holderIn(table.path) !== undefined) {
      throw new OraError(54, "resource busy and acquire with NOWAIT specified or timeout expired");
    }
  }

  rename(table: StoredTable, spec: TableSpec): void {
    this.#tables.delete(table.path);
    this.#tables.set(`${spec.owner}.${spec.name}`, table);
  }

  /** @throws OraError 942 */
  table(path: string): StoredTable {
    const table = this.#tables.get(path);
    if (table === undefined) throw this.missing(path);
    return table;
  }

  /** Since 23ai the error names what is not there. */
  missing(path: string): OraError {
    const name = this.detailed ? ` ${path.split(".").map((part) => `"${part}"`).join(".")}` : ""; // prettier-ignore
    return new OraError(942, `table or view${name} does not exist`);
  }

  find(path: string): StoredTable | undefined {
    return this.#tables.get(path);
  }

  all(): StoredTable[] {
    return [...this.#tables.values()];
  }

  nextNumber(): number {
    return ++this.#number;
  }

  nextVersion(): number {
    return ++this.#version;
  }

  nextRow(): number {
    return ++this.#row;
  }

  writing(writer: Holder & { readonly number: number }): void {
    this.#writers.set(writer.number, writer);
  }

  over({ number }: { readonly number: number }): void {
    this.#writers.delete(number);
  }

  /** Whose transaction has that number. */
  writer(number: number): Holder {
    const writer = this.#writers.get(number);
    if (writer === undefined) throw new Error(`Transaction ${number} has ended and left versions behind.`);
    return writer;
  }

  duplicate(table: StoredTable, { name, columns }: UniqueSpec, key: readonly StoredValue[]): OraError {
    const values = columns.map((column, index) => `${column}:${shown(key[index] ?? null)}`).join(", ");
    const { owner } = table.spec;
    const violated = `ORA-00001: unique constraint (${owner}.${name}) violated`;
    const text = this.detailed
      ? `${violated} on table ${table.path} columns (${columns.join(", ")})\nORA-03301: (ORA-00001 details) row with column values (${values}) already exists`
      : violated;
    return new OraError(1, text);
  }
}

function shown(value: StoredValue): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  return `'${value instanceof Date ? value.toISOString() : value.toString()}'`;
}
