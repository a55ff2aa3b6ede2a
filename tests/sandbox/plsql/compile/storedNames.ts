import type { Routine } from "../scope";
import type { Code } from "./compiler";

/** A constant or variable of a package that somebody created. */
export function storedConstant(): Code | undefined {
  return undefined;
}

/** Procedures or functions that somebody created. */
export function storedRoutines(): readonly Routine[] | undefined {
  return undefined;
}
