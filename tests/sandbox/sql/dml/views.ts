import type { Assignment, Dml, Expression, Identifier, Path, Query, Select, TableName } from "../../lang/ast";
import { parse } from "../../lang";
import { OraError } from "../../errors";
import type { Value } from "../../plsql/catalogue";
import type { RowChange, TriggerRow } from "../../plsql/triggers";
import type { SqlResult, Variables } from "../../plsql/sql";
import type { ViewSpec } from "../../store";
import type { Execution } from "../execution";
import { Names } from "../names";
import { notSupported } from "../problems";
import { Selection } from "../selection";
import { identifier, item, nameOf, queryOf, replaced } from "../translate/rewriting";

type OneTable = Extract<Dml, { kind: "insert" | "update" | "delete" }>;

function viewOf(names: Names, { name }: TableName): ViewSpec | undefined {
  const found = names.find(name);
  return found?.kind === "view" ? found.spec : undefined;
}

const plain = { kind: "select", distinct: false, into: undefined, where: undefined, hierarchy: undefined, groupBy: [], having: undefined } as const; // prettier-ignore

/** What INSTEAD OF triggers are fired for: the rows of a query, in which the columns of OLD come before the new values. */
export interface Instead {
  readonly view: ViewSpec;
  readonly event: RowChange["event"];
  readonly query: Query;
  /** Columns that the new values are for. */
  readonly assigned: readonly string[];
}

/** Undefined where the table is none that has such triggers. */
export function insteadOf({ catalogue, session }: Execution, statement: Dml): Instead | undefined {
  if (statement.kind === "merge" || statement.kind === "insertAll") return undefined;
  const view = viewOf(new Names(catalogue, session), statement.table);
  const { kind: event } = statement;
  if (view === undefined || session.triggers?.replaces(view.owner, view.name, event) !== true)
    return undefined;
  if (statement.returning !== undefined) throw notSupported("RETURNING of a view with INSTEAD OF triggers", statement.pos); // prettier-ignore
  const columns = view.columns.map(({ name }) => name);
  if (statement.kind === "insert") {
    const assigned = statement.columns.length > 0 ? statement.columns.map(({ name }) => name) : columns;
    return { view, event, assigned, query: insertedRows(statement) };
  }
  if (statement.where?.kind === "currentOf") throw notSupported("WHERE CURRENT OF of a view", statement.pos);
  const { pos, table, where } = statement;
  const set = statement.kind === "update" ? statement.set.map((one) => single(one)) : [];
  const body: Select = {
    ...plain,
    pos,
    items: [
      ...columns.map((name) => item(nameOf(name, pos), name, pos)),
      ...set.map(({ value }, index) => item(value, `new ${index}`, pos)),
    ],
    from: [table],
    where,
  };
  return { view, event, assigned: set.map(({ name }) => name), query: queryOf(body, pos) };
}

function single(assignment: Assignment): { name: string; value: Expression } {
  if (assignment.kind === "columns" || assignment.value.kind === "default")
    throw notSupported("this assignment through a view", 0);
  return { name: assignment.column.at(-1)!.name, value: assignment.value };
}

function insertedRows({ source, pos }: Extract<Dml, { kind: "insert" }>): Query {
  if (source.kind === "query") return source.query;
  if (source.kind === "record") throw notSupported("VALUES of a record through a view", pos);
  const rows = source.rows.map((values): Select => ({
    ...plain,
    pos,
    items: values.map((value, index) =>
      item(value.kind === "default" ? { kind: "null", pos } : value, `new ${index}`, pos),
    ),
    from: [],
  }));
  const [first, ...more] = rows;
  return queryOf(
    more.reduce<Query["body"]>((left, right) => ({ kind: "set", pos, operator: "union all", left, right }), first!), // prettier-ignore
    pos,
  );
}

/** Fires the triggers for each row. */
export async function fireInstead(
  execution: Execution,
  { view, event, query, assigned }: Instead,
  variables: Variables,
): Promise<SqlResult> {
  const result = await new Selection(execution).run(query, variables);
  const rows = result.kind === "rows" ? result.rows : [];
  const columns = view.columns.map(({ name }) => name);
  const olds = event === "insert" ? 0 : columns.length;
  for (const row of rows) {
    const old = event === "insert" ? undefined : rowOf(columns, row);
    const given = rowOf(assigned, row.slice(olds));
    const fresh = event === "delete" ? undefined : { ...(old ?? rowOf(columns, [])), ...given };
    await execution.session.triggers!.instead(view.owner, view.name, {
      event,
      old,
      new: fresh,
      ...(event === "update" ? { columns: assigned } : {}),
    });
  }
  return { kind: "done", rowsAffected: rows.length };
}

function rowOf(columns: readonly string[], values: readonly Value[]): TriggerRow {
  return Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null]));
}

