import { OraError } from "../errors";
import { CollectionValue, RecordValue } from "../plsql/catalogue";
import type { Arguments, CallContext, Value } from "../plsql/catalogue";
import type { Matching, StoredRow, StoredValue, Transaction } from "../store";
import { notEnabled, noDataFound } from "./errors";
import type { RoomOptions } from "./room";
import type { SwitchName } from "./switches";
import { T } from "./tables";
import type { TableKey } from "./tables";

/** One call of a subprogram: who, on which schema, with what. */
export class Call {
  readonly tx: Transaction;

  constructor(
    readonly room: RoomOptions,
    readonly context: CallContext,
    readonly args: Arguments,
    /** The schema whose objects are meant, in dictionary form. */
    readonly schemaName: string,
  ) {
    this.tx = context.transaction;
  }

  switch(name: SwitchName): string {
    return this.room.switches[name];
  }

  value(name: string): Value {
    return this.args[name] ?? null;
  }

  text(name: string): string | null {
    const value = this.value(name);
    return typeof value === "string" || typeof value === "number" ? String(value) || null : null;
  }

  number(name: string): number | null {
    const value = this.value(name);
    return value === null ? null : Number(value);
  }

  flag(name: string): boolean | null {
    const value = this.value(name);
    return typeof value === "boolean" ? value : null;
  }

  record(name: string): RecordValue {
    const value = this.value(name);
    return value instanceof RecordValue ? value : new RecordValue();
  }

  /** The texts of an array, each once. */
  list(name: string): string[] {
    const value = this.value(name);
    if (!(value instanceof CollectionValue)) return [];
    return [
      ...new Set(
        value
          .values()
          .filter((each) => each !== null && each !== "")
          .map(String),
      ),
    ];
  }

  rows(table: TableKey, matching: Matching): StoredRow[] {
    return this.tx.rows(T[table], matching);
  }

  row(table: TableKey, matching: Matching): StoredRow | undefined {
    return this.tx.row(T[table], matching);
  }

  /** Adds a row with what every row of ORDS has, as far as its table has it. */
  async insert(table: TableKey, values: Matching, has: "id" | "link" = "id"): Promise<number> {
    if (has === "link") {
      await this.tx.insert(T[table], values);
      return 0;
    }
    const id = this.room.store.nextId();
    await this.tx.insert(T[table], { ID: id, ...values });
    return id;
  }

  update(table: TableKey, row: StoredRow, values: Matching): Promise<boolean> {
    return this.tx.update(T[table], row.rowId, values);
  }

  async deleteAll(table: TableKey, matching: Matching): Promise<number> {
    const rows = this.rows(table, matching);
    for (const { rowId } of rows) await this.tx.delete(T[table], rowId);
    return rows.length;
  }

  /**
   * A row that is going to be written or whose children are: whoever else writes it waits. What the rival has changed or
   * deleted meanwhile is seen.
   */
  async lockedRow(table: TableKey, matching: Matching): Promise<StoredRow | undefined> {
    for (;;) {
      const row = this.row(table, matching);
      if (row === undefined) return undefined;
      if (await this.tx.lock(T[table], row.rowId)) return this.row(table, matching) ?? undefined;
    }
  }

  /** @throws OraError 1403 */
  async existing(table: TableKey, matching: Matching): Promise<StoredRow> {
    const row = await this.lockedRow(table, matching);
    if (row === undefined) throw noDataFound();
    return row;
  }

  /** The id of the schema. @throws OraError 20012 */
  schemaId(): number {
    const row = this.row("schemas", { PARSING_SCHEMA: this.schemaName });
    if (row?.values.STATUS !== "ENABLED") throw notEnabled(this.schemaName);
    return idOf(row);
  }

  /** What is to be deleted is not there. @throws OraError 1403 where that is an error (facts 18, 19) */
  missing(): void {
    if (this.switch("deleteMissing") === "ORA-01403") throw noDataFound();
  }

  created(): Matching {
    const updated = this.updated();
    return { CREATED_BY: updated.UPDATED_BY ?? null, CREATED_ON: updated.UPDATED_ON ?? null, ...updated };
  }

  updated(): Matching {
    return { UPDATED_BY: this.context.user, UPDATED_ON: this.room.now() };
  }
}

/** What a subprogram does; a procedure answers nothing. */
export type Behaviour = (call: Call) => Value | undefined | Promise<Value | undefined>;

export function idOf({ values }: StoredRow): number {
  return Number(values.ID);
}

export function textOf(value: StoredValue | undefined): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** The name of a schema as the dictionary has it; lower case is accepted, too (fact 35). */
export function dictionaryName(room: RoomOptions, name: string): string {
  return room.userExists(name) ? name : name.toUpperCase();
}

/** A call that fails leaves no trace. */
export async function atomically<T>(tx: Transaction, work: () => T | Promise<T>): Promise<T> {
  const start = tx.savepoint();
  try {
    return await work();
  } catch (error) {
    if (error instanceof OraError) tx.rollbackTo(start);
    throw error;
  }
}
