import type { JsonTable, Join, Path, Query, TableName, TableReference } from "../../lang/ast";
import { parse as parseText } from "../../lang";
import { OraError } from "../../errors";
import { encode } from "../../store/sqlite";
import { visible } from "../../store/table";
import { invalidIdentifier, noTable, notSupported } from "../problems";
import { Names } from "../names";
import type { Found } from "../names";
import { columnType } from "../types";
import { expression } from "./expression";
import { jsonSource } from "./jsonTable";
import { pivot, unpivot } from "./pivot";
import { query } from "./query";
import type { Translated } from "./query";
import { Scope } from "./scope";
import { tableFunction } from "./tableFunction";
import type { Source } from "./scope";
import type { At } from "./translation";

/** One item of FROM as SQLite has it; its sources are added to the scope. */
export function reference(at: At, r: TableReference): string {
  switch (r.kind) {
    case "table":
      return table(at, r);
    case "derived": {
      if (r.lateral) return lateral(at, r.query, r.alias?.name);
      const around = at.scope.parent ?? new Scope(undefined);
      const { sql, columns } = query({ ...at, scope: around }, r.query, true);
      return add(at, sql, columns, r.alias?.name);
    }
    case "jsonTable":
      return jsonTable(at, r);
    case "join":
      return join(at, r.type.endsWith("apply") && r.right.kind === "derived" ? { ...r, right: { ...r.right, lateral: true } } : r); // prettier-ignore
    case "pivot":
      return reshapedTable(at, pivot(at, r), r.alias?.name);
    case "unpivot":
      return reshapedTable(at, unpivot(at, r), r.alias?.name);
    case "tableFunction":
      return tableFunction(at, r);
  }
}

/** A query in parentheses as a source. */
function add(
  at: At,
  sql: string,
  columns: readonly { readonly name: string; readonly type: Source["columns"][number]["type"] }[],
  name: string | undefined,
  owner?: string,
): string {
  const alias = at.t.name("s");
  at.scope.sources.push({
    name,
    owner,
    columns: columns.map((column, index) => ({ ...column, sql: `${alias}.r${index}` })),
  });
  return `(${sql}) ${alias}`;
}

function reshapedTable(at: At, { sql, columns }: Translated, name: string | undefined): string {
  return add(at, sql, columns, name);
}

/** A query that sees what stands before it: as JSON, since of all tables SQLite lets only functions see that. */
function lateral(at: At, q: Query, name: string | undefined): string {
  const { sql, columns } = query(at, q, true);
  const own = at.t.name("s");
  at.scope.sources.push({
    name,
    owner: undefined,
    columns: columns.map((column, index) => ({ ...column, sql: `(${own}.value ->> ${index})` })),
  });
  return `json_each(${rowsAsJson(sql, columns.length)}) ${own}`;
}

/** The rows of a query in one value. */
export function rowsAsJson(sql: string, columns: number): string {
  const cells = Array.from({ length: columns }, (_, index) => `r${index}`).join(", ");
  return `(select json_group_array(json_array(${cells})) from (${sql}))`;
}

function table(at: At, r: TableName): string {
  const { name } = r.name.at(-1)!;
  if (r.link !== undefined) throw notSupported("a database link", r.pos);
  const named = r.name.length === 1 ? at.with.get(name) : undefined;
  if (named !== undefined) {
    const alias = at.t.name("s");
    at.scope.sources.push({
      name: r.alias?.name ?? name,
      owner: undefined,
      columns: named.columns.map((column, index) => ({ ...column, sql: `${alias}.r${index}` })),
    });
    return `${named.sql} ${alias}`;
  }
  const found = at.names.find(r.name);
  if (found === undefined) {
    if (name === "DUAL" && (r.name.length === 1 || r.name[0]!.name === "SYS")) {
      return add(
        at,
        "select 'X' as r0",
        [{ name: "DUMMY", type: { kind: "text", size: 1 } }],
        r.alias?.name ?? name,
      );
    }
    throw noTable(r.name);
  }
  const alias = r.alias?.name ?? name;
  const owner = r.alias === undefined ? found.owner : undefined;
  switch (found.kind) {
    case "table":
      return storedTable(at, found, alias, owner);
    case "view":
      return view(at, found, alias, owner);
    case "computed":
      return computed(at, found, alias, owner);
  }
}

