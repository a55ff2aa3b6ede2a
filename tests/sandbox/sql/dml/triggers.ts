import type { Assignment, Dml } from "../../lang/ast";
import type { RowChange, StatementChange, TriggerRow } from "../../plsql/triggers";
import type { StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import type { Execution } from "../execution";
import { Names } from "../names";
import { forColumn } from "./target";

type Row = Readonly<Record<string, StoredValue>>;

/** Carries a change of one row out between the triggers FOR EACH ROW of its table. `write` gets the row as they leave it. */
export async function withTriggers<Result>(
  { session }: Execution,
  { spec }: StoredTable,
  change: () => RowChange | undefined,
  write: (row: Row | undefined) => Promise<Result>,
): Promise<Result> {
  const { triggers } = session;
  const asked = triggers?.has(spec.owner, spec.name) === true ? change() : undefined;
  if (triggers === undefined || asked === undefined) return write(undefined);
  const left = await triggers.before(spec.owner, spec.name, asked);
  const row = left === undefined || left === asked.new ? undefined : stored(spec.columns, left);
  const result = await write(row);
  await triggers.after(spec.owner, spec.name, { ...asked, new: row ?? asked.new });
  return result;
}

function stored(columns: StoredTable["spec"]["columns"], row: TriggerRow): Row {
  return Object.fromEntries(
    columns.map((column) => [column.name, forColumn(column, row[column.name] ?? null)]),
  );
}

interface Fired extends StatementChange {
  readonly owner: string;
  readonly table: string;
}

/** Carries a statement out between the triggers that its tables have for statements as a whole. */
export async function withStatementTriggers<Result>(
  execution: Execution,
  statement: Dml,
  go: () => Promise<Result>,
): Promise<Result> {
  const { triggers } = execution.session;
  const fired = triggers === undefined ? [] : firedBy(execution, statement).filter(({ owner, table }) => triggers.has(owner, table)); // prettier-ignore
  for (const change of fired) await triggers!.statement("before", change.owner, change.table, change);
  const result = await go();
  for (const change of fired) await triggers!.statement("after", change.owner, change.table, change);
  return result;
}

function firedBy({ catalogue, session }: Execution, statement: Dml): Fired[] {
  const names = new Names(catalogue, session);
  const into = statement.kind === "insertAll" ? statement.into : [statement];
  const fired = into.flatMap(({ table }) => {
    const found = names.find(table.name);
    if (found === undefined) return [];
    return changesBy(statement).map((change) => ({ owner: found.owner, table: found.name, ...change }));
  });
  return fired.filter((one, index) => fired.findIndex((other) => other.owner === one.owner && other.table === one.table && other.event === one.event) === index); // prettier-ignore
}

function changesBy(statement: Dml): StatementChange[] {
  switch (statement.kind) {
    case "insert":
    case "insertAll":
      return [{ event: "insert" }];
    case "delete":
      return [{ event: "delete" }];
    case "update":
      return [updating(statement.row === undefined ? statement.set : undefined)];
    case "merge": {
      const { matched, notMatched } = statement;
      const insert: StatementChange[] = notMatched === undefined ? [] : [{ event: "insert" }];
      if (matched === undefined) return insert;
      const gone: StatementChange[] = matched.deleteWhere === undefined ? [] : [{ event: "delete" }];
      return [...insert, updating(matched.set), ...gone];
    }
  }
}

function updating(set: readonly Assignment[] | undefined): StatementChange {
  if (set === undefined) return { event: "update" };
  const paths = set.flatMap((one) => (one.kind === "column" ? [one.column] : one.columns));
  return { event: "update", columns: paths.map((path) => path.at(-1)!.name) };
}
