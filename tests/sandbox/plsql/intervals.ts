/** Intervals are numbers: of days, or of months. */
const perDay = 86_400_000;

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

interface Parts {
  readonly sign: "+" | "-";
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function partsOf(days: number): Parts {
  const millis = Math.round(Math.abs(days) * perDay);
  return {
    sign: days < 0 ? "-" : "+",
    day: Math.floor(millis / perDay),
    hour: Math.floor(millis / 3_600_000) % 24,
    minute: Math.floor(millis / 60_000) % 60,
    second: (millis % 60_000) / 1000,
  };
}

/** As TO_CHAR shows them: `+000000001 02:03:04.500000`, `+01-06`. */
export function intervalText(value: number, months: boolean): string {
  if (months) {
    const all = Math.abs(Math.round(value));
    return `${value < 0 ? "-" : "+"}${pad(Math.floor(all / 12), 2)}-${pad(all % 12, 2)}`;
  }
  const { sign, day, hour, minute, second } = partsOf(value);
  return `${sign}${pad(day, 9)} ${pad(hour, 2)}:${pad(minute, 2)}:${second.toFixed(6).padStart(9, "0")}`;
}

/** EXTRACT of an interval: all fields have its sign. */
export function extractOfInterval(field: string, value: number, months: boolean): number | null {
  const sign = value < 0 ? -1 : 1;
  if (months) {
    const all = Math.abs(Math.round(value));
    return field === "YEAR" ? sign * Math.floor(all / 12) : field === "MONTH" ? sign * (all % 12) : null;
  }
  const parts: Readonly<Record<string, number>> = {
    DAY: partsOf(value).day,
    HOUR: partsOf(value).hour,
    MINUTE: partsOf(value).minute,
    SECOND: partsOf(value).second,
  };
  const found = parts[field];
  return found === undefined ? null : sign * found + 0;
}
