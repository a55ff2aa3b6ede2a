import type { Expression } from "../../lang/ast";
import { asNumber } from "./convert";
import { some } from "./conjuncts";
import { expression } from "./expression";
import { nearest } from "./longNumbers";
import type { Source } from "./scope";
import type { At } from "./translation";

export function isRownum(e: Expression): boolean {
  return e.kind === "name" && e.path.length === 1 && e.path[0]!.name === "ROWNUM" && !e.path[0]!.quoted;
}

const turned = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!=" } as const;

/**
 * How many rows a condition on ROWNUM lets through: rows are counted as they are let through, so `rownum > 1` is true for
 * none. Undefined where the condition is of another form.
 */
export function rownumLimit(at: At, e: Expression): string | undefined {
  if (e.kind === "between" && !e.negated && isRownum(e.value)) {
    const low = numberOf(at, e.low);
    const high = numberOf(at, e.high);
    return `case when ${low} <= 1 then ${atMost(high)} else 0 end`;
  }
  if (e.kind !== "binary") return undefined;
  const left = isRownum(e.left);
  const [other, operator] = left ? [e.right, e.operator] : [e.left, Object.hasOwn(turned, e.operator) ? turned[e.operator as keyof typeof turned] : e.operator]; // prettier-ignore
  if (!left && !isRownum(e.right)) return undefined;
  if (some(other, isRownum)) return undefined;
  const sql = numberOf(at, other);
  switch (operator) {
    case "<=":
      return atMost(sql);
    case "<":
      return `max(0, cast(ceil(coalesce(${sql}, 1)) as integer) - 1)`;
    case "=":
      return `case when ${sql} = 1 then 1 else 0 end`;
    case ">":
      return `case when ${sql} < 1 then -1 else 0 end`;
    case ">=":
      return `case when ${sql} <= 1 then -1 else 0 end`;
    default:
      return undefined;
  }
}

function numberOf(at: At, e: Expression): string {
  return nearest(at.t, asNumber(at.t, expression(at, e)));
}

function atMost(sql: string): string {
  return `max(0, cast(floor(coalesce(${sql}, 0)) as integer))`;
}

/** Puts what is in FROM so far into a table of its own, and makes the scope's columns those of that table. */
export function wrap(at: At, sql: (columns: string) => string): string {
  const alias = at.t.name("s");
  const columns: string[] = [];
  const moved = (column: string): string => {
    columns.push(`${column} as x${columns.length}`);
    return `${alias}.x${columns.length - 1}`;
  };
  const sources = at.scope.sources.map((source): Source => ({
    ...source,
    columns: source.columns.map((column) => ({ ...column, sql: moved(column.sql) })),
    ...(source.table === undefined ? {} : { table: { ...source.table, row: moved(source.table.row) } }),
  }));
  const { level, leaf, root, paths } = at.scope;
  if (level !== undefined) at.scope.level = moved(level);
  if (leaf !== undefined) at.scope.leaf = moved(leaf);
  for (const [text, path] of paths) paths.set(text, moved(path));
  for (const source of root?.sources ?? [])
    source.columns.splice(
      0,
      Infinity,
      ...source.columns.map((column) => ({ ...column, sql: moved(column.sql) })),
    );
  at.scope.sources.splice(0, at.scope.sources.length, ...sources);
  return `(${sql(columns.length === 0 ? "1" : columns.join(", "))}) ${alias}`;
}
