import { OraError } from "../../errors";
import type { Expression, Hierarchy, Select } from "../../lang/ast";
import { number } from "../../plsql/types";
import { some } from "./conjuncts";
import { expression } from "./expression";
import { reference } from "./from";
import { wrap } from "./rownum";
import { Scope } from "./scope";
import type { At } from "./translation";

/** CONNECT BY as a recursive query, depth first. What the scope has is then a row of that. */
export function hierarchy(at: At, s: Select, { startWith, connectBy, noCycle }: Hierarchy): string {
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
  const recursion = [
    `select ${[...columns, "1", watched ? `'/' || ${rowText(columns)} || '/'` : "''"].join(", ")}`,
    `from ${roots} where ${start}`,
    `union all select ${[...below, next.scope.level, watched ? `${name}.path || ${rowText(below)} || '/'` : "''"].join(", ")}`,
    `from ${name}, ${children}`,
    `where ${watched ? `case when ${condition} then case when ${seen} then ${looped} else 1 end else 0 end` : condition}`,
    `order by ${columns.length + 1} desc`,
  ].join(" ");
  at.scope.sources.push(
    ...parents.sources.map(({ name: alias, owner, columns: all }) => ({ name: alias, owner, columns: all })),
  );
  at.scope.level = parents.level;
  return wrap(
    at,
    (all) =>
      `with recursive ${name}(${[...names, "level", "path"].join(", ")}) as (${recursion}) select ${all} from ${name}`,
  );
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
