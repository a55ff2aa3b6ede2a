import { OraError, oraNumber } from "../errors";

/** Characters of an error with all that was handled before it. */
const longestStack = 10_000;

/** An exception on its way through PL/SQL: what was raised, and where it has come by. */
export class Failure extends Error {
  /** ORA-06512 lines, the innermost first. */
  readonly trace: string[] = [];
  /** The text that is no number. */
  given: string | undefined;
  #last: object | undefined;

  constructor(
    /** Above 0 for Oracle's own; SQLCODE is its negative, but 100 for 1403 and 1 for user-defined ones. */
    readonly code: number,
    /** One line, or several where an error came with what caused it. */
    readonly text: string,
    /** The declared exception that was raised, where one without a number was. */
    readonly declared?: object,
    /** What was being handled when this was raised. */
    public earlier?: Failure,
  ) {
    super(text);
    this.name = "Failure";
  }

  /** Notes the line of a frame that it comes by, once. */
  passed(frame: { line(): string }): void {
    if (this.#last === frame) return;
    this.#last = frame;
    this.trace.push(frame.line());
  }

  /** RAISE in a handler: the line of that comes before the others. */
  raisedAgain(frame: { line(): string }): void {
    this.#last = frame;
    this.trace.unshift(frame.line());
  }

  /** Message, where it was raised, and the same of what was handled then. */
  stack512(): string {
    let stack = this.#lines();
    // A recursion may have handled thousands of them.
    for (
      let failure = this.earlier;
      failure !== undefined && stack.length < longestStack;
      failure = failure.earlier
    )
      // prettier-ignore
      stack += `\n${failure.#lines()}`;
    return stack;
  }

  #lines(): string {
    return [this.text, ...this.trace].join("\n");
  }

  sqlCode(): number {
    if (this.declared !== undefined && this.code === 6510) return 1;
    return this.code === 1403 ? 100 : -this.code;
  }

  /** The first line for SQLERRM, with what is under it. */
  sqlErrm(): string {
    if (this.declared !== undefined && this.code === 6510) return "User-Defined Exception";
    return this.text;
  }

  toOraError(): OraError {
    return new OraError(this.code, this.stack512());
  }
}

export function ora(code: number, text: string): Failure {
  return new Failure(code, `${oraNumber(code)}: ${text}`);
}

/** PL/SQL: numeric or value error. */
export function valueError(detail = ""): Failure {
  return ora(6502, `PL/SQL: value or conversion error${detail === "" ? "" : `: ${detail}`}`);
}

/** Ends the whole call, whatever handlers there are. */
export function isFatal(error: unknown): boolean {
  return (
    error instanceof OraError &&
    (error.close || error.code === 1013 || error.code === 3113 || error.code === 28)
  );
}

/** Any error as an exception of PL/SQL; what is no database error is a defect of the sandbox and stays as it is. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof OraError && !isFatal(error)) return new Failure(error.code, error.message);
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return ora(36, "maximum number of recursive SQL levels (50) exceeded");
  }
  throw error;
}

/** A compile error at its place: `PLS-00201: ...`, or SQL's. */
export class CompileProblem extends Error {
  constructor(
    readonly pos: number,
    message: string,
  ) {
    super(message);
    this.name = "CompileProblem";
  }
}

export function pls(pos: number, code: number, message: string): CompileProblem {
  return new CompileProblem(pos, `PLS-${String(code).padStart(5, "0")}: ${message}`);
}
