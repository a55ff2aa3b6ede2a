import { OraError } from "../../errors";
import type {
  Comment,
  CreateIndex,
  CreateSynonym,
  CreateView,
  Ddl,
  Drop,
  Expression,
  Rename,
  Truncate,
} from "../../lang/ast";
import type { SqlResult } from "../../plsql/sql";
import type { StoredTable } from "../../store/table";
import { keyOver } from "../dml/rules";
import { none } from "../variables";
import type { Execution } from "../execution";
import { noTable } from "../problems";
import { noRules } from "../rules";
import { query } from "../translate/query";
import type { Column } from "../translate/query";
import { Translation } from "../translate/translation";
import { alterTable, mustBeUnique, renameTable } from "./alterTable";
import { specOfType } from "./columns";
import { createTable } from "./createTable";
import { exists, mustBeNew, pathOf } from "./objects";

/** Definitions of tables, indexes, views, sequences, synonyms and comments. Whoever runs them commits before and after. */
export async function define(execution: Execution, statement: Ddl): Promise<SqlResult> {
  const { catalogue, session } = execution;
  const schema = session.currentSchema;
  switch (statement.kind) {
    case "createTable":
      await createTable(execution, statement);
      break;
    case "alterTable":
      await alterTable(execution, statement);
      break;
    case "createIndex":
      await createIndex(execution, statement);
      break;
    case "createView":
      createView(execution, statement);
      break;
    case "createSequence": {
      const path = pathOf(statement.name, schema);
      if (statement.ifNotExists && exists(catalogue, path)) break;
      mustBeNew(catalogue, path);
      catalogue.addSequence(path.owner, path.name, statement.options);
      break;
    }
    case "alterSequence": {
      const { owner, name } = pathOf(statement.name, schema);
      const sequence = catalogue.sequence(owner, name);
      if (sequence === undefined) throw new OraError(2289, "sequence does not exist");
      sequence.alter(statement.options);
      break;
    }
    case "createSynonym":
      createSynonym(execution, statement);
      break;
    case "drop":
      await drop(execution, statement);
      break;
    case "truncate":
      await truncate(execution, statement);
      break;
    case "comment":
      comment(execution, statement);
      break;
    case "rename":
      rename(execution, statement);
      break;
    default:
      await session.define(statement);
  }
  return { kind: "done", rowsAffected: 0 };
}

async function createIndex(execution: Execution, s: CreateIndex): Promise<void> {
  const { catalogue, session } = execution;
  const table = pathOf(s.table, session.currentSchema);
  const index = pathOf(s.name, session.currentSchema);
  const stored = catalogue.sqliteStore.versions.find(`${table.owner}.${table.name}`);
  if (stored === undefined) throw noTable(s.table);
  if (catalogue.index(index.owner, index.name) !== undefined) {
    throw new OraError(955, "name is already used by an existing object");
  }
  const columns = s.columns.flatMap((e) => (e.kind === "name" ? [e.path.at(-1)!.name] : []));
  for (const column of columns) stored.column(column);
  const plain = columns.length === s.columns.length;
  if (s.unique && !plain) {
    await uniqueExpressions(execution, stored, index.name, s.columns);
  } else if (s.unique) {
    const unique = [...stored.spec.unique, { name: index.name, columns }];
    mustBeUnique(execution, stored, { columns: [...stored.spec.columns], unique, rules: noRules() });
    stored.reshape({ ...stored.spec, unique });
  } else if (plain) stored.index(columns);
  catalogue.addIndex({ ...index, table, columns, unique: s.unique });
}

/** @throws OraError 1452 */
async function uniqueExpressions(
  execution: Execution,
  table: StoredTable,
  name: string,
  values: readonly Expression[],
): Promise<void> {
  const seen = new Set<string>();
  for (const row of execution.transaction.rows(table.path)) {
    const key = await keyOver(execution, table, row.values, values);
    if (key === undefined) continue;
    if (seen.has(key)) throw new OraError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found");
    seen.add(key);
  }
  const rules = execution.catalogue.rules(table.spec.owner, table.spec.name);
  if (rules !== undefined) rules.uniqueExpressions = [...rules.uniqueExpressions, { name, values }];
}

function createView({ catalogue, session }: Execution, s: CreateView): void {
  const { owner, name } = pathOf(s.name, session.currentSchema);
  const isView = catalogue.view(owner, name) !== undefined;
  if (!(s.orReplace && isView)) mustBeNew(catalogue, { owner, name });
  let columns: readonly Column[] = [];
  try {
    ({ columns } = query(new Translation(catalogue, session).start(none), s.query));
  } catch (error) {
    // Its columns are not known then; whoever asks it gets the error.
    if (!s.force || !(error instanceof OraError)) throw error;
  }
  if (s.columns.length > 0 && s.columns.length !== columns.length && !s.force) {
    throw new OraError(1730, "invalid number of column names specified");
  }
  const specs = columns.map((column, index) =>
    specOfType(s.columns[index]?.name ?? column.name, column.type),
  );
  const names = specs.map((spec) => spec.name);
  if (new Set(names).size < names.length) throw new OraError(957, "duplicate column name");
  catalogue.addView({ owner, name, columns: specs, query: s.text }, { synonym: false });
}

