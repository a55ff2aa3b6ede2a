import type { Value } from "../catalogue";
import { date, number } from "../types";
import type { Type } from "../types";
import { ora } from "../failure";
import { toNumber, toNumeric } from "../values";
import {
  absolute,
  asNumber,
  compareNumeric,
  dividedBy,
  minus,
  modulo,
  powerOf,
  roundTo,
  times,
  wholeBeyond,
} from "../decimal";
import type { Numeric } from "../decimal";
import { roundDate, truncateDate } from "./rounding";
import type { Builtins } from "./index";

function of(run: (...values: Numeric[]) => Numeric, arity = 1): Builtins[string] {
  return {
    least: arity,
    most: arity,
    type: number,
    run: (args) => {
      const values = args.map(toNumeric);
      return values.includes(null) ? null : run(...(values as Numeric[]));
    },
  };
}

/** As good as floating point is. */
function roughly(run: (...values: number[]) => number, arity = 1): Builtins[string] {
  return of((...values) => {
    const result = run(...values.map(asNumber));
    if (Number.isNaN(result)) throw ora(1428, "argument is out of range");
    return result;
  }, arity);
}

const numberOrDate = ([type]: readonly Type[]): Type =>
  type?.kind === "date" || type?.kind === "timestamp" ? date : number;

function rounding(isCut: boolean, onDate: (at: Date, unit: string) => Date): Builtins[string] {
  return {
    least: 1,
    most: 2,
    type: numberOrDate,
    run: ([value, to]: readonly Value[]) => {
      if (value instanceof Date) return onDate(value, typeof to === "string" ? to.toUpperCase() : "DD");
      const given = toNumeric(value!);
      return given === null ? null : roundTo(given, Math.trunc(toNumber(to ?? 0) ?? 0), isCut);
    },
  };
}

export const numbers: Builtins = {
  ABS: of(absolute),
  CEIL: of((value) => wholeBeyond(value, 1)),
  FLOOR: of((value) => wholeBeyond(value, -1)),
  SIGN: of((value) => Math.sign(compareNumeric(value, 0))),
  SQRT: roughly(Math.sqrt),
  EXP: roughly(Math.exp),
  LN: roughly(Math.log),
  SIN: roughly(Math.sin),
  COS: roughly(Math.cos),
  TAN: roughly(Math.tan),
  POWER: of(powerOf, 2),
  MOD: of(modulo, 2),
  REMAINDER: of((value, by) => minus(value, times(by, roundTo(dividedBy(value, by), 0))), 2),
  BITAND: of((one, other) => Number(BigInt(asNumber(one)) & BigInt(asNumber(other))), 2),
  LOG: roughly((base, value) => Math.log(value) / Math.log(base), 2),
  ROUND: rounding(false, roundDate),
  TRUNC: rounding(true, truncateDate),
};
