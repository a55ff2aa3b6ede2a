import type { Call, Expression, Identifier, Query, QueryBody, SelectItem } from "../../lang/ast";

/** Parts of a syntax tree that is made out of another. */
export function identifier(name: string, pos: number): Identifier {
  return { name, quoted: true, pos };
}

export function nameOf(name: string, pos: number): Expression {
  return { kind: "name", pos, path: [identifier(name, pos)], outer: false };
}

export function numberOf(value: number, pos: number): Expression {
  return { kind: "number", pos, value, text: String(value) };
}

export function item(value: Expression, name: string, pos: number): SelectItem {
  return { kind: "item", pos, value, alias: identifier(name, pos), text: name };
}

export function queryOf(body: QueryBody, pos: number): Query {
  return { kind: "query", pos, with: [], body, orderBy: [], offset: undefined, fetch: undefined, forUpdate: undefined }; // prettier-ignore
}

/** A call of one of these functions, by its bare name. */
export function callOf(e: Expression, ...names: string[]): Call | undefined {
  if (e.kind !== "call" || e.path.length !== 1 || e.path[0]!.quoted) return undefined;
  return names.includes(e.path[0]!.name) ? e : undefined;
}

/** Two expressions are the same where their texts are, wherever they stand. */
export function textOf(e: Expression): string {
  return JSON.stringify(e, (key, value: unknown) => (key === "pos" || key === "quoted" ? undefined : value));
}

/** A copy in which `change` has put others in the place of expressions; undefined leaves one and looks below it. */
export function replaced<Node>(node: Node, change: (e: Expression) => Expression | undefined): Node {
  if (Array.isArray(node)) return node.map((one: unknown) => replaced(one, change)) as Node;
  if (typeof node !== "object" || node === null) return node;
  const { kind } = node as { kind?: string };
  if (kind === "query") return node;
  const other = kind !== undefined && "pos" in node ? change(node as unknown as Expression) : undefined;
  if (other !== undefined) return other as Node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, replaced(value as unknown, change)]),
  ) as Node;
}
