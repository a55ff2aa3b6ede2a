import type {
  Expression,
  JsonMember,
  JsonObject,
  JsonOptions,
  JsonPath,
  JsonPathColumn,
  OnProblem,
} from "../ast";
import type { TokenStream } from "../stream";
import { expression, orderItems } from "./expression";
import { dataType } from "./types";

/** JSON_OBJECT and its kin, which have words between their arguments; undefined for those that are plain calls. */
export function jsonFunction(s: TokenStream): Expression | undefined {
  const { value, pos } = s.token;
  switch (value) {
    case "JSON_OBJECT":
      s.next();
      return s.parenthesised(() => object(s, pos));
    case "JSON_ARRAY":
      s.next();
      return s.parenthesised((): Expression => {
        const items = isOption(s) || s.is(")") ? [] : s.list(() => member(s));
        return { kind: "jsonArray", pos, items, options: options(s) };
      });
    case "JSON_ARRAYAGG":
      s.next();
      return s.parenthesised((): Expression => {
        const item = member(s);
        const orderBy = s.accept("ORDER", "BY") ? orderItems(s) : [];
        return { kind: "jsonArrayAgg", pos, item, orderBy, options: options(s) };
      });
    case "JSON_OBJECTAGG":
      s.next();
      return s.parenthesised((): Expression => {
        const { key, item } = pair(s);
        return { kind: "jsonObjectAgg", pos, key, item, options: options(s) };
      });
    case "JSON_VALUE":
      return pathFunction(s, "jsonValue");
    case "JSON_QUERY":
      return pathFunction(s, "jsonQuery");
    case "JSON_EXISTS":
      return pathFunction(s, "jsonExists");
    case "JSON_SERIALIZE":
      return pathFunction(s, "jsonQuery");
    case "JSON":
      // The constructor: what is no JSON is an error.
      return { ...pathFunction(s, "jsonQuery"), onError: "error" };
    default:
      return undefined;
  }
}

function object(s: TokenStream, pos: number): JsonObject {
  const members: JsonObject["members"][number][] = [];
  if (!s.is(")") && !isOption(s)) {
    members.push(
      ...s.list((): JsonObject["members"][number] => {
        if (s.accept("*")) return { kind: "all", of: undefined };
        const { key, item } = pair(s);
        return { kind: "pair", key, ...item };
      }),
    );
  }
  return { kind: "jsonObject", pos, members, options: options(s) };
}

/** `KEY k VALUE v`, `k VALUE v`, `k IS v`, `k : v`, `'k', v`, or a bare column, whose name is the key. */
function pair(s: TokenStream): { key: Expression; item: JsonMember } {
  if (s.is("KEY") && !s.is("VALUE", 1) && !s.is(",", 1)) s.next();
  const { pos } = s;
  const mark = s.mark();
  // A colon before a word reads as a bind: `'name' : col` and `'name':col` alike.
  const key = isWordKey(s) ? quotedKey(s) : expression(s);
  if (s.kindIs("bind")) {
    const bind = s.next();
    const path = [{ name: bind.value, quoted: false, pos: bind.pos + 1 }];
    while (s.accept(".")) path.push(s.anyWord());
    return { key, item: formatted(s, { kind: "name", pos: bind.pos + 1, path, outer: false }) };
  }
  if (s.accept("VALUE") || s.accept("IS") || s.accept(":")) return { key, item: member(s) };
  if (key.kind === "name") {
    const column = key.path.at(-1)!;
    const name = column.quoted ? column.name : s.text.slice(column.pos, column.pos + column.name.length);
    return { key: { kind: "string", pos, value: name }, item: formatted(s, key) };
  }
  if (s.is(",") && key.kind === "string") {
    s.next();
    return { key, item: member(s) };
  }
  s.reset(mark);
  return s.fail(936, "value");
}

/** `"a" VALUE`, which is a column's name, stays an expression; only KEY words that are reserved are special. */
function isWordKey(s: TokenStream): boolean {
  return s.kindIs("string") && (s.is("VALUE", 1) || s.is("IS", 1) || s.is(":", 1) || s.kindIs("bind", 1));
}

function quotedKey(s: TokenStream): Expression {
  const { pos, value } = s.next();
  return { kind: "string", pos, value };
}

function member(s: TokenStream): JsonMember {
  return formatted(s, expression(s));
}

function formatted(s: TokenStream, value: Expression): JsonMember {
  return { value, formatJson: s.accept("FORMAT", "JSON") };
}

