import type { Hierarchy, Select } from "../../lang/ast";
import { notSupported } from "../problems";
import { expression } from "./expression";
import { reference } from "./from";
import { wrap } from "./rownum";
import { Scope } from "./scope";
import type { At } from "./translation";

/** CONNECT BY as a recursive query, depth first. What the scope has is then a row of that. */
export function hierarchy(at: At, s: Select, { startWith, connectBy, noCycle }: Hierarchy): string {
  if (noCycle) throw notSupported("NOCYCLE", s.pos);
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
  const recursion = [
    `select ${[...columns, "1"].join(", ")} from ${roots} where ${start}`,
    `union all select ${[...list(next.scope), next.scope.level].join(", ")} from ${name}, ${children}`,
    `where ${expression(next, connectBy).sql} order by ${columns.length + 1} desc`,
  ].join(" ");
  at.scope.sources.push(
    ...parents.sources.map(({ name: alias, owner, columns: all }) => ({ name: alias, owner, columns: all })),
  );
  at.scope.level = parents.level;
  return wrap(
    at,
    (all) =>
      `with recursive ${name}(${[...names, "level"].join(", ")}) as (${recursion}) select ${all} from ${name}`,
  );
}
