import type { Transaction } from "../store";
import type { Decimal } from "./decimal";
import type { Frame } from "./frame";
import type { Output } from "./output";

/**
 * What a PL/SQL value is here. VARCHAR2 and CLOB are strings. The empty string is null, but for an empty CLOB, which is "".
 * NUMBER and its subtypes are numbers, or a Decimal where a number would not be exact; DATE and TIMESTAMP are dates whose
 * UTC fields are the wall clock; BLOB and RAW are buffers.
 */
export type Value =
  | string
  | number
  | Decimal
  | boolean
  | Date
  | Buffer
  | null
  | RecordValue
  | CollectionValue
  | CursorValue
  | ObjectValue;

/** Fields by name, in upper case. */
export class RecordValue {
  readonly fields: Map<string, Value>;

  constructor(fields: Iterable<readonly [string, Value]> = []) {
    this.fields = new Map(fields);
  }

  get(name: string): Value {
    return this.fields.get(name) ?? null;
  }
}

/** Elements by index, in no order; those of nested tables and varrays count from 1. */
export class CollectionValue {
  readonly elements: Map<number | string, Value>;

  constructor(elements: Iterable<readonly [number | string, Value]> = []) {
    this.elements = new Map(elements);
  }

  static of(items: readonly Value[]): CollectionValue {
    return new CollectionValue(items.map((item, index) => [index + 1, item] as const));
  }

  /** In the order of the indexes. */
  values(): Value[] {
    return this.keys().map((key) => this.elements.get(key) ?? null);
  }

  keys(): (number | string)[] {
    return [...this.elements.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }
}

/** An object of a type with methods, such as JSON_OBJECT_T: variables refer to it, an assignment does not copy. */
export class ObjectValue {
  constructor(
    readonly type: string,
    public data: unknown,
  ) {}
}

/** What a REF CURSOR refers to. */
export interface CursorValue {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly size?: number }[];
  readonly rows: readonly (readonly Value[])[];
  next: number;
  open: boolean;
}

/**
 * A type by name: VARCHAR2, CLOB, NUMBER, PLS_INTEGER, BOOLEAN, DATE, TIMESTAMP, BLOB, SYS_REFCURSOR, or a type of a package
 * such as OWA.VC_ARR.
 */
export type TypeName = string;

export interface Parameter {
  /** In lower case, as the documentation writes it: also the key of the argument. */
  readonly name: string;
  readonly mode: "in" | "out" | "in out";
  readonly type: TypeName;
  /** A PL/SQL expression. The parameter is required where there is none. */
  readonly default?: string;
}

/** Arguments by the parameter's name in lower case; OUT parameters are written here. */
export type Arguments = Record<string, Value>;

/** What a call knows of who calls. */
export interface CallContext {
  /** The session's user, in dictionary form. */
  readonly user: string;
  /** The schema that names are resolved in. */
  readonly currentSchema: string;
  readonly transaction: Transaction;
  readonly output: Output;
  hasRole(role: string): boolean;
}

export interface Overload {
  readonly params: readonly Parameter[];
  /** A function has a type. */
  readonly returns?: TypeName;
  /** The function's result, or null. `frame` is where the call stands, for what looks at its surroundings. @throws OraError */
  run(context: CallContext, args: Arguments, frame?: Frame): Value | Promise<Value>;
}

export type PackageType =
  | { readonly kind: "scalar"; readonly type: TypeName; readonly size?: number }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, TypeName>> }
  /** Without an index it is a nested table, which has a constructor. */
  | { readonly kind: "table"; readonly of: TypeName; readonly indexBy?: "number" | "text" };

export interface PackageSpec {
  /** ORDS_METADATA, SYS. */
  readonly owner: string;
  /** In upper case. */
  readonly name: string;
  /** By name in upper case. Procedures and functions with the same name are overloads. */
  readonly subprograms: Readonly<Record<string, readonly Overload[]>>;
  readonly types?: Readonly<Record<string, PackageType>>;
  readonly constants?: Readonly<Record<string, { readonly type: TypeName; readonly value: Value }>>;
  /** It is an object type: what a value of it can do, by name in upper case. `self` is among the arguments. */
  readonly members?: Readonly<Record<string, readonly Overload[]>>;
  /** The type above it. */
  readonly above?: string;
  /** Exceptions with the error numbers they stand for, below 0. */
  readonly exceptions?: Readonly<Record<string, number>>;
  /** Not all of its subprograms are in the table: others are refused by name, for they may well be there. */
  readonly partial?: true;
  /** Subprograms that are declared and do nothing but say so. */
  readonly refused?: readonly string[];
  /** PUBLIC may not execute it, as most that administrators have. */
  readonly granted?: true;
  /** Who may not use it does not see it: PLS-00201. Default: everybody. */
  visibleTo?(context: Pick<CallContext, "user" | "hasRole">): boolean;
}

/** The packages of one version, found as their public synonyms are: by name alone, or with the owner in front. */
export class PackageCatalogue {
  readonly #packages = new Map<string, PackageSpec>();

  constructor(packages: Iterable<PackageSpec> = []) {
    for (const spec of packages) this.register(spec);
  }

  register(spec: PackageSpec): void {
    this.#packages.set(spec.name, spec);
  }

  find(name: string, owner?: string): PackageSpec | undefined {
    const spec = this.#packages.get(name);
    return owner === undefined || spec?.owner === owner ? spec : undefined;
  }

  all(): PackageSpec[] {
    return [...this.#packages.values()];
  }
}
