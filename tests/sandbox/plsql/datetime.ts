import { ora } from "./failure";
import { sessionFormats } from "./sessionFormats";

const months = ["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"]; // prettier-ignore
const days = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/** The elements of a format model, the longest first. */
const elements = /"[^"]*"|YYYY|RRRR|YYY|YY|RR|MONTH|MON|MM|DDD|DD|DAY|DY|D|HH24|HH12|HH|MI|SSSSS|SS|FF\d?|X|A\.M\.|P\.M\.|AM|PM|TZH|TZM|TZR|TZD|IYYY|IW|WW|W|Q|J|CC|FM|FX|[^A-Z0-9"]|./gi; // prettier-ignore

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** Case as the element is written: MON, Mon, mon. */
function cased(name: string, element: string): string {
  if (element === element.toUpperCase()) return name;
  return element.startsWith(element.charAt(0).toUpperCase()) &&
    element.charAt(0) !== element.charAt(0).toLowerCase()
    ? name.charAt(0) + name.slice(1).toLowerCase()
    : name.toLowerCase();
}

const startOfYear = (at: Date): number => Date.UTC(at.getUTCFullYear(), 0, 1);
const dayOfYear = (at: Date): number => Math.floor((at.getTime() - startOfYear(at)) / 86_400_000) + 1;

type Formatter = (at: Date, element: string) => string;
const hour12 = (at: Date): string => pad(at.getUTCHours() % 12 || 12, 2);
const half: Formatter = (at, element) => cased(at.getUTCHours() < 12 ? "AM" : "PM", element);
const year =
  (digits: number): Formatter =>
  (at) =>
    pad(at.getUTCFullYear(), 4).slice(-digits);

const formatters: Readonly<Record<string, Formatter>> = {
  YYYY: year(4),
  RRRR: year(4),
  IYYY: year(4),
  YYY: year(3),
  YY: year(2),
  RR: year(2),
  MM: (at) => pad(at.getUTCMonth() + 1, 2),
  MON: (at, element) => cased(months[at.getUTCMonth()]!.slice(0, 3), element),
  MONTH: (at, element) => cased(months[at.getUTCMonth()]!.padEnd(9), element),
  DD: (at) => pad(at.getUTCDate(), 2),
  DDD: (at) => pad(dayOfYear(at), 3),
  D: (at) => String(at.getUTCDay() + 1),
  DY: (at, element) => cased(days[at.getUTCDay()]!.slice(0, 3), element),
  DAY: (at, element) => cased(days[at.getUTCDay()]!.padEnd(9), element),
  HH24: (at) => pad(at.getUTCHours(), 2),
  HH12: hour12,
  HH: hour12,
  MI: (at) => pad(at.getUTCMinutes(), 2),
  SS: (at) => pad(at.getUTCSeconds(), 2),
  SSSSS: (at) => pad(at.getUTCHours() * 3600 + at.getUTCMinutes() * 60 + at.getUTCSeconds(), 5),
  AM: half,
  PM: half,
  "A.M.": (at) => (at.getUTCHours() < 12 ? "A.M." : "P.M."),
  "P.M.": (at) => (at.getUTCHours() < 12 ? "A.M." : "P.M."),
  TZH: () => "+00",
  TZM: () => "00",
  TZR: () => "+00:00",
  TZD: () => "UTC",
  X: () => ".",
  Q: (at) => String(Math.floor(at.getUTCMonth() / 3) + 1),
  WW: (at) => pad(Math.floor((dayOfYear(at) - 1) / 7) + 1, 2),
  W: (at) => String(Math.floor((at.getUTCDate() - 1) / 7) + 1),
  J: (at) => String(Math.floor(at.getTime() / 86_400_000) + 2_440_588),
  CC: (at) => pad(Math.ceil(at.getUTCFullYear() / 100), 2),
};

export function formatDate(at: Date, model: string): string {
  let fill = true;
  return model.replace(elements, (element) => {
    const name = element.toUpperCase();
    if (element.startsWith('"')) return element.slice(1, -1);
    if (name === "FM") {
      fill = !fill;
      return "";
    }
    if (name === "FX") return "";
    if (name.startsWith("FF"))
      return pad(at.getUTCMilliseconds(), 3)
        .padEnd(9, "0")
        .slice(0, Number(name.slice(2) || 6));
    const formatter = Object.hasOwn(formatters, name) ? formatters[name] : undefined;
    if (formatter === undefined) {
      if (/[A-Z0-9]/i.test(element)) throw ora(1821, "date format not recognized");
      return element;
    }
    const text = formatter(at, element);
    return fill ? text : text.trimEnd().replace(/^0+(?=\d)/, "");
  });
}

interface Fields {
  year: number | undefined;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  pm: boolean | undefined;
  /** Minutes east of UTC. */
  zone: number;
}

