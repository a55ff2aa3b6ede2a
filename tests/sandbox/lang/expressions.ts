import type { Query } from "./ast";

export interface Identifier {
  /** Dictionary form: upper case unless quoted. */
  readonly name: string;
  readonly quoted: boolean;
  readonly pos: number;
}

/** `a.b.c`, never empty. */
export type Path = readonly Identifier[];

export type Expression =
  | NumberLiteral
  | StringLiteral
  | DatetimeLiteral
  | IntervalLiteral
  | { readonly kind: "null"; readonly pos: number }
  | { readonly kind: "boolean"; readonly pos: number; readonly value: boolean }
  | Bind
  | Name
  | Call
  | Member
  | Apply
  | CursorAttribute
  | Unary
  | Binary
  | Like
  | Between
  | InList
  | InQuery
  | Quantified
  | Exists
  | IsNull
  | IsJson
  | Case
  | Cast
  | Extract
  | Trim
  | Subquery
  | CursorExpression
  | Tuple
  | AtTimeZone
  | JsonObject
  | JsonArray
  | JsonAggregate
  | JsonPath;

export interface NumberLiteral {
  readonly kind: "number";
  readonly pos: number;
  readonly value: number;
  /** As written, without a trailing f or d. */
  readonly text: string;
}

/** An empty one is NULL, as everywhere. */
export interface StringLiteral {
  readonly kind: "string";
  readonly pos: number;
  readonly value: string;
}

/** `DATE '2026-01-31'`, `TIMESTAMP '...'`. */
export interface DatetimeLiteral {
  readonly kind: "datetime";
  readonly pos: number;
  readonly type: "date" | "timestamp";
  readonly value: string;
}

/** `INTERVAL '1' DAY`, `INTERVAL '1:30' HOUR TO MINUTE`. */
export interface IntervalLiteral {
  readonly kind: "interval";
  readonly pos: number;
  readonly value: string;
  /** In upper case: YEAR, MONTH, DAY, HOUR, MINUTE, SECOND. */
  readonly from: string;
  readonly to: string | undefined;
}

export interface Bind {
  readonly kind: "bind";
  readonly pos: number;
  /** In upper case unless quoted; "1" for `:1`. */
  readonly name: string;
}

/**
 * A column, pseudo-column (ROWNUM, SEQ.NEXTVAL), PL/SQL variable or field, constant, or a function without parentheses.
 * In SQL within PL/SQL a column wins over a variable of the same name.
 */
export interface Name {
  readonly kind: "name";
  readonly pos: number;
  readonly path: Path;
  /** `(+)` after it. */
  readonly outer: boolean;
}

export interface Argument {
  readonly name: Identifier | undefined;
  /** An index, in the constructor of an index-by table: `t(1 => 'a')`. */
  readonly key?: Expression;
  readonly value: Expression;
}

/** A function, a collection element or a constructor: what it is depends on the name. */
export interface Call {
  readonly kind: "call";
  readonly pos: number;
  readonly path: Path;
  readonly args: readonly Argument[];
  /** `count(*)`; then there are no arguments. */
  readonly star: boolean;
  readonly distinct: boolean;
  /** `WITHIN GROUP (ORDER BY ...)`. */
  readonly within: readonly OrderItem[] | undefined;
  /** `KEEP (DENSE_RANK FIRST|LAST ORDER BY ...)`. */
  readonly keep: { readonly last: boolean; readonly orderBy: readonly OrderItem[] } | undefined;
  readonly over: Window | undefined;
  /** LISTAGG ... ON OVERFLOW TRUNCATE. */
  readonly overflowTruncate: boolean;
  /** IGNORE NULLS. */
  readonly ignoreNulls: boolean;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  /** The frame's text, e.g. `rows between unbounded preceding and current row`. */
  readonly frame: string | undefined;
}

/** `f(x).field`. */
export interface Member {
  readonly kind: "member";
  readonly pos: number;
  readonly of: Expression;
  readonly name: Identifier;
}

/** `f(x)(y)` and `f(x).method(y)`, where `of` is a member. */
export interface Apply {
  readonly kind: "apply";
  readonly pos: number;
  readonly of: Expression;
  readonly args: readonly Argument[];
}

/** `c%FOUND`, `SQL%ROWCOUNT`. */
export interface CursorAttribute {
  readonly kind: "attribute";
  readonly pos: number;
  readonly cursor: Path;
  readonly attribute: "found" | "notfound" | "rowcount" | "isopen";
}

