import { adviceFor, oraCodes } from "./advice";
import { masked, maskedError } from "./secrecy";

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

/** Whom an error is about: added to what the database says, which does not know how we call it. */
export interface Where {
  /** `host:1521/service`, or a URL without credentials. */
  readonly target: string;
  readonly user: string;
  readonly schema: string;
  /** Values that must not be seen in any error. */
  readonly secrets: readonly string[];
}

/** The database or the way to it said no. The driver's error is the `cause`. */
export class DatabaseError extends OrdsError {
  readonly code = "ORDS_DATABASE";
  /** Numbers of all ORA errors in the stack, the outermost first; empty where the driver itself failed. */
  readonly oraCodes: readonly number[];

  constructor(attempt: Attempt, cause: unknown, where: Where) {
    const clean = maskedError(cause, where.secrets);
    const text = textOf(clean);
    const codes = oraCodes(text);
    const hint = codes.map((code) => attempt.hints?.[code]).find((sentence) => sentence !== undefined);
    const advice = hint ?? adviceFor([text, ...codesOf(clean)].join("\n"), where);
    const doing = masked(attempt.doing, where.secrets);
    super(
      `Could not ${doing} as ${where.user} at ${where.target}: ${tidy(text)}${advice === undefined ? "" : ` ${advice}`}`,
      { cause: clean },
    );
    this.oraCodes = codes;
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried, and each failed.
  if (error instanceof AggregateError && error.message === "") return error.errors.map(textOf).join("; ");
  return error.message;
}

/** The names and codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as { code?: unknown };
  return [error.name, ...(typeof code === "string" ? [code] : []), ...codesOf(error.cause)];
}

/**
 * Drops what only says where in our block it happened, or that a statement was ignored for it, and the driver's link to its
 * manual.
 */
function tidy(text: string): string {
  const lines = text
    .replace(/ORA-06550: line \d+, column \d+:\n(?:PL\/SQL: |PLS-\d+: )?(?:SQL )?Statement ignored\n?/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^ORA-06512: at line \d+|^Help: https?:/.test(line.trim()));
  const sentence = lines.join("; ").replaceAll(":; ", ": ").trim();
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
