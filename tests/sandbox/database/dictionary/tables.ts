import type { ColumnSpec, ComputedSpec, TableSpec } from "../../store";
import type { TableRules } from "../../sql/rules";
import type { Instance } from "../instance";
import { clob, family, number, text, view } from "./family";
import type { Row, Who } from "./family";
import { isVisible } from "./objects";

function columnRow(owner: string, table: string, column: ColumnSpec, index: number, rules?: TableRules): Row {
  const { name, type, size, precision, scale, nullable } = column;
  const lengths: Readonly<Record<string, number>> = { NUMBER: 22, DATE: 7, CLOB: 4000, BLOB: 4000 };
  return [
    owner,
    table,
    name,
    type.startsWith("TIMESTAMP") ? type.replace("TIMESTAMP", "TIMESTAMP(6)") : type,
    size ?? lengths[type] ?? 11,
    precision ?? null,
    scale ?? (precision === undefined ? null : 0),
    nullable === false ? "N" : "Y",
    index + 1,
    /CHAR/.test(type) ? (size ?? null) : 0,
    /CHAR/.test(type) ? "B" : null,
    rules?.defaults.get(name)?.text ?? null,
    rules?.identities.has(name) === true ? "YES" : "NO",
    rules?.defaults.get(name)?.onNull === true || rules?.identities.has(name) === true ? "YES" : "NO",
    null,
    null,
    null,
    null,
  ];
}

/** Constraints that are kept with the table itself: its keys and its NOT NULLs. */
function constraintRows({ owner, name, unique, columns }: TableSpec): Row[] {
  const keys = unique.map((key): Row => [
    owner,
    key.name,
    key.primary === true ? "P" : "U",
    name,
    null,
    "ENABLED",
    "USER NAME",
    key.name,
  ]);
  const required = columns.filter(({ nullable }) => nullable === false);
  const checks = required.map((column): Row => {
    const condition = `"${column.name}" IS NOT NULL`;
    return [owner, `SYS_C_${name}_${column.name}`, "C", name, condition, "ENABLED", "GENERATED NAME", null];
  });
  return [...keys, ...checks];
}

function constraintColumnRows({ owner, name, unique, columns }: TableSpec): Row[] {
  const keys = unique.flatMap((key) =>
    key.columns.map((column, index): Row => [owner, key.name, name, column, index + 1]),
  );
  const required = columns.filter(({ nullable }) => nullable === false);
  return [
    ...keys,
    ...required.map((column): Row => [owner, `SYS_C_${name}_${column.name}`, name, column.name, null]),
  ];
}

