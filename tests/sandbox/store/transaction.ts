import type {
  Matching,
  Savepoint,
  StoredRow,
  StoredValue,
  Transaction,
  TransactionOptions,
  UniqueSpec,
} from ".";
import type { Holder, Wait } from "./locks";
import type { Versions } from "./versions";
import type { Cell } from "./sqlite";
import { encode } from "./sqlite";
import { keyRival } from "./keys";
import { fit } from "./values";
import { visible } from "./table";
import type { StoredTable } from "./table";

/** What was done, so that it can be undone. */
type Done =
  | { readonly kind: "written" | "ended"; readonly table: StoredTable; readonly version: number }
  | { readonly kind: "locked"; readonly table: StoredTable; readonly row: number }
  | { readonly kind: "tableLocked"; readonly table: string };

export class StoredTransaction implements Transaction, Holder {
  readonly #versions: Versions;
  readonly #options: TransactionOptions;
  #done: Done[] = [];
  #end!: () => void;
  /** Of the present transaction; another after each commit and rollback. */
  number: number;
  waits = 0;
  waitsFor: Holder | undefined;
  ended!: Promise<void>;

  constructor(versions: Versions, options: TransactionOptions) {
    this.#versions = versions;
    this.#options = options;
    this.number = this.#start();
  }

