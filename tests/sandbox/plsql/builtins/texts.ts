import { trim } from "../compile/trim";
import type { Value } from "../catalogue";
import { integer, text } from "../types";
import type { Type } from "../types";
import { textOf, toNumber, toText } from "../values";
import type { Builtins } from "./index";

/** CLOB stays CLOB. */
const sameAsFirst = ([type]: readonly Type[]): Type => (type?.kind === "clob" ? type : text);

/** A function of one text, null where that is. */
function of(
  run: (value: string, rest: readonly Value[]) => string | null,
  least = 1,
  most = 1,
): Builtins[string] {
  return {
    least,
    most,
    type: sameAsFirst,
    run: ([value, ...rest], { types }) => {
      const given = toText(value!, types[0]);
      return given === null ? null : run(given, rest) || null;
    },
  };
}

function size(measure: (value: string) => number): Builtins[string] {
  return {
    least: 1,
    most: 1,
    type: integer,
    run: ([value]) => {
      const given = toText(value!);
      return given === null ? null : measure(given);
    },
  };
}

function fill(side: "padStart" | "padEnd"): Builtins[string] {
  return of(
    (value, [width, filler]) => {
      const length = toNumber(width ?? null) ?? 0;
      return value.length > length ? value.slice(0, length) : value[side](length, textOf(filler ?? " "));
    },
    2,
    3,
  );
}

export function substring(value: string, start: number, length: number | undefined): string {
  const from = start > 0 ? start - 1 : start < 0 ? value.length + start : 0;
  if (from < 0 || (length !== undefined && length < 1)) return "";
  return value.slice(from, length === undefined ? undefined : from + Math.trunc(length));
}

export function position(value: string, wanted: string, start: number, occurrence: number): number {
  if (start < 0) {
    let at = value.length + start + 1;
    for (let found = 0; found < occurrence; found++) {
      if (at <= 0) return 0;
      at = value.lastIndexOf(wanted, at - 1);
      if (at < 0) return 0;
    }
    return at + 1;
  }
  let at = start - 2;
  for (let found = 0; found < occurrence; found++) {
    at = value.indexOf(wanted, at + 1);
    if (at < 0) return 0;
  }
  return at + 1;
}

const substr = of((value, [start, length]) => substring(value, Math.trunc(toNumber(start!) ?? 0), length === undefined ? undefined : (toNumber(length) ?? 0)), 2, 3); // prettier-ignore
const instr: Builtins[string] = {
  least: 2,
  most: 4,
  type: integer,
  run: ([value, wanted, start = 1, occurrence = 1]) =>
    value === null || wanted === null
      ? null
      : position(textOf(value!), textOf(wanted!), toNumber(start) ?? 1, toNumber(occurrence) ?? 1),
};
const bytes = (value: string): number => Buffer.byteLength(value);

export const texts: Builtins = {
  UPPER: of((value) => value.toUpperCase()),
  LOWER: of((value) => value.toLowerCase()),
  INITCAP: of((value) =>
    value
      .toLowerCase()
      .replace(
        /(^|[^\p{L}\p{N}])(\p{L})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      ),
  ),
  LTRIM: of((value, [characters]) => trim(value, textOf(characters ?? " "), "leading"), 1, 2),
  RTRIM: of((value, [characters]) => trim(value, textOf(characters ?? " "), "trailing"), 1, 2),
  LPAD: fill("padStart"),
  RPAD: fill("padEnd"),
  SUBSTR: substr,
  SUBSTRB: substr,
  SUBSTRC: substr,
  INSTR: instr,
  INSTRB: instr,
  LENGTH: size((value) => Array.from(value).length),
  LENGTHC: size((value) => Array.from(value).length),
  LENGTHB: size(bytes),
  VSIZE: size(bytes),
  REPLACE: of(
    (value, [from, to]) =>
      from === null ? value : value.replaceAll(textOf(from!), () => textOf(to ?? null)),
    2,
    3,
  ),
  TRANSLATE: of(
    (value, [from, to]) => {
      const [source, target] = [textOf(from!), textOf(to!)];
      return Array.from(value).map((character) => (source.includes(character) ? (target[source.indexOf(character)] ?? "") : character)).join(""); // prettier-ignore
    },
    3,
    3,
  ),
  REVERSE: of((value) => Array.from(value).reverse().join("")),
  CONCAT: {
    least: 2,
    most: 2,
    type: sameAsFirst,
    run: ([one, other]) => textOf(one!) + textOf(other!) || null,
  },
  CHR: {
    least: 1,
    most: 1,
    type: text,
    run: ([code]) => (code === null ? null : String.fromCodePoint(toNumber(code!) ?? 0)),
  },
  NCHR: {
    least: 1,
    most: 1,
    type: text,
    run: ([code]) => (code === null ? null : String.fromCodePoint(toNumber(code!) ?? 0)),
  },
  UNISTR: of((value) => value.replace(/\\([0-9a-fA-F]{4}|\\)/g, (_, code: string) => (code === "\\" ? code : String.fromCharCode(parseInt(code, 16))))), // prettier-ignore
  ASCII: { least: 1, most: 1, type: integer, run: ([value]) => textOf(value!).codePointAt(0) ?? null },
};
