import type { Block, Expression, Identifier, ParameterDeclaration, Query } from "../lang/ast";
import type { Value } from "./catalogue";
import type { Exec, Frame, Source } from "./frame";
import type { Type } from "./types";

export interface Variable {
  readonly kind: "variable";
  readonly slot: number;
  readonly level: number;
  readonly type: Type;
  /** Constants, IN parameters and loop variables cannot be assigned to. */
  readonly readonly: boolean;
}

export interface Cursor {
  readonly kind: "cursor";
  readonly slot: number;
  readonly level: number;
  readonly params: readonly {
    readonly name: string;
    readonly slot: number;
    readonly type: Type;
    readonly default: Expression | undefined;
  }[];
  readonly query: Query;
  readonly row: Type;
  /** The scope in which the query's names are looked up. */
  readonly scope: Scope;
}

export interface DeclaredException {
  readonly kind: "exception";
  readonly name: string;
  /** Above 0, by PRAGMA EXCEPTION_INIT. */
  code: number | undefined;
}

export interface LocalParameter {
  readonly name: string;
  readonly mode: ParameterDeclaration["mode"];
  readonly type: Type;
  readonly default: Expression | undefined;
}

/** A procedure or function written in PL/SQL; its code comes when its body is compiled. */
export interface Routine {
  readonly name: string;
  readonly params: readonly LocalParameter[];
  readonly returns: Type | undefined;
  /** Of the scope it is declared in. */
  readonly level: number;
  readonly declaredIn: Scope;
  /** Of its body. */
  source: Source;
  body: Block | undefined;
  code: Exec | undefined;
}

/** Finds the frame that routines and variables of a stored unit hang in; undefined where there is none. */
export type Home = (frame: Frame) => Frame | undefined | Promise<Frame | undefined>;

export type Entity =
  | Variable
  | Cursor
  | DeclaredException
  | { readonly kind: "type"; readonly type: Type }
  | { readonly kind: "routines"; readonly routines: Routine[] }
  | { readonly kind: "constant"; readonly type: Type; readonly value: Value };

/** The names of a block or routine, and those around it. */
export class Scope {
  readonly names = new Map<string, Entity>();
  /** Of a stored unit's outermost scope: its name, and which of its functions SQL may use. */
  unit: { readonly path: readonly string[]; readonly names: ReadonlySet<string> } | undefined;

  constructor(
    readonly parent: Scope | undefined,
    /** How many routines are around. */
    readonly level: number,
    /** Slots of the frame, counted for the whole routine; what a pipelined function's PIPE ROW takes. */
    readonly frame: { slots: number; readonly pipes?: Type },
    readonly label: string | undefined,
    /** What RETURN may give, in a function. */
    readonly returns: Type | "none",
  ) {}

  inner(label: Identifier | undefined): Scope {
    return new Scope(this, this.level, this.frame, label?.name, this.returns);
  }

  /** The scope of a routine declared here. */
  routine(name: string, returns: Type | undefined): Scope {
    return new Scope(this, this.level + 1, { slots: 0 }, name, returns ?? "none");
  }

  /** The scope of a pipelined function declared here. */
  pipelined(name: string, pipes: Type): Scope {
    return new Scope(this, this.level + 1, { slots: 0, pipes }, name, "none");
  }

  variable(name: string, type: Type, readonly = false): Variable {
    const variable: Variable = {
      kind: "variable",
      slot: this.frame.slots++,
      level: this.level,
      type,
      readonly,
    };
    this.names.set(name, variable);
    return variable;
  }

  find(name: string): Entity | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  /** The scope that a name is declared in. */
  home(name: string): Scope | undefined {
    return this.names.has(name) ? this : this.parent?.home(name);
  }

  /** The block or routine of that label, for `label.name`. */
  labelled(label: string): Scope | undefined {
    return this.label === label ? this : this.parent?.labelled(label);
  }
}
