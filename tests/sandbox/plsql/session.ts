import type { Statement } from "../lang/ast";
import type { CallContext, PackageCatalogue, PackageSpec, Value } from "./catalogue";
import type { Output } from "./output";
import type { SqlEngine, SqlResult } from "./sql";
import type { PackageStates } from "./state";
import type { StoredUnits } from "./stored";

/** What blocks run in: one session of a user, as the names of one schema are seen. */
export interface Session extends CallContext {
  readonly output: Output;
  readonly catalogue: PackageCatalogue;
  /** Resolves names as `currentSchema` does. */
  readonly sql: SqlEngine;
  /** One for the whole database. Its `generation` has to grow with every DDL and every GRANT: blocks are compiled again then. */
  readonly stored: StoredUnits;
  /** One for the whole session, shared by the views of `inSchema`. */
  readonly packages: PackageStates;
  /**
   * Values of SYS_CONTEXT('USERENV', ...) by name in upper case, besides SESSION_USER, CURRENT_USER and CURRENT_SCHEMA.
   * DBMS_SESSION and DBMS_APPLICATION_INFO write CLIENT_IDENTIFIER, MODULE, ACTION and CLIENT_INFO.
   */
  readonly environment: Map<string, string>;
  /** Whether the user has a privilege of the system, or one on an object. */
  allows(privilege: string, on?: { readonly owner: string; readonly name: string }): boolean;
  now(): Date;
  /** The same session in another schema: stored units run with the names of their owner. */
  inSchema(schema: string): Session;
  /** A SQL statement by its text, as EXECUTE IMMEDIATE has it, DDL included. PL/SQL blocks do not come here. */
  execute(
    text: string,
    statement: Statement,
    binds: ReadonlyMap<string, Value>,
    signal: AbortSignal,
  ): Promise<SqlResult>;
  /** Tells `committing` of the listener before it commits. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /**
   * Marks where the transaction is. The function that comes back undoes what was done since; where a transaction has ended
   * in between, what was done since that.
   */
  mark(): () => void;
  /**
   * PRAGMA AUTONOMOUS_TRANSACTION: works in a transaction of its own. What it leaves open is undone.
   * @throws OraError 6519 where it leaves something
   */
  autonomous<Result>(work: () => Result | Promise<Result>): Promise<Result>;
}

/** A package that the session may use: by name alone, or with its owner. */
export function visiblePackage(session: Session, name: string, owner?: string): PackageSpec | undefined {
  const spec = session.catalogue.find(name, owner);
  if (spec === undefined || spec.visibleTo?.(session) === false) return undefined;
  return spec.granted === true && !session.allows("EXECUTE", spec) ? undefined : spec;
}
