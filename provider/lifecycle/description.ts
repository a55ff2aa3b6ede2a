import type { Capabilities } from "../ords/capabilities";
import type { Fragment } from "../ords/plsql";
import type { Target } from "../ords/target";
import type { Outs } from "../session/operation";
import type { Settings } from "../session/settings";
import type { Shape } from "./shapes";

/** The statements of one change. */
export type Step<I> = (change: Change<I>) => Fragment;

/** How a change is made by ORDS. Attributes that share a way change by running it once. */
export interface Way<I> {
  /** What it does to the object: keeps it, defines it again around what lies below it, or makes it at another place. */
  readonly kind: "in place" | "rebuild" | "move";
  /** The call of ORDS, or the object that is defined again. */
  readonly by: string;
  readonly run: Step<I>;
}

export function inPlace<I>(by: string, run: Step<I>): Way<I> {
  return { kind: "in place", by, run };
}

export function rebuild<I>(by: string, run: Step<I>): Way<I> {
  return { kind: "rebuild", by, run };
}

export function move<I>(by: string, run: Step<I>): Way<I> {
  return { kind: "move", by, run };
}

export interface Change<I> {
  readonly target: Target;
  readonly want: I;
  /** What the state says is there. On adoption, what was found. */
  readonly had: I;
}

export interface Attribute<I, V> {
  readonly is: Shape<V>;
  readonly required?: true;
  /** Filled in when left out. */
  readonly default?: V | ((settings: Settings) => V | undefined);
  /** Left out means "as it is there", not "cleared". */
  readonly keep?: true;
  /** The value must not be printed: failures do not name the property, because the engine would print it (rule 33). */
  readonly hidden?: true;
  /**
   * How a change is made: a way; "replace", delete and create again; "state", kept for the delete that sees only the state;
   * "none", a word about this very operation; "look", what outputs are made of besides the object itself, so that it has to be
   * looked at again. ORDS never sees the last three.
   */
  readonly change: Way<I> | "replace" | "state" | "none" | "look";
  /** Cannot be found by looking: the state's value counts, and an object that is taken over counts as equal in it. */
  readonly unobserved?: true;
  /** The type of the object or objects that it names. */
  readonly names?: string;
  /** Names the object it lies in: while that name is unknown (the parent is being replaced), this one is replaced too. */
  readonly parent?: true;
}

export type Attributes<I> = { readonly [K in keyof I]-?: Attribute<I, NonNullable<I[K]>> };

/** A sentence about a property, or about the whole resource. */
export interface Problem {
  readonly property?: string;
  readonly sentence: string;
}

/** What is known when outputs are made. */
export interface Seen<I, Row> {
  readonly row: Row;
  readonly outs: Outs;
  readonly want: Partial<I>;
  /** The outputs so far; empty on create. */
  readonly had: Readonly<Record<string, unknown>>;
  readonly baseUrl: string | undefined;
}

/** Attributes every resource has besides its own. */
export interface Common {
  readonly schema?: string;
  readonly adopt?: boolean;
}

/**
 * How one kind of object lives in ORDS, in ORDS's words. One generic provider makes check, diff, create, read, update and
 * delete of it; where an object needs an exception there, this language is missing a word.
 */
export interface Lifecycle<I extends Common, Row extends object> {
  /** Name of the class, of the type in state, and of the export that old states load. */
  readonly type: string;
  /** `module "api"`: what messages call it. */
  readonly describe: (inputs: Partial<I>) => string;
  /** Attributes that find the object. */
  readonly key: readonly (keyof I & string)[];
  /** In the order in which their steps run: renames first, because later steps use the new name. */
  readonly attributes: Attributes<I>;
  /** What is wrong across attributes. Unknown and refused ones are left out of `inputs`; `isGiven` knows them too. */
  readonly check?: (inputs: Partial<I>, isGiven: (property: keyof I & string) => boolean) => Problem[];
  /** What it sends depends on the installed version. */
  readonly varies?: true;
  /** Why the installed version cannot do it, as a sentence. @throws InputError */
  readonly demand?: (installed: Capabilities, want: I) => void;
  /** Takes Oracle's lock on the row that its writers share, before anything is looked at. Nothing where there is no row. */
  readonly lock?: (target: Target, key: I) => Fragment;
  /** The query, with one JSON column `state`, that finds the object. */
  readonly observe: (target: Target, key: I) => Fragment;
  /**
   * The same for all of them in the schema, without those that ORDS brings; in what they lie in, where `within` names it. Then
   * it may leave out what is long.
   */
  readonly list?: (target: Target, within: Partial<I>) => Fragment;
  /** What stands in the way of making it, here or at a new place, where that is not just any such object. */
  readonly obstacle?: (target: Target, want: I) => Fragment;
  /** Attributes as found, in normal form. */
  readonly observed: (row: Row) => Partial<I>;
  /** The attributes that change by a look, as found; undefined and null where there is nothing. */
  readonly around?: (row: Row) => { readonly [name: string]: string | null };
  /** Outputs that are no inputs. */
  readonly outputs?: (seen: Seen<I, Row>) => Record<string, string | undefined>;
  /** Outputs and inputs that are secrets. */
  readonly secrets?: readonly string[];
  readonly create: (target: Target, want: I) => Fragment;
  /** For an object that stood there, equal to what is asked, when we came to make it (a run that was killed). */
  readonly taken?: { readonly step: Step<I>; readonly note: (want: I, target: Target) => string | undefined };
  /** What else is to be said when it was removed behind our back and is made anew. */
  readonly remade?: (want: I) => string | undefined;
  /** Statements that remove it; they must not fail when it is gone, and may refuse. */
  readonly remove: (target: Target, had: I) => Fragment;
  /** ORDS runs statements for it that commit by themselves. */
  readonly alone?: true;
  /** Sentences about ORA codes, for this object. */
  readonly hints?: (inputs: Partial<I>) => Readonly<Record<number, string>>;
}

/** A lifecycle whose types do not matter to who holds it. */
export type AnyLifecycle = Lifecycle<Common, object>;

/** Gives a description its types. */
export function lifecycle<I extends Common, Row extends object>(
  description: Lifecycle<I, Row>,
): AnyLifecycle {
  // The generic provider hands a lifecycle only what that lifecycle's own check or observation produced.
  return description as unknown as AnyLifecycle;
}
