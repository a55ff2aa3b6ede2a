import { OraError } from "../../errors";
import type { Expression, Hierarchy, OrderItem, Select } from "../../lang/ast";
import { number } from "../../plsql/types";
import { some, walk } from "./conjuncts";
import { asText } from "./convert";
import { expression } from "./expression";
import { reference } from "./from";
import { orderKeys } from "./longNumbers";
import { callOf, textOf } from "./rewriting";
import { wrap } from "./rownum";
import { Scope } from "./scope";
import type { At } from "./translation";

/** CONNECT BY as a recursive query, depth first. What the scope has is then a row of that. */
export function hierarchy(
  at: At,
  s: Select,
  { startWith, connectBy, noCycle }: Hierarchy,
  siblings: readonly OrderItem[],
): string {
  const name = at.t.name("h");
  const list = (scope: Scope): string[] =>
    scope.sources.flatMap(({ columns }) => columns.map(({ sql }) => sql));
  const from = (part: At): string => s.from.map((r) => reference(part, r)).join(", ");
  const first: At = { ...at, scope: new Scope(at.scope.parent) };
  const roots = from(first);
  first.scope.level = "1";
  const start = startWith === undefined ? "1" : expression(first, startWith).sql;
  const next: At = { ...at, scope: new Scope(at.scope.parent) };
  const children = from(next);
  next.scope.level = `(${name}.level + 1)`;
  next.scope.rownum = next.scope.level;
  const parents = new Scope(at.scope.parent);
  let position = 0;
  for (const source of first.scope.sources) {
    parents.sources.push({
      ...source,
      columns: source.columns.map((column) => ({ ...column, sql: `${name}.y${position++}` })),
    });
  }
  parents.level = `${name}.level`;
  next.scope.prior = parents;
  const columns = list(first.scope);
  const names = columns.map((_, index) => `y${index}`);
  const below = list(next.scope);
  const condition = expression(next, connectBy).sql;
  // The rows above a row are known by their values; without PRIOR they may be the same.
  const watched = canLoop(connectBy);
  const seen = `instr(${name}.path, '/' || ${rowText(below)} || '/') > 0`;
  const looped = noCycle ? "0" : `${loopError(at)}()`;
  const leaves = some(s, (e) => e.kind === "name" && e.path[0]!.name === "CONNECT_BY_ISLEAF");
  const traced = watched || leaves;
  const { roots: top, paths } = carried(at, s, { first, next, name });
  const keys = siblingKeys(at, siblings, { first, next }, columns.length + top.names.length + paths.names.length + 3); // prettier-ignore
  const recursion = [
    `select ${[...columns, "1", traced ? `'/' || ${rowText(columns)} || '/'` : "''", ...top.first, ...paths.first, ...keys.first].join(", ")}`,
    `from ${roots} where ${start}`,
    `union all select ${[...below, next.scope.level, traced ? `${name}.path || ${rowText(below)} || '/'` : "''", ...top.next, ...paths.next, ...keys.next].join(", ")}`,
    `from ${name}, ${children}`,
    `where ${watched ? `case when ${condition} then case when ${seen} then ${looped} else 1 end else 0 end` : condition}`,
    `order by ${[`${columns.length + 1} desc`, ...keys.order].join(", ")}`,
  ].join(" ");
  at.scope.sources.push(
    ...parents.sources.map(({ name: alias, owner, columns: all }) => ({ name: alias, owner, columns: all })),
  );
  at.scope.level = parents.level;
  if (leaves) {
    at.scope.leaf = `not exists (select 1 from ${name} below where below.level = ${name}.level + 1 and substr(below.path, 1, length(${name}.path)) = ${name}.path)`; // prettier-ignore
  }
  return wrap(
    at,
    (all) =>
      `with recursive ${name}(${[...names, "level", "path", ...top.names, ...paths.names, ...keys.names].join(", ")}) as (${recursion}) select ${all} from ${name}`,
  );
}

/** ORDER SIBLINGS BY: columns from a position on that rows of one parent are in the order of. */
function siblingKeys(
  at: At,
  items: readonly OrderItem[],
  { first, next }: { first: At; next: At },
  from: number,
): Carried & { readonly order: readonly string[] } {
  const keys = { names: [] as string[], first: [] as string[], next: [] as string[], order: [] as string[] };
  for (const { value, descending, nulls } of items) {
    const [one, other] = [first, next].map((part) => orderKeys(at.t, expression(part, value)));
    for (const [index, sql] of one!.entries()) {
      const how = `${descending ? "desc" : "asc"} nulls ${nulls ?? (descending ? "first" : "last")}`;
      keys.order.push(`${from + keys.names.length} ${how}`);
      keys.names.push(`k${keys.names.length}`);
      keys.first.push(sql);
      keys.next.push(other![index] ?? sql);
    }
  }
  return keys;
}

interface Carried {
  readonly names: readonly string[];
  /** Of the rows at the top, and of those below. */
  readonly first: readonly string[];
  readonly next: readonly string[];
}

/** What each row takes from the one above it: the columns of the top, and the texts of SYS_CONNECT_BY_PATH. */
function carried(
  at: At,
  s: Select,
  { first, next, name }: { first: At; next: At; name: string },
): { roots: Carried; paths: Carried } {
  const roots = { names: [] as string[], first: [] as string[], next: [] as string[] };
  if (some(s, (e) => e.kind === "unary" && e.operator === "connect_by_root")) {
    const root = new Scope(at.scope.parent);
    for (const source of first.scope.sources) {
      const columns = source.columns.map((column) => {
        const own = `z${roots.names.length}`;
        roots.names.push(own);
        roots.first.push(column.sql);
        roots.next.push(`${name}.${own}`);
        return { ...column, sql: `${name}.${own}` };
      });
      root.sources.push({ name: source.name, owner: source.owner, columns });
    }
    at.scope.root = root;
  }
  const paths = { names: [] as string[], first: [] as string[], next: [] as string[] };
  walk(s, (e) => {
    const call = callOf(e, "SYS_CONNECT_BY_PATH");
    if (call?.args.length !== 2 || at.scope.paths.has(textOf(e))) return true;
    const own = `p${paths.names.length}`;
    const step = (part: At): string =>
      call.args
        .map(({ value }) => `coalesce(${asText(at.t, expression(part, value)).sql}, '')`)
        .reverse()
        .join(" || ");
    paths.names.push(own);
    paths.first.push(step(first));
    paths.next.push(`${name}.${own} || ${step(next)}`);
    at.scope.paths.set(textOf(e), `${name}.${own}`);
    return true;
  });
  return { roots, paths };
}

/** PRIOR of a function, as in `prior sys_guid() is not null`, makes each row another. */
function canLoop(connectBy: Expression): boolean {
  const isPrior = (e: Expression): boolean => e.kind === "unary" && e.operator === "prior";
  return (
    some(connectBy, isPrior) &&
    !some(connectBy, (e) => e.kind === "unary" && isPrior(e) && e.operand.kind !== "name")
  );
}

function rowText(columns: readonly string[]): string {
  return `hex(${columns.map((column) => `quote(${column})`).join(" || ',' || ") || "''"})`;
}

function loopError(at: At): string {
  return at.t.functions.scalar("connect by loop", [], number, () => {
    throw new OraError(1436, "CONNECT BY loop in user data");
  });
}
