import type { Binary, BinaryOperator, Comparison, Expression, OrderItem } from "../ast";
import type { TokenStream } from "../stream";
import { operand } from "./operand";
import { isQuery, query } from "./query";

/** A condition or a value, by precedence from OR downwards: SQL's and PL/SQL's grammar of expressions is one. */
export function expression(s: TokenStream): Expression {
  return chain(s, { OR: "or" }, conjunction);
}

function conjunction(s: TokenStream): Expression {
  return chain(s, { AND: "and" }, negation);
}

function negation(s: TokenStream): Expression {
  const { pos } = s;
  return s.accept("NOT") ? { kind: "unary", pos, operator: "not", operand: negation(s) } : predicate(s);
}

const comparisons: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "!=": "!=",
  "<>": "!=",
  "^=": "!=",
  "~=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function predicate(s: TokenStream): Expression {
  let left = sum(s);
  for (;;) {
    const { pos } = s;
    const operator = s.kindIs("symbol") ? comparisons[s.token.value] : undefined;
    if (operator !== undefined) {
      s.next();
      left = comparison(s, pos, operator, left);
      continue;
    }
    if (s.accept("IS")) {
      const negated = s.accept("NOT");
      if (s.accept("JSON")) {
        left = { kind: "isJson", pos, negated, value: left };
        if (s.is("(")) s.parenthesised(() => jsonKind(s));
        else jsonKind(s);
        if (s.accept("WITH", "UNIQUE") || s.accept("WITHOUT", "UNIQUE")) s.accept("KEYS");
        continue;
      }
      s.expect("NULL", 908);
      left = { kind: "isNull", pos, negated, value: left };
      continue;
    }
    const negated =
      s.is("NOT") && ["LIKE", "BETWEEN", "IN", "LIKEC", "LIKE2", "LIKE4"].includes(s.peek(1).value);
    if (negated) s.next();
    if (s.accept("LIKE") || s.accept("LIKEC")) {
      const pattern = sum(s);
      const escape = s.accept("ESCAPE") ? sum(s) : undefined;
      left = { kind: "like", pos, negated, value: left, pattern, escape };
    } else if (s.accept("BETWEEN")) {
      const low = sum(s);
      s.expect("AND");
      left = { kind: "between", pos, negated, value: left, low, high: sum(s) };
    } else if (s.accept("IN")) left = membership(s, pos, negated, left);
    else return left;
  }
}

/** `STRICT`, `LAX`, `ALLOW SCALARS`. */
function jsonKind(s: TokenStream): void {
  while (s.isOneOf("STRICT", "LAX", "ALLOW", "DISALLOW", "SCALARS")) s.next();
}

function comparison(s: TokenStream, pos: number, operator: Comparison, left: Expression): Expression {
  const some = s.isOneOf("ANY", "SOME");
  if ((some || s.is("ALL")) && s.is("(", 1)) {
    s.next();
    const of = s.parenthesised(() => (isQuery(s) ? query(s) : s.list(() => expression(s))));
    return { kind: "quantified", pos, operator, quantifier: some ? "any" : "all", value: left, of };
  }
  return { kind: "binary", pos, operator, left, right: sum(s) };
}

function membership(s: TokenStream, pos: number, negated: boolean, value: Expression): Expression {
  if (!s.is("(")) return { kind: "inList", pos, negated, value, items: [sum(s)] };
  return s.parenthesised((): Expression => {
    if (isQuery(s)) return { kind: "inQuery", pos, negated, value, query: query(s) };
    return { kind: "inList", pos, negated, value, items: s.list(() => expression(s)) };
  });
}

/** `+`, `-` and `||` bind equally strong. */
function sum(s: TokenStream): Expression {
  return chain(s, { "+": "+", "-": "-", "||": "||" }, product);
}

/** A value that ends before a comparison, AND, or OR. */
export const value = sum;

function product(s: TokenStream): Expression {
  return chain(s, { "*": "*", "/": "/", MOD: "mod" }, signed);
}

function signed(s: TokenStream): Expression {
  const { pos } = s;
  for (const operator of ["-", "+"] as const) {
    if (s.accept(operator)) return { kind: "unary", pos, operator, operand: signed(s) };
  }
  if (s.is("PRIOR") && !s.is("(", 1)) {
    s.next();
    return { kind: "unary", pos, operator: "prior", operand: signed(s) };
  }
  if (s.accept("CONNECT_BY_ROOT"))
    return { kind: "unary", pos, operator: "connect_by_root", operand: signed(s) };
  const base = operand(s);
  return s.accept("**") ? { kind: "binary", pos, operator: "**", left: base, right: signed(s) } : base;
}

/** Operators of one strength, from left to right. Long chains of `||` are usual in exports: no recursion on the left. */
function chain(
  s: TokenStream,
  operators: Readonly<Record<string, BinaryOperator>>,
  part: (s: TokenStream) => Expression,
): Expression {
  let left = part(s);
  for (;;) {
    const { kind, value: text, pos } = s.token;
    const operator = kind === "symbol" || kind === "word" ? operators[text] : undefined;
    if (operator === undefined || (operator === "mod" && !s.plsql)) return left;
    s.next();
    left = { kind: "binary", pos, operator, left, right: part(s) } satisfies Binary;
  }
}

/** After ORDER BY. */
export function orderItems(s: TokenStream): OrderItem[] {
  return s.list(() => {
    const by = expression(s);
    const descending = s.accept("DESC");
    if (!descending) s.accept("ASC");
    const nulls = s.accept("NULLS", "FIRST") ? "first" : s.accept("NULLS", "LAST") ? "last" : undefined;
    return { value: by, descending, nulls };
  });
}
