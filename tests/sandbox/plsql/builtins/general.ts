import { any, text } from "../types";
import type { Type } from "../types";
import { compare } from "../values";
import type { Builtins } from "./index";

const first = (types: readonly Type[]): Type => types.find(({ kind }) => kind !== "null") ?? any;

export const general: Builtins = {
  NVL: { least: 2, most: 2, type: first, booleans: true, run: ([value, other]) => value ?? other ?? null },
  NVL2: { least: 3, most: 3, type: (types) => first(types.slice(1)), booleans: true, run: ([value, given, missing]) => (value === null ? missing! : given!) }, // prettier-ignore
  COALESCE: {
    least: 2,
    most: 255,
    type: first,
    booleans: true,
    run: (values) => values.find((value) => value !== null) ?? null,
  },
  NULLIF: {
    least: 2,
    most: 2,
    type: first,
    run: ([value, other]) => (compare(value!, other!) === 0 ? null : value!),
  },
  GREATEST: extreme(1),
  LEAST: extreme(-1),
  DUMP: { least: 1, most: 1, type: text, run: ([value]) => `Typ=1: ${JSON.stringify(value)}` },
};

function extreme(direction: 1 | -1): Builtins[string] {
  return {
    least: 1,
    most: 255,
    type: first,
    run: (values) =>
      values.includes(null)
        ? null
        : values.reduce((best, value) => (Math.sign(compare(value, best) ?? 0) === direction ? value : best)),
  };
}
