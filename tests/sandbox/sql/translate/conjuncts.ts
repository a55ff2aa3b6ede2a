import type { Expression } from "../../lang/ast";

/** The parts of a condition that have all to be true. */
export function conjuncts(e: Expression | undefined): Expression[] {
  if (e === undefined) return [];
  if (e.kind !== "binary" || e.operator !== "and") return [e];
  const parts: Expression[] = [];
  let rest: Expression = e;
  while (rest.kind === "binary" && rest.operator === "and") {
    parts.unshift(...conjuncts(rest.right));
    rest = rest.left;
  }
  return [rest, ...parts];
}

/** Looks at an expression and all below it, but not into subqueries. False from `visit`: no deeper. */
export function walk(node: unknown, visit: (e: Expression) => boolean): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { kind } = node as { kind?: string };
  if (kind === "query") return;
  if (kind !== undefined && "pos" in node && !visit(node as Expression)) return;
  for (const value of Object.values(node)) if (typeof value === "object") walk(value, visit);
}

export function some(node: unknown, test: (e: Expression) => boolean): boolean {
  let found = false;
  walk(node, (e) => {
    found ||= test(e);
    return !found;
  });
  return found;
}
