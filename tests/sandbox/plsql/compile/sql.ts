import type {
  Control,
  CurrentOf,
  Dml,
  Expression,
  Identifier,
  Into,
  Path,
  Query,
  QueryBody,
  TableFunction,
} from "../../lang/ast";
import { OraError, oraNumber } from "../../errors";
import { CollectionValue, RecordValue } from "../catalogue";
import type { Value } from "../catalogue";
import { CompileProblem, ora, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Eval, Exec, Frame, Maybe } from "../frame";
import type { SqlColumn, SqlResult, Variables } from "../sql";
import { rememberedRowIds } from "../../sql/currentRows";
import { any } from "../types";
import type { Type } from "../types";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";
import { cursorAccess } from "./cursors";
import { walk } from "./chains";
import { compilePlace, variableOf, variablePlace } from "./places";
import type { Place } from "./places";
import { collectionRows } from "./tableFunctions";

/** A statement whose PL/SQL parts are taken out: they are computed first and given as binds. */
export interface Prepared<S> {
  readonly statement: S;
  readonly variables: (frame: Frame) => Maybe<Variables>;
  /** The same without values, to look at the statement before it runs. */
  readonly probe: Variables;
}

export function prepare<S extends object>(at: At, statement: S): Prepared<S> {
  const parts: { name: string; run: Eval }[] = [];
  const rewritten = rewrite(at, statement, parts) as S;
  const runs = parts.map(({ run }) => run);
  const lookups = new Map<string, Code | undefined>();
  const lookup = (path: Path): Code | undefined => {
    const key = path.map(({ name }) => name).join(".");
    if (!lookups.has(key)) lookups.set(key, variableCode(at, path));
    return lookups.get(key);
  };
  return {
    statement: rewritten,
    variables: (frame) =>
      then(evaluateAll(runs, frame), (values): Variables => {
        const computed = new Map(parts.map(({ name }, index) => [name, values[index] ?? null]));
        return {
          value: (path) => lookup(path)?.run(frame) as Value | undefined,
          bind: (name) => computed.get(name) ?? frame.run.binds.get(name) ?? null,
        };
      }),
    probe: { value: (path) => (lookup(path) === undefined ? undefined : null), bind: () => null },
  };
}

function variableCode(at: At, path: Path): Code | undefined {
  const found = variableOf(at, path);
  if (found === undefined) return undefined;
  try {
    return walk(
      at,
      variablePlace(at, found.variable),
      found.rest.map((name) => ({ kind: "field", name }) as const),
    );
  } catch (error) {
    if (error instanceof CompileProblem) return undefined;
    throw error;
  }
}

function rewrite(at: At, node: unknown, parts: { name: string; run: Eval }[]): unknown {
  if (Array.isArray(node)) return node.map((item) => rewrite(at, item, parts));
  if (typeof node !== "object" || node === null) return node;
  const e = node as Expression | TableFunction | CurrentOf | { kind?: undefined };
  if (e.kind === "bind") at.compiler.read.add(e.name);
  if (e.kind !== undefined && e.kind !== "tableFunction" && e.kind !== "currentOf" && isOfPlsql(at, e)) {
    const name = `#${parts.length + 1}`;
    parts.push({ name, run: compileExpression(at, e).run });
    return { kind: "bind", pos: e.pos, name };
  }
  if (e.kind === "tableFunction") return collectionRows(at, e, parts);
  if (e.kind === "currentOf") return currentRow(at, e, parts);
  const rewritten = Object.fromEntries(
    Object.entries(node).map(([key, value]: [string, unknown]) => [
      key,
      key === "into" ? undefined : rewrite(at, value, parts),
    ]),
  );
  return e.kind === "call" || e.kind === "name"
    ? { ...rewritten, path: sqlPath(at, e.path, e.pos) }
    : rewritten;
}

