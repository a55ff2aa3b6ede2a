import { parse } from "../../../lang";
import { CollectionValue, RecordValue } from "../../catalogue";
import type { Arguments, CursorValue, Value } from "../../catalogue";
import { executeBlock } from "../../execute";
import { ora } from "../../failure";
import type { Session } from "../../session";
import type { SqlColumn } from "../../sql";
import type { Behaviour } from "../signature";
import { numberArgument, textArgument } from "../signature";
import { supplied } from "./table";

/** A cursor of DBMS_SQL by its number. */
interface Cursor {
  text: string;
  binds: Map<string, Value>;
  columns: readonly SqlColumn[];
  rows: readonly (readonly Value[])[];
  /** Of the row that was fetched last. */
  at: number;
}

/** Of the sessions, which are known by what all views of them share. */
const sessions = new WeakMap<object, { last: number; readonly open: Map<number, Cursor> }>();

function cursorsOf({ packages }: Session): { last: number; readonly open: Map<number, Cursor> } {
  let known = sessions.get(packages);
  if (known === undefined) sessions.set(packages, (known = { last: 0, open: new Map() }));
  return known;
}

function cursorOf(session: Session, args: Arguments): Cursor {
  const cursor = cursorsOf(session).open.get(numberArgument(args.c) ?? 0);
  if (cursor === undefined) throw ora(1001, "invalid cursor");
  return cursor;
}

function open(session: Session): number {
  const cursors = cursorsOf(session);
  cursors.open.set(++cursors.last, { text: "", binds: new Map(), columns: [], rows: [], at: -1 });
  return cursors.last;
}

const parseStatement: Behaviour = async (session, args, frame) => {
  const cursor = cursorOf(session, args);
  const given = args.statement;
  cursor.text =
    given instanceof CollectionValue ? given.values().map(textArgument).join("\n") : textArgument(given);
  const { statement } = parse(cursor.text);
  Object.assign(cursor, { binds: new Map(), columns: [], rows: [], at: -1 });
  if (statement.kind === "query") {
    cursor.columns = session.sql.columns(statement, { value: () => undefined, bind: () => null });
    return null;
  }
  // Definitions are carried out when they are parsed.
  if (!["block", "call", "insert", "insertAll", "update", "delete", "merge"].includes(statement.kind)) {
    await session.execute(cursor.text, statement, new Map(), frame.run.signal);
    cursor.text = "";
  }
  return null;
};

const bind: Behaviour = (session, args) => {
  const cursor = cursorOf(session, args);
  cursor.binds.set(textArgument(args.name).replace(/^:/, "").toUpperCase(), args.value ?? null);
  return null;
};

const execute: Behaviour = async (session, args, frame) => {
  const cursor = cursorOf(session, args);
  if (cursor.text === "") return 0;
  const { statement } = parse(cursor.text);
  if (statement.kind === "block" || statement.kind === "call") {
    await executeBlock(session, cursor.text, cursor.binds, frame.run.signal);
    return 1;
  }
  const result = await session.execute(cursor.text, statement, cursor.binds, frame.run.signal);
  if (result.kind === "done") return result.rowsAffected;
  Object.assign(cursor, { columns: result.columns, rows: result.rows, at: -1 });
  return 0;
};

const fetch: Behaviour = (session, args) => {
  const cursor = cursorOf(session, args);
  if (cursor.at + 1 >= cursor.rows.length) return 0;
  cursor.at++;
  return 1;
};

function column(cursor: Cursor, args: Arguments): number {
  const position = numberArgument(args.position) ?? 0;
  if (position < 1 || position > cursor.columns.length) throw ora(1007, "variable not in select list");
  return position - 1;
}

/** Codes of types as DBMS_TYPES has them. */
const typeCodes: Readonly<Record<string, number>> = { VARCHAR2: 1, NUMBER: 2, DATE: 12, RAW: 23, CHAR: 96, CLOB: 112, BLOB: 113, TIMESTAMP: 180, "TIMESTAMP WITH TIME ZONE": 181 }; // prettier-ignore

