import { absolute, compareNumeric, Decimal, negative, parts } from "../../plsql/decimal";
import type { Numeric } from "../../plsql/decimal";
import { boolean, number, text } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { toNumber, toNumeric } from "../../plsql/values";
import type { Value } from "../../plsql/catalogue";
import { notSupported } from "../problems";
import type { Term } from "./term";
import type { Translation } from "./translation";

/**
 * NUMBERs of more than 15 digits are texts in SQLite, each value in one form only: it may compare them for equality and
 * group by them. For all else it has to be told what they are, which is done here.
 */

/** What is counted: never that long. */
export const counted: Type = { kind: "number", integer: true };

export function mayBeLong({ sql, type }: Term): boolean {
  if (type.kind !== "number" || type === counted) return false;
  if (type.precision !== undefined && type.precision <= 15) return false;
  return !/^-?[\d.]+$/.test(sql);
}

/** It may stand twice in a statement: a column, a parameter or a literal. */
function isPlain(sql: string): boolean {
  return /^(?:[\w.]+|\?\d+|'[^']*')$/.test(sql);
}

export function comparedLong(t: Translation, operator: string, left: Term, right: Term): Term {
  const f = t.functions.scalar("compare long", [number, number], number, ([x, y]) =>
    x === null || y === null ? null : compareNumeric(toNumeric(x!)!, toNumeric(y!)!),
  );
  const exactly = `${f}(${left.sql}, ${right.sql}) ${operator} 0`;
  if (!isPlain(left.sql) || !isPlain(right.sql)) return { sql: `(${exactly})`, type: boolean };
  const long = `'text' in (typeof(${left.sql}), typeof(${right.sql}))`;
  return {
    sql: `(case when ${long} then ${exactly} else ${left.sql} ${operator} ${right.sql} end)`,
    type: boolean,
  };
}

/** What to order by instead of a number: its nearest double, then what that leaves out. */
export function orderKeys(t: Translation, term: Term): readonly string[] {
  if (!mayBeLong(term)) return [term.sql];
  const { sql } = term;
  const near = t.functions.scalar("near", [number], number, ([value]) => toNumber(value!));
  const rest = t.functions.scalar("rest", [number], text, ([value]) => restOf(toNumeric(value!)));
  if (!isPlain(sql)) return [`${near}(${sql})`, `${rest}(${sql})`];
  const either = (long: string, short: string): string =>
    `case typeof(${sql}) when 'text' then ${long} else ${short} end`;
  return [either(`${near}(${sql})`, sql), either(`${rest}(${sql})`, "'m'")];
}

/** Digits that are kept of the difference: more than the 40 of a NUMBER less the 15 of a double. */
const restDigits = 45;

/** What a value is above its nearest double, as a text in the same order; "m" where it is none. */
function restOf(value: Numeric | null): string | null {
  if (value === null) return null;
  if (!(value instanceof Decimal)) return "m";
  const near = value.toNumber();
  const digits = restDigits - Math.floor(Math.log10(Math.abs(near)));
  const exactly = scaled(value, digits) - scaled(toNumeric(String(near))!, digits);
  if (exactly === 0n) return "m";
  const shown = String(exactly > 0n ? exactly : 10n ** 60n + exactly).padStart(60, "0");
  return (exactly > 0n ? "p" : "a") + shown;
}

/** Times 10 ** digits, as a whole number. */
function scaled(value: Numeric, digits: number): bigint {
  const { digits: all, scale } = parts(value);
  const by = digits - scale;
  return by >= 0 ? all * 10n ** BigInt(by) : all / 10n ** BigInt(-by);
}

export function negated(t: Translation, { sql, type }: Term): Term {
  if (!mayBeLong({ sql, type })) return { sql: `(-${sql})`, type };
  const f = t.functions.scalar("negative", [type], type, ([value]) => applied(value!, negative));
  return { sql: `${f}(${sql})`, type };
}

export function absoluteOf(t: Translation, { sql, type }: Term): Term {
  if (!mayBeLong({ sql, type })) return { sql: `abs(${sql})`, type: number };
  const f = t.functions.scalar("absolute", [type], number, ([value]) => applied(value!, absolute));
  return { sql: `${f}(${sql})`, type: number };
}

function applied(value: Value, to: (value: Numeric) => Numeric): Numeric | null {
  const given = toNumeric(value);
  return given === null ? null : to(given);
}

/** For what SQLite counts with by itself: rows to skip, frames. Beyond 15 digits one is as good as another. */
export function nearest(t: Translation, term: Term): string {
  if (!mayBeLong(term)) return term.sql;
  const f = t.functions.scalar("nearest", [number], number, ([value]) => toNumber(value!));
  return `${f}(${term.sql})`;
}

/** For what SQLite computes by itself and would compute wrongly. */
export function short(t: Translation, term: Term, doing: string, pos: number): string {
  if (!mayBeLong(term)) return term.sql;
  const f = t.functions.scalar(`short for ${doing}`, [number], number, ([value]) => {
    if (value instanceof Decimal) throw notSupported(`${doing} of a number of more than 15 digits`, pos);
    return value!;
  });
  return `${f}(${term.sql})`;
}
