import type { Value } from "../catalogue";
import type { Frame } from "../frame";
import type { Type } from "../types";
import { conversions } from "./conversions";
import { dates } from "./dates";
import { environment } from "./environment";
import { general } from "./general";
import { numbers } from "./numbers";
import { regular } from "./regular";
import { texts } from "./texts";

interface BuiltinCall {
  readonly frame: Frame;
  readonly types: readonly Type[];
}

/** A function of STANDARD. */
export interface Builtin {
  /** Arguments at least and at most. */
  readonly least: number;
  readonly most: number;
  readonly type: Type | ((args: readonly Type[]) => Type);
  /** Whether it takes truth values. */
  readonly booleans?: boolean;
  /** SQL has it, PL/SQL does not: PLS-00204. */
  readonly sqlOnly?: boolean;
  run(args: readonly Value[], call: BuiltinCall): Value;
}

export type Builtins = Readonly<Record<string, Builtin>>;

const all: Builtins = {
  ...general,
  ...texts,
  ...numbers,
  ...dates,
  ...conversions,
  ...regular,
  ...environment,
};

export function builtin(name: string): Builtin | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
