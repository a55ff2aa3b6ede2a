import type { DeclaredException } from "../scope";

/** The exceptions of STANDARD. */
const codes: Readonly<Record<string, number>> = {
  ACCESS_INTO_NULL: 6530,
  CASE_NOT_FOUND: 6592,
  COLLECTION_IS_NULL: 6531,
  CURSOR_ALREADY_OPEN: 6511,
  DUP_VAL_ON_INDEX: 1,
  INVALID_CURSOR: 1001,
  INVALID_NUMBER: 1722,
  LOGIN_DENIED: 1017,
  NO_DATA_FOUND: 1403,
  NOT_LOGGED_ON: 1012,
  PROGRAM_ERROR: 6501,
  ROWTYPE_MISMATCH: 6504,
  STORAGE_ERROR: 6500,
  SUBSCRIPT_BEYOND_COUNT: 6533,
  SUBSCRIPT_OUTSIDE_LIMIT: 6532,
  TIMEOUT_ON_RESOURCE: 51,
  TOO_MANY_ROWS: 1422,
  VALUE_ERROR: 6502,
  ZERO_DIVIDE: 1476,
};

/** Their messages where they are raised by name. */
const messages: Readonly<Record<number, string>> = {
  1: "unique constraint (.) violated",
  1001: "invalid cursor",
  1403: "no data found",
  1422: "exact fetch returns more than requested number of rows",
  1476: "divisor is equal to zero",
  1722: "invalid number",
  6501: "PL/SQL: program error",
  6502: "PL/SQL: value or conversion error",
  6511: "PL/SQL: cursor already open",
  6530: "Reference to uninitialized composite",
  6531: "Reference to uninitialized collection",
  6532: "Subscript outside of limit",
  6533: "Subscript beyond count",
  6592: "CASE not found while executing CASE statement",
};

export function predefined(name: string): DeclaredException | undefined {
  const code = Object.hasOwn(codes, name) ? codes[name] : undefined;
  return code === undefined ? undefined : { kind: "exception", name, code };
}

export function messageOf(code: number): string {
  return messages[code] ?? "";
}
