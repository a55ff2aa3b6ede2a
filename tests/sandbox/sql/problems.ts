import { OraError } from "../errors";
import type { Path } from "../lang/ast";
import type { Failure } from "../plsql/failure";
import { Subject } from "./wording";

/** What Oracle has and the sandbox does not. */
export function notSupported(what: string, pos: number): OraError {
  return new OraError(3001, `unimplemented feature: ${what} is not supported by the sandbox`, {
    offset: pos,
  });
}

export function invalidIdentifier(path: Path): OraError {
  const name = path.map((part) => `"${part.name}"`).join(".");
  return new OraError(904, `${name}: invalid identifier`, { offset: path[0]!.pos });
}

export function ambiguous(path: Path): OraError {
  const name = path.map((part) => `"${part.name}"`).join(".");
  return new OraError(918, `${name}: column ambiguously specified`, { offset: path[0]!.pos });
}

export function noTable(path: Path): OraError {
  return new OraError(942, "table or view does not exist", {
    offset: path.at(-1)!.pos,
    cause: new Subject(path),
  });
}

/** For what PL/SQL has ORA-06502. */
export function invalidNumber(failure: Failure): OraError {
  return new OraError(1722, "invalid number", { cause: failure });
}

export function inconsistent(expected: string, got: string, pos: number): OraError {
  return new OraError(932, `inconsistent datatypes: expected ${expected} got ${got}`, { offset: pos });
}
