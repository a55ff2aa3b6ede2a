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
    { offset = 0, close = false }: { offset?: number; close?: boolean } = {},
  ) {
    super(text.startsWith("ORA-") ? text : `${oraNumber(code)}: ${text}`);
    this.name = "OraError";
    this.code = code;
    this.offset = offset;
    this.close = close;
  }
}

export function oraNumber(code: number): string {
  return `ORA-${String(code).padStart(5, "0")}`;
}
