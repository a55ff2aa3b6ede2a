/** An error as the database reports it: number and text, with the lines below it. */
export class OraError extends Error {
  readonly code: number;
  /** Position in the statement, from 0, where there is one. */
  readonly offset: number;
  /** The session ends with this error. */
  readonly close: boolean;

  constructor(
    code: number,
    text: string,
    { offset = 0, close = false, cause }: { offset?: number; close?: boolean; cause?: unknown } = {},
  ) {
    super(
      text.startsWith("ORA-") ? text : `${oraNumber(code)}: ${text}`,
      cause === undefined ? {} : { cause },
    );
    this.name = "OraError";
    this.code = code;
    this.offset = offset;
    this.close = close;
  }
}

export function oraNumber(code: number): string {
  return `ORA-${String(code).padStart(5, "0")}`;
}

/** What whoever starts a sandbox did wrong, in one sentence. */
export class SandboxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SandboxError";
  }
}

/** Says why a port could not be opened. */
export function portError(error: unknown, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new SandboxError(`Port ${port} is taken by another program.`);
    case "EACCES":
      return new SandboxError(`Port ${port} may not be opened by this user.`);
    default:
      return error;
  }
}
