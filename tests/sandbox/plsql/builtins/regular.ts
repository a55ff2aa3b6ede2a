import type { Value } from "../catalogue";
import { ora } from "../failure";
import { boolean, integer, text } from "../types";
import { textOf, toNumber, toText } from "../values";
import type { Builtins } from "./index";

const classes: Readonly<Record<string, string>> = {
  alpha: "\\p{L}",
  digit: "0-9",
  alnum: "\\p{L}\\p{N}",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  xdigit: "0-9A-Fa-f",
  cntrl: "\\x00-\\x1f\\x7f",
  print: "\\x20-\\x7e",
  graph: "\\x21-\\x7e",
};

/** POSIX classes and Oracle's flags: i, c, n (a point matches line ends), m, x. */
export function pattern(source: string, flags: string): RegExp {
  const translated = source.replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole);
  const kept = `g${flags.includes("i") ? "i" : ""}${flags.includes("n") ? "s" : ""}${flags.includes("m") ? "m" : ""}`;
  try {
    return new RegExp(translated, /\\p\{/.test(translated) ? `${kept}u` : kept);
  } catch {
    throw ora(12725, "unmatched parentheses in regular expression");
  }
}

function matches(value: string, source: Value, start: Value, flags: Value): RegExpExecArray[] {
  const from = (toNumber(start) ?? 1) - 1;
  const regexp = pattern(textOf(source), textOf(flags));
  regexp.lastIndex = from;
  const found: RegExpExecArray[] = [];
  for (let match = regexp.exec(value); match !== null; match = regexp.exec(value)) {
    found.push(match);
    if (match[0] === "") regexp.lastIndex++;
  }
  return found;
}

export const regular: Builtins = {
  REGEXP_LIKE: {
    least: 2,
    most: 3,
    type: boolean,
    run: ([value, source, flags = null]) =>
      value === null || source === null ? null : matches(textOf(value!), source!, 1, flags).length > 0,
  },
  REGEXP_REPLACE: {
    least: 2,
    most: 6,
    type: text,
    run: ([value, source, by = null, start = 1, occurrence = 0, flags = null]) => {
      const given = toText(value!);
      if (given === null) return null;
      const wanted = toNumber(occurrence) ?? 0;
      let result = "";
      let at = 0;
      for (const [index, match] of matches(given, source!, start, flags).entries()) {
        if (wanted !== 0 && index + 1 !== wanted) continue;
        const put = textOf(by).replace(/\\(\d)/g, (_, group: string) => match[Number(group)] ?? "");
        result += given.slice(at, match.index) + put;
        at = match.index + match[0].length;
      }
      return result + given.slice(at) || null;
    },
  },
  REGEXP_SUBSTR: {
    least: 2,
    most: 6,
    type: text,
    run: ([value, source, start = 1, occurrence = 1, flags = null, group = 0]) => {
      if (value === null || source === null) return null;
      const match = matches(textOf(value!), source!, start, flags)[(toNumber(occurrence) ?? 1) - 1];
      return match?.[toNumber(group) ?? 0] || null;
    },
  },
  REGEXP_INSTR: {
    least: 2,
    most: 7,
    type: integer,
    run: ([value, source, start = 1, occurrence = 1, after = 0, flags = null]) => {
      if (value === null || source === null) return null;
      const match = matches(textOf(value!), source!, start, flags)[(toNumber(occurrence) ?? 1) - 1];
      if (match === undefined) return 0;
      return match.index + 1 + (toNumber(after) === 0 ? 0 : match[0].length);
    },
  },
  REGEXP_COUNT: {
    least: 2,
    most: 4,
    type: integer,
    run: ([value, source, start = 1, flags = null]) =>
      value === null ? null : matches(textOf(value!), source!, start, flags).length,
  },
};
