import type { Statement } from "../lang/ast";
import type { CallContext, PackageCatalogue, PackageSpec, Value } from "./catalogue";
import type { Output } from "./output";
import type { SqlEngine, SqlResult } from "./sql";
import type { StoredUnits } from "./stored";

/** What blocks run in. */
export interface Session extends CallContext {
  readonly output: Output;
  readonly catalogue: PackageCatalogue;
  readonly sql: SqlEngine;
  readonly stored: StoredUnits;
  /** Values of SYS_CONTEXT('USERENV', ...) by name in upper case. */
  readonly environment: ReadonlyMap<string, string>;
  now(): Date;
  /** A SQL statement by its text, as EXECUTE IMMEDIATE has it. */
  execute(
    text: string,
    statement: Statement,
    binds: ReadonlyMap<string, Value>,
    signal: AbortSignal,
  ): Promise<SqlResult>;
  /** Before anything is committed, by the client or in a block. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A package that the session may use: by name alone, or with its owner. */
export function visiblePackage(session: Session, name: string, owner?: string): PackageSpec | undefined {
  const spec = session.catalogue.find(name, owner);
  return spec === undefined || spec.visibleTo?.(session) === false ? undefined : spec;
}
