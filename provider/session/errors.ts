import { adviceFor, oraCodes } from "./advice";

/**
 * The root of every error this package raises on purpose. `code` is stable, and `isOrdsError` recognises instances across
 * duplicate copies of the package (the program's and the plugin's).
 */
export abstract class OrdsError extends Error {
  abstract readonly code: "ORDS_SETTINGS" | "ORDS_INPUT" | "ORDS_CONFLICT" | "ORDS_DATABASE";
  readonly isOrdsError = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export function isOrdsError(value: unknown): value is OrdsError {
  return value instanceof Error && (value as { isOrdsError?: unknown }).isOrdsError === true;
}

/** A setting is missing or wrong. */
export class SettingsError extends OrdsError {
  readonly code = "ORDS_SETTINGS";
}

/** What was asked for cannot be. */
export class InputError extends OrdsError {
  readonly code = "ORDS_INPUT";
}

/** The object exists already and differs, or stands in the way of the change. */
export class ConflictError extends OrdsError {
  readonly code = "ORDS_CONFLICT";
}

/** What was being done to which object, in the words of the message: `create module "api" in schema MYAPI`. */
export interface Attempt {
  readonly doing: string;
  /** Sentences that this object has to say about an ORA code, before the general ones. */
  readonly hints?: Readonly<Record<number, string>>;
}

/** The database or the way to it said no. The driver's error is the `cause`. */
export class DatabaseError extends OrdsError {
  readonly code = "ORDS_DATABASE";
  /** Numbers of all ORA errors in the stack, the outermost first; empty where the driver itself failed. */
  readonly oraCodes: readonly number[];

  constructor(attempt: Attempt, cause: unknown) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const codes = oraCodes(text);
    const hint = codes.map((code) => attempt.hints?.[code]).find((sentence) => sentence !== undefined);
    const advice = hint ?? adviceFor(text);
    super(`Could not ${attempt.doing}: ${tidy(text)}${advice === undefined ? "" : ` ${advice}`}`, { cause });
    this.oraCodes = codes;
  }
}

/** Drops the lines that only say where in our block it happened, and the driver's link to its manual. */
function tidy(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^ORA-06512: at line \d+|^Help: https?:/.test(line.trim()));
  const sentence = lines.join("; ").trim();
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