function described({ name, type, size = 0, precision = 0, scale = 0 }: SqlColumn): RecordValue {
  const fields: readonly (readonly [string, Value])[] = [
    ["COL_TYPE", typeCodes[type] ?? 1],
    ["COL_MAX_LEN", size],
    ["COL_NAME", name],
    ["COL_NAME_LEN", name.length],
    ["COL_SCHEMA_NAME", null],
    ["COL_SCHEMA_NAME_LEN", 0],
    ["COL_PRECISION", precision],
    ["COL_SCALE", scale],
    ["COL_CHARSETID", 0],
    ["COL_CHARSETFORM", 0],
    ["COL_NULL_OK", true],
  ];
  return new RecordValue(fields);
}

const descriptionFields = {
  COL_TYPE: "BINARY_INTEGER",
  COL_MAX_LEN: "BINARY_INTEGER",
  COL_NAME: "VARCHAR2",
  COL_NAME_LEN: "BINARY_INTEGER",
  COL_SCHEMA_NAME: "VARCHAR2",
  COL_SCHEMA_NAME_LEN: "BINARY_INTEGER",
  COL_PRECISION: "BINARY_INTEGER",
  COL_SCALE: "BINARY_INTEGER",
  COL_CHARSETID: "BINARY_INTEGER",
  COL_CHARSETFORM: "BINARY_INTEGER",
  COL_NULL_OK: "BOOLEAN",
};

const describe: Behaviour = (session, args) => {
  const { columns } = cursorOf(session, args);
  args.col_cnt = columns.length;
  args.desc_t = CollectionValue.of(columns.map(described));
  return null;
};

