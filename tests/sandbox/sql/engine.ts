import { OraError } from "../errors";
import type { Control, Ddl, Dml, Path, Query } from "../lang/ast";
import type { SqlColumn, SqlEngine, SqlResult, Variables } from "../plsql/sql";
import type { Savepoint } from "../store";
import type { SqlCatalogue } from "./catalogue";
import { define } from "./definitions";
import { Changes } from "./dml/changes";
import { described, Execution } from "./execution";
import { Names } from "./names";
import { noTable } from "./problems";
import { Selection } from "./selection";
import type { SqlSession } from "./session";
import { stateOf } from "./state";
import { columnType, describe } from "./types";
import { worded } from "./wording";

/** SQL for one session. */
export class Engine implements SqlEngine {
  readonly #execution: Execution;
  readonly #selection: Selection;
  readonly #changes: Changes;

  constructor(
    readonly catalogue: SqlCatalogue,
    readonly session: SqlSession,
  ) {
    this.#execution = new Execution(catalogue, session);
    this.#selection = new Selection(this.#execution);
    this.#changes = new Changes(this.#execution);
  }

  columns(query: Query, variables: Variables): readonly SqlColumn[] {
    return this.#worded(() => described(this.#selection.translate(query, variables).columns));
  }

  check(statement: Dml, variables: Variables): void {
    this.#worded(() => this.#changes.check(statement, variables));
  }

  #worded<Result>(go: () => Result): Result {
    try {
      return go();
    } catch (error) {
      throw worded(error, this.catalogue, this.session);
    }
  }

  table(path: Path): readonly SqlColumn[] | undefined {
    const found = new Names(this.catalogue, this.session).find(path);
    if (found === undefined) {
      return path.at(-1)!.name === "DUAL" ? [{ name: "DUMMY", type: "VARCHAR2", size: 1 }] : undefined;
    }
    const { columns } =
      found.kind === "table" ? this.catalogue.store.table(found.owner, found.name)! : found.spec;
    return columns.map((column) => describe(column.name, columnType(column)));
  }

  async run(statement: Query | Dml | Ddl, variables: Variables): Promise<SqlResult> {
    try {
      return await this.#run(statement, variables);
    } catch (error) {
      throw worded(error, this.catalogue, this.session);
    }
  }

  #run(statement: Query | Dml | Ddl, variables: Variables): Promise<SqlResult> {
    switch (statement.kind) {
      case "query":
        return this.#selection.run(statement, variables);
      case "insert":
      case "insertAll":
      case "update":
      case "delete":
      case "merge":
        return this.#atomically(() => this.#changes.run(statement, variables));
      default:
        return define(this.#execution, statement);
    }
  }

  /** A statement that fails leaves the transaction as it found it. */
  async #atomically(go: () => Promise<SqlResult>): Promise<SqlResult> {
    const { transaction } = this.session;
    const savepoint = transaction.savepoint();
    try {
      return await go();
    } catch (error) {
      transaction.rollbackTo(savepoint);
      throw error;
    }
  }

  async control(statement: Control): Promise<void> {
    switch (statement.kind) {
      case "commit":
        return this.session.commit();
      case "rollback":
        if (statement.to === undefined) return this.session.rollback();
        this.session.transaction.rollbackTo(this.#mark(statement.to.name));
        return;
      case "savepoint":
        this.#marks().set(statement.name.name, this.session.transaction.savepoint());
        return;
      case "lockTable": {
        const found = new Names(this.catalogue, this.session).find(statement.table);
        if (found?.kind !== "table") throw noTable(statement.table);
        if (!statement.exclusive) return;
        return this.session.transaction.lockTable(
          `${found.owner}.${found.name}`,
          statement.nowait ? 0 : undefined,
        );
      }
      case "setTransaction":
      case "setRole":
        return;
    }
  }

  /** Savepoints end with their transaction. */
  #marks(): Map<string, Savepoint> {
    const { transaction } = this.#execution;
    const state = stateOf(transaction);
    if (state.savepoints.transaction !== transaction.number) {
      state.savepoints = { transaction: transaction.number, marks: new Map() };
    }
    return state.savepoints.marks;
  }

  /** Those that were set after it are gone. */
  #mark(name: string): Savepoint {
    const marks = this.#marks();
    const mark = marks.get(name);
    if (mark === undefined) {
      throw new OraError(1086, `savepoint '${name}' never established in this session or is invalid`);
    }
    for (const [other, { position }] of [...marks]) if (position > mark.position) marks.delete(other);
    return mark;
  }
}
