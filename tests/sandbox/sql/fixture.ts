import { parse } from "../lang";
import type { Value } from "../plsql/catalogue";
import type { SqlEngine, SqlResult, Variables } from "../plsql/sql";
import { openStore } from "../store";
import type { Store, TableSpec, Transaction } from "../store";
import { openSqlEngine, SqlCatalogue } from ".";
import type { SqlFunction, SqlSession } from ".";

export const now = new Date("2026-11-24T10:20:30Z");

export class TestSession implements SqlSession {
  currentSchema: string;
  readonly environment = new Map([["DB_NAME", "FREE"]]);
  readonly transaction: Transaction;
  readonly functions = new Map<string, SqlFunction>();
  readonly engine: SqlEngine;
  granted = new Set<string>();

  constructor(
    catalogue: SqlCatalogue,
    readonly user: string,
    readonly roles: readonly string[] = [],
  ) {
    this.currentSchema = user;
    this.transaction = catalogue.store.begin({ signal: () => undefined });
    this.engine = openSqlEngine(catalogue, this);
  }

  signal(): undefined {
    return undefined;
  }

  now(): Date {
    return now;
  }

  hasRole(role: string): boolean {
    return this.roles.includes(role);
  }

  may(right: string, owner: string, name: string): boolean {
    return owner === this.user || this.granted.has(`${right} ${owner}.${name}`);
  }

  function(path: Parameters<SqlSession["function"]>[0]): SqlFunction | undefined {
    return this.functions.get(path.map(({ name }) => name).join("."));
  }

  define(): Promise<void> {
    return Promise.resolve();
  }

  commit(): Promise<void> {
    this.transaction.commit();
    return Promise.resolve();
  }

  rollback(): Promise<void> {
    this.transaction.rollback();
    return Promise.resolve();
  }

  async execute(
    text: string,
    binds: Readonly<Record<string, Value>> = {},
    names: Readonly<Record<string, Value>> = {},
  ): Promise<SqlResult> {
    const { statement } = parse(text);
    const variables: Variables = {
      value: (path) => names[path.map(({ name }) => name).join(".")],
      bind: (name) => binds[name] ?? null,
    };
    switch (statement.kind) {
      case "commit":
      case "rollback":
      case "savepoint":
      case "lockTable":
      case "setTransaction":
      case "setRole":
        await this.engine.control(statement);
        return { kind: "done", rowsAffected: 0 };
      case "block":
      case "createUnit":
      case "call":
        throw new TypeError("This is PL/SQL.");
      default:
        return this.engine.run(statement, variables);
    }
  }

  async rows(
    text: string,
    binds: Readonly<Record<string, Value>> = {},
  ): Promise<readonly (readonly Value[])[]> {
    const result = await this.execute(text, binds);
    return result.kind === "rows" ? result.rows : [];
  }

  async count(text: string, binds: Readonly<Record<string, Value>> = {}): Promise<number> {
    const result = await this.execute(text, binds);
    return result.kind === "done" ? result.rowsAffected : -1;
  }
}

const text = (name: string, size = 100) => ({ name, type: "VARCHAR2", size }) as const;
const number = (name: string, precision?: number, scale?: number) =>
  ({ name, type: "NUMBER", ...(precision === undefined ? {} : { precision, scale: scale ?? 0 }) }) as const;

export const departments: TableSpec = {
  owner: "APP",
  name: "DEPT",
  columns: [{ ...number("DEPTNO", 2), nullable: false }, text("DNAME", 14), text("LOC", 13)],
  unique: [{ name: "PK_DEPT", columns: ["DEPTNO"], primary: true }],
};

export const employees: TableSpec = {
  owner: "APP",
  name: "EMP",
  columns: [
    { ...number("EMPNO", 4), nullable: false },
    text("ENAME", 10),
    text("JOB", 9),
    number("MGR", 4),
    { name: "HIREDATE", type: "DATE" },
    number("SAL", 7, 2),
    number("COMM", 7, 2),
    number("DEPTNO", 2),
    { name: "NOTES", type: "CLOB" },
  ],
  unique: [{ name: "PK_EMP", columns: ["EMPNO"], primary: true }],
};

const day = (value: string): Date => new Date(`${value}T00:00:00Z`);

export async function openFixture(): Promise<{
  store: Store;
  catalogue: SqlCatalogue;
  app: TestSession;
  other: TestSession;
}> {
  const store = await openStore();
  const catalogue = new SqlCatalogue(store);
  store.createTable(departments);
  store.createTable(employees);
  const app = new TestSession(catalogue, "APP");
  for (const [DEPTNO, DNAME, LOC] of [
    [10, "ACCOUNTING", "NEW YORK"],
    [20, "RESEARCH", "DALLAS"],
    [30, "SALES", "CHICAGO"],
    [40, "OPERATIONS", "BOSTON"],
  ] as const) {
    // prettier-ignore
    await app.transaction.insert("APP.DEPT", { DEPTNO, DNAME, LOC });
  }
  for (const [EMPNO, ENAME, JOB, MGR, HIREDATE, SAL, COMM, DEPTNO] of [
    [7839, "KING", "PRESIDENT", null, "1981-11-17", 5000, null, 10],
    [7566, "JONES", "MANAGER", 7839, "1981-04-02", 2975, null, 20],
    [7788, "SCOTT", "ANALYST", 7566, "1987-04-19", 3000, null, 20],
    [7499, "ALLEN", "SALESMAN", 7839, "1981-02-20", 1600.5, 300, 30],
    [7521, "WARD", "SALESMAN", 7839, "1981-02-22", 1250, 500, 30],
    [7999, "NOBODY", null, null, "2020-02-29", null, 0, null],
  ] as const) {
    await app.transaction.insert("APP.EMP", {
      EMPNO,
      ENAME,
      JOB,
      MGR,
      HIREDATE: day(HIREDATE),
      SAL,
      COMM,
      DEPTNO,
    });
  }
  app.transaction.commit();
  return { store, catalogue, app, other: new TestSession(catalogue, "OTHER") };
}
