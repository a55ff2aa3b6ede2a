import { Failure } from "../plsql/failure";
import type { Value } from "../plsql/catalogue";
import type { SqlColumn, Variables } from "../plsql/sql";
import type { Type } from "../plsql/types";
import { toDate, toNumeric, toText } from "../plsql/values";
import type { Transaction } from "../store";
import type { Cell } from "../store/sqlite";
import { Calls } from "./calls";
import type { SqlCatalogue } from "./catalogue";
import { decodeValue, encodeValue } from "./functions";
import { invalidNumber } from "./problems";
import type { SqlSession } from "./session";
import { stateOf } from "./state";
import type { Column } from "./translate/query";
import type { Parameter } from "./translate/term";
import { describe, typeOfValue } from "./types";

/** A statement of SQLite that gives rows. */
export interface Ready {
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly parameters: readonly Parameter[];
}

/** Runs what was translated, for one session. */
export class Execution {
  constructor(
    readonly catalogue: SqlCatalogue,
    readonly session: SqlSession,
  ) {}

  get transaction(): Transaction {
    return this.session.transaction;
  }

  /** Columns first, then what else was selected. */
  async rows(ready: Ready, variables: Variables): Promise<Value[][]> {
    const calls = new Calls();
    for (;;) {
      try {
        const rows = this.#once(ready, variables, calls);
        if (!(await calls.complete(this.session))) return rows;
      } catch (error) {
        // It may have failed for the nulls.
        if (!calls.missing || !(await calls.complete(this.session))) throw error;
      }
    }
  }

  #once({ sql, columns, parameters }: Ready, variables: Variables, calls: Calls): Value[][] {
    const { functions } = this.catalogue;
    const before = functions.current;
    functions.current = {
      session: this.session,
      catalogue: this.catalogue,
      calls,
      sequences: stateOf(this.transaction).sequences,
    };
    try {
      const binds: Cell[] = [this.transaction.number];
      for (const parameter of parameters) binds.push(encodeValue(given(parameter, variables)));
      const rows = this.catalogue.sqliteStore.sqlite.all(sql, binds);
      return rows.map((row) => row.map((cell, index) => decodeValue(cell, columns[index]?.type)));
    } finally {
      functions.current = before;
    }
  }
}

function given({ source, convert }: Parameter, variables: Variables): Value {
  switch (source.kind) {
    case "context":
      return source.value();
    case "bind":
      return converted(variables.bind(source.name), convert);
    case "variable":
      return converted(variables.value(source.path) ?? null, convert);
  }
}

function converted(value: Value, type: Type | undefined): Value {
  if (value === null || value === "" || type === undefined) return value;
  try {
    switch (type.kind) {
      case "number":
        return toNumeric(value);
      case "text":
      case "clob":
        return toText(value);
      default:
        return toDate(value);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 6502 && type.kind === "number") throw invalidNumber(error);
    throw error.toOraError();
  }
}

/** Binds have the types of their values, which are known only now. */
export function described(columns: readonly Column[], rows: readonly (readonly Value[])[] = []): SqlColumn[] {
  return columns.map(({ name, type }, index) => {
    if (type.kind !== "any") return describe(name, type);
    const value = rows.find((row) => row[index] !== null)?.[index] ?? null;
    return describe(name, typeOfValue(value));
  });
}