export const dbmsSql = supplied({
  name: "DBMS_SQL",
  partial: true,
  constants: {
    V6: { type: "INTEGER", value: 0 },
    NATIVE: { type: "INTEGER", value: 1 },
    V7: { type: "INTEGER", value: 2 },
    FOREIGN_SYNTAX: { type: "INTEGER", value: 4294967295 },
  },
  types: {
    DESC_REC: { kind: "record", fields: descriptionFields },
    DESC_REC2: { kind: "record", fields: descriptionFields },
    DESC_REC3: { kind: "record", fields: descriptionFields },
    DESC_TAB: { kind: "table", of: "DESC_REC", indexBy: "number" },
    DESC_TAB2: { kind: "table", of: "DESC_REC2", indexBy: "number" },
    DESC_TAB3: { kind: "table", of: "DESC_REC3", indexBy: "number" },
    VARCHAR2A: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    VARCHAR2S: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    VARCHAR2_TABLE: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    NUMBER_TABLE: { kind: "table", of: "NUMBER", indexBy: "number" },
    DATE_TABLE: { kind: "table", of: "DATE", indexBy: "number" },
    CLOB_TABLE: { kind: "table", of: "CLOB", indexBy: "number" },
    BLOB_TABLE: { kind: "table", of: "BLOB", indexBy: "number" },
    TIMESTAMP_TABLE: { kind: "table", of: "TIMESTAMP", indexBy: "number" },
  },
  exceptions: { INCONSISTENT_TYPE: -6562 },
  subprograms: `
    function open_cursor(treat_as_client_for_results boolean default false) return integer
    function open_cursor(security_level integer) return integer
    procedure parse(c integer, statement varchar2, language_flag integer default 1)
    procedure parse(c integer, statement clob, language_flag integer default 1)
    procedure parse(c integer, statement varchar2a, lb integer, ub integer, lfflg boolean, language_flag integer)
    procedure bind_variable(c integer, name varchar2, value any_data)
    procedure bind_variable(c integer, name varchar2, value any_data, out_value_size integer)
    procedure bind_variable_char(c integer, name varchar2, value char, out_value_size integer default null)
    procedure bind_variable_raw(c integer, name varchar2, value raw, out_value_size integer default null)
    procedure bind_array(c integer, name varchar2, n_tab any_data)
    procedure define_column(c integer, position integer, column any_data)
    procedure define_column(c integer, position integer, column any_data, column_size integer)
    procedure define_column_char(c integer, position integer, column char, column_size integer)
    procedure define_column_raw(c integer, position integer, column raw, column_size integer)
    procedure define_column_long(c integer, position integer)
    procedure define_array(c integer, position integer, n_tab any_data, cnt integer, lower_bound integer)
    function execute(c integer) return integer
    function fetch_rows(c integer) return integer
    function execute_and_fetch(c integer, exact boolean default false) return integer
    procedure column_value(c integer, position integer, value out any_data)
    procedure column_value(c integer, position integer, value out any_data, column_error out number, actual_length out integer)
    procedure column_value_long(c integer, position integer, length integer, offset integer, value out varchar2, value_length out integer)
    procedure variable_value(c integer, name varchar2, value out any_data)
    procedure describe_columns(c integer, col_cnt out integer, desc_t out desc_tab)
    procedure describe_columns2(c integer, col_cnt out integer, desc_t out desc_tab2)
    procedure describe_columns3(c integer, col_cnt out integer, desc_t out desc_tab3)
    function is_open(c integer) return boolean
    procedure close_cursor(c in out integer)
    function last_row_count return integer
    function last_error_position return integer
    function last_sql_function_code return integer
    function to_refcursor(cursor_number in out integer) return sys_refcursor
    function to_cursor_number(rc in out sys_refcursor) return integer
    procedure return_result(rc in out any_data, to_client boolean default true)`,
  behaviours: {
    OPEN_CURSOR: open,
    PARSE: parseStatement,
    BIND_VARIABLE: bind,
    BIND_VARIABLE_CHAR: bind,
    BIND_VARIABLE_RAW: bind,
    DEFINE_COLUMN: (session, args) => {
      column(cursorOf(session, args), args);
      return null;
    },
    EXECUTE: execute,
    FETCH_ROWS: fetch,
    EXECUTE_AND_FETCH: async (session, args, frame) => {
      await execute(session, args, frame);
      const found = await fetch(session, args, frame);
      if (args.exact === true && found === 0) throw ora(1403, "no data found");
      if (args.exact === true && cursorOf(session, args).rows.length > 1)
        throw ora(1422, "exact fetch returns more than requested number of rows");
      return found;
    },
    COLUMN_VALUE: (session, args) => {
      const cursor = cursorOf(session, args);
      args.value = cursor.rows[cursor.at]?.[column(cursor, args)] ?? null;
      args.column_error = 0;
      args.actual_length = textLength(args.value);
      return null;
    },
    VARIABLE_VALUE: (session, args) => {
      const name = textArgument(args.name).replace(/^:/, "").toUpperCase();
      const { binds } = cursorOf(session, args);
      if (!binds.has(name)) throw ora(1006, "bind variable does not exist");
      args.value = binds.get(name) ?? null;
      return null;
    },
    DESCRIBE_COLUMNS: describe,
    DESCRIBE_COLUMNS2: describe,
    DESCRIBE_COLUMNS3: describe,
    IS_OPEN: (session, { c }) => cursorsOf(session).open.has(numberArgument(c) ?? 0),
    CLOSE_CURSOR: (session, args) => {
      cursorOf(session, args);
      cursorsOf(session).open.delete(numberArgument(args.c) ?? 0);
      args.c = null;
      return null;
    },
    TO_REFCURSOR: (session, args) => {
      const number = numberArgument(args.cursor_number) ?? 0;
      const { columns, rows, at } = cursorOf(session, { c: number });
      cursorsOf(session).open.delete(number);
      args.cursor_number = null;
      return { columns, rows, next: at + 1, open: true } satisfies CursorValue;
    },
  },
});

function textLength(value: Value): number {
  return typeof value === "string" || Buffer.isBuffer(value) ? value.length : 0;
}
