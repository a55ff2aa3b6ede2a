import { OraError } from "../errors";
import type { HandlerSession } from "../http/database";
import type { Ddl, Path, Statement } from "../lang/ast";
import type { ExecuteCall, ExecuteResult, SessionEvents } from "../net/backend";
import type { PackageCatalogue, Value } from "../plsql/catalogue";
import { Output } from "../plsql/output";
import type { Session } from "../plsql/session";
import { withFormats } from "../plsql/sessionFormats";
import type { Type } from "../plsql/types";
import type { SqlEngine, SqlResult } from "../plsql/sql";
import { PackageStates } from "../plsql/state";
import type { StoredUnits } from "../plsql/stored";
import { Triggers } from "../plsql/triggers";
import { openSqlEngine } from "../sql";
import type { Right, SqlFunction, SqlSession } from "../sql";
import type { Transaction } from "../store";
import { define } from "./definitions";
import { environmentOf } from "./environment";
import { sqlFunction } from "./functions";
import type { Instance } from "./instance";
import type { ObjectPath } from "./objects";
import { runCall, runStatement } from "./statements";

const never: SessionEvents = { committing: () => Promise.resolve() };

interface Work {
  readonly transaction: Transaction;
  /** Counts transactions that have ended. */
  ended: number;
}

/** A client's session: one transaction, one output, and names seen as one schema sees them. */
export class DatabaseSession implements HandlerSession {
  readonly id: number;
  readonly output = new Output();
  readonly packages = new PackageStates();
  readonly environment: Map<string, string>;
  readonly loggedOn: Date;
  /** Of the call under way. */
  signal: AbortSignal | undefined;
  readonly #events: SessionEvents;
  /** The session's transaction; behind it autonomous ones that are under way. */
  readonly #works: Work[];
  readonly #views = new Map<string, SchemaView>();
  /** Names are resolved in its schema. */
  #view: SchemaView;

  constructor(
    readonly instance: Instance,
    readonly user: string,
    { events = never, proxy }: { events?: SessionEvents; proxy?: string | undefined } = {},
  ) {
    this.id = instance.nextSession();
    this.loggedOn = instance.now();
    this.#events = events;
    this.environment = environmentOf(this, proxy);
    this.#works = [this.#begin()];
    this.#view = this.view(user, user);
    instance.sessions.add(this);
  }

  get currentSchema(): string {
    return this.#view.currentSchema;
  }

  get current(): SchemaView {
    return this.#view;
  }

  /** @throws OraError 1435 */
  setCurrentSchema(schema: string): void {
    if (this.instance.users.user(schema) === undefined) throw new OraError(1435, "user does not exist");
    this.#view = this.view(schema, this.user);
  }

  /** The session with the names of one schema and the rights of a user. */
  view(schema: string, rights: string): SchemaView {
    const key = JSON.stringify([schema, rights]);
    let view = this.#views.get(key);
    if (view === undefined) this.#views.set(key, (view = new SchemaView(this, schema, rights)));
    return view;
  }

  async execute(call: ExecuteCall): Promise<ExecuteResult> {
    this.signal = call.signal;
    try {
      return await withFormats(this.environment, () => runCall(this, call));
    } finally {
      this.signal = undefined;
    }
  }

  get transaction(): Transaction {
    return this.#work.transaction;
  }

