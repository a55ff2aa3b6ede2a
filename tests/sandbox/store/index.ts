import type { Decimal } from "../plsql/decimal";
import { SqliteStore } from "./store";

/**
 * What the store offers to those above it: ORDS's packages, which read and write rows, and SQL, which queries them.
 * Rows have versions, so that a session sees what is committed and what it wrote itself.
 */
export type StoredValue = string | number | Decimal | Date | Buffer | null;

export interface ColumnSpec {
  /** In upper case, unless it was quoted. */
  readonly name: string;
  /** VARCHAR2, CHAR, NUMBER, CLOB, DATE, TIMESTAMP, TIMESTAMP WITH TIME ZONE, BLOB, RAW. */
  readonly type: string;
  /** In bytes; a longer value is ORA-12899. */
  readonly size?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Default: true. A null elsewhere is ORA-01400. */
  readonly nullable?: boolean;
}

export interface UniqueSpec {
  /** As ORA-00001 names it, without the owner. */
  readonly name: string;
  readonly columns: readonly string[];
  /** A row is left out of the index when all of these are null, as Oracle does. */
  readonly primary?: true;
}

export interface TableSpec {
  readonly owner: string;
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  readonly unique: readonly UniqueSpec[];
}

/** A view by its query in Oracle's SQL, whose names are resolved as its owner would. */
export interface ViewSpec {
  readonly owner: string;
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  readonly query: string;
  /** Who may not see it finds no table or view: ORA-00942. Default: everybody. */
  readonly visibleTo?: (who: { readonly user: string; hasRole(role: string): boolean }) => boolean;
}

/** A view whose rows are computed when it is asked: the dictionary, and the session itself. */
export interface ComputedSpec {
  readonly owner: string;
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  readonly rows: (who: {
    readonly user: string;
    readonly currentSchema: string;
    hasRole(role: string): boolean;
  }) => readonly (readonly StoredValue[])[];
  readonly visibleTo?: ViewSpec["visibleTo"];
}

/** A row by column name. `rowId` finds it as long as it lives, whatever is changed in it. */
export interface StoredRow {
  readonly rowId: number;
  readonly values: Readonly<Record<string, StoredValue>>;
}

export type Matching = Readonly<Record<string, StoredValue>>;

/** A mark that `rollbackTo` goes back to. */
export interface Savepoint {
  readonly position: number;
}

/**
 * One transaction of one session. Tables are named `ORDS_METADATA.ORDS_MODULES`. Whoever writes a row holds its lock to the
 * end of the transaction; others wait for it. Two who wait for each other: one gets ORA-00060.
 */
export interface Transaction {
  /** Whether anything was written or locked. */
  readonly active: boolean;
  /** Another after each commit and rollback. */
  readonly number: number;
  /** How often it had to wait for another: what was read before may have changed. */
  readonly waits: number;
  /** Rows that this transaction sees, in the order they were inserted; null matches null. */
  rows(table: string, matching?: Matching): StoredRow[];
  /** A row by its number. */
  current(table: string, rowId: number): StoredRow["values"] | undefined;
  /** The first of them. */
  row(table: string, matching: Matching): StoredRow | undefined;
  /** Waits for a rival that has written the same unique key and not ended. @throws OraError 1, 1400, 12899, 60 */
  insert(table: string, values: Matching): Promise<StoredRow>;
  /** Locks first. False where the row is gone by then. @throws OraError 1, 1407, 12899, 60 */
  update(table: string, rowId: number, values: Matching): Promise<boolean>;
  /** Locks first. False where the row is gone by then. @throws OraError 60 */
  delete(table: string, rowId: number): Promise<boolean>;
  /**
   * Locks a row as FOR UPDATE does. False where it is gone by then. `wait` is in seconds, 0 is NOWAIT; without it for ever.
   * @throws OraError 54 (NOWAIT), 30006 (seconds over), 60
   */
  lock(table: string, rowId: number, wait?: number): Promise<boolean>;
  /** LOCK TABLE: waits for all who have locked a row of it. @throws OraError 54, 30006, 60 */
  lockTable(table: string, wait?: number): Promise<void>;
  savepoint(): Savepoint;
  rollbackTo(savepoint: Savepoint): void;
  commit(): void;
  rollback(): void;
}

/** Waits end when the call they belong to is given up. */
export interface TransactionOptions {
  readonly signal: () => AbortSignal | undefined;
}

export interface Store {
  /** Grows with each change of a definition. */
  readonly definitions: number;
  createTable(spec: TableSpec): void;
  dropTable(owner: string, name: string): boolean;
  table(owner: string, name: string): TableSpec | undefined;
  tables(): TableSpec[];
  begin(options: TransactionOptions): Transaction;
  /** Another after each commit that changed a row. */
  readonly revision: number;
  /** The same for one table. */
  revisionOf(owner: string, name: string): number;
  /** The next number of a counter that no rollback turns back. */
  nextId(): number;
  /** Gives its memory back. */
  close(): void;
}

export interface StoreOptions {
  /** Of the database: since 23 ORA-00001 says more. Default: 23. */
  readonly release?: number;
}

export function openStore(options: StoreOptions = {}): Promise<Store> {
  return SqliteStore.open(options);
}
