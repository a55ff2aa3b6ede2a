import type { Binary, Comparison, Expression } from "../../lang/ast";
import { add, subtract } from "../arithmetic";
import { CollectionValue } from "../catalogue";
import type { Value } from "../catalogue";
import { dividedBy, modulo, negative, powerOf, times } from "../decimal";
import type { Numeric } from "../decimal";
import { ora, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import { boolean, clob, number, text } from "../types";
import type { Type } from "../types";
import { compare, toBoolean, toNumeric, toText } from "../values";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";

export function unary(
  at: At,
  operator: "-" | "+" | "not" | "prior" | "connect_by_root",
  operand: Expression,
  pos: number,
): Code {
  const inner = compileExpression(at, operand);
  if (operator === "not") {
    mustBeBoolean(inner, pos);
    return { type: boolean, run: (frame) => then(inner.run(frame), (value) => negate(value, true)) };
  }
  if (operator === "prior" || operator === "connect_by_root") throw pls(pos, 201, `identifier '${operator.toUpperCase()}' must be declared`); // prettier-ignore
  if (inner.type.kind === "boolean")
    throw pls(pos, 306, `wrong number or types of arguments in call to '${operator}'`);
  const type = inner.type.kind === "interval" ? inner.type : number;
  return {
    type,
    run: (frame) =>
      then(inner.run(frame), (value) => {
        const given = toNumeric(value);
        return given === null || operator === "+" ? given : negative(given);
      }),
  };
}

export function binary(at: At, e: Binary): Code {
  if (e.operator === "and" || e.operator === "or") return logical(at, e);
  if (e.operator === "||") return concatenation(at, e);
  const left = compileExpression(at, e.left);
  const right = compileExpression(at, e.right);
  if (isComparison(e.operator)) return comparison(e.operator, left, right, e.pos);
  for (const { type } of [left, right]) {
    if (["boolean", "record", "collection", "cursor"].includes(type.kind)) {
      throw pls(e.pos, 306, `wrong number or types of arguments in call to '${e.operator.toUpperCase()}'`);
    }
  }
  if (e.operator === "+") return add(left, right);
  if (e.operator === "-") return subtract(left, right);
  const operate = operations[e.operator];
  return {
    type: number,
    run: (frame) => {
      const a = left.run(frame);
      return then(a, (one) =>
        then(right.run(frame), (other) => {
          const x = toNumeric(one);
          const y = toNumeric(other);
          return x === null || y === null ? null : operate(x, y);
        }),
      );
    },
  };
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

function isComparison(operator: Binary["operator"]): operator is Comparison {
  return ["=", "!=", "<", "<=", ">", ">="].includes(operator);
}

const tests: Readonly<Record<Comparison, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function comparison(operator: Comparison, left: Code, right: Code, pos: number): Code {
  const kinds = [left.type.kind, right.type.kind];
  const oneBoolean =
    kinds.includes("boolean") && !kinds.every((kind) => ["boolean", "any", "null"].includes(kind));
  if (oneBoolean || kinds.includes("record") || kinds.includes("cursor")) {
    throw pls(pos, 306, `wrong number or types of arguments in call to '${operator}'`);
  }
  if (kinds.every((kind) => kind === "collection")) return sameElements(operator, left, right, pos);
  const test = tests[operator];
  const isPadded = isFixed(left.type) && isFixed(right.type);
  return {
    type: boolean,
    run: (frame) =>
      then(left.run(frame), (one) =>
        then(right.run(frame), (other) => {
          const order = isPadded ? compare(withoutBlanks(one), withoutBlanks(other)) : compare(one, other);
          return order === undefined ? null : test(order);
        }),
      ),
  };
}

/** Nested tables are the same where their elements are, in whatever order; a null element makes that unknown. */
function sameElements(operator: Comparison, left: Code, right: Code, pos: number): Code {
  const nested = [left, right].every(({ type }) => type.kind === "collection" && type.index === "nested");
  if (!nested || (operator !== "=" && operator !== "!="))
    throw pls(pos, 306, `wrong number or types of arguments in call to '${operator}'`);
  return {
    type: boolean,
    run: (frame) =>
      then(evaluateAll([left.run, right.run], frame), ([one, other]) => {
        if (!(one instanceof CollectionValue) || !(other instanceof CollectionValue)) return null;
        const [mine, theirs] = [one.values(), other.values()];
        if (mine.length !== theirs.length) return operator === "!=";
        if ([...mine, ...theirs].includes(null)) return null;
        for (const value of mine) {
          const at = theirs.findIndex((rest) => compare(value, rest) === 0);
          if (at < 0) return operator === "!=";
          theirs.splice(at, 1);
        }
        return operator === "=";
      }),
  };
}

/** CHAR and literals are compared without the blanks at their ends. */
function isFixed(type: Type): boolean {
  return type.kind === "text" && (type.fixed === true || type.literal === true);
}

function withoutBlanks(value: Value): Value {
  return typeof value === "string" ? value.trimEnd() : value;
}

function logical(at: At, e: Binary): Code {
  const left = compileExpression(at, e.left);
  const right = compileExpression(at, e.right);
  mustBeBoolean(left, e.pos);
  mustBeBoolean(right, e.pos);
  const decided = e.operator === "or";
  const join = decided ? either : both;
  return {
    type: boolean,
    run: (frame) =>
      then(left.run(frame), (one) => {
        const first = toBoolean(one);
        if (first === decided) return decided;
        return then(right.run(frame), (other): Value => join(first, toBoolean(other)));
      }),
  };
}

function mustBeBoolean({ type }: Code, pos: number): void {
  if (!["boolean", "any", "null"].includes(type.kind)) throw pls(pos, 382, "expression is of wrong type");
}

/** All parts of a chain at once: exports concatenate hundreds. */
function concatenation(at: At, e: Binary): Code {
  const parts: Expression[] = [];
  let rest: Expression = e;
  while (rest.kind === "binary" && rest.operator === "||") {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  parts.unshift(rest);
  const codes = parts.map((part) => compileExpression(at, part));
  if (codes.some(({ type }) => ["boolean", "record", "collection", "cursor"].includes(type.kind))) {
    throw pls(e.pos, 306, "wrong number or types of arguments in call to '||'");
  }
  const runs = codes.map(({ run }) => run);
  const isLong = codes.some(({ type }) => type.kind === "clob");
  return {
    type: isLong ? clob : text,
    // Added one by one: JavaScript joins long texts only when they are read.
    run: (frame) =>
      then(evaluateAll(runs, frame), (values) => {
        let result = "";
        for (const [index, value] of values.entries()) result += toText(value, codes[index]!.type) ?? "";
        return result === "" && !(isLong && values.includes("")) ? null : result;
      }),
  };
}

export function both(left: Value, right: Value): Value {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

export function either(left: Value, right: Value): Value {
  if (left === true || right === true) return true;
  return left === null || right === null ? null : false;
}

export function negate(value: Value, negated: boolean): Value {
  const truth = toBoolean(value);
  return truth === null ? null : truth !== negated;
}
