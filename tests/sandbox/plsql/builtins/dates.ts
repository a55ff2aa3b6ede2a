import { addMonths } from "../arithmetic";
import type { Value } from "../catalogue";
import { ora } from "../failure";
import { date, number, timestamp } from "../types";
import type { Type } from "../types";
import { textOf, toDate, toNumber } from "../values";
import type { Builtins } from "./index";

const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);
const zoned: Type = { kind: "timestamp", zone: true };

function now(type: Type, cut: (at: Date) => Date): Builtins[string] {
  return { least: 0, most: 1, type, run: (_, { frame }) => cut(frame.session.now()) };
}

const same = (at: Date): Date => at;
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const perDay: Readonly<Record<string, number>> = { DAY: 1, HOUR: 24, MINUTE: 1440, SECOND: 86400 };

function span(months: boolean, run: (count: number, unit: string) => number): Builtins[string] {
  return {
    least: 2,
    most: 2,
    type: { kind: "interval", months },
    run: ([count, unit]) => (count === null ? null : run(toNumber(count!)!, textOf(unit!).toUpperCase())),
  };
}

function ofDate(
  most: number,
  type: Type,
  run: (at: Date, rest: readonly Value[]) => Value,
): Builtins[string] {
  return {
    least: most,
    most,
    type,
    run: ([value, ...rest]) => {
      const at = toDate(value!);
      return at === null || rest.includes(null) ? null : run(at, rest);
    },
  };
}

export const dates: Builtins = {
  SYSDATE: now(date, wholeSecond),
  CURRENT_DATE: now(date, wholeSecond),
  SYSTIMESTAMP: now(zoned, same),
  CURRENT_TIMESTAMP: now(zoned, same),
  LOCALTIMESTAMP: now(timestamp, same),
  ADD_MONTHS: ofDate(2, date, (at, [months]) => addMonths(at, toNumber(months!) ?? 0)),
  LAST_DAY: ofDate(1, date, (at) => {
    const result = new Date(at);
    result.setUTCMonth(at.getUTCMonth() + 1, 0);
    return result;
  }),
  MONTHS_BETWEEN: ofDate(2, number, (one, [value]) => {
    const other = toDate(value!)!;
    const months =
      (one.getUTCFullYear() - other.getUTCFullYear()) * 12 + one.getUTCMonth() - other.getUTCMonth();
    return one.getUTCDate() === other.getUTCDate()
      ? months
      : months + (one.getUTCDate() - other.getUTCDate()) / 31;
  }),
  NEXT_DAY: ofDate(2, date, (at, [day]) => {
    const wanted = days.indexOf(textOf(day!).slice(0, 3).toUpperCase());
    if (wanted < 0) throw ora(1846, "not a valid day of the week");
    return new Date(at.getTime() + ((wanted - at.getUTCDay() + 7) % 7 || 7) * 86_400_000);
  }),
  NUMTODSINTERVAL: span(false, (count, unit) => count / (perDay[unit] ?? 1)),
  NUMTOYMINTERVAL: span(true, (count, unit) => (unit === "YEAR" ? count * 12 : count)),
  SYS_EXTRACT_UTC: ofDate(1, timestamp, (at) => at),
  FROM_TZ: ofDate(2, zoned, (at) => at),
};
