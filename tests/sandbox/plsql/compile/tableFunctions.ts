import type { DataType, JsonPathColumn, JsonTable, TableFunction } from "../../lang/ast";
import { CollectionValue, RecordValue } from "../catalogue";
import type { Value } from "../catalogue";
import { CompileProblem } from "../failure";
import { then } from "../frame";
import type { Eval } from "../frame";
import { jsonOf } from "../packages/json";
import type { Json } from "../packages/json";
import type { Type } from "../types";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";

/** `table(l_names)`: SQL gets the collection as JSON, and its rows by JSON_TABLE. Anything else is left to SQL. */
export function collectionRows(
  at: At,
  { pos, value, alias }: TableFunction,
  parts: { name: string; run: Eval }[],
): TableFunction | JsonTable {
  const code = collectionCode(at, value);
  if (code === undefined) return { kind: "tableFunction", pos, value, alias };
  const { type } = code;
  const name = `#${parts.length + 1}`;
  parts.push({ name, run: (frame) => then(code.run(frame), textOf) });
  const fields: (readonly [string, Type])[] =
    type.of.kind === "record" ? [...type.of.fields] : [["COLUMN_VALUE", type.of]];
  const columns = fields.map(([field, of]): JsonPathColumn => ({
    kind: "path",
    pos,
    name: { name: field, quoted: true, pos },
    type: dataType(of, pos),
    path: type.of.kind === "record" ? `$.${JSON.stringify(field)}` : "$",
    as: "value",
    onError: undefined,
    onEmpty: undefined,
  }));
  return { kind: "jsonTable", pos, value: { kind: "bind", pos, name }, path: "$[*]", columns, alias };
}

function collectionCode(
  at: At,
  value: TableFunction["value"],
): (Code & { type: Type & { kind: "collection" } }) | undefined {
  try {
    const { type, run } = compileExpression(at, value);
    return type.kind === "collection" ? { type, run } : undefined;
  } catch (error) {
    if (error instanceof CompileProblem) return undefined;
    throw error;
  }
}

function textOf(value: Value): string {
  return JSON.stringify(value instanceof CollectionValue ? value.values().map(element) : []);
}

function element(value: Value): Json {
  if (!(value instanceof RecordValue)) return jsonOf(value);
  return Object.fromEntries([...value.fields].map(([name, field]) => [name, jsonOf(field)]));
}

const names: Readonly<Record<string, string>> = {
  text: "VARCHAR2",
  clob: "CLOB",
  number: "NUMBER",
  date: "DATE",
  timestamp: "TIMESTAMP",
};

function dataType(type: Type, pos: number): DataType {
  const name = names[type.kind] ?? "VARCHAR2";
  const size = type.kind === "text" ? (type.size ?? 4000) : undefined;
  return { pos, path: [{ name, quoted: false, pos }], size, scale: undefined, of: undefined, notNull: false };
}
