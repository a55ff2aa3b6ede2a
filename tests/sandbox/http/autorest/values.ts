import type { Column, WireValue } from "../../net/backend";
import { typeCodes } from "../../net/codec";
import type { Bind } from "../call";
import { badRequest } from "../problems";

const dates: ReadonlySet<number> = new Set([
  typeCodes.date,
  typeCodes.timestamp,
  typeCodes.timestampTz,
  typeCodes.timestampLtz,
]);

/** A value of a document, or text of a path, as a bind of its column's type. */
export function columnBind({ name, type }: Column, value: unknown): Bind {
  return { type, value: converted(name, type, value) };
}

function converted(name: string, type: number, value: unknown): WireValue {
  if (value === null || value === undefined || value === "") return null;
  if (dates.has(type)) {
    const written = typeof value === "object" && "$date" in value ? value.$date : value;
    const date = new Date(typeof written === "string" ? written : Number.NaN);
    if (Number.isNaN(date.getTime())) throw badRequest(`The value of ${name} is not a date`);
    return date;
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (type === typeCodes.number) {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text))
      throw badRequest(`The value of ${name} is not a number`);
    return text;
  }
  return type === typeCodes.blob || type === typeCodes.raw ? Buffer.from(text, "base64") : text;
}
