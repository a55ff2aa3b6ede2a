import { OraError } from "../../errors";
import type { AlterTable, AlterTableAction, ColumnDefinition, Identifier } from "../../lang/ast";
import { none } from "../variables";
import type { ColumnSpec } from "../../store";
import type { StoredTable } from "../../store/table";
import type { ObjectName } from "../catalogue";
import { defaultValue } from "../dml/rules";
import type { Execution } from "../execution";
import { notSupported } from "../problems";
import { noRules } from "../rules";
import { columnSpec, demandsValue, typeSpec } from "./columns";
import { addColumnRules, addConstraint, mustHave } from "./constraints";
import type { Draft } from "./constraints";
import { mustBeNew, pathOf } from "./objects";

export async function alterTable(execution: Execution, s: AlterTable): Promise<void> {
  const { catalogue, session } = execution;
  let table = pathOf(s.name, session.currentSchema);
  for (const action of s.actions) {
    const stored = catalogue.sqliteStore.versions.table(`${table.owner}.${table.name}`);
    catalogue.sqliteStore.versions.mustBeFree(stored);
    if (action.kind === "rename") {
      const to = { owner: table.owner, name: action.to.name };
      renameTable(execution, table, to);
      table = to;
    } else await alter(execution, stored, action);
  }
}

export function renameTable({ catalogue }: Execution, from: ObjectName, to: ObjectName): void {
  mustBeNew(catalogue, to);
  const { versions } = catalogue.sqliteStore;
  const stored = versions.table(`${from.owner}.${from.name}`);
  const spec = { ...stored.spec, ...to };
  versions.rename(stored, spec);
  stored.reshape(spec);
  catalogue.tableRenamed(from, to);
}

async function alter(execution: Execution, table: StoredTable, action: AlterTableAction): Promise<void> {
  const { catalogue } = execution;
  const { owner, name, columns, unique } = table.spec;
  const draft: Draft = {
    columns: [...columns],
    unique: [...unique],
    rules: catalogue.rules(owner, name) ?? noRules(),
  };
  const finish = (renamed?: { from: string; to: string }): void => {
    table.reshape({ owner, name, columns: draft.columns, unique: draft.unique }, renamed);
    catalogue.setRules(owner, name, draft.rules);
    catalogue.sqliteStore.versions.definitions++;
  };
  switch (action.kind) {
    case "physical":
      return;
    case "add": {
      const added = action.columns.map((column) => addColumn(draft, column));
      for (const column of action.columns) addColumnRules(owner, draft, column);
      const constraints = [
        ...action.columns.flatMap((column) => [...column.constraints]),
        ...action.constraints,
      ];
      for (const one of constraints) addConstraint(catalogue, table.spec, draft, one);
      mustBeUnique(execution, table, draft);
      const filled = new Set(added);
      const required = draft.columns.find((column) => filled.has(column.name) && column.nullable === false && !draft.rules.defaults.has(column.name)); // prettier-ignore
      const rows = execution.transaction.rows(table.path);
      if (required !== undefined && rows.length > 0) {
        throw new OraError(1758, "table must be empty to add mandatory (NOT NULL) column");
      }
      finish();
      for (const column of added) {
        if (!draft.rules.defaults.has(column)) continue;
        for (const { rowId } of rows) {
          const value = await defaultValue(execution, table, table.column(column), none);
          await execution.transaction.update(table.path, rowId, { [column]: value });
        }
      }
      return;
    }
    case "modify":
      for (const column of action.columns) modify(execution, table, draft, column);
      finish();
      return;
    case "dropColumn":
      for (const column of action.columns) dropColumn(draft, column);
      finish();
      return;
    case "renameColumn": {
      const from = mustHave(draft.columns, action.from);
      const to = action.to.name;
      if (draft.columns.some((column) => column.name === to))
        throw new OraError(957, `duplicate column name ("${to}")`);
      const renamed = (column: string): string => (column === from ? to : column);
      draft.columns = draft.columns.map((column) => ({ ...column, name: renamed(column.name) }));
      draft.unique = draft.unique.map((key) => ({ ...key, columns: key.columns.map(renamed) }));
      const given = draft.rules.defaults.get(from);
      if (given !== undefined) draft.rules.defaults.set(to, given);
      draft.rules.defaults.delete(from);
      draft.rules.foreignKeys = draft.rules.foreignKeys.map((key) => ({
        ...key,
        columns: key.columns.map(renamed),
      }));
      finish({ from, to });
      return;
    }
    case "dropConstraint":
      dropConstraint(draft, action.name, action.columns);
      finish();
      return;
    case "renameConstraint": {
      const swap = <Named extends { readonly name: string }>(one: Named): Named =>
        one.name === action.from.name ? { ...one, name: action.to.name } : one;
      draft.unique = draft.unique.map(swap);
      draft.rules.checks = draft.rules.checks.map(swap);
      draft.rules.foreignKeys = draft.rules.foreignKeys.map(swap);
      finish();
      return;
    }
    case "constraintState":
      if (draft.unique.some((key) => key.name === action.name.name)) {
        throw notSupported("disabling a unique key", action.name.pos);
      }
      if (action.enabled) draft.rules.disabled.delete(action.name.name);
      else draft.rules.disabled.add(action.name.name);
      finish();
      return;
    case "rename":
      return;
  }
}

