import type { Dml, Query, Control } from "./ast";
import type { DataType, Expression, Identifier, Path } from "./expressions";

/** An anonymous block, a nested one, or the body of a subprogram. */
export interface Block {
  readonly kind: "block";
  readonly pos: number;
  readonly label: Identifier | undefined;
  readonly declarations: readonly Declaration[];
  readonly body: readonly PlsqlStatement[];
  readonly handlers: readonly Handler[];
}

export interface Handler {
  readonly pos: number;
  /** Empty: OTHERS. */
  readonly exceptions: readonly Path[];
  readonly body: readonly PlsqlStatement[];
}

// ---- declarations

export type Declaration =
  | VariableDeclaration
  | TypeDeclaration
  | CursorDeclaration
  | ExceptionDeclaration
  | PragmaDeclaration
  | Subprogram;

export interface VariableDeclaration {
  readonly kind: "variable";
  readonly pos: number;
  readonly name: Identifier;
  readonly constant: boolean;
  readonly type: DataType;
  readonly default: Expression | undefined;
}

export interface TypeDeclaration {
  readonly kind: "type";
  readonly pos: number;
  readonly name: Identifier;
  readonly definition: TypeDefinition;
}

export type TypeDefinition =
  | { readonly kind: "record"; readonly fields: readonly RecordField[] }
  | {
      readonly kind: "table";
      readonly of: DataType;
      /** Left out: a nested table. */ readonly indexBy: DataType | undefined;
    }
  | { readonly kind: "varray"; readonly of: DataType; readonly limit: number }
  | { readonly kind: "refCursor"; readonly returns: DataType | undefined }
  | { readonly kind: "subtype"; readonly of: DataType };

export interface RecordField {
  readonly name: Identifier;
  readonly type: DataType;
  readonly default: Expression | undefined;
}

export interface CursorDeclaration {
  readonly kind: "cursor";
  readonly pos: number;
  readonly name: Identifier;
  readonly params: readonly ParameterDeclaration[];
  /** Left out in a specification. */
  readonly query: Query | undefined;
}

export interface ExceptionDeclaration {
  readonly kind: "exception";
  readonly pos: number;
  readonly name: Identifier;
}

export interface PragmaDeclaration {
  readonly kind: "pragma";
  readonly pos: number;
  /** In upper case: EXCEPTION_INIT, AUTONOMOUS_TRANSACTION, ... */
  readonly name: string;
  readonly args: readonly Expression[];
}

export interface ParameterDeclaration {
  readonly pos: number;
  readonly name: Identifier;
  readonly mode: "in" | "out" | "in out";
  readonly type: DataType;
  readonly default: Expression | undefined;
}

export interface Subprogram {
  readonly kind: "subprogram";
  readonly pos: number;
  readonly name: Identifier;
  readonly params: readonly ParameterDeclaration[];
  /** A function has a type. */
  readonly returns: DataType | undefined;
  /** Its rows come by PIPE ROW. */
  readonly pipelined: boolean;
  /** Left out in a forward declaration or a specification. */
  readonly body: Block | undefined;
}

// ---- statements

export type PlsqlStatement =
  | Block
  | { readonly kind: "null"; readonly pos: number }
  | { readonly kind: "assign"; readonly pos: number; readonly target: Expression; readonly value: Expression }
  | { readonly kind: "callStatement"; readonly pos: number; readonly call: Expression }
  | IfStatement
  | CaseStatement
  | Loop
  | WhileLoop
  | RangeLoop
  | QueryLoop
  | ForAll
  | {
      readonly kind: "exit";
      readonly pos: number;
      readonly label: Identifier | undefined;
      readonly when: Expression | undefined;
    }
  | {
      readonly kind: "continue";
      readonly pos: number;
      readonly label: Identifier | undefined;
      readonly when: Expression | undefined;
    }
  | { readonly kind: "return"; readonly pos: number; readonly value: Expression | undefined }
  | { readonly kind: "raise"; readonly pos: number; readonly exception: Path | undefined }
  | { readonly kind: "goto"; readonly pos: number; readonly label: Identifier }
  | { readonly kind: "sql"; readonly pos: number; readonly statement: Query | Dml | Control }
  | ExecuteImmediate
  | OpenCursor
  | FetchCursor
  | { readonly kind: "closeCursor"; readonly pos: number; readonly cursor: Expression }
  | { readonly kind: "pipeRow"; readonly pos: number; readonly value: Expression };

