import { OraError } from "../../errors";
import type { CreateTable, TableConstraint } from "../../lang/ast";
import { none } from "../variables";
import type { Value } from "../../plsql/catalogue";
import type { Execution } from "../execution";
import { write } from "../dml/insert";
import { noRules } from "../rules";
import { query } from "../translate/query";
import { Translation } from "../translate/translation";
import { columnSpec, specOfType } from "./columns";
import { addColumnRules, addConstraint } from "./constraints";
import type { Draft } from "./constraints";
import { exists, mustBeNew, pathOf } from "./objects";

export async function createTable(execution: Execution, s: CreateTable): Promise<void> {
  const { catalogue, session } = execution;
  const table = pathOf(s.name, session.currentSchema);
  if (s.ifNotExists && exists(catalogue, table)) return;
  mustBeNew(catalogue, table);
  const draft: Draft = { columns: [], unique: [], rules: noRules() };
  let rows: Value[][] = [];
  if (s.as !== undefined) {
    const t = new Translation(catalogue, session);
    const { sql, columns } = query(t.start(none), s.as);
    rows = await execution.rows({ sql, columns, parameters: t.parameters }, none);
    draft.columns = columns.map(({ name, type }, index) =>
      specOfType(s.columns[index]?.name.name ?? name, type),
    );
  } else draft.columns = s.columns.map(columnSpec);
  mustDiffer(draft);
  for (const column of s.columns) addColumnRules(table.owner, draft, column);
  const constraints: TableConstraint[] = [
    ...s.columns.flatMap((column) => [...column.constraints]),
    ...s.constraints,
  ];
  // Foreign keys may refer to the table's own keys.
  for (const wanted of [false, true]) {
    for (const one of constraints) {
      if ((one.kind === "foreign key") === wanted) addConstraint(catalogue, table, draft, one);
    }
  }
  catalogue.store.createTable({ ...table, columns: draft.columns, unique: draft.unique });
  catalogue.setRules(table.owner, table.name, draft.rules);
  const stored = catalogue.sqliteStore.versions.table(`${table.owner}.${table.name}`);
  for (const row of rows) await write(execution, stored, stored.spec.columns, row, none);
}

function mustDiffer({ columns }: Draft): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new OraError(957, `duplicate column name ("${twice}")`);
}
