import type { JsonPathColumn, JsonTable } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import { clob, number } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { encode } from "../../store/sqlite";
import type { StoredValue } from "../../store";
import { select } from "../jsonPath";
import type { Json } from "../jsonPath";
import { dataType } from "../types";
import { extract, parse } from "./json";
import type { At } from "./translation";

interface Column {
  readonly name: string;
  readonly type: Type;
}

/** A function that makes rows, as JSON, of a document. */
export function jsonSource(at: At, r: JsonTable, type: Type): { f: string; columns: Column[] } {
  const columns = flat(r.columns);
  const f = at.t.functions.scalar(
    `json table ${JSON.stringify([r.path, r.columns])}`,
    [type],
    clob,
    ([value]) => {
      const document = value === null ? undefined : parse(value!);
      if (document === undefined) return "[]";
      const rows = select(document, r.path).flatMap((item, index) => rowsOf(item, index + 1, r.columns));
      return JSON.stringify(rows.map((row) => row.map((cell) => encode(cell as StoredValue))));
    },
  );
  return { f, columns };
}

function flat(columns: readonly JsonPathColumn[]): Column[] {
  return columns.flatMap((column): Column[] => {
    if (column.kind === "nested") return flat(column.columns);
    return [{ name: column.name.name, type: typeOf(column) }];
  });
}

function typeOf(column: JsonPathColumn & { kind: "ordinality" | "path" }): Type {
  if (column.kind === "ordinality") return number;
  return column.type === undefined ? { kind: "text", size: 4000 } : dataType(column.type);
}

/** A nested path gives a row for each of its items, and one with nulls where it has none. */
function rowsOf(item: Json, ordinal: number, columns: readonly JsonPathColumn[]): Value[][] {
  const nested = columns.filter((column) => column.kind === "nested");
  const plain = (only: JsonPathColumn | undefined, inner: readonly Value[]): Value[] =>
    columns.flatMap((column): Value[] => {
      if (column.kind === "nested")
        return column === only ? [...inner] : flat(column.columns).map(() => null);
      return [column.kind === "ordinality" ? ordinal : valueOf(item, column)];
    });
  const rows = nested.flatMap((column) =>
    select(item, column.path).flatMap((inner, index) =>
      rowsOf(inner, index + 1, column.columns).map((row) => plain(column, row)),
    ),
  );
  return rows.length > 0 ? rows : [plain(undefined, [])];
}

function valueOf(item: Json, column: JsonPathColumn & { kind: "path" }): Value {
  const path = column.path ?? `$.${JSON.stringify(column.name.name)}`;
  const kinds = { value: "jsonValue", json: "jsonQuery", exists: "jsonExists" } as const;
  const type = typeOf(column);
  const value = extract(item, {
    kind: kinds[column.as],
    path,
    wrapper: undefined,
    type,
    onError: column.onError,
    onEmpty: column.onEmpty,
  });
  if (column.as !== "exists") return value;
  return type.kind === "number" ? Number(value) : value === true ? "true" : "false";
}
