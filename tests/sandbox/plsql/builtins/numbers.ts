import type { Value } from "../catalogue";
import { date, number } from "../types";
import type { Type } from "../types";
import { roundHalfUp, toNumber } from "../values";
import { roundDate, truncateDate } from "./rounding";
import type { Builtins } from "./index";

function of(run: (...values: number[]) => number, arity = 1): Builtins[string] {
  return {
    least: arity,
    most: arity,
    type: number,
    run: (args) => {
      const values = args.map(toNumber);
      return values.includes(null) ? null : run(...(values as number[]));
    },
  };
}

const numberOrDate = ([type]: readonly Type[]): Type =>
  type?.kind === "date" || type?.kind === "timestamp" ? date : number;

function cut(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.trunc(Number((value * factor).toPrecision(15))) / factor;
}

function rounding(
  onNumber: (value: number, digits: number) => number,
  onDate: (at: Date, unit: string) => Date,
): Builtins[string] {
  return {
    least: 1,
    most: 2,
    type: numberOrDate,
    run: ([value, to]: readonly Value[]) => {
      if (value instanceof Date) return onDate(value, typeof to === "string" ? to.toUpperCase() : "DD");
      const given = toNumber(value!);
      return given === null ? null : onNumber(given, toNumber(to ?? 0) ?? 0);
    },
  };
}

export const numbers: Builtins = {
  ABS: of(Math.abs),
  CEIL: of(Math.ceil),
  FLOOR: of(Math.floor),
  SIGN: of(Math.sign),
  SQRT: of(Math.sqrt),
  EXP: of(Math.exp),
  LN: of(Math.log),
  POWER: of((base, exponent) => base ** exponent, 2),
  MOD: of((value, by) => (by === 0 ? value : value % by), 2),
  REMAINDER: of((value, by) => value - by * Math.round(value / by), 2),
  BITAND: of((one, other) => Number(BigInt(one) & BigInt(other)), 2),
  LOG: of((base, value) => Math.log(value) / Math.log(base), 2),
  ROUND: rounding(roundHalfUp, roundDate),
  TRUNC: rounding(cut, truncateDate),
};
