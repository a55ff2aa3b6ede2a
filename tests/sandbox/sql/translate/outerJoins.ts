import type { Expression, TableReference } from "../../lang/ast";
import { OraError } from "../../errors";
import { some, walk } from "./conjuncts";
import { expression } from "./expression";
import { reference } from "./from";
import type { Source } from "./scope";
import type { At } from "./translation";

export function hasMark(e: Expression): boolean {
  return some(e, (part) => part.kind === "name" && part.outer);
}

/** Comma-separated tables with `(+)` as left joins, in an order in which each comes after those it is joined to. */
export function markedJoins(at: At, from: readonly TableReference[], marked: readonly Expression[]): string {
  const items = from.map((r) => {
    const before = at.scope.sources.length;
    const sql = reference(at, r);
    return { sql, sources: at.scope.sources.slice(before) };
  });
  type Item = (typeof items)[number];
  const owner = (e: Expression): Item | undefined => {
    if (e.kind !== "name") return undefined;
    const found = at.scope.find(e.path);
    return items.find(({ sources }) =>
      sources.some((source: Source) => source.columns.includes(found?.column as never)),
    );
  };
  const conditions = marked.map((e) => {
    let optional: Item | undefined;
    const others = new Set<Item>();
    walk(e, (part) => {
      if (part.kind === "name") {
        const item = owner(part);
        if (part.outer) {
          if (optional !== undefined && item !== optional) {
            throw new OraError(1468, "a predicate may reference only one outer-joined table", {
              offset: part.pos,
            });
          }
          optional = item;
        } else if (item !== undefined) others.add(item);
      }
      return true;
    });
    return { e, optional, others };
  });
  const waiting = new Set(conditions.flatMap(({ optional }) => (optional === undefined ? [] : [optional])));
  const done = new Set(items.filter((item) => !waiting.has(item)));
  let sql = [...done].map((item) => item.sql).join(", ");
  while (waiting.size > 0) {
    const next = [...waiting].find((item) =>
      conditions.every(
        ({ optional, others }) => optional !== item || [...others].every((other) => done.has(other)),
      ),
    );
    if (next === undefined) throw new OraError(1416, "two tables cannot be outer-joined to each other");
    const on = conditions.filter(({ optional }) => optional === next).map(({ e }) => expression(at, e).sql);
    sql = sql === "" ? next.sql : `${sql} left join ${next.sql} on ${on.join(" and ")}`;
    waiting.delete(next);
    done.add(next);
  }
  return sql;
}
