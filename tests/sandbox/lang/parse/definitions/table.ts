import type {
  AlterTable,
  AlterTableAction,
  ColumnDefinition,
  CreateTable,
  DataType,
  Identifier,
  TableConstraint,
} from "../../ast";
import type { TokenStream } from "../../stream";
import { expression, value } from "../expression";
import { isQuery, query } from "../query";
import { dataType } from "../types";
import { sequenceOptions } from "./sequence";
import { ifNotExists, skipParenthesised, skipRest } from "./shared";

type ForeignKey = Extract<TableConstraint, { kind: "foreign key" }>;

export function createTable(s: TokenStream, pos: number, temporary: boolean): CreateTable {
  const exists = ifNotExists(s);
  const name = s.path(903);
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  if (s.is("(")) {
    s.parenthesised(() =>
      s.list(() => {
        if (startsConstraint(s)) constraints.push(tableConstraint(s));
        else columns.push(column(s));
      }),
    );
  }
  // STORE AS, COLUMN STORE COMPRESS and the like are storage; AS and a query is not.
  while (!s.kindIs("end") && !s.is(";") && !(s.is("AS") && isQuery(s, 1))) {
    if (s.is("(")) skipParenthesised(s);
    else s.next();
  }
  if (s.accept("AS")) {
    if (!isQuery(s)) s.fail(928, "SELECT");
    const as = query(s);
    return { kind: "createTable", pos, name, ifNotExists: exists, temporary, columns, constraints, as };
  }
  if (columns.length === 0) s.fail(906, "(");
  return {
    kind: "createTable",
    pos,
    name,
    ifNotExists: exists,
    temporary,
    columns,
    constraints,
    as: undefined,
  };
}

function startsConstraint(s: TokenStream): boolean {
  if (s.is("CONSTRAINT")) return s.isIdentifier(1);
  return (
    s.are("PRIMARY", "KEY") ||
    s.are("FOREIGN", "KEY") ||
    s.are("UNIQUE", "(") ||
    s.are("CHECK", "(") ||
    s.are("SUPPLEMENTAL", "LOG")
  );
}

/** Words after a column's name that are no type. */
const afterName = ["DEFAULT", "CONSTRAINT", "NOT", "NULL", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "AS", "INVISIBLE", "VISIBLE", "RESERVABLE"]; // prettier-ignore

function column(s: TokenStream): ColumnDefinition {
  const { pos } = s;
  const name = s.identifier();
  const hasType = !s.is(",") && !s.is(")") && !s.isOneOf(...afterName) && !s.kindIs("end") && !s.is(";");
  const type: DataType | undefined = hasType ? dataType(s) : undefined;
  const constraints: TableConstraint[] = [];
  if (type?.notNull === true) {
    constraints.push({ kind: "not null", name: undefined, columns: [name] });
    constraintState(s);
  }
  const found: Pick<
    ColumnDefinition,
    "default" | "defaultText" | "defaultOnNull" | "identity" | "virtual" | "nullable"
  > = {
    default: undefined,
    defaultOnNull: false,
    identity: undefined,
    virtual: undefined,
    nullable: false,
  };
  const result = { pos, name, type, ...found, constraints };
  for (;;) {
    if (s.accept("DEFAULT")) {
      if (s.accept("ON", "NULL")) {
        result.defaultOnNull = true;
        if (s.accept("FOR", "INSERT")) {
          if (s.accept("AND")) s.expect("UPDATE");
          else s.accept("ONLY");
        }
      }
      const from = s.pos;
      result.default = value(s);
      result.defaultText = s.text.slice(from, s.end);
    } else if (s.is("GENERATED") || s.are("AS", "(")) generated(s, result);
    else if (s.isOneOf("VISIBLE", "INVISIBLE", "SORT", "RESERVABLE")) s.next();
    else if (s.accept("COLLATE")) s.identifier();
    else if (s.is("ENCRYPT")) s.next();
    else if (s.accept("NULL")) result.nullable = true;
    else {
      const constraint = columnConstraint(s, name);
      if (constraint === undefined) return result;
      constraints.push(constraint);
    }
  }
}

