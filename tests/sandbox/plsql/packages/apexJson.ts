import { CollectionValue } from "../catalogue";
import type { Arguments, CursorValue, PackageSpec, Value } from "../catalogue";
import { formatDate } from "../datetime";
import { ora } from "../failure";
import type { Output } from "../output";
import type { Session } from "../session";
import { numberText } from "../values";
import { Decimal } from "../decimal";
import { jsonOf, readers } from "./json";
import type { Json } from "./json";
import { fn, procedure, textArgument } from "./signature";

/** What a session has written and read so far. */
interface State {
  /** Undefined: it goes to the page, as HTP does. */
  clob: string | undefined;
  /** What is open, and whether it has an item already. */
  readonly open: { readonly end: "]" | "}"; filled: boolean }[];
  values: Json;
}

const states = new WeakMap<Output, State>();

function stateOf({ output }: Session): State {
  let state = states.get(output);
  if (state === undefined) states.set(output, (state = { clob: undefined, open: [], values: null }));
  return state;
}

function put(session: Session, text: string): void {
  const state = stateOf(session);
  if (state.clob === undefined) session.output.page += text;
  else state.clob += text;
}

/** What stands before an item: the comma, and its name. */
function begin(session: Session, name: Value | undefined): void {
  const around = stateOf(session).open.at(-1);
  if (around?.filled === true) put(session, "\n,");
  if (around !== undefined) around.filled = true;
  const text = textArgument(name);
  if (text !== "") put(session, `${JSON.stringify(text)}:`);
}

