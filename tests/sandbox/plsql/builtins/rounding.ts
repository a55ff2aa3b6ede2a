import { ora } from "../failure";

type Start = (year: number, month: number, day: number, at: Date) => number;

const starts: Readonly<Record<string, Start>> = {
  YEAR: (year) => Date.UTC(year, 0, 1),
  Q: (year, month) => Date.UTC(year, month - (month % 3), 1),
  MONTH: (year, month) => Date.UTC(year, month, 1),
  DAY: (year, month, day) => Date.UTC(year, month, day),
  HOUR: (_, __, ___, at) => Math.floor(at.getTime() / 3_600_000) * 3_600_000,
  MINUTE: (_, __, ___, at) => Math.floor(at.getTime() / 60_000) * 60_000,
  WEEK: (year, month, day, at) => Date.UTC(year, month, day - at.getUTCDay()),
  ISOWEEK: (year, month, day, at) => Date.UTC(year, month, day - ((at.getUTCDay() + 6) % 7)),
};

/** Format elements by the unit they cut to. */
const units: Readonly<Record<string, string>> = {
  YYYY: "YEAR",
  YEAR: "YEAR",
  YY: "YEAR",
  Y: "YEAR",
  RR: "YEAR",
  Q: "Q",
  MM: "MONTH",
  MON: "MONTH",
  MONTH: "MONTH",
  DD: "DAY",
  DDD: "DAY",
  J: "DAY",
  HH: "HOUR",
  HH24: "HOUR",
  HH12: "HOUR",
  MI: "MINUTE",
  D: "WEEK",
  DY: "WEEK",
  DAY: "WEEK",
  IW: "ISOWEEK",
};

export function truncateDate(at: Date, unit: string): Date {
  const start = starts[units[unit] ?? ""];
  if (start === undefined) throw ora(1898, "too many precision specifiers");
  return new Date(start(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at));
}

const half: Readonly<Record<string, number>> = { DAY: 12 * 3_600_000, HOUR: 30 * 60_000, MINUTE: 30_000, MONTH: 16 * 86_400_000, YEAR: 184 * 86_400_000 }; // prettier-ignore

export function roundDate(at: Date, unit: string): Date {
  return truncateDate(new Date(at.getTime() + (half[units[unit] ?? ""] ?? 0)), unit);
}