const defaults = ["DD-MON-RR HH.MI.SS.FF AM", "DD-MON-RR", "YYYY-MM-DD\"T\"HH24:MI:SS.FF", "YYYY-MM-DD\"T\"HH24:MI:SS", "YYYY-MM-DD HH24:MI:SS.FF", "YYYY-MM-DD HH24:MI:SS", "YYYY-MM-DD"]; // prettier-ignore

/** Text as a date, by a format model or in one of the usual forms. */
export function parseDate(text: string, model: string | undefined): Date {
  if (model !== undefined) return parseBy(text, model);
  const formats = sessionFormats();
  const own = [formats?.date, formats?.timestamp].filter((format) => format !== undefined);
  for (const candidate of [...own, ...defaults]) {
    try {
      return parseBy(text.replace(/Z$/, ""), candidate);
    } catch {
      continue;
    }
  }
  throw ora(1858, "a non-numeric character was found where a numeric was expected");
}

function parseBy(text: string, model: string): Date {
  const now = new Date();
  const fields: Fields = { year: undefined, month: now.getUTCMonth() + 1, day: 1, hour: 0, minute: 0, second: 0, milli: 0, pm: undefined, zone: 0 }; // prettier-ignore
  let at = 0;
  const digits = (most: number): number => {
    const found = new RegExp(`^\\d{1,${most}}`).exec(text.slice(at));
    if (found === null) throw ora(1858, "a non-numeric character was found where a numeric was expected");
    at += found[0].length;
    return Number(found[0]);
  };
  for (const [element] of model.matchAll(elements)) {
    if (at >= text.length) break;
    const taken = readField(text, at, element, fields, digits);
    at += taken;
  }
  if (at < text.trimEnd().length)
    throw ora(1830, "date format picture ends before converting entire input string");
  return assemble(fields, now);
}

/** Reads one element; the characters it took beyond `digits`. */
function readField(
  text: string,
  at: number,
  element: string,
  fields: Fields,
  digits: (most: number) => number,
): number {
  let name = element.toUpperCase();
  // The name of a month serves where its number is asked for.
  if (name === "MM" && /^[a-z]/i.test(text.slice(at))) name = "MON";
  switch (name) {
    case "YYYY":
    case "RRRR":
      fields.year = digits(4);
      return 0;
    case "YY":
    case "RR": {
      const two = digits(4);
      fields.year = two > 99 ? two : two + (name === "RR" && two >= 50 ? 1900 : 2000);
      return 0;
    }
    case "MM":
      fields.month = digits(2);
      if (fields.month < 1 || fields.month > 12) throw ora(1843, "not a valid month");
      return 0;
    case "MON":
    case "MONTH": {
      const rest = text.slice(at).toUpperCase();
      const index = months.findIndex((month) => rest.startsWith(month.slice(0, 3)));
      if (index < 0) throw ora(1843, "not a valid month");
      fields.month = index + 1;
      return rest.startsWith(months[index]!) ? months[index]!.length : 3;
    }
    case "DD":
      fields.day = digits(2);
      return 0;
    case "HH24":
    case "HH":
    case "HH12":
      fields.hour = digits(2);
      return 0;
    case "MI":
      fields.minute = digits(2);
      return 0;
    case "SS":
      fields.second = digits(2);
      return 0;
    case "AM":
    case "PM":
      fields.pm = text.charAt(at).toUpperCase() === "P";
      return 2;
    case "TZH": {
      const sign = text.charAt(at) === "-" ? -1 : 1;
      const found = /^[+-]?\d{1,2}/.exec(text.slice(at))?.[0] ?? "";
      fields.zone = sign * Math.abs(Number(found)) * 60;
      return found.length;
    }
    case "TZM":
      fields.zone += Math.sign(fields.zone || 1) * digits(2);
      return 0;
    case "FM":
    case "FX":
      return 0;
    default:
      if (name.startsWith("FF")) {
        const found = /^\d{1,9}/.exec(text.slice(at))?.[0] ?? "";
        fields.milli = Math.floor(Number(`0.${found || "0"}`) * 1000);
        return found.length;
      }
      if (element.startsWith('"')) {
        const literal = element.slice(1, -1);
        if (!text.startsWith(literal, at)) throw ora(1861, "literal does not match format string");
        return literal.length;
      }
      // Any punctuation stands for any other, and for none.
      return /[a-z\d]/i.test(text.charAt(at)) ? 0 : 1;
  }
}

function assemble(fields: Fields, now: Date): Date {
  const { month, day, minute, second, milli, pm, zone } = fields;
  const whole = fields.year ?? now.getUTCFullYear();
  const hour = pm === undefined ? fields.hour : (fields.hour % 12) + (pm ? 12 : 0);
  if (hour > 23) throw ora(1850, "hour must be between 0 and 23");
  if (minute > 59) throw ora(1851, "minutes must be between 0 and 59");
  if (second > 59) throw ora(1852, "seconds must be between 0 and 59");
  const result = new Date(Date.UTC(whole, month - 1, day, hour, minute, second, milli));
  if (result.getUTCMonth() !== month - 1) throw ora(1839, "date not valid for month specified");
  return new Date(result.getTime() - zone * 60_000);
}
