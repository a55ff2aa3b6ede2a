import type { DatabaseRelease } from "../release";

/** What the listener needs of a database. It knows the wire and nothing of SQL; the database knows nothing of the wire. */
export interface Database {
  /** The user's password, or undefined for a user that does not exist. Names are in dictionary form. */
  password(user: string): string | undefined;
  /** Service names that the listener answers for, in lower case. */
  readonly services: readonly string[];
  /** What drivers are told of it. */
  readonly release: DatabaseRelease;
  /** @param proxy who has logged on for the user, where somebody else has */
  open(user: string, events: SessionEvents, proxy?: string): DatabaseSession;
  /** Whether a user may be connected as by a proxy; nobody may where this is left out. */
  mayConnectThrough?(user: string, proxy: string): boolean;
  /** Whether there is an edition besides ORA$BASE. */
  /** Without it no client changes a password. */
  setPassword?(user: string, password: string): void;
  hasEdition?(name: string): boolean;
  /** Whom a log on without a password is for, by what came with it; nobody where this is left out. */
  vouchedFor?(pairs: Readonly<Record<string, string>>): string | undefined;
}

/** What a session tells while it works. */
export interface SessionEvents {
  /**
   * Called before any commit is carried out: by a call, in a block, by DDL. A rejection ends the call with that error,
   * and nothing is committed.
   */
  committing(): Promise<void>;
}

export interface DatabaseSession {
  /** @throws OraError */
  execute(call: ExecuteCall): Promise<ExecuteResult>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** What the client says of itself: schema (its current schema), module, action, clientId, clientInfo. */
  identify(attributes: Readonly<Record<string, string>>): void;
  /** Ends the session; what it had not committed is rolled back. Called once, when no call is under way. */
  close(): void;
}

/**
 * A value on the way in or out. NUMBERs come in as exact decimal text; CLOBs as text. The UTC fields of a date are the
 * wall clock for DATE and TIMESTAMP, and UTC for the types with a time zone.
 */
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
  /** A code of `typeCodes`. */
  readonly type: number;
  /** In bytes. */
  readonly maxSize: number;
  readonly isArray: boolean;
  /** A target of RETURNING ... INTO in plain SQL. */
  readonly returning: boolean;
}

export type StatementKind = "query" | "plsql" | "dml" | "other";

export interface ExecuteCall {
  readonly sql: string;
  readonly kind: StatementKind;
  readonly binds: readonly BindInfo[];
  /** One map of values by bind name for each execution, never empty. Blocks are executed one map at a time. */
  readonly rows: readonly Readonly<Record<string, WireValue>>[];
  /** Array DML goes on after a failing row, and says which failed. */
  readonly batchErrors: boolean;
  /** Only the columns are wanted: no rows are locked, nothing is fetched. */
  readonly describeOnly: boolean;
  /** Aborted with an OraError when the client breaks off, its call times out or its connection is lost. */
  readonly signal: AbortSignal;
}

export interface ExecutionFailure {
  /** Index of the execution. */
  readonly row: number;
  readonly code: number;
  readonly text: string;
}

export type ExecuteResult =
  | {
      readonly kind: "rows";
      readonly columns: readonly Column[];
      readonly rows: Iterable<readonly WireValue[]>;
      /** FOR UPDATE opens a transaction. */
      readonly inTransaction?: boolean;
    }
  | {
      readonly kind: "block";
      /** Values of the binds that the block writes, by name. */
      readonly outs: Readonly<Record<string, WireValue>>;
      /** Binds that the block only writes: clients send no value for them when they run it again. */
      readonly outOnly: readonly string[];
      readonly inTransaction: boolean;
    }
  | {
      readonly kind: "done";
      readonly rowsAffected: number;
      readonly inTransaction: boolean;
      /** For each execution, the values of each target of RETURNING by bind name. */
      readonly returning?: readonly Readonly<Record<string, readonly WireValue[]>>[];
      readonly failures?: readonly ExecutionFailure[];
      /** Rows affected by each execution. */
      readonly rowCounts?: readonly number[];
      /** What the statement created is there, with compilation errors. */
      readonly warning?: boolean;
    };