  get #work(): Work {
    return this.#works.at(-1)!;
  }

  #begin(): Work {
    return { transaction: this.instance.store.begin({ signal: () => this.signal }), ended: 0 };
  }

  async commit(): Promise<void> {
    await this.#events.committing();
    this.#work.transaction.commit();
    this.#work.ended++;
  }

  rollback(): Promise<void> {
    this.#work.transaction.rollback();
    this.#work.ended++;
    return Promise.resolve();
  }

  /** Works in a transaction of its own, while the other stands still. @throws OraError 6519 */
  async autonomous<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const own = this.#begin();
    this.#works.push(own);
    try {
      const result = await work();
      if (own.transaction.active)
        throw new OraError(6519, "active autonomous transaction detected and rolled back");
      return result;
    } finally {
      own.transaction.rollback();
      this.#works.pop();
    }
  }

  /** Undoes, when it is called, what was done from now on; where a transaction has ended in between, since then. */
  mark(): () => void {
    const work = this.#work;
    const { ended } = work;
    const savepoint = work.transaction.savepoint();
    return () => {
      if (work.ended === ended) work.transaction.rollbackTo(savepoint);
      else work.transaction.rollback();
    };
  }

  identify(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const key = clientAttributes[name];
      if (key !== undefined) this.environment.set(key, value);
      else if (name === "schema" && value !== "") this.setCurrentSchema(value.toUpperCase());
    }
  }

  takeOutput(): string {
    const { page } = this.output;
    this.output.page = "";
    return page;
  }

  takeDownload(): Buffer | undefined {
    const { download } = this.output;
    this.output.download = undefined;
    return download;
  }

  close(): void {
    for (const { transaction } of this.#works) transaction.rollback();
    this.instance.sessions.delete(this);
  }
}

/** What SYS_CONTEXT calls that which clients say of themselves. */
const clientAttributes: Readonly<Record<string, string>> = {
  module: "MODULE",
  action: "ACTION",
  clientId: "CLIENT_IDENTIFIER",
  clientInfo: "CLIENT_INFO",
};

/** A session as stored units with definer's rights, or ALTER SESSION SET CURRENT_SCHEMA, have it. */
export class SchemaView implements Session, SqlSession {
  readonly sql: SqlEngine;
  readonly triggers = new Triggers(this, () => this.session.signal);

  constructor(
    readonly session: DatabaseSession,
    readonly currentSchema: string,
    /** Whose rights count. */
    readonly rights: string,
  ) {
    this.sql = openSqlEngine(session.instance.sqlCatalogue, this);
  }

  get user(): string {
    return this.session.user;
  }

  get transaction(): Transaction {
    return this.session.transaction;
  }

  get output(): Output {
    return this.session.output;
  }

  get packages(): PackageStates {
    return this.session.packages;
  }

  get environment(): Map<string, string> {
    return this.session.environment;
  }

  get catalogue(): PackageCatalogue {
    return this.session.instance.packages;
  }

  get stored(): StoredUnits {
    return this.session.instance.stored;
  }

  now(): Date {
    return this.session.instance.now();
  }

  signal(): AbortSignal | undefined {
    return this.session.signal;
  }

  inSchema(schema: string): SchemaView {
    return this.session.view(schema, schema);
  }

  hasRole(role: string): boolean {
    return this.session.instance.users.hasRole(this.rights, role);
  }

  allows(privilege: string, on?: ObjectPath): boolean {
    const { users } = this.session.instance;
    return (
      users.has(this.rights, privilege) ||
      (on !== undefined &&
        (users.isGranted(this.rights, privilege, on.owner, on.name) ||
          users.hasRole(this.rights, "EXECUTE_CATALOG_ROLE")))
    );
  }

  may(right: Right, owner: string, name: string): boolean {
    return this.session.instance.may(this.rights, right, owner, name);
  }

  function(path: Path): SqlFunction | undefined {
    return sqlFunction(this, path);
  }

  type(name: string): Type | undefined {
    return this.stored.types.get(name.includes(".") ? name : `${this.currentSchema}.${name}`);
  }

  define(statement: Ddl): Promise<void> {
    return define(this, statement);
  }

  execute(
    text: string,
    statement: Statement,
    binds: ReadonlyMap<string, Value>,
    signal: AbortSignal,
  ): Promise<SqlResult> {
    return runStatement(this, text, statement, binds, signal);
  }

  commit(): Promise<void> {
    return this.session.commit();
  }

  rollback(): Promise<void> {
    return this.session.rollback();
  }

  mark(): () => void {
    return this.session.mark();
  }

  autonomous<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return this.session.autonomous(work);
  }
}
