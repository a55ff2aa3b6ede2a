import assert from "node:assert/strict";
import type { Query } from "../lang/ast";
import { OraError } from "../errors";
import { PackageCatalogue } from "./catalogue";
import type { PackageSpec, Value } from "./catalogue";
import { executeBlock } from "./execute";
import { Output } from "./output";
import { systemPackages } from "./packages";
import type { Session } from "./session";
import type { SqlColumn, SqlEngine, SqlResult, Variables } from "./sql";
import { PackageStates } from "./state";
import { StoredUnits } from "./stored";
import { createsUnit, createUnit } from "./units";
import type { UnitResult } from "./units";

/** Tables with their rows, in place of a SQL executor: `select columns from table`, and DUAL. */
interface FakeTable {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly Value[])[];
}

interface Stage {
  readonly session: Session;
  readonly stored: StoredUnits;
  /** What happened to the transaction, in order. */
  readonly events: string[];
  /** Runs a block; what DBMS_OUTPUT got, line by line. */
  readonly lines: (text: string, binds?: Map<string, Value>) => Promise<string[]>;
  /** The message of the error a block ends with. */
  readonly failure: (text: string) => Promise<string>;
  readonly create: (text: string) => UnitResult;
  /** Another session of the same database. */
  readonly other: (user?: string) => Stage;
}

export function stage(
  tables: Readonly<Record<string, FakeTable>> = {},
  packages: readonly PackageSpec[] = [],
): Stage {
  return open(tables, packages, new StoredUnits(), "APP");
}

function open(
  tables: Readonly<Record<string, FakeTable>>,
  packages: readonly PackageSpec[],
  stored: StoredUnits,
  user: string,
): Stage {
  const events: string[] = [];
  const output = new Output();
  const environment = new Map([["SESSIONID", "1"]]);
  const states = new PackageStates();
  const catalogue = new PackageCatalogue([...systemPackages, ...packages]);
  const sql = fakeSql(tables, events);
  const inSchema = (currentSchema: string): Session => ({
    user,
    currentSchema,
    output,
    catalogue,
    sql,
    stored,
    packages: states,
    environment,
    get transaction(): never {
      throw new Error("no transaction here");
    },
    hasRole: () => false,
    allows: () => true,
    now: () => new Date(Date.UTC(2026, 0, 31, 12, 30, 15, 250)),
    inSchema,
    execute: async (text, statement, binds): Promise<SqlResult> => {
      if (createsUnit(text)) {
        createUnit(inSchema(currentSchema), text);
        return { kind: "done", rowsAffected: 0 };
      }
      if (statement.kind !== "query") throw new OraError(3001, "unimplemented feature");
      return sql.run(statement, { value: () => undefined, bind: (name) => binds.get(name) ?? null });
    },
    commit: () => {
      events.push("commit");
      return Promise.resolve();
    },
    rollback: () => {
      events.push("rollback");
      return Promise.resolve();
    },
    mark: () => () => events.push("undo"),
    autonomous: async (work) => await work(),
  });
  const session = inSchema(user);
  const run = async (text: string, binds = new Map<string, Value>()): Promise<void> => {
    await executeBlock(session, text, binds, new AbortController().signal);
  };
  return {
    session,
    stored,
    events,
    lines: async (text, binds) => {
      output.lines = [];
      await run(text, binds);
      return output.lines;
    },
    failure: async (text) => {
      try {
        await run(text);
      } catch (error) {
        if (error instanceof OraError) return error.message;
        throw error;
      }
      throw new Error("the block did not fail");
    },
    create: (text) => createUnit(session, text),
    other: (name = user) => open(tables, packages, stored, name),
  };
}

function fakeSql(tables: Readonly<Record<string, FakeTable>>, events: string[]): SqlEngine {
  const answer = (query: Query, variables: Variables): SqlResult & { kind: "rows" } => {
    const { body } = query;
    if (body.kind !== "select") throw new OraError(3001, "unimplemented feature");
    const [from] = body.from;
    const name = from?.kind === "table" ? from.name.at(-1)!.name : "DUAL";
    const table = name === "DUAL" ? { columns: [], rows: [[]] } : tables[name];
    if (table === undefined) throw new OraError(942, "table or view does not exist", { offset: from!.pos });
    const columns: SqlColumn[] = [];
    const picks: ((row: readonly Value[]) => Value)[] = [];
    for (const item of body.items) {
      if (item.kind === "all") {
        columns.push(...table.columns);
        picks.push(...table.columns.map((_, index) => (row: readonly Value[]) => row[index] ?? null));
        continue;
      }
      const e = item.value;
      const label = item.alias?.name ?? item.text.toUpperCase().replace(/\s/g, "");
      if (e.kind === "bind") {
        picks.push(() => variables.bind(e.name));
        columns.push({ name: label, type: "ANY" });
      } else if (e.kind === "number" || e.kind === "string") {
        picks.push(() => e.value);
        columns.push({ name: label, type: e.kind === "number" ? "NUMBER" : "VARCHAR2" });
      } else if (e.kind === "name") {
        const index = table.columns.findIndex((column) => column.name === e.path.at(-1)!.name);
        if (index >= 0) {
          picks.push((row) => row[index] ?? null);
          columns.push({ ...table.columns[index]!, name: label });
        } else {
          const given = variables.value(e.path);
          if (given === undefined)
            throw new OraError(904, `"${e.path.at(-1)!.name}": invalid identifier`, { offset: e.pos });
          picks.push(() => given);
          columns.push({ name: label, type: "ANY" });
        }
      } else throw new OraError(3001, `unimplemented feature: ${e.kind}`);
    }
    return { kind: "rows", columns, rows: table.rows.map((row) => picks.map((pick) => pick(row))) };
  };
  return {
    columns: (query, variables) => answer(query, variables).columns,
    check: ({ kind }) => {
      if (kind !== "insert") throw new OraError(3001, "unimplemented feature");
    },
    table: (name) => tables[name.at(-1)!.name]?.columns,
    run: (statement, variables) => {
      if (statement.kind === "query") return Promise.resolve(answer(statement, variables));
      events.push(statement.kind);
      return Promise.resolve({ kind: "done", rowsAffected: 1 });
    },
    control: (statement) => {
      events.push(statement.kind);
      return Promise.resolve();
    },
  };
}

/** A test: a block prints these lines. */
export function prints(name: string, text: string, ...lines: string[]): void {
  it(name, async () => {
    assert.deepEqual(await stage(people).lines(text), lines);
  });
}

/** A test: a block ends with this message, line by line. */
export function fails(name: string, text: string, ...message: string[]): void {
  it(name, async () => {
    assert.equal(await stage(people).failure(text), message.join("\n"));
  });
}

/** A table for tests that need one. */
export const people: Readonly<Record<string, FakeTable>> = {
  PEOPLE: {
    columns: [
      { name: "ID", type: "NUMBER", precision: 9, scale: 0 },
      { name: "NAME", type: "VARCHAR2", size: 10 },
    ],
    rows: [
      [1, "Ada"],
      [2, "Grace"],
      [3, null],
    ],
  },
};
