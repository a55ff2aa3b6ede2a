import type { Binary, Case, Comparison, Expression } from "../../lang/ast";
import type { Value } from "../catalogue";
import { parseDate } from "../datetime";
import { dividedBy, modulo, negative, parseNumeric, powerOf, times } from "../decimal";
import type { Numeric } from "../decimal";
import { ora, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Eval, Frame, Maybe } from "../frame";
import { any, boolean, clob, date, number, text, timestamp } from "../types";
import type { Type } from "../types";
import { compare, textOf, toBoolean, toNumeric, toText } from "../values";
import { add, subtract } from "../arithmetic";
import { like } from "../like";
import { castTo } from "./cast";
import type { At, Code } from "./compiler";
import { compileCall, compileName } from "./names";
import { compileChain } from "./places";
import { sqlExpression } from "./sql";
import { extraction, interval } from "./times";
import { trim } from "./trim";

export function constant(value: Value, type: Type): Code {
  return { type, run: () => value };
}

export function compileExpression(at: At, e: Expression): Code {
  switch (e.kind) {
    case "number":
      return constant(parseNumeric(e.text) ?? e.value, number);
    case "string":
      return constant(e.value === "" ? null : e.value, e.value === "" ? { kind: "null" } : text);
    case "null":
      return constant(null, { kind: "null" });
    case "boolean":
      return constant(e.value, boolean);
    case "datetime":
      return constant(parseDate(e.value, undefined), e.type === "date" ? date : timestamp);
    case "interval":
      return interval(e.value, e.from);
    case "bind": {
      const { name } = e;
      at.compiler.read.add(name);
      return { type: any, run: ({ run }) => run.binds.get(name) ?? null };
    }
    case "name":
      return compileName(at, e);
    case "call":
      return compileCall(at, e, "function");
    case "member":
    case "apply":
      return compileChain(at, e);
    case "attribute":
      return attribute(e.attribute, e.cursor.at(-1)!.name === "SQL" ? undefined : cursorValue(at, e));
    case "unary":
      return unary(at, e.operator, e.operand, e.pos);
    case "binary":
      return binary(at, e);
    case "like": {
      const parts = [e.value, e.pattern, ...(e.escape === undefined ? [] : [e.escape])];
      return combine(at, parts, boolean, ([value, pattern, escape]) =>
        negate(
          like(toText(value!), toText(pattern!), escape === undefined ? undefined : textOf(escape)),
          e.negated,
        ),
      );
    }
    case "between":
      return combine(at, [e.value, e.low, e.high], boolean, ([value, low, high]) => {
        const from = compare(value!, low!);
        const to = compare(value!, high!);
        return negate(
          both(from === undefined ? null : from >= 0, to === undefined ? null : to <= 0),
          e.negated,
        );
      });
    case "inList":
      return combine(at, [e.value, ...e.items], boolean, ([value, ...items]) =>
        negate(
          items.reduce<Value>((found, item) => {
            const order = compare(value!, item);
            return either(found, order === undefined ? null : order === 0);
          }, false),
          e.negated,
        ),
      );
    case "isNull":
      return combine(at, [e.value], boolean, ([value]) => (value === null) !== e.negated);
    case "isJson":
      return combine(at, [e.value], boolean, ([value]) =>
        value === null ? null : isJson(textOf(value!)) !== e.negated,
      );
    case "case":
      return caseCode(at, e);
    case "cast":
      return castTo(at, compileExpression(at, e.value), e.type);
    case "extract":
      return extraction(at, e.field, e.value);
    case "trim": {
      const parts = [e.value, ...(e.characters === undefined ? [] : [e.characters])];
      return combine(at, parts, text, ([value, characters]) =>
        trim(toText(value!), textOf(characters ?? " "), e.side),
      );
    }
    case "atTimeZone":
      return compileExpression(at, e.value);
    case "jsonObject":
    case "jsonArray":
    case "jsonValue":
    case "jsonQuery":
    case "jsonExists":
      // The SQL engine has these; PL/SQL takes them through a query of one row.
      return sqlExpression(at, e);
    case "exists":
      throw pls(e.pos, 204, "function or pseudo-column 'EXISTS' may be used inside a SQL statement only");
    case "subquery":
    case "inQuery":
    case "quantified":
    case "cursor":
    case "tuple":
    case "jsonArrayAgg":
    case "jsonObjectAgg":
      throw pls(e.pos, 405, "subquery not allowed in this context");
  }
}

/** Evaluates the parts, then their combination. */
export function combine(
  at: At,
  parts: readonly Expression[],
  type: Type,
  go: (values: Value[]) => Value,
): Code {
  const codes = parts.map((part) => compileExpression(at, part).run);
  return { type, run: (frame) => then(evaluateAll(codes, frame), go) };
}

function cursorValue(at: At, e: Expression & { kind: "attribute" }): Eval {
  return compileName(at, { kind: "name", pos: e.pos, path: e.cursor, outer: false }, true).run;
}

function attribute(name: "found" | "notfound" | "rowcount" | "isopen", cursor: Eval | undefined): Code {
  const type = name === "rowcount" ? number : boolean;
  if (cursor === undefined) {
    return {
      type,
      run: ({ run: { rowCount } }) => {
        if (name === "isopen") return false;
        if (rowCount === undefined) return null;
        return name === "rowcount" ? rowCount : name === "found" ? rowCount > 0 : rowCount === 0;
      },
    };
  }
  return {
    type,
    run: (frame) =>
      then(cursor(frame), (value) => {
        const state = value !== null && typeof value === "object" && "next" in value ? value : undefined;
        if (name === "isopen") return state?.open === true;
        if (state?.open !== true) throw ora(1001, "invalid cursor");
        if (name === "rowcount") return Math.min(state.next, state.rows.length);
        if (state.next === 0) return null;
        return state.next <= state.rows.length === (name === "found");
      }),
  };
}

function unary(
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

function binary(at: At, e: Binary): Code {
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

export { exact } from "../decimal";

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
  const test = tests[operator];
  return {
    type: boolean,
    run: (frame) =>
      then(left.run(frame), (one) =>
        then(right.run(frame), (other) => {
          const order = compare(one, other);
          return order === undefined ? null : test(order);
        }),
      ),
  };
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

function caseCode(at: At, e: Case): Code {
  const subject = e.operand === undefined ? undefined : compileExpression(at, e.operand);
  const whens = e.whens.map(({ when, then: result }) => ({
    when: compileExpression(at, when).run,
    result: compileExpression(at, result),
  }));
  const otherwise = e.else === undefined ? undefined : compileExpression(at, e.else);
  const type = [...whens.map(({ result }) => result.type), otherwise?.type ?? any].find(
    ({ kind }) => kind !== "null",
  );
  const choose = (frame: Frame, value: Value, from: number): Maybe<Value> => {
    const branch = whens[from];
    if (branch === undefined) return otherwise?.run(frame) ?? null;
    return then(branch.when(frame), (when) => {
      const hit = subject === undefined ? toBoolean(when) === true : compare(value, when) === 0;
      return hit ? branch.result.run(frame) : choose(frame, value, from + 1);
    });
  };
  return {
    type: type ?? any,
    run: (frame) =>
      subject === undefined
        ? choose(frame, null, 0)
        : then(subject.run(frame), (value) => choose(frame, value, 0)),
  };
}

function both(left: Value, right: Value): Value {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

function either(left: Value, right: Value): Value {
  if (left === true || right === true) return true;
  return left === null || right === null ? null : false;
}

function negate(value: Value, negated: boolean): Value {
  const truth = toBoolean(value);
  return truth === null ? null : truth !== negated;
}

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}