  #start(): number {
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#done = [];
    return this.#versions.nextNumber();
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal();
  }

  get active(): boolean {
    return this.#done.length > 0;
  }

  rows(path: string, matching: Matching = {}): StoredRow[] {
    return this.#find(path, matching, "");
  }

  row(path: string, matching: Matching): StoredRow | undefined {
    return this.#find(path, matching, " limit 1")[0];
  }

  #find(path: string, matching: Matching, limit: string): StoredRow[] {
    const table = this.#versions.table(path);
    const binds: Cell[] = [this.number];
    let sql = table.selectText + visible;
    for (const column in matching) {
      const value = encode(matching[column] ?? null);
      if (value === null) sql += ` and ${table.cell(column)} is null`;
      else {
        binds.push(value);
        sql += ` and ${table.cell(column)} = ?${binds.length}`;
      }
    }
    return table.sqlite
      .all(`${sql} order by row${limit}`, binds)
      .map((cells) => ({ rowId: cells[0] as number, values: table.record(cells, 1) }));
  }

  /** A row by its number, as this transaction sees it. */
  current(path: string, row: number): Record<string, StoredValue> | undefined {
    return this.#current(this.#versions.table(path), row)?.values;
  }

  /** The version of a row that this transaction sees. */
  #current(
    table: StoredTable,
    row: number,
  ): { version: number; values: Record<string, StoredValue> } | undefined {
    const [cells] = table.sqlite.all(`${table.versionText}${visible} and row = ?2`, [this.number, row]);
    return cells === undefined ? undefined : { version: cells[0] as number, values: table.record(cells, 1) };
  }

  async insert(path: string, given: Matching): Promise<StoredRow> {
    const table = this.#versions.table(path);
    for (const name in given) table.cell(name);
    const values: Record<string, StoredValue> = {};
    for (const column of table.spec.columns) {
      values[column.name] = fit(table.spec, column, given[column.name], "insert");
    }
    // Nothing may come between the look and the write, so it looks again after each wait.
    for (;;) {
      const rival = this.#tableRival(table) ?? this.#rival(table, table.spec.unique, values);
      if (rival === undefined) break;
      await this.#waitFor(rival, undefined);
    }
    const row = this.#versions.nextRow();
    this.#versions.locks.takeRow(this, table.path, row);
    this.#done.push({ kind: "locked", table, row });
    this.#write(table, row, values);
    return { rowId: row, values };
  }

  async update(path: string, row: number, given: Matching): Promise<boolean> {
    const table = this.#versions.table(path);
    const changes: Record<string, StoredValue> = {};
    for (const name in given) changes[name] = fit(table.spec, table.column(name), given[name], "update");
    if (!(await this.lock(path, row))) return false;
    for (;;) {
      const current = this.#current(table, row);
      if (current === undefined) return false;
      const after = { ...current.values, ...changes };
      const touched = table.spec.unique.filter(({ columns }) =>
        columns.some((column) => column in changes && !same(current.values[column], after[column])),
      );
      const rival = this.#rival(table, touched, after, row);
      if (rival === undefined) {
        this.#endVersion(table, current.version);
        this.#write(table, row, after);
        return true;
      }
      await this.#waitFor(rival, undefined);
    }
  }

  async delete(path: string, row: number): Promise<boolean> {
    const table = this.#versions.table(path);
    if (!(await this.lock(path, row))) return false;
    const current = this.#current(table, row);
    if (current === undefined) return false;
    this.#endVersion(table, current.version);
    return true;
  }

  async lock(path: string, row: number, wait?: number): Promise<boolean> {
    const table = this.#versions.table(path);
    for (;;) {
      const found = this.#versions.locks.takeRow(this, table.path, row);
      if (found === "held") break;
      if (found === "taken") {
        this.#done.push({ kind: "locked", table, row });
        break;
      }
      await this.#waitFor(found, wait);
    }
    return this.#current(table, row) !== undefined;
  }

  async lockTable(path: string, wait?: number): Promise<void> {
    const table = this.#versions.table(path).path;
    for (;;) {
      const found = this.#versions.locks.takeTable(this, table);
      if (found === "held") return;
      if (found === "taken") {
        this.#done.push({ kind: "tableLocked", table });
        return;
      }
      await this.#waitFor(found, wait);
    }
  }

  async #waitFor(other: Holder, wait: Wait): Promise<void> {
    await this.#versions.locks.wait(this, other, wait);
    this.waits++;
  }

  /** Who else has locked the whole table. */
  #tableRival(table: StoredTable): Holder | undefined {
    const holder = this.#versions.locks.tableHolder(table.path);
    return holder === this ? undefined : holder;
  }

  /** Who may yet have one of the keys of a row. @throws OraError 1 where somebody has one */
  #rival(
    table: StoredTable,
    uniques: readonly UniqueSpec[],
    values: Readonly<Record<string, StoredValue>>,
    row = -1,
  ): Holder | undefined {
    for (const unique of uniques) {
      const key = table.keyOf(unique, values);
      if (key === undefined) continue;
      const rival = keyRival(this.#versions, this.number, table, unique, key, row);
      if (rival === "taken") throw this.#versions.duplicate(table, unique, key);
      if (rival !== undefined) return rival;
    }
    return undefined;
  }

  #write(table: StoredTable, row: number, values: Readonly<Record<string, StoredValue>>): void {
    const version = this.#versions.nextVersion();
    const cells = table.spec.columns.map(({ name }) => {
      const value = values[name] ?? null;
      // An empty CLOB is not null.
      return value === "" ? "" : encode(value);
    });
    table.sqlite.run(table.insertText, [version, row, this.number, ...cells]);
    this.#done.push({ kind: "written", table, version });
    this.#versions.writing(this);
  }

  #endVersion(table: StoredTable, version: number): void {
    table.sqlite.run(`update ${table.physical} set gone = ?1 where v = ?2`, [this.number, version]);
    this.#done.push({ kind: "ended", table, version });
    this.#versions.writing(this);
  }

  savepoint(): Savepoint {
    return { position: this.#done.length };
  }

  rollbackTo({ position }: Savepoint): void {
    // Sessions may end after their database.
    if (!this.#versions.sqlite.open) this.#done.length = 0;
    while (this.#done.length > position) this.#undo(this.#done.pop()!);
  }

  #undo(done: Done): void {
    switch (done.kind) {
      case "written":
        done.table.sqlite.run(`delete from ${done.table.physical} where v = ?1`, [done.version]);
        return;
      case "ended":
        done.table.sqlite.run(`update ${done.table.physical} set gone = null where v = ?1`, [done.version]);
        return;
      case "locked":
        this.#versions.locks.freeRow(done.table.path, done.row);
        return;
      case "tableLocked":
        this.#versions.locks.freeTable(done.table);
    }
  }

  commit(): void {
    const changed = new Set<StoredTable>();
    for (const done of this.#done) {
      if (done.kind === "ended") {
        done.table.sqlite.run(`delete from ${done.table.physical} where v = ?1`, [done.version]);
        changed.add(done.table);
      } else if (done.kind === "written") {
        done.table.sqlite.run(`update ${done.table.physical} set tx = 0 where v = ?1`, [done.version]);
        changed.add(done.table);
      } else this.#undo(done);
    }
    for (const table of changed) table.revision++;
    if (changed.size > 0) this.#versions.revision++;
    this.#finish();
  }

  rollback(): void {
    this.rollbackTo({ position: 0 });
    this.#finish();
  }

  #finish(): void {
    this.#versions.over(this);
    this.#end();
    this.number = this.#start();
  }
}

function same(one: StoredValue | undefined, other: StoredValue | undefined): boolean {
  return encode(one ?? null) === encode(other ?? null);
}