/** The statement for the table under a view of one table's rows. @throws OraError 1732, 1733, 1779 */
export function throughView(names: Names, statement: Dml): Dml {
  if (statement.kind === "merge" || statement.kind === "insertAll") return statement;
  const spec = viewOf(names, statement.table);
  if (spec === undefined) return statement;
  const { base, columns, where } = under(names, spec, statement);
  return throughView(names, renamed(statement, spec, base, columns, where));
}

interface Under {
  readonly base: Path;
  /** Of the table by those of the view; others are computed. */
  readonly columns: ReadonlyMap<string, string>;
  readonly where: Expression | undefined;
}

function under(names: Names, spec: ViewSpec, { pos }: OneTable): Under {
  const { statement } = parse(spec.query);
  const body = statement.kind === "query" ? statement.body : undefined;
  const [from, ...others] = body?.kind === "select" ? body.from : [];
  if (
    body?.kind !== "select" ||
    body.distinct ||
    body.groupBy.length > 0 ||
    body.hierarchy !== undefined ||
    (statement as Query).with.length > 0
  )
    // prettier-ignore
    throw new OraError(1732, "data manipulation operation not legal on this view", { offset: pos });
  if (others.length > 0 || from?.kind === "join")
    throw notSupported("a change of rows through a view of several tables", pos);
  if (from?.kind !== "table")
    throw new OraError(1732, "data manipulation operation not legal on this view", { offset: pos });
  const own = new Names(names.catalogue, names.session, spec.owner).find(from.name);
  if (own === undefined || own.kind === "computed")
    throw new OraError(1732, "data manipulation operation not legal on this view", { offset: pos });
  const below =
    own.kind === "table" ? names.catalogue.store.table(own.owner, own.name)!.columns : own.spec.columns;
  const sources = body.items.flatMap((one): (string | undefined)[] =>
    one.kind === "all"
      ? below.map(({ name }) => name)
      : [one.value.kind === "name" ? one.value.path.at(-1)!.name : undefined],
  );
  const columns = new Map(
    spec.columns.flatMap(({ name }, index): [string, string][] => {
      const source = sources[index];
      return source === undefined ? [] : [[name, source]];
    }),
  );
  return { base: [identifier(own.owner, pos), identifier(own.name, pos)], columns, where: body.where };
}

function renamed(
  statement: OneTable,
  spec: ViewSpec,
  base: Path,
  columns: ReadonlyMap<string, string>,
  where: Expression | undefined,
): OneTable {
  const { pos } = statement;
  const alias = statement.table.alias ?? identifier(spec.name, pos);
  const table: TableName = { ...statement.table, name: base, alias };
  const column = (given: Identifier): Identifier => {
    const source = columns.get(given.name);
    if (source !== undefined) return { ...given, name: source };
    if (!spec.columns.some(({ name }) => name === given.name))
      throw new OraError(904, `"${given.name}": invalid identifier`, { offset: given.pos });
    throw new OraError(1733, "virtual column not allowed here", { offset: given.pos });
  };
  const ofView = (e: Expression): Expression | undefined => {
    if (e.kind !== "name" || (e.path.length === 2 && e.path[0]!.name !== alias.name)) return undefined;
    const last = e.path.at(-1)!;
    const isColumn = spec.columns.some(({ name }) => name === last.name);
    return isColumn && e.path.length < 3 ? { ...e, path: [...e.path.slice(0, -1), column(last)] } : undefined;
  };
  // Names of the view's own query are those of the table already, whatever it calls it.
  const own = where === undefined ? undefined : replaced(where, (e) => (e.kind === "name" ? { ...e, path: [e.path.at(-1)!] } : undefined)); // prettier-ignore
  const both = (given: Expression | undefined): Expression | undefined =>
    own === undefined || given === undefined ? (given ?? own) : { kind: "binary", pos, operator: "and", left: own, right: given }; // prettier-ignore
  const returning = replaced(statement.returning, ofView);
  if (statement.kind === "insert") {
    const given = statement.columns.length > 0 ? statement.columns : spec.columns.map(({ name }) => identifier(name, pos)); // prettier-ignore
    return { ...statement, table, columns: given.map(column), returning };
  }
  if (statement.where?.kind === "currentOf") throw notSupported("WHERE CURRENT OF of a view", pos);
  const condition = both(replaced(statement.where, ofView));
  if (statement.kind === "delete") return { ...statement, table, where: condition, returning };
  const set = statement.set.map((one): Assignment =>
    one.kind === "column"
      ? { ...one, column: [column(one.column.at(-1)!)], value: replaced(one.value, ofView) }
      : { ...one, columns: one.columns.map((path) => [column(path.at(-1)!)]) },
  );
  return { ...statement, table, set, where: condition, returning };
}