function close(session: Session, end: "]" | "}"): void {
  const { open } = stateOf(session);
  if (open.pop()?.end !== end) throw ora(20987, `APEX - JSON.WRITER.NOT_OPEN - ${end} closes nothing`);
  put(session, `${end}\n`);
}

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return "null";
  if (value instanceof Date) return JSON.stringify(formatDate(value, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  // JSON wants the zero before the point.
  if (typeof value === "number" || value instanceof Decimal)
    return numberText(value).replace(/^(-?)\./, "$10.");
  return JSON.stringify(jsonOf(value));
}

const opening = (start: "[" | "{", end: "]" | "}") =>
  procedure("p_name varchar2 := null", (session, { p_name: name }) => {
    begin(session, name);
    put(session, start);
    stateOf(session).open.push({ end, filled: false });
  });

function writeCursor(session: Session, name: Value | undefined, { columns, rows }: CursorValue): void {
  begin(session, name);
  const items = rows.map((row) => {
    const fields = columns.map(({ name: column }, index) => [column, row[index] ?? null] as const);
    const given = fields.filter(([, value]) => value !== null);
    return `{${given.map(([column, value]) => `${JSON.stringify(column)}:${shown(value)}`).join("\n,")}\n}`;
  });
  put(session, `[${items.join("\n,")}]\n`);
}

/** The value at a path such as `a.b[2].c`, whose %d and %s are the arguments P0 to P4. */
function found(session: Session, args: Arguments): Json | undefined {
  let next = 0;
  const path = textArgument(args.p_path).replace(/%[ds]/g, () => textArgument(args[`p${next++}`]));
  let value: Json | undefined = valuesOf(session, args.p_values);
  for (const [step, , index] of path.matchAll(/"?[^."[\]]+"?|(\[(\d+)\])/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    if (index !== undefined) value = Array.isArray(value) ? value[Number(index) - 1] : undefined;
    else if (Array.isArray(value)) return undefined;
    else {
      const key = step.replaceAll('"', "");
      value = Object.hasOwn(value, key) ? value[key] : undefined;
    }
  }
  return value;
}

/** T_VALUES holds the whole text: it is read again where it is used. */
const wholeKey = "#";

function valuesOf(session: Session, given: Value | undefined): Json {
  if (!(given instanceof CollectionValue)) return stateOf(session).values;
  return JSON.parse(textArgument(given.elements.get(wholeKey))) as Json;
}

function parsed(source: Value | undefined): Json {
  try {
    return JSON.parse(textArgument(source)) as Json;
  } catch (error) {
    throw ora(20987, `APEX - Error at line 1, col 1: ${(error as Error).message}`);
  }
}

const where = "p_path varchar2, p0 varchar2 := null, p1 varchar2 := null, p2 varchar2 := null, p3 varchar2 := null, p4 varchar2 := null"; // prettier-ignore

/** A getter of what was parsed, or of given values. */
function getter(
  type: string,
  read: (value: Json | undefined) => Value,
  fallback = `, p_default ${type} := null`,
) {
  const run = (session: Session, args: Arguments): Value =>
    read(found(session, args)) ?? args.p_default ?? null;
  return [
    fn(type, `${where}${fallback}, p_values t_values := null`, run),
    fn(type, `p_values t_values, ${where}${fallback}`, run),
  ];
}

const getters: PackageSpec["subprograms"] = Object.fromEntries(
  (
    [
      ["GET_VARCHAR2", "varchar2", "GET_STRING"],
      ["GET_CLOB", "clob", "GET_STRING"],
      ["GET_NUMBER", "number", "GET_NUMBER"],
      ["GET_BOOLEAN", "boolean", "GET_BOOLEAN"],
      ["GET_DATE", "date", "GET_DATE"],
      ["GET_TIMESTAMP", "timestamp", "GET_DATE"],
    ] as const
  ).map(([name, type, reader]) => [
    name,
    getter(type, (value) => (value === undefined ? null : readers[reader]![1](value))),
  ]),
);

export const apexJson: PackageSpec = {
  owner: "APEX_240200",
  name: "APEX_JSON",
  types: { T_VALUES: { kind: "table", of: "VARCHAR2", indexBy: "text" } },
  subprograms: {
    INITIALIZE_CLOB_OUTPUT: [
      procedure(
        "p_dur pls_integer := 10, p_cache boolean := true, p_indent pls_integer := null, p_preserve boolean := false",
        (session) => {
          // prettier-ignore
          const state = stateOf(session);
          state.clob = "";
          state.open.length = 0;
        },
      ),
    ],
    INITIALIZE_OUTPUT: [
      procedure(
        "p_http_header boolean := true, p_http_cache boolean := false, p_http_cache_etag varchar2 := null, p_indent pls_integer := null",
        (session, args) => {
          // prettier-ignore
          const state = stateOf(session);
          state.clob = undefined;
          state.open.length = 0;
          if (args.p_http_header === true) put(session, "Content-Type: application/json\n\n");
        },
      ),
    ],
    FREE_OUTPUT: [procedure("", (session) => { stateOf(session).clob = undefined; })], // prettier-ignore
    GET_CLOB_OUTPUT: [
      fn("clob", "p_free boolean := false", (session, { p_free: free }) => {
        const state = stateOf(session);
        const { clob = null } = state;
        if (free === true) state.clob = undefined;
        return clob;
      }),
    ],
    OPEN_OBJECT: [opening("{", "}")],
    OPEN_ARRAY: [opening("[", "]")],
    CLOSE_OBJECT: [procedure("", (session) => { close(session, "}"); })], // prettier-ignore
    CLOSE_ARRAY: [procedure("", (session) => { close(session, "]"); })], // prettier-ignore
    CLOSE_ALL: [
      procedure("", (session) => {
        const { open } = stateOf(session);
        while (open.length > 0) close(session, open.at(-1)!.end);
      }),
    ],
    WRITE: [
      ...["varchar2", "clob", "number", "boolean", "date", "timestamp"].flatMap((type) => [
        procedure(`p_value ${type}`, (session, { p_value: value }) => {
          begin(session, undefined);
          put(session, shown(value));
        }),
        procedure(
          `p_name varchar2, p_value ${type}, p_write_null boolean := false`,
          (session, { p_name: name, p_value: value, p_write_null: writeNull }) => {
            if (value === null && writeNull !== true) return;
            begin(session, name);
            put(session, shown(value));
          },
        ),
      ]),
      procedure("p_cursor in out sys_refcursor", (session, { p_cursor: cursor }) => {
        writeCursor(session, undefined, cursor as CursorValue);
      }),
      procedure(
        "p_name varchar2, p_cursor in out sys_refcursor",
        (session, { p_name: name, p_cursor: cursor }) => {
          writeCursor(session, name, cursor as CursorValue);
        },
      ),
    ],
    WRITE_RAW: [
      procedure("p_name varchar2, p_value clob", (session, { p_name: name, p_value: value }) => {
        begin(session, name);
        put(session, textArgument(value));
      }),
    ],
    PARSE: [
      ...["varchar2", "clob"].map((type) =>
        procedure(`p_source ${type}, p_strict boolean := true`, (session, { p_source: source }) => {
          stateOf(session).values = parsed(source);
        }),
      ),
      ...["varchar2", "clob"].map((type) =>
        procedure(`p_values in out t_values, p_source ${type}, p_strict boolean := true`, (_, args) => {
          args.p_values = new CollectionValue([[wholeKey, JSON.stringify(parsed(args.p_source))]]);
        }),
      ),
    ],
    ...getters,
    GET_COUNT: getter("number", (value) => (typeof value === "object" && value !== null ? Object.keys(value).length : null), ""), // prettier-ignore
    DOES_EXIST: getter("boolean", (value) => value !== undefined, ""),
    STRINGIFY: ["varchar2", "number", "boolean", "date"].map((type) =>
      fn("varchar2", `p_value ${type}`, (_, { p_value: value }) => shown(value)),
    ),
  },
};
