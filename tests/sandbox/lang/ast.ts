/**
 * What the parser makes of SQL. PL/SQL is in ./plsql; both share the expressions of ./expressions.
 *
 * `pos` is the offset of a node's first character in the parsed text (`lineAndColumn` of ./text gives line and column).
 * Names are in dictionary form: upper case unless quoted. Binds too.
 */
import type { Bind, DataType, Expression, Identifier, Path, JsonPathColumn, OrderItem } from "./expressions";
import type { Block, CreateUnit } from "./plsql";

export type * from "./expressions";
export type * from "./plsql";

/** Anything that a client may execute. */
export type Statement = Query | Dml | Ddl | Control | Block | CreateUnit | CallStatement;

// ---- queries

export interface Query {
  readonly kind: "query";
  readonly pos: number;
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  /** ORDER SIBLINGS BY. */
  readonly siblings?: boolean;
  readonly offset: Expression | undefined;
  readonly fetch: Fetch | undefined;
  readonly forUpdate: ForUpdate | undefined;
}

export interface CommonTable {
  readonly pos: number;
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
  readonly query: Query;
}

export interface Fetch {
  readonly count: Expression;
  readonly percent: boolean;
  readonly withTies: boolean;
}

export interface ForUpdate {
  readonly of: readonly Path[];
  readonly wait: "wait" | "nowait" | "skip locked" | Expression;
}

export type QueryBody = Select | SetOperation | Nested;

/** A query in parentheses as an operand of UNION and the like. */
export interface Nested {
  readonly kind: "nested";
  readonly pos: number;
  readonly query: Query;
}