function isOption(s: TokenStream): boolean {
  return s.are("NULL", "ON", "NULL") || s.are("ABSENT", "ON", "NULL") || s.is("RETURNING") || s.is("STRICT");
}

function options(s: TokenStream): JsonOptions {
  let onNull: JsonOptions["onNull"];
  let returning: JsonOptions["returning"];
  let strict = false;
  for (;;) {
    if (s.accept("NULL", "ON", "NULL")) onNull = "null";
    else if (s.accept("ABSENT", "ON", "NULL")) onNull = "absent";
    else if (s.accept("RETURNING")) {
      returning = dataType(s);
      if (s.accept("FORMAT")) s.expect("JSON");
    } else if (s.accept("STRICT")) strict = true;
    else if (s.accept("PRETTY") || s.accept("ASCII") || s.accept("WITH", "UNIQUE", "KEYS")) continue;
    else return { onNull, returning, strict };
  }
}

function pathFunction(s: TokenStream, kind: JsonPath["kind"]): JsonPath {
  const { pos } = s.next();
  return s.parenthesised((): JsonPath => {
    const value = expression(s);
    s.accept("FORMAT", "JSON");
    const path = s.accept(",") ? pathText(s) : "$";
    let returning: JsonPath["returning"];
    if (s.accept("PASSING")) s.fail(905, "returning");
    if (s.accept("RETURNING")) returning = dataType(s);
    while (s.accept("PRETTY") || s.accept("ASCII") || s.accept("ORDERED") || s.accept("TRUNCATE"));
    const wrapper = wrapping(s);
    return { kind, pos, value, path, returning, wrapper, ...problems(s) };
  });
}

function pathText(s: TokenStream): string {
  if (!s.kindIs("string")) s.fail(1780, "<a single-quoted SQL string>");
  return s.next().value;
}

function wrapping(s: TokenStream): JsonPath["wrapper"] {
  let wrapper: JsonPath["wrapper"];
  if (s.accept("WITH")) {
    wrapper = s.accept("CONDITIONAL") ? "conditional" : "with";
    s.accept("UNCONDITIONAL");
  } else if (!s.accept("WITHOUT")) return undefined;
  s.accept("ARRAY");
  s.expect("WRAPPER");
  return wrapper;
}

/** `NULL ON ERROR`, `DEFAULT x ON EMPTY`. */
function problems(s: TokenStream): Pick<JsonPath, "onError" | "onEmpty"> {
  let onError: OnProblem | undefined;
  let onEmpty: OnProblem | undefined;
  for (;;) {
    const what = problem(s);
    if (what === undefined) return { onError, onEmpty };
    s.expect("ON");
    if (s.accept("EMPTY")) onEmpty = what;
    else {
      s.expect("ERROR");
      onError = what;
    }
  }
}

function problem(s: TokenStream): OnProblem | undefined {
  if (s.accept("DEFAULT")) return expression(s);
  if (s.accept("EMPTY")) {
    return s.accept("ARRAY") ? "empty array" : s.accept("OBJECT") ? "empty object" : "empty";
  }
  for (const word of ["null", "error", "true", "false"] as const) {
    if (s.accept(word.toUpperCase())) return word;
  }
  return undefined;
}

/** `COLUMNS (...)` of JSON_TABLE. */
export function jsonColumns(s: TokenStream): JsonPathColumn[] {
  s.expect("COLUMNS");
  const columns = (): JsonPathColumn[] => s.list(() => jsonColumn(s));
  return s.is("(") ? s.parenthesised(columns) : columns();
}

function jsonColumn(s: TokenStream): JsonPathColumn {
  const { pos } = s;
  if (s.accept("NESTED")) {
    s.accept("PATH");
    return { kind: "nested", pos, path: pathText(s), columns: jsonColumns(s) };
  }
  const name = s.anyWord();
  if (s.accept("FOR", "ORDINALITY")) return { kind: "ordinality", pos, name };
  const bare = s.isOneOf("PATH", "EXISTS", "FORMAT", ",", ")", "NULL", "ERROR", "DEFAULT");
  const type = bare ? undefined : dataType(s);
  const as = s.accept("EXISTS") ? "exists" : s.accept("FORMAT", "JSON") ? "json" : "value";
  wrapping(s);
  const path = s.accept("PATH") ? pathText(s) : undefined;
  return { kind: "path", pos, name, type, path, as, ...problems(s) };
}
