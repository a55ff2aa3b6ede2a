import type {
  CommonTable,
  Expression,
  Fetch,
  ForUpdate,
  Hierarchy,
  Into,
  Query,
  QueryBody,
  Select,
  SelectItem,
} from "../ast";
import { notAnAlias } from "../reserved";
import type { TokenStream } from "../stream";
import { expression, orderItems } from "./expression";
import { tableReference } from "./from";
import { operand } from "./operand";

/** Whether a query comes next, perhaps in parentheses. */
export function isQuery(s: TokenStream, from = 0): boolean {
  let ahead = from;
  while (s.is("(", ahead)) ahead++;
  return s.is("SELECT", ahead) || s.is("WITH", ahead);
}

export function query(s: TokenStream): Query {
  return s.sql(() => queryIn(s));
}

function queryIn(s: TokenStream): Query {
  const { pos } = s;
  const withs = s.accept("WITH") ? s.list(() => commonTable(s)) : [];
  const body = setOperations(s);
  let orderBy: Query["orderBy"] = [];
  let siblings = false;
  if (s.accept("ORDER")) {
    siblings = s.accept("SIBLINGS");
    s.expect("BY");
    orderBy = orderItems(s);
  }
  let offset: Query["offset"];
  if (s.accept("OFFSET")) {
    offset = expression(s);
    if (!s.accept("ROWS")) s.expect("ROW");
  }
  const fetched =
    s.isOneOf("FETCH") && s.isOneOf("FETCH") && (s.is("FIRST", 1) || s.is("NEXT", 1)) ? fetch(s) : undefined;
  const forUpdate = s.are("FOR", "UPDATE") ? locking(s) : undefined;
  return {
    kind: "query",
    pos,
    with: withs,
    body,
    orderBy,
    ...(siblings ? { siblings } : {}),
    offset,
    fetch: fetched,
    forUpdate,
  };
}

function commonTable(s: TokenStream): CommonTable {
  const { pos } = s;
  const name = s.identifier();
  const columns = s.is("(") ? s.parenthesised(() => s.list(() => s.identifier())) : [];
  s.expect("AS");
  return { pos, name, columns, query: s.parenthesised(() => query(s)) };
}

/** UNION and the like are of one strength in Oracle, from left to right. */
function setOperations(s: TokenStream): QueryBody {
  let left = queryTerm(s);
  for (;;) {
    const { pos } = s;
    const operator = s.accept("UNION", "ALL")
      ? "union all"
      : s.accept("UNION")
        ? "union"
        : s.accept("INTERSECT")
          ? "intersect"
          : s.accept("MINUS") || s.accept("EXCEPT")
            ? "minus"
            : undefined;
    if (operator === undefined) return left;
    left = { kind: "set", pos, operator, left, right: queryTerm(s) };
  }
}

function queryTerm(s: TokenStream): QueryBody {
  const { pos } = s;
  if (!s.is("(")) return select(s);
  return { kind: "nested", pos, query: s.parenthesised(() => query(s)) };
}

function select(s: TokenStream): Select {
  const { pos } = s;
  s.expect("SELECT", 928);
  const distinct = s.accept("DISTINCT") || s.accept("UNIQUE");
  if (!distinct) s.accept("ALL");
  const items = s.list(() => selectItem(s));
  const into = s.plsql && (s.is("INTO") || s.are("BULK", "COLLECT")) ? intoClause(s) : undefined;
  // Since 23ai FROM DUAL may be left out.
  const from = s.accept("FROM") ? s.list(() => tableReference(s)) : [];
  if (from.length === 0 && !canEndItems(s)) s.fail(923, "from");
  const where = s.accept("WHERE") ? expression(s) : undefined;
  const connect = hierarchy(s);
  let groupBy: Select["groupBy"] = [];
  let having: Select["having"];
  for (;;) {
    if (s.accept("GROUP")) {
      s.expect("BY");
      groupBy = s.list(() => groupItem(s));
    } else if (s.accept("HAVING")) having = expression(s);
    else break;
  }
  return { kind: "select", pos, distinct, items, into, from, where, hierarchy: connect, groupBy, having };
}