export interface SetOperation {
  readonly kind: "set";
  readonly pos: number;
  readonly operator: "union" | "union all" | "intersect" | "minus";
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface Select {
  readonly kind: "select";
  readonly pos: number;
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  /** SELECT ... [BULK COLLECT] INTO, in PL/SQL only. */
  readonly into: Into | undefined;
  /** Comma-separated; empty where FROM is left out. */
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly hierarchy: Hierarchy | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
}

export interface Into {
  readonly pos: number;
  readonly bulk: boolean;
  /** Variables, record fields, collection elements, binds. */
  readonly targets: readonly Expression[];
}

export interface Hierarchy {
  readonly startWith: Expression | undefined;
  readonly connectBy: Expression;
  readonly noCycle: boolean;
}

export type SelectItem =
  | { readonly kind: "all"; readonly pos: number; /** `t.*` or `s.t.*` */ readonly of: Path | undefined }
  | {
      readonly kind: "item";
      readonly pos: number;
      readonly value: Expression;
      readonly alias: Identifier | undefined;
      /** The text of the expression: without an alias the column's name is this in upper case and without blanks. */
      readonly text: string;
    };

export type TableReference = TableName | DerivedTable | TableFunction | JsonTable | Join | Pivot | Unpivot;

export interface TableName {
  readonly kind: "table";
  readonly pos: number;
  readonly name: Path;
  /** `table@link`. */
  readonly link: Identifier | undefined;
  readonly alias: Identifier | undefined;
}

export interface DerivedTable {
  readonly kind: "derived";
  readonly pos: number;
  readonly lateral: boolean;
  readonly query: Query;
  readonly alias: Identifier | undefined;
}

/** `table(f(x))`: a collection as rows. */
export interface TableFunction {
  readonly kind: "tableFunction";
  readonly pos: number;
  readonly value: Expression;
  readonly alias: Identifier | undefined;
}

export interface JsonTable {
  readonly kind: "jsonTable";
  readonly pos: number;
  readonly value: Expression;
  readonly path: string;
  readonly columns: readonly JsonPathColumn[];
  readonly alias: Identifier | undefined;
}

export interface Join {
  readonly kind: "join";
  readonly pos: number;
  readonly type: "inner" | "left" | "right" | "full" | "cross" | "cross apply" | "outer apply";
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly on: Expression | undefined;
  readonly using: readonly Identifier[];
}

/** `PIVOT (sum(x) AS s FOR c IN (1 AS one, 2))`. */
export interface Pivot {
  readonly kind: "pivot";
  readonly pos: number;
  readonly source: TableReference;
  readonly aggregates: readonly { readonly value: Expression; readonly alias: Identifier | undefined }[];
  readonly columns: readonly Identifier[];
  /** One item for each of the columns; the name is the alias, or the text of the value. */
  readonly values: readonly { readonly items: readonly Expression[]; readonly name: string }[];
  readonly alias: Identifier | undefined;
}

/** `UNPIVOT (v FOR n IN (a, b AS 'B'))`. */
export interface Unpivot {
  readonly kind: "unpivot";
  readonly pos: number;
  readonly source: TableReference;
  readonly nulls: boolean;
  readonly value: Identifier;
  readonly name: Identifier;
  readonly columns: readonly { readonly column: Identifier; readonly as: Expression | undefined }[];
  readonly alias: Identifier | undefined;
}

// ---- changes of rows

export type Dml = Insert | Update | Delete | Merge | InsertAll;

export interface Returning {
  readonly pos: number;
  readonly values: readonly Expression[];
  readonly into: Into;
}

export interface Insert {
  readonly kind: "insert";
  readonly pos: number;
  readonly table: TableName;
  readonly columns: readonly Identifier[];
  readonly source:
    | { readonly kind: "values"; readonly rows: readonly (readonly (Expression | DefaultValue)[])[] }
    | { readonly kind: "query"; readonly query: Query }
    /** `VALUES record`, in PL/SQL only. */
    | { readonly kind: "record"; readonly value: Expression };
  readonly returning: Returning | undefined;
}

export interface InsertAll {
  readonly kind: "insertAll";
  readonly pos: number;
  readonly into: readonly Insert[];
  readonly query: Query;
}

/** The word DEFAULT in place of a value. */
export interface DefaultValue {
  readonly kind: "default";
  readonly pos: number;
}

export interface Update {
  readonly kind: "update";
  readonly pos: number;
  readonly table: TableName;
  readonly set: readonly Assignment[];
  /** `SET ROW = record`, in PL/SQL only. */
  readonly row: Expression | undefined;
  readonly where: Expression | CurrentOf | undefined;
  readonly returning: Returning | undefined;
}

export type Assignment =
  | { readonly kind: "column"; readonly column: Path; readonly value: Expression | DefaultValue }
  | { readonly kind: "columns"; readonly columns: readonly Path[]; readonly query: Query };

/** `WHERE CURRENT OF cursor`. */
export interface CurrentOf {
  readonly kind: "currentOf";
  readonly pos: number;
  readonly cursor: Path;
}

export interface Delete {
  readonly kind: "delete";
  readonly pos: number;
  readonly table: TableName;
  readonly where: Expression | CurrentOf | undefined;
  readonly returning: Returning | undefined;
}

export interface Merge {
  readonly kind: "merge";
  readonly pos: number;
  readonly table: TableName;
  readonly using: TableReference;
  readonly on: Expression;
  readonly matched:
    | {
        readonly set: readonly Assignment[];
        readonly where: Expression | undefined;
        readonly deleteWhere: Expression | undefined;
      }
    | undefined;
  readonly notMatched:
    | {
        readonly columns: readonly Identifier[];
        readonly values: readonly (Expression | DefaultValue)[];
        readonly where: Expression | undefined;
      }
    | undefined;
}

// ---- definitions

export type Ddl =
  | CreateTable
  | AlterTable
  | CreateIndex
  | CreateView
  | CreateSequence
  | AlterSequence
  | CreateSynonym
  | CreateUser
  | AlterUser
  | CreateRole
  | Grant
  | Drop
  | Truncate
  | Comment
  | AlterSession
  | AlterUnit
  | CreateType
  | Rename
  | Housekeeping;

export interface CreateTable {
  readonly kind: "createTable";
  readonly pos: number;
  readonly name: Path;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  readonly as: Query | undefined;
}

export interface ColumnDefinition {
  readonly pos: number;
  readonly name: Identifier;
  /** Left out in CREATE TABLE ... AS and MODIFY. */
  readonly type: DataType | undefined;
  readonly default: Expression | undefined;
  readonly defaultText?: string;
  readonly defaultOnNull: boolean;
  readonly identity: "always" | "by default" | undefined;
  /** GENERATED ALWAYS AS (expression). */
  readonly virtual: Expression | undefined;
  readonly constraints: readonly TableConstraint[];
  /** `NULL` was said, in MODIFY: the column may be null again. */
  readonly nullable: boolean;
}

/** A constraint of a column has that column in `columns`. */
export type TableConstraint =
  | {
      readonly kind: "not null";
      readonly name: Identifier | undefined;
      readonly columns: readonly Identifier[];
    }
  | {
      readonly kind: "primary key" | "unique";
      readonly name: Identifier | undefined;
      readonly columns: readonly Identifier[];
    }
  | {
      readonly kind: "foreign key";
      readonly name: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly table: Path;
      /** Empty: the primary key. */
      readonly references: readonly Identifier[];
      readonly onDelete: "cascade" | "set null" | undefined;
    }
  | {
      readonly kind: "check";
      readonly name: Identifier | undefined;
      readonly columns: readonly Identifier[];
      readonly condition: Expression;
      readonly text: string;
    };

export interface AlterTable {
  readonly kind: "alterTable";
  readonly pos: number;
  readonly name: Path;
  readonly actions: readonly AlterTableAction[];
}

export type AlterTableAction =
  | {
      readonly kind: "add";
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly TableConstraint[];
    }
  | { readonly kind: "modify"; readonly columns: readonly ColumnDefinition[] }
  | { readonly kind: "dropColumn"; readonly columns: readonly Identifier[] }
  | {
      readonly kind: "dropConstraint";
      readonly name: Identifier | "primary key";
      readonly columns: readonly Identifier[];
    }
  | { readonly kind: "renameColumn"; readonly from: Identifier; readonly to: Identifier }
  | { readonly kind: "renameConstraint"; readonly from: Identifier; readonly to: Identifier }
  | { readonly kind: "rename"; readonly to: Identifier }
  | { readonly kind: "constraintState"; readonly name: Identifier; readonly enabled: boolean }
  /** Storage, logging, row movement: nothing that can be seen here. */
  | { readonly kind: "physical" };

export interface CreateIndex {
  readonly kind: "createIndex";
  readonly pos: number;
  readonly unique: boolean;
  readonly name: Path;
  readonly table: Path;
  readonly columns: readonly Expression[];
}

export interface CreateView {
  readonly kind: "createView";
  readonly pos: number;
  readonly orReplace: boolean;
  readonly force: boolean;
  readonly name: Path;
  readonly columns: readonly Identifier[];
  readonly query: Query;
  /** The query's text, from `query.pos`. */
  readonly text: string;
}

export interface CreateSequence {
  readonly kind: "createSequence";
  readonly pos: number;
  readonly name: Path;
  readonly ifNotExists: boolean;
  readonly options: SequenceOptions;
}

export interface AlterSequence {
  readonly kind: "alterSequence";
  readonly pos: number;
  readonly name: Path;
  readonly options: SequenceOptions;
}

export interface SequenceOptions {
  readonly startWith?: number;
  readonly incrementBy?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly cycle?: boolean;
}

export interface CreateSynonym {
  readonly kind: "createSynonym";
  readonly pos: number;
  readonly orReplace: boolean;
  readonly public: boolean;
  readonly name: Path;
  readonly for: Path;
}

export interface CreateUser {
  readonly kind: "createUser";
  readonly pos: number;
  readonly name: Identifier;
  readonly ifNotExists: boolean;
  readonly password: string | undefined;
}

export interface AlterUser {
  readonly kind: "alterUser";
  readonly pos: number;
  readonly name: Identifier;
  readonly password: string | undefined;
  /** GRANT CONNECT THROUGH user. */
  readonly connectThrough: Identifier | undefined;
}

export interface CreateRole {
  readonly kind: "createRole";
  readonly pos: number;
  readonly name: Identifier;
  readonly ifNotExists: boolean;
}

/** GRANT and REVOKE. */
export interface Grant {
  readonly kind: "grant" | "revoke";
  readonly pos: number;
  /** System privileges, roles or object privileges, in upper case. */
  readonly privileges: readonly string[];
  readonly on: Path | undefined;
  /** PUBLIC is one of them, where it is. */
  readonly grantees: readonly Identifier[];
  /** IDENTIFIED BY, one for each grantee: users that are not there are created. */
  readonly passwords: readonly string[];
}

export interface Drop {
  readonly kind: "drop";
  readonly pos: number;
  readonly type:
    | "table"
    | "view"
    | "sequence"
    | "index"
    | "synonym"
    | "public synonym"
    | "user"
    | "role"
    | "procedure"
    | "function"
    | "package"
    | "package body"
    | "trigger"
    | "type"
    | "type body";
  readonly name: Path;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface Truncate {
  readonly kind: "truncate";
  readonly pos: number;
  readonly name: Path;
}

export interface Comment {
  readonly kind: "comment";
  readonly pos: number;
  readonly on: "table" | "column";
  readonly name: Path;
  readonly text: string;
}

export interface AlterSession {
  readonly kind: "alterSession";
  readonly pos: number;
  /** Parameters in upper case with their values: NLS_DATE_FORMAT, CURRENT_SCHEMA. Empty for events and the like. */
  readonly set: Readonly<Record<string, string>>;
}

/** ALTER PACKAGE ... COMPILE, ALTER TRIGGER ... ENABLE. */
export interface AlterUnit {
  readonly kind: "alterUnit";
  readonly pos: number;
  readonly type: string;
  readonly name: Path;
  readonly action: "compile" | "enable" | "disable";
}

export interface CreateType {
  readonly kind: "createType";
  readonly pos: number;
  readonly orReplace: boolean;
  readonly name: Path;
  readonly definition:
    | { readonly kind: "table"; readonly of: DataType }
    | {
        readonly kind: "object";
        readonly attributes: readonly { readonly name: Identifier; readonly type: DataType }[];
      };
}

export interface Rename {
  readonly kind: "rename";
  readonly pos: number;
  readonly from: Path;
  readonly to: Identifier;
}

/** PURGE, ANALYZE, ALTER INDEX: what changes nothing that can be seen here. */
export interface Housekeeping {
  readonly kind: "housekeeping";
  readonly pos: number;
}

// ---- transactions and calls

export type Control =
  | { readonly kind: "commit"; readonly pos: number }
  | { readonly kind: "rollback"; readonly pos: number; readonly to: Identifier | undefined }
  | { readonly kind: "savepoint"; readonly pos: number; readonly name: Identifier }
  | { readonly kind: "setTransaction"; readonly pos: number; readonly readOnly: boolean }
  | { readonly kind: "setRole"; readonly pos: number }
  | {
      readonly kind: "lockTable";
      readonly pos: number;
      readonly table: Path;
      readonly exclusive: boolean;
      readonly nowait: boolean;
    };

/** The SQL statement CALL. */
export interface CallStatement {
  readonly kind: "call";
  readonly pos: number;
  readonly call: Expression;
  readonly into: Bind | undefined;
}
