import { OraError } from "../../errors";
import type { ColumnDefinition, Identifier, TableConstraint } from "../../lang/ast";
import type { ColumnSpec, TableSpec, UniqueSpec } from "../../store";
import type { SqlCatalogue } from "../catalogue";
import { Sequence } from "../sequence";
import type { TableRules } from "../rules";
import { demandsValue } from "./columns";
import { pathOf } from "./objects";
import { noTable } from "../problems";

/** What a table is made of while it is defined. */
export interface Draft {
  columns: ColumnSpec[];
  unique: UniqueSpec[];
  readonly rules: TableRules;
}

/** Defaults, identities and virtual columns. */
export function addColumnRules(owner: string, { rules }: Draft, column: ColumnDefinition): void {
  const { name } = column.name;
  if (column.default !== undefined) {
    rules.defaults.set(name, {
      value: column.default,
      text: column.defaultText ?? "",
      onNull: column.defaultOnNull,
    });
  }
  if (column.virtual !== undefined) rules.virtual.set(name, column.virtual);
  if (column.identity !== undefined) {
    const sequence = new Sequence(owner, `ISEQ$$_${name}`, {});
    rules.identities.set(name, { sequence, always: column.identity === "always" });
  }
}

export function addConstraint(
  catalogue: SqlCatalogue,
  table: Pick<TableSpec, "owner" | "name">,
  draft: Draft,
  constraint: TableConstraint,
): void {
  const name = constraint.name?.name ?? catalogue.constraintName();
  const taken = [...draft.unique, ...draft.rules.checks, ...draft.rules.foreignKeys];
  if (taken.some((other) => other.name === name))
    throw new OraError(2264, "name already used by an existing constraint");
  const columns = constraint.columns.map((column) => mustHave(draft.columns, column));
  if (demandsValue(constraint)) {
    draft.columns = draft.columns.map((column) =>
      columns.includes(column.name) ? { ...column, nullable: false } : column,
    );
  }
  switch (constraint.kind) {
    case "not null":
      return;
    case "primary key":
      if (draft.unique.some(({ primary }) => primary))
        throw new OraError(2260, "table can have only one primary key");
      draft.unique.push({ name, columns, primary: true });
      return;
    case "unique":
      draft.unique.push({ name, columns });
      return;
    case "check":
      draft.rules.checks = [
        ...draft.rules.checks,
        { name, condition: constraint.condition, text: constraint.text },
      ];
      return;
    case "foreign key": {
      const parent = pathOf(constraint.table, table.owner);
      const self = parent.owner === table.owner && parent.name === table.name;
      const spec = self ? draft : catalogue.store.table(parent.owner, parent.name);
      if (spec === undefined) throw noTable(constraint.table);
      const references =
        constraint.references.length > 0
          ? constraint.references.map((column) => mustHave(spec.columns, column))
          : spec.unique.find(({ primary }) => primary)?.columns;
      if (references === undefined) throw new OraError(2268, "referenced table does not have a primary key");
      const isKey = spec.unique.some((key) => sameSet(key.columns, references));
      if (!isKey) throw new OraError(2270, "no matching unique or primary key for this column-list");
      if (references.length !== columns.length) {
        throw new OraError(2256, "number of referencing columns must match referenced columns");
      }
      const key = { name, columns, table: parent, references, onDelete: constraint.onDelete };
      draft.rules.foreignKeys = [...draft.rules.foreignKeys, key];
    }
  }
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column) => other.includes(column));
}

export function mustHave(columns: readonly ColumnSpec[], { name, pos }: Identifier): string {
  if (!columns.some((column) => column.name === name)) {
    throw new OraError(904, `"${name}": invalid identifier`, { offset: pos });
  }
  return name;
}
