import { OraError } from "../errors";
import type { ForUpdate, Query } from "../lang/ast";
import type { Value } from "../plsql/catalogue";
import type { SqlResult, Variables } from "../plsql/sql";
import { toNumber } from "../plsql/values";
import { remember } from "./currentRows";
import { described } from "./execution";
import type { Execution, Ready } from "./execution";
import { invalidIdentifier, notSupported } from "./problems";
import { query as translateQuery } from "./translate/query";
import { Translation } from "./translate/translation";
import type { Scope, Source } from "./translate/scope";

interface ReadySelection extends Ready {
  /** Tables whose rows FOR UPDATE locks; the numbers of the rows come after the columns. */
  readonly locked: readonly string[];
}

/** Queries. */
export class Selection {
  constructor(readonly execution: Execution) {}

  /** @throws OraError */
  translate(query: Query, variables: Variables): ReadySelection {
    const { catalogue, session } = this.execution;
    return catalogue.translations.get(catalogue, session, query, "query", variables, (seen) => {
      const t = new Translation(catalogue, session);
      const tables: Source[] = [];
      const { forUpdate } = query;
      const extra =
        forUpdate === undefined
          ? undefined
          : (scope: Scope): string[] => {
              tables.push(...lockedTables(forUpdate, scope));
              return tables.map(({ table }) => table!.row);
            };
      if (forUpdate !== undefined && query.body.kind !== "select") {
        throw new OraError(2014, "cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc.");
      }
      const { sql, columns } = translateQuery(t.start(seen), query, false, extra);
      return { sql, columns, parameters: t.parameters, locked: tables.map(({ table }) => table!.path) };
    });
  }

  async run(query: Query, variables: Variables): Promise<SqlResult> {
    const ready = this.translate(query, variables);
    const { forUpdate } = query;
    const rows =
      forUpdate === undefined
        ? await this.execution.rows(ready, variables)
        : await this.#locked(ready, variables, forUpdate);
    return { kind: "rows", columns: described(ready.columns, rows), rows };
  }

  /** Selects again where it had to wait for a row: the row may be another by then. */
  async #locked(ready: ReadySelection, variables: Variables, { wait }: ForUpdate): Promise<Value[][]> {
    const { transaction } = this.execution;
    const width = ready.columns.length;
    const skip = wait === "skip locked";
    const seconds = await this.#seconds(wait, variables);
    const savepoint = transaction.savepoint();
    try {
      for (;;) {
        const { waits } = transaction;
        const rows = await this.execution.rows(ready, variables);
        const kept: Value[][] = [];
        for (const row of rows) {
          if (!(await this.#take(ready, row, width, seconds, skip))) continue;
          const visible = row.slice(0, width);
          remember(visible, row.slice(width).map(Number));
          kept.push(visible);
        }
        if (transaction.waits === waits) return kept;
      }
    } catch (error) {
      transaction.rollbackTo(savepoint);
      throw error;
    }
  }

  async #take(
    { locked }: ReadySelection,
    row: readonly Value[],
    width: number,
    seconds: number | undefined,
    skip: boolean,
  ): Promise<boolean> {
    for (const [index, path] of locked.entries()) {
      const number = row[width + index];
      if (typeof number !== "number") continue;
      try {
        await this.execution.transaction.lock(path, number, skip ? 0 : seconds);
      } catch (error) {
        if (skip && error instanceof OraError && error.code === 54) return false;
        throw error;
      }
    }
    return true;
  }

  async #seconds(wait: ForUpdate["wait"], variables: Variables): Promise<number | undefined> {
    if (wait === "wait" || wait === "skip locked") return undefined;
    if (wait === "nowait") return 0;
    if (wait.kind === "number") return wait.value;
    return wait.kind === "bind" ? (toNumber(variables.bind(wait.name)) ?? 0) : 0;
  }
}

function lockedTables({ of }: ForUpdate, scope: Scope): Source[] {
  const wanted =
    of.length === 0
      ? scope.sources
      : of.map((path) => {
          const found = scope.find(path);
          const source = scope.sources.find(({ columns }) => columns.includes(found?.column as never));
          if (source === undefined) throw invalidIdentifier(path);
          return source;
        });
  for (const { table, name } of wanted) {
    if (table === undefined && name !== "DUAL") throw notSupported("FOR UPDATE of a view", 0);
  }
  return wanted.filter(({ table }) => table !== undefined);
}