function generated(
  s: TokenStream,
  result: { -readonly [K in keyof ColumnDefinition]: ColumnDefinition[K] },
): void {
  let always = true;
  if (s.accept("GENERATED")) {
    if (s.accept("BY")) {
      s.expect("DEFAULT");
      always = false;
      if (s.accept("ON", "NULL")) result.defaultOnNull = true;
    } else s.accept("ALWAYS");
  }
  s.expect("AS");
  if (s.accept("IDENTITY")) {
    result.identity = always ? "always" : "by default";
    if (s.is("(")) skipParenthesised(s);
    else sequenceOptions(s);
    return;
  }
  result.virtual = s.parenthesised(() => expression(s));
  s.accept("VIRTUAL");
}

function columnConstraint(s: TokenStream, column: Identifier): TableConstraint | undefined {
  const name = s.accept("CONSTRAINT") ? s.identifier() : undefined;
  const columns = [column];
  let constraint: TableConstraint | undefined;
  if (s.accept("NOT", "NULL")) constraint = { kind: "not null", name, columns };
  else if (s.accept("PRIMARY")) {
    s.expect("KEY");
    constraint = { kind: "primary key", name, columns };
  } else if (s.accept("UNIQUE")) constraint = { kind: "unique", name, columns };
  else if (s.is("REFERENCES")) constraint = foreignKey(s, name, columns);
  else if (s.accept("CHECK")) constraint = check(s, name, columns);
  if (constraint === undefined) {
    if (name !== undefined) s.fail(905);
    return undefined;
  }
  constraintState(s);
  return constraint;
}

function tableConstraint(s: TokenStream): TableConstraint {
  const name = s.accept("CONSTRAINT") ? s.identifier() : undefined;
  const list = (): Identifier[] => s.parenthesised(() => s.list(() => s.identifier()));
  let constraint: TableConstraint;
  if (s.accept("PRIMARY")) {
    s.expect("KEY");
    constraint = { kind: "primary key", name, columns: list() };
  } else if (s.accept("UNIQUE")) constraint = { kind: "unique", name, columns: list() };
  else if (s.accept("FOREIGN")) {
    s.expect("KEY");
    constraint = foreignKey(s, name, list());
  } else {
    s.expect("CHECK", 905);
    constraint = check(s, name, []);
  }
  constraintState(s);
  return constraint;
}

function check(
  s: TokenStream,
  name: Identifier | undefined,
  columns: readonly Identifier[],
): TableConstraint {
  s.expect("(");
  const from = s.pos;
  const condition = expression(s);
  const text = s.text.slice(from, s.end);
  s.expect(")");
  return { kind: "check", name, columns, condition, text };
}

function foreignKey(
  s: TokenStream,
  name: Identifier | undefined,
  columns: readonly Identifier[],
): ForeignKey {
  s.expect("REFERENCES");
  const table = s.path(903);
  const references = s.is("(") ? s.parenthesised(() => s.list(() => s.identifier())) : [];
  let onDelete: ForeignKey["onDelete"];
  if (s.accept("ON", "DELETE")) {
    if (s.accept("CASCADE")) onDelete = "cascade";
    else {
      s.expect("SET");
      s.expect("NULL");
      onDelete = "set null";
    }
  }
  return { kind: "foreign key", name, columns, table, references, onDelete };
}

const states = [
  "ENABLE",
  "DISABLE",
  "VALIDATE",
  "NOVALIDATE",
  "RELY",
  "NORELY",
  "DEFERRABLE",
  "IMMEDIATE",
  "DEFERRED",
];