/** WHERE CURRENT OF is a condition on ROWID: that of the row which the cursor fetched last. */
function currentRow(at: At, { pos, cursor }: CurrentOf, parts: { name: string; run: Eval }[]): Expression {
  const { get } = cursorAccess(at, { kind: "name", pos, path: cursor, outer: false });
  const name = `#${parts.length + 1}`;
  parts.push({
    name,
    run: (frame) =>
      then(get(frame), ({ rows, next }) => {
        const found = rememberedRowIds(rows[next - 1]);
        if (found === null) throw ora(1410, "invalid ROWID");
        return found;
      }),
  });
  const named = (word: string): Path => [{ name: word, quoted: false, pos }];
  const rowId: Expression = { kind: "name", pos, path: named("ROWID"), outer: false };
  const args = [{ kind: "bind", pos, name } as const, rowId].map((value) => ({ name: undefined, value }));
  const left: Expression = { kind: "call", pos, path: named("INSTR"), args, star: false, distinct: false, within: undefined, keep: undefined, over: undefined, overflowTruncate: false, ignoreNulls: false }; // prettier-ignore
  return { kind: "binary", pos, operator: ">", left, right: { kind: "number", pos, value: 0, text: "0" } };
}

/** A function of the unit that is compiled, as SQL finds it from outside. @throws CompileProblem for one of a block */
function sqlPath(at: At, path: Path, pos: number): Path {
  const [{ name }] = path as [Identifier];
  const home = path.length === 1 ? at.scope.home(name) : undefined;
  if (home?.names.get(name)?.kind !== "routines") return path;
  if (home.unit?.names.has(name) !== true) throw pls(pos, 231, `function '${name}' may not be used in SQL`);
  return [...home.unit.path, name].map((part) => ({ name: part, quoted: true, pos }));
}

/** Elements of collections and calls of local functions: SQL knows neither. */
function isOfPlsql(at: At, e: Expression): boolean {
  switch (e.kind) {
    case "call":
      return variableOf(at, e.path) !== undefined || (at.standalone === true && isRoutine(at, e.path));
    case "member":
    case "apply":
      return e.of.kind === "bind" || isOfPlsql(at, e.of);
    case "name":
      return isCollectionCount(at, e.path);
    case "attribute":
      return true;
    default:
      return false;
  }
}

function isRoutine({ scope }: At, path: Path): boolean {
  return path.length === 1 && scope.find(path[0]!.name)?.kind === "routines";
}

function isCollectionCount(at: At, path: Path): boolean {
  const found = path.length > 1 ? variableOf(at, path) : undefined;
  return found?.variable.type.kind === "collection" && found.rest.length > 0;
}

/** SQL's own error at compile time, as PL/SQL tells it. */
export function checked<Result>(pos: number, look: () => Result): Result {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof OraError)) throw error;
    const text = error.message.startsWith("ORA-")
      ? error.message
      : `${oraNumber(error.code)}: ${error.message}`;
    throw new CompileProblem(Math.max(error.offset, pos), `PL/SQL: ${text}`);
  }
}

/** A function that only SQL has, in a PL/SQL expression. */
export function sqlExpression(at: At, value: Expression): Code {
  const { pos } = value;
  const select: QueryBody = { kind: "select", pos, distinct: false, items: [{ kind: "item", pos, value, alias: undefined, text: "X" }], into: undefined, from: [], where: undefined, hierarchy: undefined, groupBy: [], having: undefined }; // prettier-ignore
  const query: Query = { kind: "query", pos, with: [], body: select, orderBy: [], offset: undefined, fetch: undefined, forUpdate: undefined }; // prettier-ignore
  const { statement, variables, probe } = prepare({ ...at, standalone: true }, query);
  checked(pos, () => at.compiler.session.sql.columns(statement, probe));
  return {
    type: any,
    run: (frame) =>
      then(variables(frame), async (given) => {
        const result = await frame.session.sql.run(statement, given);
        return result.kind === "rows" ? (result.rows[0]?.[0] ?? null) : null;
      }),
  };
}

export function intoOf(body: QueryBody): Into | undefined {
  if (body.kind === "select") return body.into;
  return body.kind === "set" ? intoOf(body.left) : undefined;
}