function addColumn(draft: Draft, column: ColumnDefinition): string {
  const spec = columnSpec(column);
  if (draft.columns.some(({ name }) => name === spec.name)) {
    throw new OraError(1430, "column being added already exists in table", { offset: column.pos });
  }
  draft.columns.push({ ...spec, nullable: spec.nullable ?? true });
  return spec.name;
}

function modify(execution: Execution, table: StoredTable, draft: Draft, column: ColumnDefinition): void {
  const name = mustHave(draft.columns, column.name);
  const required = column.constraints.some(demandsValue);
  if (required && execution.transaction.row(table.path, { [name]: null }) !== undefined) {
    throw new OraError(2296, `cannot enable (${table.spec.owner}.) - null values found`);
  }
  const change = (old: ColumnSpec): ColumnSpec => {
    const type = column.type === undefined ? old : { name, ...typeSpec(column.type) };
    const nullable = required ? false : column.nullable ? true : (old.nullable ?? true);
    return { ...type, name, nullable };
  };
  draft.columns = draft.columns.map((old) => (old.name === name ? change(old) : old));
  if (column.default !== undefined) {
    draft.rules.defaults.set(name, {
      value: column.default,
      text: column.defaultText ?? "",
      onNull: column.defaultOnNull,
    });
  }
}

function dropColumn(draft: Draft, column: Identifier): void {
  const name = mustHave(draft.columns, column);
  if (draft.columns.length === 1) throw new OraError(12983, "cannot drop all columns in a table");
  draft.columns = draft.columns.filter((other) => other.name !== name);
  draft.unique = draft.unique.filter(({ columns }) => !columns.includes(name));
  draft.rules.foreignKeys = draft.rules.foreignKeys.filter(({ columns }) => !columns.includes(name));
  for (const rules of [draft.rules.defaults, draft.rules.identities, draft.rules.virtual]) rules.delete(name);
}

function dropConstraint(
  draft: Draft,
  name: Identifier | "primary key",
  columns: readonly Identifier[],
): void {
  const isMeant = (one: {
    readonly name: string;
    readonly columns?: readonly string[];
    readonly primary?: true;
  }): boolean => {
    if (name === "primary key") return one.primary === true;
    if (columns.length > 0) return columns.every((column) => one.columns?.includes(column.name) === true);
    return one.name === name.name;
  };
  const before = draft.unique.length + draft.rules.checks.length + draft.rules.foreignKeys.length;
  draft.unique = draft.unique.filter((one) => !isMeant(one));
  draft.rules.checks = draft.rules.checks.filter((one) => !isMeant(one));
  draft.rules.foreignKeys = draft.rules.foreignKeys.filter((one) => !isMeant(one));
  if (draft.unique.length + draft.rules.checks.length + draft.rules.foreignKeys.length === before) {
    throw name === "primary key"
      ? new OraError(2441, "Cannot drop nonexistent primary key")
      : new OraError(2443, "Cannot drop constraint - nonexistent constraint");
  }
}

/** A new key has to hold for the rows that are there. */
export function mustBeUnique({ transaction }: Execution, table: StoredTable, draft: Draft): void {
  for (const key of draft.unique) {
    if (table.spec.unique.includes(key) || key.columns.some((column) => !table.spec.columns.some(({ name }) => name === column))) continue; // prettier-ignore
    const seen = new Set<string>();
    for (const { values } of transaction.rows(table.path)) {
      const found = table.keyOf(key, values);
      if (found === undefined) continue;
      const text = JSON.stringify(found);
      if (seen.has(text)) {
        const where = `${table.spec.owner}.${key.name}`;
        throw key.primary === true
          ? new OraError(2437, `cannot validate (${where}) - primary key violated`)
          : new OraError(2299, `cannot validate (${where}) - duplicate keys found`);
      }
      seen.add(text);
    }
  }
}
