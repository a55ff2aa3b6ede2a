import { CollectionValue, ObjectValue } from "../catalogue";
import type { Arguments, Overload, PackageSpec, Value } from "../catalogue";
import { formatDate, parseDate } from "../datetime";
import { Decimal, parseNumeric } from "../decimal";
import { ora } from "../failure";
import { fn, numberArgument, procedure, textArgument } from "./signature";

/** Objects and arrays are shared by all that refer to them: what is changed in one is changed for all. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function parse(text: Value | undefined): Json {
  const given = Buffer.isBuffer(text) ? text.toString("utf8") : textArgument(text);
  try {
    return JSON.parse(given) as Json;
  } catch {
    throw ora(40441, "JSON syntax error");
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? "JSON_ARRAY_T" : isObject(value) ? "JSON_OBJECT_T" : "JSON_ELEMENT_T";
}

function element(value: Json | undefined): Value {
  return value === undefined ? null : new ObjectValue(typeOf(value), value);
}

/** What a PL/SQL value is in JSON. */
export function jsonOf(value: Value | undefined): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof ObjectValue) return value.data as Json;
  if (value instanceof Date) return formatDate(value, 'YYYY-MM-DD"T"HH24:MI:SS');
  if (value instanceof Decimal) return value.toNumber();
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw ora(40573, "invalid use of PL/SQL JSON object type");
}

export const written = (value: Json): string => JSON.stringify(value);

/** An item as the type that was asked for; null where it cannot be that. */
export const readers: Readonly<Record<string, readonly [type: string, read: (value: Json) => Value]>> = {
  GET: ["json_element_t", (value) => element(value)],
  GET_OBJECT: ["json_object_t", (value) => (isObject(value) ? element(value) : null)],
  GET_ARRAY: ["json_array_t", (value) => (Array.isArray(value) ? element(value) : null)],
  GET_STRING: ["varchar2", textIn],
  GET_CLOB: ["clob", textIn],
  GET_NUMBER: [
    "number",
    (value) => (typeof value === "object" ? null : (parseNumeric(String(value)) ?? null)),
  ],
  GET_BOOLEAN: ["boolean", (value) => (typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : null)], // prettier-ignore
  GET_DATE: ["date", dateIn],
  GET_TIMESTAMP: ["timestamp", dateIn],
};

function textIn(value: Json): Value {
  if (value === null) return null;
  return typeof value === "string" ? value || null : typeof value === "object" ? null : String(value);
}

function dateIn(value: Json): Value {
  return typeof value === "string" ? parseDate(value, undefined) : null;
}

const dataOf = (args: Arguments): Json => {
  if (args.self instanceof ObjectValue) return args.self.data as Json;
  throw ora(30625, "method dispatch on NULL SELF argument is disallowed");
};

const elementMembers: Readonly<Record<string, readonly Overload[]>> = {
  IS_OBJECT: [fn("boolean", "", (_, args) => isObject(dataOf(args)))],
  IS_ARRAY: [fn("boolean", "", (_, args) => Array.isArray(dataOf(args)))],
  IS_SCALAR: [fn("boolean", "", (_, args) => typeof dataOf(args) !== "object" || dataOf(args) === null)],
  IS_STRING: [fn("boolean", "", (_, args) => typeof dataOf(args) === "string")],
  IS_NUMBER: [fn("boolean", "", (_, args) => typeof dataOf(args) === "number")],
  IS_BOOLEAN: [fn("boolean", "", (_, args) => typeof dataOf(args) === "boolean")],
  IS_TRUE: [fn("boolean", "", (_, args) => dataOf(args) === true)],
  IS_FALSE: [fn("boolean", "", (_, args) => dataOf(args) === false)],
  IS_NULL: [fn("boolean", "", (_, args) => dataOf(args) === null)],
  TO_STRING: [fn("varchar2", "", (_, args) => written(dataOf(args)))],
  STRINGIFY: [fn("varchar2", "", (_, args) => written(dataOf(args)))],
  TO_CLOB: [fn("clob", "", (_, args) => written(dataOf(args)))],
  TO_BLOB: [fn("blob", "", (_, args) => Buffer.from(written(dataOf(args))))],
  TO_NUMBER: [fn("number", "", (_, args) => readers.GET_NUMBER![1](dataOf(args)))],
  TO_BOOLEAN: [fn("boolean", "", (_, args) => readers.GET_BOOLEAN![1](dataOf(args)))],
  TO_DATE: [fn("date", "", (_, args) => dateIn(dataOf(args)))],
  GET_SIZE: [
    fn("number", "", (_, args) => {
      const data = dataOf(args);
      return Array.isArray(data) ? data.length : isObject(data) ? Object.keys(data).length : 1;
    }),
  ],
  ON_ERROR: [procedure("value number", () => undefined)],
};

const valueTypes = ["varchar2", "number", "boolean", "clob", "date", "timestamp", "json_element_t"];

function objectIn(args: Arguments): { [key: string]: Json } {
  const data = dataOf(args);
  if (isObject(data)) return data;
  throw ora(40573, "invalid use of PL/SQL JSON object type");
}

function arrayIn(args: Arguments): Json[] {
  const data = dataOf(args);
  if (Array.isArray(data)) return data;
  throw ora(40573, "invalid use of PL/SQL JSON object type");
}

const copyOf = (value: Json): Json => structuredClone(value);

