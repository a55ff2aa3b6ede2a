import type { Case, Expression } from "../../lang/ast";
import type { Value } from "../catalogue";
import { parseDate } from "../datetime";
import { parseNumeric } from "../decimal";
import { pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Frame, Maybe } from "../frame";
import { any, boolean, date, number, text, timestamp } from "../types";
import type { Type } from "../types";
import { compare, textOf, toBoolean, toText } from "../values";
import { like } from "../like";
import { castTo } from "./cast";
import type { At, Code } from "./compiler";
import { attribute, cursorValue } from "./cursorAttributes";
import { compileCall, compileName } from "./names";
import { binary, both, either, negate, unary } from "./operators";
import { compileChain } from "./chains";
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
      return constant(
        e.value === "" ? null : e.value,
        e.value === "" ? { kind: "null" } : { kind: "text", literal: true },
      );
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
function combine(at: At, parts: readonly Expression[], type: Type, go: (values: Value[]) => Value): Code {
  const codes = parts.map((part) => compileExpression(at, part).run);
  return { type, run: (frame) => then(evaluateAll(codes, frame), go) };
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

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}
