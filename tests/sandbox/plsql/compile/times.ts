import type { Expression } from "../../lang/ast";
import { then } from "../frame";
import { extractOfInterval } from "../intervals";
import { number } from "../types";
import type { At, Code } from "./compiler";
import { compileExpression, constant } from "./expression";

const unitsOfDay: Readonly<Record<string, number>> = { DAY: 1, HOUR: 24, MINUTE: 1440, SECOND: 86400 };

/** `INTERVAL '1:30' HOUR TO MINUTE` */
export function interval(value: string, from: string): Code {
  const perDay = unitsOfDay[from];
  if (perDay === undefined) {
    const [years = "0", months = "0"] = value.split("-");
    const count = from === "YEAR" ? Number(years) * 12 + Number(months) : Number(years);
    return constant(count, { kind: "interval", months: true });
  }
  const [first = "0", ...rest] = value.split(/[ :]/);
  const units = Object.keys(unitsOfDay);
  const start = units.indexOf(from);
  const total = [first, ...rest].reduce(
    (sum, part, index) => sum + Number(part) / unitsOfDay[units[start + index] ?? "SECOND"]!,
    0,
  );
  return constant(total, { kind: "interval", months: false });
}

/** EXTRACT of a date or an interval. */
export function extraction(at: At, field: string, of: Expression): Code {
  const { type, run } = compileExpression(at, of);
  return {
    type: number,
    run: (frame) =>
      then(run(frame), (value) => {
        if (type.kind === "interval") {
          return typeof value === "number" ? extractOfInterval(field, value, type.months) : null;
        }
        return value instanceof Date ? extract(field, value) : null;
      }),
  };
}

function extract(field: string, at: Date): number | null {
  switch (field) {
    case "YEAR":
      return at.getUTCFullYear();
    case "MONTH":
      return at.getUTCMonth() + 1;
    case "DAY":
      return at.getUTCDate();
    case "HOUR":
      return at.getUTCHours();
    case "MINUTE":
      return at.getUTCMinutes();
    case "SECOND":
      return at.getUTCSeconds() + at.getUTCMilliseconds() / 1000;
    default:
      return field.startsWith("TIMEZONE") ? 0 : null;
  }
}