/** A SQL statement in PL/SQL. */
export function compileSql(at: At, statement: Query | Dml | Control): Exec {
  switch (statement.kind) {
    case "query":
      return compileSelectInto(at, statement);
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "insertAll":
      return compileDml(at, statement);
    case "commit":
      return async ({ session }) => {
        await session.commit();
        return undefined;
      };
    case "rollback":
      if (statement.to === undefined) {
        return async ({ session }) => {
          await session.rollback();
          return undefined;
        };
      }
  }
  return async ({ session }) => {
    await session.sql.control(statement);
    return undefined;
  };
}

function compileSelectInto(at: At, query: Query): Exec {
  const into = intoOf(query.body);
  if (into === undefined) throw pls(query.pos, 428, "an INTO clause is expected in this SELECT statement");
  const { statement, variables, probe } = prepare(at, query);
  const columns = checked(query.pos, () => at.compiler.session.sql.columns(statement, probe));
  const store = storeRows(at, into, columns);
  return async (frame) => {
    const result = await frame.session.sql.run(statement, await variables(frame));
    if (result.kind !== "rows") return undefined;
    frame.run.rowCount = into.bulk ? result.rows.length : Math.min(result.rows.length, 1);
    await store(frame, result.rows);
    return undefined;
  };
}

type Rows = readonly (readonly Value[])[];

/** Puts rows where INTO wants them. */
export function storeRows(
  at: At,
  { targets, bulk }: Pick<Into, "targets" | "bulk">,
  columns: readonly SqlColumn[] | undefined,
): (frame: Frame, rows: Rows) => Promise<void> {
  const places = targets.map((target) => compilePlace(at, target));
  const names = columns?.map(({ name }) => name);
  const whole = places.length === 1 && isRecord(bulk ? elementType(places[0]!) : places[0]!.type);
  if (!whole && names !== undefined && names.length !== places.length) {
    throw new CompileProblem(
      targets[0]?.pos ?? 0,
      names.length < places.length
        ? "PL/SQL: ORA-00947: not enough values"
        : "PL/SQL: ORA-00913: too many values",
    );
  }
  const record = (place: Type, row: readonly Value[]): RecordValue => {
    const fields =
      place.kind === "record" && place.fields.size > 0 ? [...place.fields.keys()] : (names ?? []);
    return new RecordValue(row.map((value, index) => [fields[index] ?? `COLUMN${index + 1}`, value]));
  };
  if (bulk) {
    return async (frame, rows) => {
      for (const [index, place] of places.entries()) {
        const values = rows.map((row) => (whole ? record(elementType(place), row) : (row[index] ?? null)));
        await place.set(frame, CollectionValue.of(values));
      }
    };
  }
  return async (frame, rows) => {
    const [row] = rows;
    if (row === undefined) throw ora(1403, "no data found");
    if (rows.length > 1) throw ora(1422, "exact fetch returns more than requested number of rows");
    if (whole) await places[0]!.set(frame, record(places[0]!.type, row));
    else for (const [index, place] of places.entries()) await place.set(frame, row[index] ?? null);
  };
}

function isRecord(type: Type): boolean {
  return type.kind === "record";
}

function elementType({ type }: Place): Type {
  return type.kind === "collection" ? type.of : any;
}

export function compileDml(at: At, dml: Dml): Exec {
  const { statement, variables, probe } = prepare(at, dml);
  checked(dml.pos, () => at.compiler.session.sql.check(statement, probe));
  const into = "returning" in dml ? dml.returning?.into : undefined;
  const store = into === undefined ? undefined : storeRows(at, into, undefined);
  return async (frame) => {
    const result: SqlResult = await frame.session.sql.run(statement, await variables(frame));
    if (result.kind !== "done") return undefined;
    frame.run.rowCount = result.rowsAffected;
    if (store !== undefined && (into?.bulk === true || result.rowsAffected > 0))
      await store(frame, result.returning ?? []);
    return undefined;
  };
}