export function storedTable(
  at: At,
  { owner, name }: { owner: string; name: string },
  alias: string,
  shownOwner: string | undefined,
): string {
  const stored = at.t.store.versions.table(`${owner}.${name}`);
  const own = at.t.name("s");
  at.scope.sources.push({
    name: alias,
    owner: shownOwner,
    columns: stored.spec.columns.map((column) => ({
      name: column.name,
      type: columnType(column),
      sql: `${own}.${stored.cell(column.name)}`,
    })),
    table: { path: stored.path, row: `${own}.row` },
  });
  return `(select * from ${stored.physical} where ${visible}) ${own}`;
}

function view(
  at: At,
  found: Found & { kind: "view" },
  alias: string,
  shownOwner: string | undefined,
): string {
  const { spec } = found;
  const { statement } = parseText(spec.query);
  if (statement.kind !== "query") throw new OraError(4063, `view "${spec.owner}.${spec.name}" has errors`);
  const inside: At = {
    t: at.t,
    scope: new Scope(undefined),
    names: new Names(at.t.catalogue, at.t.session, spec.owner),
    variables: undefined,
    with: new Map(),
  };
  const { sql, columns } = query(inside, statement, true);
  if (columns.length !== spec.columns.length)
    throw new OraError(4063, `view "${spec.owner}.${spec.name}" has errors`);
  const named = spec.columns.map((column) => ({ name: column.name, type: columnType(column) }));
  return add(at, sql, named, alias, shownOwner);
}

/** The rows come as JSON, which SQLite turns into rows. */
function computed(
  at: At,
  { spec }: Found & { kind: "computed" },
  alias: string,
  shownOwner: string | undefined,
): string {
  const { functions } = at.t;
  const { sql } = at.t.parameter(
    {
      kind: "context",
      value: () => JSON.stringify(spec.rows(functions.session!).map((row) => row.map(encode))),
    },
    { kind: "clob" },
  );
  const list = spec.columns.map((_, index) => `value ->> ${index} as r${index}`).join(", ");
  const columns = spec.columns.map((column) => ({ name: column.name, type: columnType(column) }));
  return add(at, `select ${list} from json_each(${sql})`, columns, alias, shownOwner);
}

function jsonTable(at: At, r: JsonTable): string {
  const alias = at.t.name("s");
  const value = expression(at, r.value);
  const { f, columns } = jsonSource(at, r, value.type);
  at.scope.sources.push({
    name: r.alias?.name,
    owner: undefined,
    columns: columns.map((column, index) => ({ ...column, sql: `(${alias}.value ->> ${index})` })),
  });
  return `json_each(${f}(${value.sql})) ${alias}`;
}

const joins: Readonly<Record<Join["type"], string>> = {
  inner: "join",
  left: "left join",
  right: "right join",
  full: "full join",
  cross: "join",
  "cross apply": "join",
  "outer apply": "left join",
};

function join(at: At, r: Join): string {
  const before = at.scope.sources.length;
  const left = reference(at, r.left);
  const middle = at.scope.sources.length;
  const right = reference(at, r.right);
  const sides = [at.scope.sources.slice(before, middle), at.scope.sources.slice(middle)] as const;
  const shared = r.natural ? commonNames(...sides) : r.using.map(({ name }) => name);
  const merged: Source["columns"] = [];
  const conditions = shared.map((name) => merge(sides, name, r, merged));
  // As Oracle has them, the columns of both come first.
  if (merged.length > 0)
    at.scope.sources.splice(before, 0, { name: undefined, owner: undefined, columns: merged });
  if (r.on !== undefined) conditions.push(expression(at, r.on).sql);
  const on = conditions.length === 0 ? "1" : conditions.join(" and ");
  return `${left} ${joins[r.type]} ${r.right.kind === "join" ? `(${right})` : right} on ${on}`;
}

function commonNames(left: readonly Source[], right: readonly Source[]): string[] {
  const names = new Set(left.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return right.flatMap(({ columns }) => columns.map(({ name }) => name)).filter((name) => names.has(name));
}

/** A column that both sides have becomes one: the left one, or where that may be missing one of its own, in `added`. */
function merge(
  [left, right]: readonly [readonly Source[], readonly Source[]],
  name: string,
  r: Join,
  added: Source["columns"],
): string {
  const path: Path = [{ name, quoted: false, pos: r.pos }];
  const find = (sources: readonly Source[]): Source["columns"][number] => {
    const found = sources.flatMap(({ columns }) => columns).find((column) => column.name === name && column.merged !== true); // prettier-ignore
    if (found === undefined) throw invalidIdentifier(path);
    return found;
  };
  const [one, other] = [find(left), find(right)];
  other.merged = true;
  if (r.type === "right" || r.type === "full") {
    one.merged = true;
    added.push({ name, type: one.type, sql: `coalesce(${one.sql}, ${other.sql})` });
  }
  return `${one.sql} = ${other.sql}`;
}
