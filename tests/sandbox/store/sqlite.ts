import initSqlJs from "sql.js";
import type { Database, SqlJsConfig, SqlJsStatic, Statement } from "sql.js";
import type { StoredValue } from ".";
import { OraError } from "../errors";
import { Decimal, parseNumeric } from "../plsql/decimal";

/** What SQLite holds. */
export type Cell = string | number | Uint8Array | null;

/** Begins the text of a date: a character that no text of a user has, so that a date is known wherever it comes by. */
const dateMark = "\uFDD0";

/** Begins the text of a NUMBER that is no plain number, in the same way. */
const decimalMark = "\uFDD1";

const statementsKept = 1000;

/** What the types of sql.js leave out. */
interface Aggregating {
  create_aggregate<State>(
    name: string,
    functions: {
      init: () => State;
      step: (state: State, ...args: Cell[]) => State;
      finalize: (state: State) => Cell;
    },
  ): void;
}

/** SQLite's own floor() and the like instead of those of sql.js. */
const settings: SqlJsConfig & { useOldExtensionFunctions: boolean } = { useOldExtensionFunctions: false };

let library: Promise<SqlJsStatic> | undefined;

interface Prepared {
  readonly statement: Statement;
  readonly parameters: number;
}

/** SQLite in memory, with its statements prepared once. */
export class Sqlite {
  readonly #database: Database;
  readonly #statements = new Map<string, Prepared>();
  readonly #functions = new Set<string>();
  #failure: unknown;
  #open = true;

  private constructor(database: Database) {
    this.#database = database;
    database.run("pragma case_sensitive_like = on");
    // The main database of sql.js is a file in a file system in memory, which costs more than all of SQLite.
    database.run("attach ':memory:' as memory");
    database.run("pragma memory.journal_mode = off");
    database.run("pragma temp_store = memory");
  }

  static async open(): Promise<Sqlite> {
    library ??= startLibrary();
    return new Sqlite(new (await library).Database());
  }

  get open(): boolean {
    return this.#open;
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** All rows. What a function throws while they are computed is thrown here. */
  all(sql: string, binds: readonly Cell[]): Cell[][] {
    const { statement, parameters } = this.#prepared(sql);
    const rows: Cell[][] = [];
    try {
      statement.bind(binds.slice(0, parameters));
      while (statement.step()) rows.push(statement.get());
    } catch (error) {
      throw this.#causeOf(error, sql);
    } finally {
      statement.reset();
    }
    return rows;
  }

  run(sql: string, binds: readonly Cell[]): void {
    const { statement, parameters } = this.#prepared(sql);
    try {
      statement.run(binds.slice(0, parameters));
    } catch (error) {
      throw this.#causeOf(error, sql);
    } finally {
      statement.reset();
    }
  }

  /** Says what is wrong with a statement without running it. */
  prepare(sql: string): void {
    this.#prepared(sql);
  }

  /** A function for use in SQL with any number of arguments; a second definition of the name is left out. */
  define(name: string, run: (...args: Cell[]) => Cell): void {
    if (this.#functions.has(name)) return;
    this.#functions.add(name);
    const guarded = (...args: Cell[]): Cell => {
      try {
        return run(...args);
      } catch (error) {
        this.#failure = error;
        throw error;
      }
    };
    // SQLite takes a function of -1 arguments as one of any number.
    Object.defineProperty(guarded, "length", { value: -1 });
    this.#database.create_function(name, guarded);
  }

  /** The same for an aggregate. */
  aggregate<State>(
    name: string,
    {
      start,
      step,
      end,
    }: { start: () => State; step: (state: State, args: Cell[]) => void; end: (state: State) => Cell },
  ): void {
    if (this.#functions.has(name)) return;
    this.#functions.add(name);
    const guard = <Result>(go: () => Result): Result => {
      try {
        return go();
      } catch (error) {
        this.#failure = error;
        throw error;
      }
    };
    const guarded = (state: State, ...args: Cell[]): State => {
      guard(() => {
        step(state, args);
      });
      return state;
    };
    // One more than SQLite is told: sql.js takes the state off.
    Object.defineProperty(guarded, "length", { value: 0 });
    const finalize = (state: State): Cell => guard(() => end(state));
    (this.#database as Database & Aggregating).create_aggregate(name, {
      init: start,
      step: guarded,
      finalize,
    });
  }

  /** Gives the memory back, which all databases of the process share; what is asked afterwards is ORA-01089. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): Prepared {
    if (!this.#open) {
      throw new OraError(1089, "immediate shutdown or close in progress - no operations are permitted");
    }
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    let statement: Statement;
    try {
      statement = this.#database.prepare(sql);
    } catch (error) {
      throw this.#causeOf(error, sql);
    }
    const prepared = { statement, parameters: lastParameter(sql) };
    this.#statements.set(sql, prepared);
    if (this.#statements.size > statementsKept) {
      const [oldest, unused] = this.#statements.entries().next().value!;
      this.#statements.delete(oldest);
      unused.statement.free();
    }
    return prepared;
  }

  #causeOf(error: unknown, sql: string): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) return failure;
    const refused = new Error(`SQLite refuses what was made of a statement: ${String(error)}\n${sql}`, {
      cause: error,
    });
    return new OraError(
      3001,
      "unimplemented feature: this form of a statement is not supported by the sandbox",
      {
        cause: refused,
      },
    );
  }
}

/** sql.js makes its decoder while it starts, and one that takes a byte order mark off the front of every text. */
function startLibrary(): Promise<SqlJsStatic> {
  const Usual = globalThis.TextDecoder;
  globalThis.TextDecoder = class extends Usual {
    constructor(label?: string, options?: ConstructorParameters<typeof Usual>[1]) {
      super(label, { ...options, ignoreBOM: true });
    }
  };
  try {
    return initSqlJs(settings);
  } finally {
    globalThis.TextDecoder = Usual;
  }
}

/** The highest number of a parameter: SQLite refuses values that nothing asks for. */
function lastParameter(sql: string): number {
  let last = 0;
  for (const [, number] of sql.replace(/'(?:[^']|'')*'/g, "").matchAll(/\?(\d+)/g))
    last = Math.max(last, Number(number));
  return last;
}

export function encode(value: StoredValue | boolean): Cell {
  if (value instanceof Date) return dateMark + value.toISOString();
  if (value instanceof Decimal) return decimalMark + value.toString();
  if (typeof value === "boolean") return value ? 1 : 0;
  return value === "" ? null : value;
}

export function decode(cell: Cell): StoredValue {
  if (typeof cell === "string") {
    if (cell.startsWith(dateMark)) return new Date(cell.slice(1));
    return cell.startsWith(decimalMark) ? parseNumeric(cell.slice(1))! : cell;
  }
  return cell instanceof Uint8Array ? Buffer.from(cell) : cell;
}