function createSynonym({ catalogue, session }: Execution, s: CreateSynonym): void {
  const { owner, name } = s.public
    ? { owner: "PUBLIC", name: s.name.at(-1)!.name }
    : pathOf(s.name, session.currentSchema);
  if (!s.orReplace) mustBeNew(catalogue, { owner, name });
  catalogue.addSynonym(owner, name, pathOf(s.for, session.currentSchema));
}

async function drop(execution: Execution, s: Drop): Promise<void> {
  const { catalogue, session } = execution;
  const { owner, name } = pathOf(s.name, session.currentSchema);
  const gone = (): boolean => {
    switch (s.type) {
      case "table":
        return dropTable(execution, owner, name, s.cascade);
      case "view":
        return catalogue.dropView(owner, name);
      case "sequence":
        return catalogue.dropSequence(owner, name);
      case "synonym":
        return catalogue.dropSynonym(owner, name);
      case "public synonym":
        return catalogue.dropSynonym("PUBLIC", name);
      case "index":
        return dropIndex(execution, owner, name);
      default:
        return true;
    }
  };
  const problem = missing[s.type];
  if (problem === undefined) return session.define(s);
  if (!gone() && !s.ifExists) {
    throw problem[0] === 942 ? noTable(s.name) : new OraError(...problem, { offset: s.name[0]!.pos });
  }
}

/** What Oracle says where there is nothing to drop. */
const missing: Readonly<Partial<Record<Drop["type"], readonly [number, string]>>> = {
  table: [942, "table or view does not exist"],
  view: [942, "table or view does not exist"],
  sequence: [2289, "sequence does not exist"],
  synonym: [1434, "private synonym to be dropped does not exist"],
  "public synonym": [1432, "public synonym to be dropped does not exist"],
  index: [1418, "specified index does not exist"],
};

function dropTable({ catalogue }: Execution, owner: string, name: string, cascade: boolean): boolean {
  const children = [...catalogue.foreignKeys()].filter(
    ({ of, key }) =>
      key.table.owner === owner && key.table.name === name && !(of.owner === owner && of.name === name),
  );
  if (children.length > 0 && !cascade) {
    throw new OraError(2449, "unique/primary keys in table referenced by foreign keys");
  }
  if (!catalogue.store.dropTable(owner, name)) return false;
  for (const { of, key } of children) {
    const rules = catalogue.rules(of.owner, of.name)!;
    rules.foreignKeys = rules.foreignKeys.filter((one) => one !== key);
  }
  catalogue.tableDropped({ owner, name });
  return true;
}

function dropIndex({ catalogue }: Execution, owner: string, name: string): boolean {
  const index = catalogue.index(owner, name);
  if (index === undefined) return false;
  const stored = catalogue.sqliteStore.versions.find(`${index.table.owner}.${index.table.name}`);
  const rules = catalogue.rules(index.table.owner, index.table.name);
  if (rules !== undefined) {
    rules.uniqueExpressions = rules.uniqueExpressions.filter((one) => one.name !== name);
  }
  if (index.unique && stored !== undefined) {
    stored.reshape({ ...stored.spec, unique: stored.spec.unique.filter((key) => key.name !== name) });
  }
  return catalogue.dropIndex(owner, name);
}

async function truncate({ catalogue, session, transaction }: Execution, s: Truncate): Promise<void> {
  const { owner, name } = pathOf(s.name, session.currentSchema);
  const path = `${owner}.${name}`;
  const stored = catalogue.sqliteStore.versions.find(path);
  if (stored === undefined) throw noTable(s.name);
  catalogue.sqliteStore.versions.mustBeFree(stored);
  for (const { of, key } of catalogue.foreignKeys()) {
    const refers = key.table.owner === owner && key.table.name === name;
    if (refers && transaction.rows(`${of.owner}.${of.name}`).length > 0) {
      throw new OraError(2266, "unique/primary keys in table referenced by enabled foreign keys");
    }
  }
  for (const { rowId } of transaction.rows(path)) await transaction.delete(path, rowId);
}

function comment({ catalogue, session }: Execution, s: Comment): void {
  const path = s.on === "table" ? s.name : s.name.slice(0, -1);
  const { owner, name } = pathOf(path, session.currentSchema);
  const columns = catalogue.store.table(owner, name)?.columns ?? catalogue.view(owner, name)?.spec.columns;
  if (columns === undefined) throw noTable(path);
  const column = s.on === "table" ? "" : s.name.at(-1)!.name;
  if (column !== "" && !columns.some((one) => one.name === column)) {
    throw new OraError(904, `"${column}": invalid identifier`, { offset: s.name.at(-1)!.pos });
  }
  catalogue.setComment(owner, name, column, s.text);
}

function rename(execution: Execution, s: Rename): void {
  const { catalogue, session } = execution;
  const from = pathOf(s.from, session.currentSchema);
  const to = { owner: from.owner, name: s.to.name };
  if (catalogue.store.table(from.owner, from.name) !== undefined) {
    renameTable(execution, from, to);
    return;
  }
  const view = catalogue.view(from.owner, from.name);
  if (view?.kind !== "view") throw new OraError(4043, `object ${from.name} does not exist`);
  mustBeNew(catalogue, to);
  catalogue.dropView(from.owner, from.name);
  catalogue.addView({ ...view.spec, name: to.name }, { synonym: false });
}
