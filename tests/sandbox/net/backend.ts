/** What the listener needs of a database. It knows the wire and nothing of SQL; the database knows nothing of the wire. */
export interface Database {
  /** The user's password, or undefined for a user that does not exist. Names are in dictionary form. */
  password(user: string): string | undefined;
  /** Service names that the listener answers for, in lower case. */
  readonly services: readonly string[];
  open(user: string): DatabaseSession;
}

export interface DatabaseSession {
  execute(call: ExecuteCall): Promise<ExecuteResult>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Ends the session; what it had not committed is rolled back. */
  close(): void;
}

/** A value on the way in or out. NUMBERs come in as exact decimal text; CLOBs as text. */
export type WireValue = string | number | boolean | Date | Buffer | null | readonly WireValue[] | WireCursor;

export interface WireCursor {
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly WireValue[]>;
}

export interface Column {
  readonly name: string;
  /** A code of `typeCodes`. */
  readonly type: number;
  readonly size?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable?: boolean;
}

export interface BindInfo {
  readonly name: string;
  readonly type: number;
  readonly maxSize: number;
  readonly isArray: boolean;
}

export type StatementKind = "query" | "plsql" | "dml" | "other";

export interface ExecuteCall {
  readonly sql: string;
  readonly kind: StatementKind;
  readonly binds: readonly BindInfo[];
  /** One map of values by bind name for each execution; one empty map where there are no binds. */
  readonly rows: readonly Readonly<Record<string, WireValue>>[];
  /** Aborted when the client breaks off, its call times out or its connection is lost. */
  readonly signal: AbortSignal;
}

export type ExecuteResult =
  | {
      readonly kind: "rows";
      readonly columns: readonly Column[];
      readonly rows: Iterable<readonly WireValue[]>;
    }
  | {
      readonly kind: "block";
      readonly outs: Readonly<Record<string, WireValue>>;
      /** Binds that the block only writes: clients send no value for them when they run it again. */
      readonly outOnly: readonly string[];
      readonly inTransaction: boolean;
    }
  | { readonly kind: "done"; readonly rowsAffected: number; readonly inTransaction: boolean };