/** What stands behind a constraint; all are enabled and immediate here. */
function constraintState(s: TokenStream): void {
  for (;;) {
    if (s.isOneOf(...states)) s.next();
    else if (s.accept("INITIALLY")) s.next();
    else if (s.accept("NOT", "DEFERRABLE")) continue;
    else if (s.accept("USING", "INDEX")) {
      if (s.is("(")) skipParenthesised(s);
      else if (s.accept("TABLESPACE")) s.identifier();
      else if (s.isIdentifier() && !s.isOneOf(...states)) s.path();
    } else if (s.accept("TABLESPACE")) s.identifier();
    else if (s.accept("PCTFREE") || s.accept("INITRANS") || s.accept("MAXTRANS")) s.next();
    else if (s.accept("STORAGE")) skipParenthesised(s);
    else if (s.accept("EXCEPTIONS", "INTO")) s.path();
    else return;
  }
}

export function alterTable(s: TokenStream, pos: number): AlterTable {
  s.accept("IF", "EXISTS");
  const name = s.path(903);
  const actions: AlterTableAction[] = [];
  while (!s.kindIs("end") && !s.is(";")) actions.push(action(s));
  if (actions.length === 0) s.fail(922);
  return { kind: "alterTable", pos, name, actions };
}

function action(s: TokenStream): AlterTableAction {
  if (s.accept("ADD")) return add(s);
  if (s.accept("MODIFY")) {
    if (s.is("CONSTRAINT") || s.are("PRIMARY", "KEY")) return physical(s);
    s.accept("COLUMN");
    return {
      kind: "modify",
      columns: s.is("(") ? s.parenthesised(() => s.list(() => column(s))) : [column(s)],
    };
  }
  if (s.accept("DROP")) return dropAction(s);
  if (s.accept("SET", "UNUSED")) return dropColumns(s);
  if (s.accept("RENAME")) {
    if (s.accept("TO")) return { kind: "rename", to: s.identifier() };
    const isColumn = s.accept("COLUMN");
    if (!isColumn) s.expect("CONSTRAINT");
    const from = s.identifier();
    s.expect("TO");
    return { kind: isColumn ? "renameColumn" : "renameConstraint", from, to: s.identifier() };
  }
  if (s.isOneOf("ENABLE", "DISABLE")) {
    const enabled = s.next().value === "ENABLE";
    if (s.isOneOf("VALIDATE", "NOVALIDATE")) s.next();
    if (!s.accept("CONSTRAINT")) return physical(s);
    const state: AlterTableAction = { kind: "constraintState", name: s.identifier(), enabled };
    s.accept("CASCADE");
    return state;
  }
  return physical(s);
}

function physical(s: TokenStream): AlterTableAction {
  skipRest(s);
  return { kind: "physical" };
}

function add(s: TokenStream): AlterTableAction {
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const item = (): void => {
    if (startsConstraint(s)) constraints.push(tableConstraint(s));
    else columns.push(column(s));
  };
  if (s.is("(")) s.parenthesised(() => s.list(item));
  else {
    s.accept("COLUMN");
    item();
  }
  return { kind: "add", columns, constraints };
}

function dropAction(s: TokenStream): AlterTableAction {
  if (s.is("COLUMN") || s.is("(")) return dropColumns(s);
  let dropped: AlterTableAction;
  if (s.accept("CONSTRAINT")) {
    s.accept("IF", "EXISTS");
    dropped = { kind: "dropConstraint", name: s.identifier(), columns: [] };
  } else if (s.accept("PRIMARY")) {
    s.expect("KEY");
    dropped = { kind: "dropConstraint", name: "primary key", columns: [] };
  } else {
    s.expect("UNIQUE");
    const columns = s.parenthesised(() => s.list(() => s.identifier()));
    dropped = { kind: "dropConstraint", name: columns[0]!, columns };
  }
  s.accept("CASCADE");
  if (s.accept("DROP", "INDEX") || s.accept("KEEP", "INDEX")) return dropped;
  return dropped;
}

function dropColumns(s: TokenStream): AlterTableAction {
  const isOne = s.accept("COLUMN");
  const columns = isOne ? [s.identifier()] : s.parenthesised(() => s.list(() => s.identifier()));
  if (s.accept("CASCADE")) s.accept("CONSTRAINTS");
  return { kind: "dropColumn", columns };
}
