import { OraError } from "../errors";

/** What is documented and does nothing here. */
export function notSupported(name: string): OraError {
  return new OraError(20999, `${name} is not supported by the sandbox`);
}

export function noDataFound(below = ""): OraError {
  return new OraError(1403, `ORA-01403: no data found${below === "" ? "" : `\n${below}`}`);
}

/** Facts 18, 76. */
export function notEnabled(schema: string): OraError {
  return new OraError(20012, `Schema not REST enabled : ${schema}`);
}

/** Fact 77. */
export function enablementRestricted(): OraError {
  return new OraError(
    20031,
    "Management of Schema enablement has been restricted to ORDS_ADMINISTRATOR_ROLE privilege.",
  );
}

/** Fact 56. */
export function mappingInUse(): OraError {
  return new OraError(
    20049,
    "Cannot alter the url mapping while the schema is enabled. Try disabling the schema first.",
  );
}

/** Fact 154. */
export function patternMapped(): OraError {
  return new OraError(20039, "Pattern already mapped");
}

export function insufficientPrivileges(): OraError {
  return new OraError(1031, "insufficient privileges");
}

/** Of AutoREST: DUPLICATE_ALIAS_ERROR, UNSUPPORTED_OBJECT_TYPE_ERROR (fact 140). */
export function symbolic(text: string): OraError {
  return new OraError(20001, text);
}

export function duplicate(constraint: string): OraError {
  return new OraError(1, `unique constraint (ORDS_METADATA.${constraint}) violated`);
}

/** Only REST_PARAMS_SOURCE_TYPE_CK was seen (fact 47); the others are named after it. */
export function checkViolated(constraint: string): OraError {
  return new OraError(2290, `check constraint (ORDS_METADATA.${constraint}) violated`);
}

export function cannotInsertNull(table: string, column: string): OraError {
  return new OraError(1400, `cannot insert NULL into ("ORDS_METADATA"."${table}"."${column}")`);
}

export function isDuplicate(error: unknown): error is OraError {
  return error instanceof OraError && error.code === 1;
}
