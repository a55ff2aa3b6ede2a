import type { Binary, Expression } from "../../lang/ast";
import { add, subtract } from "../../plsql/arithmetic";
import type { Value } from "../../plsql/catalogue";
import { dividedBy, modulo, powerOf, times } from "../../plsql/decimal";
import type { Numeric } from "../../plsql/decimal";
import { ora } from "../../plsql/failure";
import { boolean, number } from "../../plsql/types";
import { toNumeric } from "../../plsql/values";
import { notSupported } from "../problems";
import { isText, isTime } from "../types";
import { balanced, comparison } from "./comparison";
import { asNumber, asText } from "./convert";
import { expression } from "./expression";
import { negated } from "./longNumbers";
import type { Term } from "./term";
import type { At } from "./translation";

export function unary(at: At, e: Expression & { kind: "unary" }): Term {
  switch (e.operator) {
    case "not":
      return { sql: `(not ${expression(at, e.operand).sql})`, type: boolean };
    case "prior": {
      if (at.scope.prior === undefined) throw notSupported("PRIOR outside of CONNECT BY", e.pos);
      return expression({ ...at, scope: at.scope.prior }, e.operand);
    }
    case "connect_by_root":
      if (at.scope.root === undefined) throw notSupported("CONNECT_BY_ROOT in this place", e.pos);
      return expression({ ...at, scope: at.scope.root }, e.operand);
    default: {
      const operand = asNumber(at.t, expression(at, e.operand));
      return e.operator === "-" ? negated(at.t, operand) : { sql: operand.sql, type: operand.type };
    }
  }
}

export function binary(at: At, e: Binary): Term {
  switch (e.operator) {
    case "and":
    case "or":
      return logical(at, e);
    case "||":
      return concatenation(at, e);
    case "+":
    case "-":
      return sum(at, e);
    case "*":
    case "/":
    case "mod":
    case "**": {
      const [left, right] = [e.left, e.right].map((side) => asNumber(at.t, expression(at, side)));
      const operate = operations[e.operator];
      const f = at.t.functions.scalar(e.operator, [number, number], number, ([x, y]) =>
        x === null || y === null ? null : operate(toNumeric(x!)!, toNumeric(y!)!),
      );
      return {
        sql: `${f}(${left!.sql}, ${right!.sql})`,
        type: left!.type.kind === "interval" ? left!.type : number,
      };
    }
    default:
      return comparison(at, e.operator, e.left, e.right, e.left.pos);
  }
}

const operations: Readonly<Record<"*" | "/" | "mod" | "**", (x: Numeric, y: Numeric) => Numeric>> = {
  "*": times,
  "/": (x, y) => {
    if (y === 0) throw ora(1476, "divisor is equal to zero");
    return dividedBy(x, y);
  },
  mod: modulo,
  "**": powerOf,
};

function logical(at: At, e: Binary): Term {
  const parts: string[] = [];
  let rest: Expression = e;
  while (rest.kind === "binary" && rest.operator === e.operator) {
    parts.unshift(expression(at, rest.right).sql);
    rest = rest.left;
  }
  parts.unshift(expression(at, rest).sql);
  return { sql: balanced(parts, e.operator === "and" ? "and" : "or"), type: boolean };
}

function concatenation(at: At, e: Binary): Term {
  const parts: Expression[] = [];
  let rest: Expression = e;
  while (rest.kind === "binary" && rest.operator === "||") {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  parts.unshift(rest);
  const terms = parts.map((part) => asText(at.t, expression(at, part)));
  const long = terms.some(({ type }) => type.kind === "clob");
  const size = terms.reduce((total, { type }) => total + (type.kind === "text" ? (type.size ?? 4000) : 0), 0);
  const joined = terms.map(({ sql, type }) => (type.kind === "text" && type.fixed === true ? sql : `coalesce(${sql}, '')`)); // prettier-ignore
  return {
    sql: `nullif(${balanced(joined, "||")}, '')`,
    type: long ? { kind: "clob" } : { kind: "text", size: Math.min(size, 4000) },
  };
}

/** Sums of numbers, of dates and days, of dates and intervals: as PL/SQL computes them. */
function sum(at: At, e: Binary): Term {
  const prepare = (side: Expression): Term => {
    const term = expression(at, side);
    return isText(term.type) ? asNumber(at.t, term) : term;
  };
  const [left, right] = [prepare(e.left), prepare(e.right)];
  let values: Value[] = [];
  const sides = [left, right].map(({ type }, index) => ({ type, run: () => values[index] ?? null }));
  const code = (e.operator === "+" ? add : subtract)(sides[0]!, sides[1]!);
  if (isTime(left.type) && isTime(right.type) && e.operator === "+") {
    throw ora(975, "date + date not allowed").toOraError();
  }
  const f = at.t.functions.scalar(e.operator, [left.type, right.type], code.type, (args) => {
    values = args;
    return code.run(at.t.functions.frame) as Value;
  });
  return { sql: `${f}(${left.sql}, ${right.sql})`, type: code.type };
}
