import type { Value } from "./catalogue";
import type { Code } from "./compile/compiler";
import { then } from "./frame";
import { any, date, number } from "./types";
import type { Type } from "./types";
import { minus, plus } from "./decimal";
import { toDate, toNumber, toNumeric } from "./values";

const day = 86_400_000;

/** Sums of numbers, of dates and days, of dates and intervals. */
export function add(left: Code, right: Code): Code {
  return pair(left, right, sumType(left.type, right.type), (one, other) => {
    if (typeof one === "number" && typeof other === "number") return plus(one, other);
    if (one instanceof Date) return shift(one, toNumber(other)!, right.type);
    if (other instanceof Date) return shift(other, toNumber(one)!, left.type);
    return plus(toNumeric(one)!, toNumeric(other)!);
  });
}

export function subtract(left: Code, right: Code): Code {
  const bothTimes = isTime(left.type) && isTime(right.type);
  const stamps = left.type.kind === "timestamp" || right.type.kind === "timestamp";
  const type: Type = bothTimes
    ? stamps
      ? { kind: "interval", months: false }
      : number
    : sumType(left.type, right.type);
  return pair(left, right, type, (one, other) => {
    if (one instanceof Date && (other instanceof Date || isTime(right.type))) {
      return (one.getTime() - toDate(other)!.getTime()) / day;
    }
    if (one instanceof Date) return shift(one, -toNumber(other)!, right.type);
    return minus(toNumeric(one)!, toNumeric(other)!);
  });
}

function pair(left: Code, right: Code, type: Type, go: (one: Value, other: Value) => Value): Code {
  return {
    type,
    run: (frame) =>
      then(left.run(frame), (one) =>
        then(right.run(frame), (other) => (one === null || other === null ? null : go(one, other))),
      ),
  };
}

function isTime(type: Type): boolean {
  return type.kind === "date" || type.kind === "timestamp";
}

function sumType(left: Type, right: Type): Type {
  for (const type of [left, right]) if (isTime(type)) return type.kind === "timestamp" ? type : date;
  for (const type of [left, right]) if (type.kind === "interval") return type;
  return left.kind === "any" || right.kind === "any" ? any : number;
}

function shift(at: Date, by: number, type: Type): Date {
  if (type.kind === "interval" && type.months) return addMonths(at, by);
  return new Date(Math.round(at.getTime() + by * day));
}

/** The last day of a month stays the last day. */
export function addMonths(at: Date, months: number): Date {
  const month = at.getUTCMonth() + Math.trunc(months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const wasLast = new Date(at.getTime() + day).getUTCDate() === 1;
  const result = new Date(at);
  result.setUTCFullYear(at.getUTCFullYear(), month, wasLast ? last : Math.min(at.getUTCDate(), last));
  return result;
}