/** An expression, a list of some, none at all, or in GROUPING SETS several of these. */
function groupItem(s: TokenStream): Expression {
  const { pos } = s;
  if (s.is("(") && s.is(")", 1)) {
    s.expect("(");
    s.expect(")");
    return { kind: "tuple", pos, items: [] };
  }
  if (!s.is("GROUPING") || !s.is("SETS", 1)) return expression(s);
  s.accept("GROUPING", "SETS");
  const sets = s.parenthesised(() => s.list(() => ({ name: undefined, value: groupItem(s) })));
  return { kind: "call", pos, path: [{ name: "GROUPING SETS", quoted: false, pos }], args: sets, star: false, distinct: false, within: undefined, keep: undefined, over: undefined, overflowTruncate: false, ignoreNulls: false }; // prettier-ignore
}

function canEndItems(s: TokenStream): boolean {
  return s.kindIs("end") || s.isOneOf(")", ";", "WHERE", "UNION", "MINUS", "INTERSECT", "EXCEPT", "ORDER", "FOR", "GROUP", "HAVING", "FETCH", "CONNECT", "LOOP"); // prettier-ignore
}

function selectItem(s: TokenStream): SelectItem {
  const { pos } = s;
  if (s.accept("*")) return { kind: "all", pos, of: undefined };
  for (let ahead = 1; s.is(".", ahead); ahead += 2) {
    if (s.is("*", ahead + 1)) {
      const of = [s.anyWord()];
      while (s.accept(".") && !s.is("*")) of.push(s.anyWord());
      s.expect("*");
      return { kind: "all", pos, of };
    }
  }
  const value = expression(s);
  const text = s.text.slice(pos, s.end);
  return { kind: "item", pos, value, alias: alias(s), text };
}

/** An alias, with AS or without. */
export function alias(s: TokenStream): ReturnType<TokenStream["anyWord"]> | undefined {
  if (s.accept("AS")) return s.anyWord();
  return s.kindIs("quoted") || (s.kindIs("word") && !notAnAlias.has(s.token.value)) ? s.anyWord() : undefined;
}

/** `INTO a, b.c, :d` or `BULK COLLECT INTO ...`. */
export function intoClause(s: TokenStream): Into {
  const { pos } = s;
  const bulk = s.accept("BULK", "COLLECT");
  s.expect("INTO");
  return { pos, bulk, targets: s.list(() => operand(s)) };
}

function hierarchy(s: TokenStream): Hierarchy | undefined {
  let startWith: Hierarchy["startWith"];
  if (s.accept("START", "WITH")) startWith = expression(s);
  if (!s.accept("CONNECT")) return undefined;
  s.expect("BY");
  const noCycle = s.accept("NOCYCLE");
  const connectBy = expression(s);
  if (s.accept("START", "WITH")) startWith = expression(s);
  return { startWith, connectBy, noCycle };
}

function fetch(s: TokenStream): Fetch {
  s.next();
  s.next();
  const { pos } = s;
  const one = s.isOneOf("ROW", "ROWS");
  const count = one ? ({ kind: "number", pos, value: 1, text: "1" } as const) : expression(s);
  const percent = s.accept("PERCENT");
  if (!s.accept("ROWS")) s.expect("ROW");
  const withTies = s.accept("WITH", "TIES");
  if (!withTies) s.expect("ONLY");
  return { count, percent, withTies };
}

function locking(s: TokenStream): ForUpdate {
  s.accept("FOR", "UPDATE");
  const of = s.accept("OF") ? s.list(() => s.path()) : [];
  if (s.accept("NOWAIT")) return { of, wait: "nowait" };
  if (s.accept("SKIP", "LOCKED")) return { of, wait: "skip locked" };
  return { of, wait: s.accept("WAIT") ? operand(s) : "wait" };
}
