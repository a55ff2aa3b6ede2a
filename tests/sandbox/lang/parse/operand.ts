import type { Argument, Call, Case, CursorAttribute, Expression, Identifier, Path, Window } from "../ast";
import type { TokenStream } from "../stream";
import { expression, orderItems } from "./expression";
import { jsonFunction } from "./json";
import { isQuery, query } from "./query";
import { dataType } from "./types";

/** A literal, bind, name, call, CASE, or anything in parentheses. */
export function operand(s: TokenStream): Expression {
  const { kind, value, pos } = s.token;
  switch (kind) {
    case "number":
      s.next();
      return { kind: "number", pos, value: Number(value), text: value };
    case "string":
      s.next();
      return { kind: "string", pos, value };
    case "bind":
      return bindOrField(s);
    case "quoted":
      return nameOrCall(s);
    case "word":
      return special(s) ?? nameOrCall(s);
    case "symbol":
      if (value === "(") return parenthesised(s);
      if (value === "*" || value === "?") break;
  }
  return s.fail(936, "(", "-", "+", "case", "mod", "new", "not", "null", "<an identifier>", "<a double-quoted delimited-identifier>", "<a bind variable>", "<a number>", "<a single-quoted SQL string>"); // prettier-ignore
}

/** `:b`, and `:new.column` in a trigger. */
function bindOrField(s: TokenStream): Expression {
  const { value, pos } = s.next();
  let result: Expression = { kind: "bind", pos, name: value };
  while (s.is(".") && (s.kindIs("word", 1) || s.kindIs("quoted", 1))) {
    s.next();
    result = { kind: "member", pos, of: result, name: s.anyWord() };
  }
  return result;
}

function parenthesised(s: TokenStream): Expression {
  const { pos } = s;
  return s.parenthesised((): Expression => {
    if (isQuery(s)) return { kind: "subquery", pos, query: query(s) };
    const items = s.list(() => expression(s));
    return items.length === 1 ? items[0]! : { kind: "tuple", pos, items };
  });
}

/** Words with a syntax of their own. */
function special(s: TokenStream): Expression | undefined {
  const { value, pos } = s.token;
  switch (value) {
    case "NULL":
      s.next();
      return { kind: "null", pos };
    case "TRUE":
    case "FALSE":
      if (s.is(".", 1)) return undefined;
      s.next();
      return { kind: "boolean", pos, value: value === "TRUE" };
    case "CASE":
      return caseExpression(s);
    case "DATE":
    case "TIMESTAMP": {
      const literal = s.peek(1);
      if (literal.kind !== "string") return undefined;
      s.next();
      s.next();
      return { kind: "datetime", pos, type: value === "DATE" ? "date" : "timestamp", value: literal.value };
    }
    case "INTERVAL":
      return s.kindIs("string", 1) ? interval(s) : undefined;
    case "EXISTS":
      if (!s.is("(", 1)) return undefined;
      s.next();
      return { kind: "exists", pos, query: s.parenthesised(() => query(s)) };
    case "CAST":
    case "TREAT":
      return s.is("(", 1) ? cast(s) : undefined;
    case "EXTRACT":
      return s.is("(", 1) && s.is("FROM", 3) ? extract(s) : undefined;
    case "TRIM":
      return s.is("(", 1) ? trim(s) : undefined;
    case "CURSOR":
      if (!s.is("(", 1)) return undefined;
      s.next();
      return { kind: "cursor", pos, query: s.parenthesised(() => query(s)) };
    case "NEW":
      if (!s.isIdentifier(1)) return undefined;
      s.next();
      return nameOrCall(s);
    default:
      return (value === "JSON" || value.startsWith("JSON_")) && s.is("(", 1) ? jsonFunction(s) : undefined;
  }
}

function caseExpression(s: TokenStream): Case {
  const { pos } = s.next();
  const of = s.is("WHEN") ? undefined : expression(s);
  const whens = [];
  while (s.accept("WHEN")) {
    const when = expression(s);
    s.expect("THEN");
    whens.push({ when, then: expression(s) });
  }
  if (whens.length === 0) s.fail(905, "when");
  const otherwise = s.accept("ELSE") ? expression(s) : undefined;
  s.expect("END");
  s.accept("CASE");
  return { kind: "case", pos, operand: of, whens, else: otherwise };
}

