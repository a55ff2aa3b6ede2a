import type { Expression } from "../lang/ast";
import type { ObjectName } from "./catalogue";
import type { Sequence } from "./sequence";

export interface Check {
  readonly name: string;
  readonly condition: Expression;
  readonly text: string;
}

/** A unique index over expressions. */
export interface UniqueExpressions {
  readonly name: string;
  readonly values: readonly Expression[];
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: ObjectName;
  readonly references: readonly string[];
  readonly onDelete: "cascade" | "set null" | undefined;
}

/** What a user's table demands of its rows besides types, nulls and unique keys. Columns are by name. */
export interface TableRules {
  readonly defaults: Map<
    string,
    { readonly value: Expression; readonly text: string; readonly onNull: boolean }
  >;
  readonly identities: Map<string, { readonly sequence: Sequence; readonly always: boolean }>;
  readonly virtual: Map<string, Expression>;
  checks: readonly Check[];
  foreignKeys: readonly ForeignKey[];
  uniqueExpressions: readonly UniqueExpressions[];
  /** Constraints by name that are not enforced. */
  readonly disabled: Set<string>;
}

export function noRules(): TableRules {
  return {
    defaults: new Map(),
    identities: new Map(),
    virtual: new Map(),
    checks: [],
    foreignKeys: [],
    uniqueExpressions: [],
    disabled: new Set(),
  };
}

export interface IndexSpec extends ObjectName {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  readonly unique: boolean;
}
