import { hasLoneSurrogate } from "../session/text";
import { isAbsent, isRecord } from "./values";

/** What a value must look like, and the form in which ORDS stores it. */
export interface Shape<V> {
  /** What is wrong with the value, as the end of "<property> ...", or undefined. */
  problem(value: unknown): string | undefined;
  /** The form ORDS stores. Called only with values that have no problem. */
  normal(value: unknown): V;
}

interface TextRules {
  /** Longest length, in bytes as the database counts them. */
  readonly max?: number;
  readonly matches?: RegExp;
  /** What `matches` asks for, in words. */
  readonly must?: string;
  readonly normal?: (text: string) => string;
}

export function text({ max, matches, must, normal }: TextRules = {}): Shape<string> {
  return {
    problem(value) {
      if (typeof value !== "string") return `must be text, not ${kindOf(value)}`;
      if (hasLoneSurrogate(value)) return "holds half of a surrogate pair, which no database can store";
      if (value.includes("\0")) return "holds a NUL character, which ORDS cannot store";
      const stored = normal === undefined ? value : normal(value);
      if (max !== undefined && Buffer.byteLength(stored, "utf8") > max) return `is longer than ${max} bytes`;
      if (matches !== undefined && !matches.test(stored)) return must ?? `must match ${matches}`;
      return undefined;
    },
    normal: (value) => (normal === undefined ? (value as string) : normal(value as string)),
  };
}

export function choice<V extends string>(
  values: readonly V[],
  normal: (text: string) => string = (same) => same,
): Shape<V> {
  return {
    problem: (value) =>
      typeof value === "string" && values.includes(normal(value) as V)
        ? undefined
        : `must be one of ${values.join(", ")}`,
    normal: (value) => normal(value as string) as V,
  };
}

export function whole({ min, max }: { readonly min: number; readonly max: number }): Shape<number> {
  return {
    problem: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
        ? undefined
        : `must be a whole number from ${min} to ${max}`,
    normal: (value) => value as number,
  };
}

export function flag(): Shape<boolean> {
  return {
    problem: (value) =>
      typeof value === "boolean" ? undefined : `must be true or false, not ${kindOf(value)}`,
    normal: (value) => value as boolean,
  };
}

/** A set: order and repetition are no difference. Empty is the same as left out. */
export function setOf(
  item: Shape<string>,
  { max }: { readonly max?: number } = {},
): Shape<readonly string[]> {
  const normal = (value: unknown): string[] =>
    [...new Set((value as unknown[]).filter((one) => !isAbsent(one)).map((one) => item.normal(one)))].sort();
  return {
    problem(value) {
      if (!Array.isArray(value)) return `must be a list, not ${kindOf(value)}`;
      for (const one of value as unknown[]) {
        const problem = isAbsent(one) ? undefined : item.problem(one);
        if (problem !== undefined) return `has an entry that ${problem}`;
      }
      // ORDS keeps such a list as one comma-separated text.
      return max !== undefined && Buffer.byteLength(normal(value).join(","), "utf8") > max
        ? `is longer than ${max} bytes in total`
        : undefined;
    },
    normal,
  };
}

/** Free key-value pairs whose only meaning is that they changed. */
export function anyMap(): Shape<Readonly<Record<string, unknown>>> {
  return {
    problem: (value) => (isRecord(value) ? undefined : `must be a map, not ${kindOf(value)}`),
    normal: (value) => value as Record<string, unknown>,
  };
}

export function kindOf(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "a map"
        : `a ${typeof value}`;
}
