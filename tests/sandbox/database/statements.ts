import { OraError } from "../errors";
import { parse } from "../lang";
import type { Dml, Query, Statement } from "../lang/ast";
import type { BindInfo, ExecuteCall, ExecuteResult, ExecutionFailure, WireValue } from "../net/backend";
import type { Value } from "../plsql/catalogue";
import { compileText, runBlock } from "../plsql/execute";
import type { SqlResult, Variables } from "../plsql/sql";
import { createsUnit } from "../plsql/units";
import { runDefinition, runUnit } from "./definitions";
import type { DatabaseSession, SchemaView } from "./session";
import { columnOf, incoming, outgoing, wireRows } from "./wire";

/** Carries out what a client has sent. @throws OraError */
export async function runCall(session: DatabaseSession, call: ExecuteCall): Promise<ExecuteResult> {
  call.signal.throwIfAborted();
  const view = session.current;
  if (createsUnit(call.sql)) {
    const { errors } = await runUnit(view, call.sql);
    return { ...done(session, 0), warning: errors.length > 0 };
  }
  const { statement } = parse(call.sql);
  switch (statement.kind) {
    case "block":
    case "call":
      return runBlockCall(session, call);
    case "query":
      return runQuery(session, statement, call);
    case "insert":
    case "insertAll":
    case "update":
    case "delete":
    case "merge":
      return runDml(session, statement, call);
    default: {
      const result = await runStatement(view, call.sql, statement, valuesOf(call, 0), call.signal);
      return done(session, result.kind === "done" ? result.rowsAffected : 0);
    }
  }
}

type Done = Extract<ExecuteResult, { kind: "done" }>;

function done(session: DatabaseSession, rowsAffected: number): Done {
  return { kind: "done", rowsAffected, inTransaction: session.transaction.active };
}

/** What the statement's binds are, by name. */
function valuesOf({ binds, rows }: ExecuteCall, row: number): Map<string, Value> {
  const given: Readonly<Record<string, WireValue>> = rows[row] ?? {};
  return new Map(binds.map((bind) => [bind.name, incoming(given[bind.name], bind)]));
}

/** @throws OraError 1008 for a bind that has no value */
function variablesOf(binds: ReadonlyMap<string, Value>): Variables {
  return {
    value: () => undefined,
    bind: (name) => {
      const value = binds.get(name);
      if (value === undefined) throw new OraError(1008, "not all variables bound");
      return value;
    },
  };
}

async function runBlockCall(session: DatabaseSession, call: ExecuteCall): Promise<ExecuteResult> {
  const view = session.current;
  const block = compileText(view, call.sql);
  const binds = valuesOf(call, 0);
  for (const name of [...block.read, ...block.written]) {
    if (!binds.has(name)) throw new OraError(1008, "not all variables bound");
  }
  const undo = session.mark();
  await runBlock(view, block, binds, call.signal);
  const written = call.binds.filter(({ name }) => block.written.has(name));
  try {
    const outs = Object.fromEntries(
      written.map((bind) => [bind.name, outgoing(binds.get(bind.name) ?? null, bind.type)]),
    );
    const outOnly = written.filter(({ name }) => !block.read.has(name)).map(({ name }) => name);
    return { kind: "block", outs, outOnly, inTransaction: session.transaction.active };
  } catch (error) {
    undo();
    throw error;
  }
}

async function runQuery(session: DatabaseSession, query: Query, call: ExecuteCall): Promise<ExecuteResult> {
  const view = session.current;
  const values = valuesOf(call, 0);
  if (call.describeOnly) {
    const columns = view.sql.columns(query, {
      value: () => undefined,
      bind: (name) => values.get(name) ?? null,
    });
    return { kind: "rows", columns: columns.map(columnOf), rows: [] };
  }
  const undo = session.mark();
  try {
    const result = await view.sql.run(query, variablesOf(values));
    if (result.kind !== "rows") throw new OraError(900, "invalid SQL statement");
    const columns = result.columns.map(columnOf);
    const rows = wireRows(
      result.rows,
      columns.map(({ type }) => type),
    );
    return { kind: "rows", columns, rows, inTransaction: session.transaction.active };
  } catch (error) {
    undo();
    throw error;
  }
}

async function runDml(session: DatabaseSession, statement: Dml, call: ExecuteCall): Promise<ExecuteResult> {
  const view = session.current;
  const returning: Readonly<Record<string, readonly WireValue[]>>[] = [];
  const targets = call.binds.filter((bind) => bind.returning);
  const rowCounts: number[] = [];
  const failures: ExecutionFailure[] = [];
  for (const row of call.rows.keys()) {
    const undo = session.mark();
    try {
      const result = await view.sql.run(statement, variablesOf(valuesOf(call, row)));
      const affected = result.kind === "done" ? result.rowsAffected : 0;
      rowCounts.push(affected);
      returning.push(result.kind === "done" ? returned(result.returning ?? [], targets) : {});
    } catch (error) {
      undo();
      if (!call.batchErrors || !(error instanceof OraError) || call.signal.aborted) throw error;
      failures.push({ row, code: error.code, text: error.message });
      rowCounts.push(0);
      returning.push({});
    }
  }
  const rowsAffected = rowCounts.reduce((sum, count) => sum + count, 0);
  return {
    kind: "done",
    rowsAffected,
    rowCounts,
    inTransaction: session.transaction.active,
    ...(targets.length === 0 ? {} : { returning }),
    ...(failures.length === 0 ? {} : { failures }),
  };
}

function returned(
  rows: readonly (readonly Value[])[],
  targets: readonly BindInfo[],
): Readonly<Record<string, readonly WireValue[]>> {
  return Object.fromEntries(
    targets.map(({ name, type }, index) => [name, rows.map((row) => outgoing(row[index] ?? null, type))]),
  );
}

const nothing: SqlResult = { kind: "done", rowsAffected: 0 };

/** A statement of SQL that is no block, as EXECUTE IMMEDIATE has it, too. @throws OraError */
export async function runStatement(
  view: SchemaView,
  text: string,
  statement: Statement,
  binds: ReadonlyMap<string, Value>,
  signal: AbortSignal,
): Promise<SqlResult> {
  signal.throwIfAborted();
  switch (statement.kind) {
    case "query":
    case "insert":
    case "insertAll":
    case "update":
    case "delete":
    case "merge": {
      const undo = view.mark();
      try {
        return await view.sql.run(statement, variablesOf(binds));
      } catch (error) {
        undo();
        throw error;
      }
    }
    case "commit":
      await view.commit();
      return nothing;
    case "rollback":
      if (statement.to === undefined) await view.rollback();
      else await view.sql.control(statement);
      return nothing;
    case "savepoint":
    case "setTransaction":
    case "setRole":
    case "lockTable":
      await view.sql.control(statement);
      return nothing;
    case "createUnit":
      await runUnit(view, text);
      return nothing;
    case "block":
    case "call":
      throw new OraError(900, "invalid SQL statement");
    default:
      return runDefinition(view, text, statement);
  }
}