const objectMembers: Readonly<Record<string, readonly Overload[]>> = {
  ...elementMembers,
  ...Object.fromEntries(
    Object.entries(readers).map(([name, [type, read]]) => [
      name,
      [
        fn(type, "key varchar2", (_, args) => {
          const data = objectIn(args);
          const key = textArgument(args.key);
          return Object.hasOwn(data, key) ? read(data[key]!) : null;
        }),
      ],
    ]),
  ),
  PUT: valueTypes.map((type) =>
    procedure(`key varchar2, val ${type}`, (_, args) => {
      objectIn(args)[textArgument(args.key)] = jsonOf(args.val);
    }),
  ),
  PUT_NULL: [procedure("key varchar2", (_, args) => { objectIn(args)[textArgument(args.key)] = null; })], // prettier-ignore
  REMOVE: [
    procedure("key varchar2", (_, args) => {
      Reflect.deleteProperty(objectIn(args), textArgument(args.key));
    }),
  ],
  RENAME_KEY: [
    procedure("keyold varchar2, keynew varchar2", (_, args) => {
      const data = objectIn(args);
      const [from, to] = [textArgument(args.keyold), textArgument(args.keynew)];
      const items = Object.entries(data).map(([key, value]) => [key === from ? to : key, value] as const);
      for (const key of Object.keys(data)) Reflect.deleteProperty(data, key);
      Object.assign(data, Object.fromEntries(items));
    }),
  ],
  HAS: [fn("boolean", "key varchar2", (_, args) => Object.hasOwn(objectIn(args), textArgument(args.key)))],
  GET_TYPE: [
    fn("varchar2", "key varchar2", (_, args) => {
      const value = objectIn(args)[textArgument(args.key)];
      if (value === undefined) return null;
      return Array.isArray(value) ? "ARRAY" : isObject(value) ? "OBJECT" : "SCALAR";
    }),
  ],
  GET_KEYS: [fn("json_key_list", "", (_, args) => CollectionValue.of(Object.keys(objectIn(args))))],
  CLONE: [fn("json_object_t", "", (_, args) => element(copyOf(dataOf(args))))],
};

const arrayMembers: Readonly<Record<string, readonly Overload[]>> = {
  ...elementMembers,
  ...Object.fromEntries(
    Object.entries(readers).map(([name, [type, read]]) => [
      name,
      [
        fn(type, "pos number", (_, args) => {
          const value = arrayIn(args)[numberArgument(args.pos) ?? -1];
          return value === undefined ? null : read(value);
        }),
      ],
    ]),
  ),
  APPEND: valueTypes.map((type) =>
    procedure(`val ${type}`, (_, args) => {
      arrayIn(args).push(jsonOf(args.val));
    }),
  ),
  APPEND_NULL: [procedure("", (_, args) => { arrayIn(args).push(null); })], // prettier-ignore
  PUT: valueTypes.map((type) =>
    procedure(`pos number, val ${type}, overwrite boolean := false`, (_, args) => {
      const position = numberArgument(args.pos) ?? 0;
      arrayIn(args).splice(position, args.overwrite === true ? 1 : 0, jsonOf(args.val));
    }),
  ),
  REMOVE: [procedure("pos number", (_, args) => { arrayIn(args).splice(numberArgument(args.pos) ?? 0, 1); })], // prettier-ignore
  GET_TYPE: [
    fn("varchar2", "pos number", (_, args) => {
      const value = arrayIn(args)[numberArgument(args.pos) ?? -1];
      if (value === undefined) return null;
      return Array.isArray(value) ? "ARRAY" : isObject(value) ? "OBJECT" : "SCALAR";
    }),
  ],
  CLONE: [fn("json_array_t", "", (_, args) => element(copyOf(dataOf(args))))],
};

/** Constructors and PARSE of a type whose texts have to fit it. */
function made(type: string, empty: () => Json, fits: (value: Json) => boolean): PackageSpec["subprograms"] {
  const read = (text: Value | undefined): Value => {
    const value = parse(text);
    if (!fits(value)) throw ora(40587, "JSON type mismatch");
    return new ObjectValue(type, value);
  };
  const sources = ["varchar2", "clob", "blob"];
  return {
    [type]: [
      fn(type, "", () => new ObjectValue(type, empty())),
      ...sources.map((source) => fn(type, `jsn ${source}`, (_, { jsn }) => read(jsn))),
      fn(type, "elem json_element_t", (_, { elem }) => elem ?? null),
    ],
    PARSE: sources.map((source) => fn(type, `jsn ${source}`, (_, { jsn }) => read(jsn))),
  };
}

export const jsonTypes: readonly PackageSpec[] = [
  { owner: "SYS", name: "JSON_ELEMENT_T", members: elementMembers, subprograms: { PARSE: made("JSON_ELEMENT_T", () => null, () => true).PARSE! } }, // prettier-ignore
  { owner: "SYS", name: "JSON_OBJECT_T", above: "JSON_ELEMENT_T", members: objectMembers, subprograms: made("JSON_OBJECT_T", () => ({}), isObject) }, // prettier-ignore
  { owner: "SYS", name: "JSON_ARRAY_T", above: "JSON_ELEMENT_T", members: arrayMembers, subprograms: made("JSON_ARRAY_T", () => [], Array.isArray) }, // prettier-ignore
  { owner: "SYS", name: "JSON_KEY_LIST", types: { JSON_KEY_LIST: { kind: "table", of: "VARCHAR2" } }, subprograms: {} }, // prettier-ignore
  { owner: "SYS", name: "ODCIVARCHAR2LIST", types: { ODCIVARCHAR2LIST: { kind: "table", of: "VARCHAR2" } }, subprograms: {} }, // prettier-ignore
  { owner: "SYS", name: "ODCINUMBERLIST", types: { ODCINUMBERLIST: { kind: "table", of: "NUMBER" } }, subprograms: {} }, // prettier-ignore
];