export interface Unary {
  readonly kind: "unary";
  readonly pos: number;
  readonly operator: "-" | "+" | "not" | "prior" | "connect_by_root";
  readonly operand: Expression;
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type BinaryOperator = "or" | "and" | Comparison | "+" | "-" | "||" | "*" | "/" | "mod" | "**";

export interface Binary {
  readonly kind: "binary";
  readonly pos: number;
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Like {
  readonly kind: "like";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
  readonly pattern: Expression;
  readonly escape: Expression | undefined;
}

export interface Between {
  readonly kind: "between";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface InList {
  readonly kind: "inList";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
  readonly items: readonly Expression[];
}

export interface InQuery {
  readonly kind: "inQuery";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
  readonly query: Query;
}

/** `x = ANY (...)`, `x > ALL (...)`. */
export interface Quantified {
  readonly kind: "quantified";
  readonly pos: number;
  readonly operator: Comparison;
  readonly quantifier: "any" | "all";
  readonly value: Expression;
  readonly of: readonly Expression[] | Query;
}

export interface Exists {
  readonly kind: "exists";
  readonly pos: number;
  readonly query: Query;
}

export interface IsNull {
  readonly kind: "isNull";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
}

export interface IsJson {
  readonly kind: "isJson";
  readonly pos: number;
  readonly negated: boolean;
  readonly value: Expression;
}

export interface Case {
  readonly kind: "case";
  readonly pos: number;
  /** Of a simple CASE; a searched one has conditions. */
  readonly operand: Expression | undefined;
  readonly whens: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly else: Expression | undefined;
}

export interface Cast {
  readonly kind: "cast";
  readonly pos: number;
  readonly value: Expression;
  readonly type: DataType;
}

export interface Extract {
  readonly kind: "extract";
  readonly pos: number;
  /** In upper case: YEAR, MONTH, ... */
  readonly field: string;
  readonly value: Expression;
}

/** `TRIM(LEADING 'x' FROM y)`; plain `TRIM(y)` too. */
export interface Trim {
  readonly kind: "trim";
  readonly pos: number;
  readonly side: "leading" | "trailing" | "both";
  readonly characters: Expression | undefined;
  readonly value: Expression;
}

export interface Subquery {
  readonly kind: "subquery";
  readonly pos: number;
  readonly query: Query;
}

/** `CURSOR(SELECT ...)`. */
export interface CursorExpression {
  readonly kind: "cursor";
  readonly pos: number;
  readonly query: Query;
}

/** `(a, b)` in comparisons and IN. */
export interface Tuple {
  readonly kind: "tuple";
  readonly pos: number;
  readonly items: readonly Expression[];
}

export interface AtTimeZone {
  readonly kind: "atTimeZone";
  readonly pos: number;
  readonly value: Expression;
  /** Left out: AT LOCAL. */
  readonly zone: Expression | undefined;
}

export interface OrderItem {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
}

// ---- JSON

export interface JsonOptions {
  /** Left out: NULL ON NULL for objects, ABSENT ON NULL for arrays. */
  readonly onNull: "null" | "absent" | undefined;
  readonly returning: DataType | undefined;
  readonly strict: boolean;
}

export interface JsonMember {
  readonly value: Expression;
  readonly formatJson: boolean;
}

export interface JsonObject {
  readonly kind: "jsonObject";
  readonly pos: number;
  /** `*` and a bare column (whose name is the key) have no `key`. */
  readonly members: readonly (
    | (JsonMember & { readonly kind: "pair"; readonly key: Expression })
    | { readonly kind: "all"; readonly of: Path | undefined }
  )[];
  readonly options: JsonOptions;
}

export interface JsonArray {
  readonly kind: "jsonArray";
  readonly pos: number;
  readonly items: readonly JsonMember[];
  readonly options: JsonOptions;
}

export type JsonAggregate =
  | {
      readonly kind: "jsonArrayAgg";
      readonly pos: number;
      readonly item: JsonMember;
      readonly orderBy: readonly OrderItem[];
      readonly options: JsonOptions;
    }
  | {
      readonly kind: "jsonObjectAgg";
      readonly pos: number;
      readonly key: Expression;
      readonly item: JsonMember;
      readonly options: JsonOptions;
    };

export type OnProblem =
  "null" | "error" | "empty" | "empty array" | "empty object" | "true" | "false" | Expression;

/** JSON_VALUE, JSON_QUERY, JSON_EXISTS. */
export interface JsonPath {
  readonly kind: "jsonValue" | "jsonQuery" | "jsonExists";
  readonly pos: number;
  readonly value: Expression;
  readonly path: string;
  readonly returning: DataType | undefined;
  readonly wrapper: "with" | "conditional" | undefined;
  readonly onError: OnProblem | undefined;
  readonly onEmpty: OnProblem | undefined;
}

/** A column of JSON_TABLE. */
export type JsonPathColumn =
  | { readonly kind: "ordinality"; readonly pos: number; readonly name: Identifier }
  | {
      readonly kind: "path";
      readonly pos: number;
      readonly name: Identifier;
      /** Left out: VARCHAR2(4000). */
      readonly type: DataType | undefined;
      /** Left out: the column's name. */
      readonly path: string | undefined;
      readonly as: "value" | "exists" | "json";
      readonly onError: OnProblem | undefined;
      readonly onEmpty: OnProblem | undefined;
    }
  | {
      readonly kind: "nested";
      readonly pos: number;
      readonly path: string;
      readonly columns: readonly JsonPathColumn[];
    };

// ---- types

export interface DataType {
  readonly pos: number;
  /** VARCHAR2, NUMBER, `TIMESTAMP WITH TIME ZONE`, or the name of a declared type, each part in dictionary form. */
  readonly path: Path;
  /** Length of text, precision of numbers. */
  readonly size: number | undefined;
  readonly scale: number | undefined;
  /** `x%TYPE`, `t%ROWTYPE`. */
  readonly of: "type" | "rowtype" | undefined;
  readonly notNull: boolean;
}