function interval(s: TokenStream): Expression {
  const { pos } = s.next();
  const { value } = s.next();
  const unit = (): string => {
    const { name } = s.anyWord();
    if (s.accept("(")) {
      while (!s.accept(")")) s.next();
    }
    return name;
  };
  return { kind: "interval", pos, value, from: unit(), to: s.accept("TO") ? unit() : undefined };
}

function cast(s: TokenStream): Expression {
  const { pos } = s.next();
  return s.parenthesised((): Expression => {
    const value = s.is("MULTISET") ? s.fail(936) : expression(s);
    s.expect("AS");
    return { kind: "cast", pos, value, type: dataType(s) };
  });
}

function extract(s: TokenStream): Expression {
  const { pos } = s.next();
  return s.parenthesised((): Expression => {
    const field = s.anyWord().name;
    s.expect("FROM");
    return { kind: "extract", pos, field, value: expression(s) };
  });
}

function trim(s: TokenStream): Expression {
  const { pos } = s.next();
  return s.parenthesised((): Expression => {
    const named = s.isOneOf("LEADING", "TRAILING", "BOTH") && !s.isOneOf(")") ? s.next().value : undefined;
    const side = named === "LEADING" ? "leading" : named === "TRAILING" ? "trailing" : "both";
    let characters: Expression | undefined;
    let value: Expression | undefined;
    if (!s.is("FROM")) value = expression(s);
    if (s.accept("FROM")) {
      characters = value;
      value = expression(s);
    }
    return { kind: "trim", pos, side, characters, value: value ?? s.fail(936) };
  });
}

function nameOrCall(s: TokenStream): Expression {
  const { pos } = s;
  if (!startsName(s)) {
    return s.fail(936, "(", "-", "+", "case", "mod", "new", "not", "null", "<an identifier>", "<a double-quoted delimited-identifier>", "<a bind variable>", "<a number>", "<a single-quoted SQL string>"); // prettier-ignore
  }
  const path: Identifier[] = [s.anyWord()];
  while (s.is(".") && (s.kindIs("word", 1) || s.kindIs("quoted", 1))) {
    s.next();
    path.push(s.anyWord());
  }
  // A link to another database is refused where the name is resolved.
  if (s.is("%")) return attribute(s, pos, path);
  if (!s.is("(")) return postfix(s, { kind: "name", pos, path, outer: false });
  if (s.are("(", "+", ")")) {
    s.accept("(", "+", ")");
    return { kind: "name", pos, path, outer: true };
  }
  return postfix(s, call(s, pos, path));
}

/** Reserved words that are values or functions all the same. */
const valueWords = new Set(["SYSDATE", "USER", "UID", "LEVEL", "REPLACE", "ROWNUM", "ROWID", "PRIOR", "CHAR", "RAW", "SQL", "DATE", "CONNECT_BY_ISLEAF"]); // prettier-ignore

function startsName(s: TokenStream): boolean {
  return s.isIdentifier() || (s.kindIs("word") && (valueWords.has(s.token.value) || s.is("(", 1) && !s.isOneOf("SELECT", "FROM", "WHERE", "AND", "OR", "IN", "VALUES", "INTO", "THEN", "BY", "ON", "SET"))); // prettier-ignore
}

function attribute(s: TokenStream, pos: number, cursor: Path): Expression {
  const mark = s.mark();
  s.next();
  const names: Readonly<Record<string, CursorAttribute["attribute"]>> = {
    FOUND: "found",
    NOTFOUND: "notfound",
    ROWCOUNT: "rowcount",
    ISOPEN: "isopen",
    BULK_EXCEPTIONS: "rowcount",
  };
  const name = names[s.token.value];
  if (name === undefined) {
    s.reset(mark);
    return { kind: "name", pos, path: cursor, outer: false };
  }
  const bulk = s.next().value === "BULK_EXCEPTIONS";
  if (bulk) {
    const path = [{ name: "SQL%BULK_EXCEPTIONS", quoted: true, pos }];
    const exceptions: Expression = { kind: "name", pos, path, outer: false };
    if (!s.is("(")) return postfix(s, exceptions);
    const args = s.parenthesised(() => callArguments(s));
    return postfix(s, { kind: "apply", pos, of: exceptions, args });
  }
  return { kind: "attribute", pos, cursor, attribute: name };
}