export function tableViews(instance: Instance): ComputedSpec[] {
  const { store, sqlCatalogue } = instance;
  const shows =
    (owner: number, name: number) =>
    (row: Row, who: Who): boolean =>
      isVisible(instance, who, String(row[owner]), String(row[name]));
  const relations = (): readonly (Pick<TableSpec, "owner" | "name" | "columns"> & {
    readonly type: string;
  })[] => [
    ...store.tables().map((table) => ({ ...table, type: "TABLE" })),
    ...sqlCatalogue.views().map(({ spec }) => ({ ...spec, type: "VIEW" })),
  ];
  const columns = [
    text("OWNER"),
    text("TABLE_NAME"),
    text("COLUMN_NAME"),
    text("DATA_TYPE"),
    number("DATA_LENGTH"),
    number("DATA_PRECISION"),
    number("DATA_SCALE"),
    text("NULLABLE", 1),
    number("COLUMN_ID"),
    number("CHAR_LENGTH"),
    text("CHAR_USED", 1),
    clob("DATA_DEFAULT"),
    text("IDENTITY_COLUMN", 3),
    text("DEFAULT_ON_NULL", 3),
    text("DATA_TYPE_MOD", 3),
    text("DATA_TYPE_OWNER"),
    text("CHARACTER_SET_NAME", 44),
    text("COLLATION", 100),
  ];
  const columnRows = (): Row[] =>
    relations().flatMap(({ owner, name, columns: own }) =>
      own.map((column, index) => columnRow(owner, name, column, index, sqlCatalogue.rules(owner, name))),
    );
  const isVirtual = ([owner, table, name]: Row): boolean =>
    sqlCatalogue.rules(String(owner), String(table))?.virtual.has(String(name)) === true;
  const comments = (): Row[] =>
    relations().map(({ owner, name, type }) => [owner, name, type, sqlCatalogue.comment(owner, name)]);
  return [
    ...family({
      name: "TABLES",
      columns: [
        text("OWNER"),
        text("TABLE_NAME"),
        text("TABLESPACE_NAME"),
        text("STATUS", 8),
        number("NUM_ROWS"),
        text("TEMPORARY", 1),
        text("IOT_TYPE", 12),
      ],
      rows: () => store.tables().map(({ owner, name }) => [owner, name, "USERS", "VALID", null, "N", null]),
      shows: shows(0, 1),
    }),
    view("TAB", [text("TNAME"), text("TABTYPE", 13), number("CLUSTERID")], ({ currentSchema }) =>
      relations()
        .filter(({ owner }) => owner === currentSchema)
        .map(({ name, type }) => [name, type, null]),
    ),
    ...family({
      name: "VIEWS",
      columns: [text("OWNER"), text("VIEW_NAME"), number("TEXT_LENGTH"), clob("TEXT")],
      rows: () =>
        sqlCatalogue.views().map(({ spec }) => {
          const query = "query" in spec ? spec.query : null;
          return [spec.owner, spec.name, query?.length ?? 0, query];
        }),
      shows: shows(0, 1),
    }),
    ...family({ name: "TAB_COLUMNS", columns, rows: columnRows, shows: shows(0, 1) }),
    ...family({
      name: "TAB_COLS",
      columns: [
        ...columns,
        ...["HIDDEN_COLUMN", "VIRTUAL_COLUMN", "USER_GENERATED"].map((name) => text(name, 3)),
      ],
      rows: () => columnRows().map((row) => [...row, "NO", isVirtual(row) ? "YES" : "NO", "YES"]),
      shows: shows(0, 1),
    }),
    ...family({
      name: "CONSTRAINTS",
      columns: [
        text("OWNER"),
        text("CONSTRAINT_NAME"),
        text("CONSTRAINT_TYPE", 1),
        text("TABLE_NAME"),
        clob("SEARCH_CONDITION"),
        text("STATUS", 8),
        text("GENERATED", 14),
        text("INDEX_NAME"),
      ],
      rows: () => store.tables().flatMap(constraintRows),
      shows: shows(0, 3),
    }),
    ...family({
      name: "CONS_COLUMNS",
      columns: [
        text("OWNER"),
        text("CONSTRAINT_NAME"),
        text("TABLE_NAME"),
        text("COLUMN_NAME"),
        number("POSITION"),
      ],
      rows: () => store.tables().flatMap(constraintColumnRows),
      shows: shows(0, 2),
    }),
    ...family({
      name: "INDEXES",
      columns: [
        text("OWNER"),
        text("INDEX_NAME"),
        text("INDEX_TYPE", 27),
        text("TABLE_OWNER"),
        text("TABLE_NAME"),
        text("UNIQUENESS", 9),
        text("STATUS", 8),
      ],
      rows: () =>
        store
          .tables()
          .flatMap(({ owner, name, unique }) =>
            unique.map((key): Row => [owner, key.name, "NORMAL", owner, name, "UNIQUE", "VALID"]),
          ),
      shows: shows(3, 4),
    }),
    ...family({
      name: "IND_COLUMNS",
      columns: [
        text("INDEX_OWNER"),
        text("INDEX_NAME"),
        text("TABLE_NAME"),
        text("COLUMN_NAME"),
        number("COLUMN_POSITION"),
      ],
      rows: () =>
        store
          .tables()
          .flatMap(({ owner, name, unique }) =>
            unique.flatMap((key) =>
              key.columns.map((column, index): Row => [owner, key.name, name, column, index + 1]),
            ),
          ),
      shows: shows(0, 2),
    }),
    ...family({
      name: "TAB_COMMENTS",
      columns: [text("OWNER"), text("TABLE_NAME"), text("TABLE_TYPE", 11), text("COMMENTS", 4000)],
      rows: comments,
      shows: shows(0, 1),
    }),
    ...family({
      name: "COL_COMMENTS",
      columns: [text("OWNER"), text("TABLE_NAME"), text("COLUMN_NAME"), text("COMMENTS", 4000)],
      rows: () =>
        relations().flatMap(({ owner, name, columns: own }) =>
          own.map((column): Row => [
            owner,
            name,
            column.name,
            sqlCatalogue.comment(owner, name, column.name),
          ]),
        ),
      shows: shows(0, 1),
    }),
  ];
}
