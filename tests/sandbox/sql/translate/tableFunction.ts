import type { Call, TableFunction } from "../../lang/ast";
import { CollectionValue, RecordValue } from "../../plsql/catalogue";
import type { Value } from "../../plsql/catalogue";
import { any, clob, number, text } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { encodeValue } from "../functions";
import { invalidIdentifier, notSupported } from "../problems";
import { expression } from "./expression";
import type { At } from "./translation";

/** Collections of SYS that people give their values to in a query. */
const supplied: Readonly<Record<string, Type>> = {
  ODCIVARCHAR2LIST: text,
  ODCINUMBERLIST: number,
  DBMS_DEBUG_VC2COLL: text,
};

/** TABLE(f(x)): the rows come as JSON. */
export function tableFunction(at: At, { value, alias, pos }: TableFunction): string {
  if (value.kind !== "call" && value.kind !== "name") throw notSupported("TABLE of what is no function", pos);
  const args = value.kind === "call" ? value.args : [];
  const terms = args.map((argument) => expression(at, argument.value));
  const types = terms.map(({ type }) => type);
  const { f, columns } = listOf(at, value.path, types) ?? called(at, value.path, types, args);
  const own = at.t.name("s");
  at.scope.sources.push({
    name: alias?.name,
    owner: undefined,
    columns: columns.map((column, index) => ({ ...column, sql: `(${own}.value ->> ${index})` })),
  });
  return `json_each(${f}(${terms.map(({ sql }) => sql).join(", ")})) ${own}`;
}

interface Rows {
  readonly f: string;
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
}

function listOf(at: At, path: Call["path"], types: readonly Type[]): Rows | undefined {
  const { name } = path.at(-1)!;
  if (!Object.hasOwn(supplied, name) || path.length > 2) return undefined;
  const f = at.t.functions.scalar("list", types, clob, (args) =>
    JSON.stringify(args.map((value) => [encodeValue(value)])),
  );
  return { f, columns: [{ name: "COLUMN_VALUE", type: supplied[name]! }] };
}

function called(at: At, path: Call["path"], types: readonly Type[], args: Call["args"]): Rows {
  const { session, functions } = at.t;
  const found = session.function(path);
  if (found === undefined) throw invalidIdentifier(path);
  const type = session.type?.(found.type);
  if (type?.kind !== "collection") {
    throw notSupported(`TABLE of a function that returns ${found.type}`, path[0]!.pos);
  }
  const fields = type.of.kind === "record" ? [...type.of.fields] : [["COLUMN_VALUE", type.of] as const];
  const names = args.map((argument) => argument.name?.name);
  const key = JSON.stringify([path.map(({ name }) => name), names, fields.map(([name]) => name)]);
  const f = functions.scalar(`rows ${key}`, types, clob, (values) => {
    const rows = functions.calls!.look(path, names, values);
    return JSON.stringify(rows instanceof CollectionValue ? rows.values().map(cells) : []);
  });
  return { f, columns: fields.map(([name, of]) => ({ name, type: of.kind === "record" ? any : of })) };
}

function cells(row: Value): unknown[] {
  return row instanceof RecordValue
    ? [...row.fields.values()].map((value) => encodeValue(value))
    : [encodeValue(row)];
}