/** `.field`, `(index)` and AT TIME ZONE after a value. */
function postfix(s: TokenStream, start: Expression): Expression {
  let result = start;
  for (;;) {
    const { pos } = s;
    if (s.is(".") && (s.kindIs("word", 1) || s.kindIs("quoted", 1))) {
      s.next();
      result = { kind: "member", pos, of: result, name: s.anyWord() };
    } else if (s.is("(") && result.kind !== "name") {
      result = { kind: "apply", pos, of: result, args: s.parenthesised(() => callArguments(s)) };
    } else if (s.accept("AT", "LOCAL")) {
      result = { kind: "atTimeZone", pos, value: result, zone: undefined };
    } else if (s.accept("AT", "TIME", "ZONE")) {
      result = { kind: "atTimeZone", pos, value: result, zone: operand(s) };
    } else return result;
  }
}

export function callArguments(s: TokenStream): Argument[] {
  if (s.is(")")) return [];
  return s.list((): Argument => {
    const named = s.is("=>", 1) && (s.kindIs("word") || s.kindIs("quoted"));
    if (!named) {
      const value = expression(s);
      return s.accept("=>")
        ? { name: undefined, key: value, value: expression(s) }
        : { name: undefined, value };
    }
    const name = s.anyWord();
    s.next();
    return { name, value: expression(s) };
  });
}

function call(s: TokenStream, pos: number, path: Path): Call {
  s.expect("(");
  const star = s.accept("*");
  const distinct = s.accept("DISTINCT") || s.accept("UNIQUE");
  if (!distinct && s.is("ALL") && !s.is(")", 1)) s.accept("ALL");
  const args = star ? [] : callArguments(s);
  let overflowTruncate = false;
  if (s.accept("ON", "OVERFLOW")) {
    overflowTruncate = s.is("TRUNCATE");
    s.next();
    if (s.kindIs("string")) s.next();
    if (s.accept("WITH", "COUNT") || s.accept("WITHOUT", "COUNT")) overflowTruncate = true;
  }
  let ignoreNulls = nullTreatment(s);
  s.expect(")");
  ignoreNulls = nullTreatment(s) || ignoreNulls;
  const within = s.accept("WITHIN", "GROUP") ? s.parenthesised(() => orderBy(s)) : undefined;
  let keep: Call["keep"];
  if (s.accept("KEEP")) {
    keep = s.parenthesised(() => {
      s.expect("DENSE_RANK");
      const last = s.accept("LAST");
      if (!last) s.expect("FIRST");
      return { last, orderBy: orderBy(s) };
    });
  }
  const over = s.is("OVER") && s.is("(", 1) ? window(s) : undefined;
  return { kind: "call", pos, path, args, star, distinct, within, keep, over, overflowTruncate, ignoreNulls };
}

function nullTreatment(s: TokenStream): boolean {
  if (s.accept("IGNORE", "NULLS")) return true;
  s.accept("RESPECT", "NULLS");
  return false;
}

function orderBy(s: TokenStream): ReturnType<typeof orderItems> {
  s.expectAll("ORDER", "BY");
  return orderItems(s);
}

function window(s: TokenStream): Window {
  s.next();
  return s.parenthesised((): Window => {
    const partitionBy = s.accept("PARTITION", "BY") ? s.list(() => expression(s)) : [];
    const order = s.is("ORDER") ? orderBy(s) : [];
    const from = s.pos;
    while (!s.is(")") && !s.kindIs("end")) s.next();
    return { partitionBy, orderBy: order, frame: s.end > from ? s.text.slice(from, s.end) : undefined };
  });
}
