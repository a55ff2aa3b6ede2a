import type { Assignment, CurrentOf, DefaultValue, Delete, Dml, Expression, Insert, InsertAll, Merge, Returning, Update } from "../ast"; // prettier-ignore
import type { TokenStream } from "../stream";
import { expression } from "./expression";
import { tableName, tableReference } from "./from";
import { intoClause, isQuery, query } from "./query";

export function isDml(s: TokenStream): boolean {
  return s.isOneOf("INSERT", "UPDATE", "DELETE", "MERGE");
}

export function dml(s: TokenStream): Dml {
  return s.sql((): Dml => {
    if (s.is("INSERT")) return s.is("ALL", 1) || s.is("FIRST", 1) ? insertAll(s) : insert(s);
    if (s.is("UPDATE")) return update(s);
    return s.is("DELETE") ? remove(s) : merge(s);
  });
}

function insert(s: TokenStream): Insert {
  const { pos } = s.next();
  s.expect("INTO");
  const target = intoTable(s, pos);
  return { ...target, returning: returning(s) };
}

function intoTable(s: TokenStream, pos: number): Insert {
  const table = tableName(s);
  const columns = s.is("(") && !isQuery(s) ? s.parenthesised(() => s.list(() => s.path().at(-1)!)) : [];
  const base = { kind: "insert", pos, table, columns, returning: undefined } as const;
  if (isQuery(s)) return { ...base, source: { kind: "query", query: query(s) } };
  s.expect("VALUES", 926);
  if (!s.is("(")) return { ...base, source: { kind: "record", value: expression(s) } };
  const rows = s.list(() => s.parenthesised(() => s.list(() => orDefault(s))));
  return { ...base, source: { kind: "values", rows } };
}

function insertAll(s: TokenStream): InsertAll {
  const { pos } = s.next();
  s.expect("ALL");
  const into: Insert[] = [];
  while (s.is("INTO")) {
    const at = s.next().pos;
    into.push(intoTable(s, at));
  }
  if (into.length === 0) s.fail(905, "into");
  return { kind: "insertAll", pos, into, query: query(s) };
}

function orDefault(s: TokenStream): Expression | DefaultValue {
  const { pos } = s;
  return s.accept("DEFAULT") ? { kind: "default", pos } : expression(s);
}

function update(s: TokenStream): Update {
  const { pos } = s.next();
  const table = tableName(s);
  s.expect("SET");
  if (s.is("ROW") && s.is("=", 1)) {
    s.next();
    s.next();
    const row = expression(s);
    return { kind: "update", pos, table, set: [], row, where: where(s), returning: returning(s) };
  }
  const set = s.list(() => assignment(s));
  return { kind: "update", pos, table, set, row: undefined, where: where(s), returning: returning(s) };
}

function assignment(s: TokenStream): Assignment {
  if (s.is("(")) {
    const columns = s.parenthesised(() => s.list(() => s.path()));
    s.expect("=");
    return { kind: "columns", columns, query: s.parenthesised(() => query(s)) };
  }
  const column = s.path();
  s.expect("=");
  return { kind: "column", column, value: orDefault(s) };
}

function where(s: TokenStream): Expression | CurrentOf | undefined {
  if (!s.accept("WHERE")) return undefined;
  const { pos } = s;
  return s.accept("CURRENT", "OF") ? { kind: "currentOf", pos, cursor: s.path() } : expression(s);
}

function remove(s: TokenStream): Delete {
  const { pos } = s.next();
  s.accept("FROM");
  return { kind: "delete", pos, table: tableName(s), where: where(s), returning: returning(s) };
}

function returning(s: TokenStream): Returning | undefined {
  const { pos } = s;
  if (!s.accept("RETURNING") && !s.accept("RETURN")) return undefined;
  const values = s.list(() => expression(s));
  return { pos, values, into: intoClause(s) };
}

function merge(s: TokenStream): Merge {
  const { pos } = s.next();
  s.expect("INTO");
  const table = tableName(s);
  s.expect("USING");
  const using = tableReference(s);
  s.expect("ON");
  const on = s.parenthesised(() => expression(s));
  let matched: Merge["matched"];
  let notMatched: Merge["notMatched"];
  while (s.accept("WHEN")) {
    if (s.accept("NOT")) {
      s.expectAll("MATCHED", "THEN", "INSERT");
      const columns = s.is("(") ? s.parenthesised(() => s.list(() => s.path().at(-1)!)) : [];
      s.expect("VALUES", 926);
      const values = s.parenthesised(() => s.list(() => orDefault(s)));
      notMatched = { columns, values, where: s.accept("WHERE") ? expression(s) : undefined };
    } else {
      s.expectAll("MATCHED", "THEN", "UPDATE", "SET");
      const set = s.list(() => assignment(s));
      const condition = s.accept("WHERE") ? expression(s) : undefined;
      let deleteWhere: Expression | undefined;
      if (s.accept("DELETE")) {
        s.expect("WHERE");
        deleteWhere = expression(s);
      }
      matched = { set, where: condition, deleteWhere };
    }
  }
  if (matched === undefined && notMatched === undefined) s.fail(905, "when");
  return { kind: "merge", pos, table, using, on, matched, notMatched };
}
