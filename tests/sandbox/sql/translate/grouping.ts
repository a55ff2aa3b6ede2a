import type { Expression, Query, Select } from "../../lang/ast";
import { OraError } from "../../errors";
import { isAggregateName } from "./aggregate";
import { some, walk } from "./conjuncts";
import type { Scope } from "./scope";

export function isAggregate(e: Expression): boolean {
  if (e.kind === "jsonArrayAgg" || e.kind === "jsonObjectAgg") return true;
  return e.kind === "call" && e.over === undefined && e.path.length === 1 && isAggregateName(e.path[0]!.name);
}

export function isGrouped(s: Select, q: Query | undefined): boolean {
  return s.groupBy.length > 0 || s.having !== undefined || some([s.items, q?.orderBy], isAggregate);
}

/** Two expressions are the same where their texts are, wherever they stand. */
function text(e: Expression): string {
  return JSON.stringify(e, (key, value: unknown) => (key === "pos" ? undefined : value));
}

/** @throws OraError 979, 937 where a column stands outside of aggregates and is none that is grouped by */
export function checkGrouped(
  scope: Scope,
  groupBy: readonly Expression[],
  parts: readonly Expression[],
  /** Since 23ai the error names what is wrong. */
  detailed: boolean,
): void {
  const grouped = groupBy.flatMap((e) => (e.kind === "tuple" ? e.items : [e]));
  const groups = new Set(grouped.map(text));
  const columns = new Set(
    grouped
      .flatMap((e) => (e.kind === "name" ? [ownColumn(scope, e)] : []))
      .filter((column) => column !== undefined),
  );
  for (const part of parts) {
    walk(part, (e) => {
      if (groups.has(text(e)) || isAggregate(e)) return false;
      if (e.kind !== "name") return true;
      const column = ownColumn(scope, e);
      if (column === undefined || columns.has(column)) return true;
      throw groupBy.length > 0
        ? new OraError(979, !detailed ? "not a GROUP BY expression" : `"${e.path.at(-1)!.name}": must appear in the GROUP BY clause or be used in an aggregate function`, { offset: e.pos }) // prettier-ignore
        : new OraError(937, "not a single-group group function", { offset: e.pos });
    });
  }
}

function ownColumn(scope: Scope, e: Expression & { kind: "name" }): string | undefined {
  const found = scope.find(e.path);
  return found?.scope === scope ? found.column.sql : undefined;
}