export interface IfStatement {
  readonly kind: "if";
  readonly pos: number;
  readonly branches: readonly { readonly when: Expression; readonly body: readonly PlsqlStatement[] }[];
  readonly else: readonly PlsqlStatement[] | undefined;
}

export interface CaseStatement {
  readonly kind: "caseStatement";
  readonly pos: number;
  readonly operand: Expression | undefined;
  readonly branches: readonly { readonly when: Expression; readonly body: readonly PlsqlStatement[] }[];
  readonly else: readonly PlsqlStatement[] | undefined;
}

export interface Loop {
  readonly kind: "loop";
  readonly pos: number;
  readonly label: Identifier | undefined;
  readonly body: readonly PlsqlStatement[];
}

export interface WhileLoop {
  readonly kind: "while";
  readonly pos: number;
  readonly label: Identifier | undefined;
  readonly when: Expression;
  readonly body: readonly PlsqlStatement[];
}

export interface RangeLoop {
  readonly kind: "forRange";
  readonly pos: number;
  readonly label: Identifier | undefined;
  readonly variable: Identifier;
  readonly reverse: boolean;
  readonly from: Expression;
  readonly to: Expression;
  readonly body: readonly PlsqlStatement[];
}

export interface QueryLoop {
  readonly kind: "forQuery";
  readonly pos: number;
  readonly label: Identifier | undefined;
  readonly variable: Identifier;
  /** A query in parentheses, or a cursor with its arguments. */
  readonly over: Query | Expression;
  readonly body: readonly PlsqlStatement[];
}

export interface ForAll {
  readonly kind: "forAll";
  readonly pos: number;
  readonly variable: Identifier;
  readonly range:
    | { readonly kind: "range"; readonly from: Expression; readonly to: Expression }
    | { readonly kind: "indices" | "values"; readonly of: Expression };
  readonly saveExceptions: boolean;
  readonly statement: Dml | ExecuteImmediate;
}

export interface ExecuteImmediate {
  readonly kind: "executeImmediate";
  readonly pos: number;
  readonly text: Expression;
  readonly into: { readonly bulk: boolean; readonly targets: readonly Expression[] } | undefined;
  readonly using: readonly { readonly mode: "in" | "out" | "in out"; readonly value: Expression }[];
  readonly returning: { readonly bulk: boolean; readonly targets: readonly Expression[] } | undefined;
}

export interface OpenCursor {
  readonly kind: "openCursor";
  readonly pos: number;
  /** A cursor with its arguments, or a cursor variable. */
  readonly cursor: Expression;
  /** `OPEN c FOR query`, or FOR a text. */
  readonly for: Query | Expression | undefined;
  readonly using: readonly Expression[];
}

export interface FetchCursor {
  readonly kind: "fetchCursor";
  readonly pos: number;
  readonly cursor: Expression;
  readonly into: { readonly bulk: boolean; readonly targets: readonly Expression[] };
  readonly limit: Expression | undefined;
}

// ---- stored units

/** CREATE [OR REPLACE] PROCEDURE, FUNCTION, PACKAGE [BODY], TRIGGER. */
export interface CreateUnit {
  readonly kind: "createUnit";
  readonly pos: number;
  readonly orReplace: boolean;
  readonly name: Path;
  readonly unit: Unit;
}

export type Unit =
  | { readonly kind: "procedure" | "function"; readonly subprogram: Subprogram }
  | { readonly kind: "package"; readonly declarations: readonly Declaration[] }
  | {
      readonly kind: "package body";
      readonly declarations: readonly Declaration[];
      readonly init: Block | undefined;
    }
  | {
      readonly kind: "trigger";
      readonly timing: "before" | "after" | "instead of";
      readonly events: readonly ("insert" | "update" | "delete")[];
      /** UPDATE OF: only changes of these fire it; empty for all. */
      readonly columns: readonly string[];
      readonly table: Path;
      readonly eachRow: boolean;
      readonly when: Expression | undefined;
      readonly body: Block;
    };
