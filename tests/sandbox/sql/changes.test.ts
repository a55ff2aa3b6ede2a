import assert from "node:assert/strict";
import { OraError } from "../errors";
import { parseNumeric } from "../plsql/decimal";
import type { Store } from "../store";
import { openFixture, TestSession } from "./fixture";
import type { SqlCatalogue } from ".";

describe("changes of rows", () => {
  let store: Store;
  let app: TestSession;
  let catalogue: SqlCatalogue;
  let second: TestSession;

  beforeEach(async () => {
    ({ store, catalogue, app } = await openFixture());
    second = new TestSession(catalogue, "APP");
  });

  afterEach(() => store.close());

  function raises(code: number) {
    return (error: unknown): boolean => error instanceof OraError && error.code === code;
  }

  async function waits(promise: Promise<unknown>): Promise<boolean> {
    let open = true;
    const close = (): void => void (open = false);
    promise.then(close, close);
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    return open;
  }

  const names = "select dname from dept order by deptno";

  it("inserts values, rows of a query, and gives back what was asked for", async () => {
    assert.equal(await app.count("insert into dept values (50, 'A', null)"), 1);
    assert.equal(await app.count("insert into dept (dname, deptno) values (:n, :d)", { N: "B", D: "60" }), 1);
    assert.equal(await app.count("insert into dept (deptno, dname) select deptno + 60, lower(dname) from dept where deptno < 30"), 2); // prettier-ignore
    assert.deepEqual(await app.rows("select dname from dept where deptno >= 50 order by deptno"), [["A"], ["B"], ["accounting"], ["research"]]); // prettier-ignore
    const result = await app.execute(
      "insert into dept values (90, 'C', 'X') returning deptno, dname || loc into :a, :b",
    );
    assert.deepEqual(result, { kind: "done", rowsAffected: 1, returning: [[90, "CX"]] });
  });

  it("updates and deletes with conditions, subqueries and RETURNING", async () => {
    assert.equal(
      await app.count("update emp set sal = sal * 2, comm = nvl(comm, 0) + 1 where deptno = 30"),
      2,
    );
    assert.deepEqual(await app.rows("select sal, comm from emp where ename = 'WARD'"), [[2500, 501]]);
    assert.equal(await app.count("update emp e set (job, mgr) = (select 'X', max(empno) from emp m where m.deptno = e.deptno) where ename = 'WARD'"), 1); // prettier-ignore
    assert.deepEqual(await app.rows("select job, mgr from emp where ename = 'WARD'"), [["X", 7521]]);
    const result = await app.execute(
      "update dept set loc = lower(loc) where deptno < 30 returning loc into :l",
    );
    assert.deepEqual(result, { kind: "done", rowsAffected: 2, returning: [["new york"], ["dallas"]] });
    const gone = await app.execute("delete from dept d where not exists (select 1 from emp e where e.deptno = d.deptno) returning dname into :n"); // prettier-ignore
    assert.deepEqual(gone, { kind: "done", rowsAffected: 1, returning: [["OPERATIONS"]] });
    assert.equal(await app.count("delete from emp where rownum <= 2"), 2);
    assert.equal(await app.count("delete emp"), 4);
  });

  it("swaps values, because a statement sees the rows as they were", async () => {
    await app.execute("update dept set dname = loc, loc = dname where deptno = 10");
    assert.deepEqual(await app.rows("select dname, loc from dept where deptno = 10"), [
      ["NEW YORK", "ACCOUNTING"],
    ]);
    assert.equal(await app.count("insert into dept select deptno + 1, dname, loc from dept"), 4);
  });

  it("merges", async () => {
    const merge = "merge into dept d using (select 10 id, 'TEN' n from dual union all select 70, 'SEVENTY' from dual) s on (d.deptno = s.id) when matched then update set d.dname = s.n when not matched then insert (deptno, dname) values (s.id, s.n)"; // prettier-ignore
    assert.equal(await app.count(merge), 2);
    assert.deepEqual(await app.rows("select deptno, dname from dept where deptno in (10, 70) order by 1"), [[10, "TEN"], [70, "SEVENTY"]]); // prettier-ignore
    await assert.rejects(
      app.execute(
        "merge into dept d using emp e on (d.deptno = e.deptno) when matched then update set d.loc = e.ename",
      ),
      raises(30926),
    );
  });

  it("inserts into several tables at once", async () => {
    const all = "insert all into dept (deptno, dname) values (n, 'A') into dept (deptno, dname) values (n + 1, 'B') select 80 n from dual"; // prettier-ignore
    assert.equal(await app.count(all), 2);
    assert.deepEqual(await app.rows("select deptno, dname from dept where deptno >= 80 order by 1"), [[80, "A"], [81, "B"]]); // prettier-ignore
  });

  it("undoes a statement that fails, and only that", async () => {
    await app.execute("update dept set loc = 'HERE' where deptno = 10");
    await assert.rejects(app.execute("update dept set deptno = 20"), raises(1));
    await assert.rejects(app.execute("insert into dept select deptno + 70, dname || dname, loc from dept"), raises(12899)); // prettier-ignore
    assert.deepEqual(await app.rows("select deptno, loc from dept order by 1"), [[10, "HERE"], [20, "DALLAS"], [30, "CHICAGO"], [40, "BOSTON"]]); // prettier-ignore
  });

  it("keeps what is not committed from others, and goes back to savepoints", async () => {
    await app.execute("update dept set dname = 'ONE' where deptno = 10");
    await app.execute("savepoint s");
    await app.execute("delete from dept");
    assert.deepEqual(await second.rows(names), [["ACCOUNTING"], ["RESEARCH"], ["SALES"], ["OPERATIONS"]]);
    await app.execute("rollback to s");
    assert.deepEqual(await app.rows(names), [["ONE"], ["RESEARCH"], ["SALES"], ["OPERATIONS"]]);
    await app.execute("commit");
    assert.deepEqual((await second.rows(names))[0], ["ONE"]);
    await assert.rejects(app.execute("rollback to s"), raises(1086));
  });

  it("looks again after it had to wait for a row", async () => {
    await app.execute("update emp set sal = 10 where ename = 'WARD'");
    const raise = second.count("update emp set sal = sal + 1 where sal < 100 or ename = 'WARD'");
    const move = app.count("update emp set deptno = 10 where ename = 'WARD'");
    assert.equal(await waits(raise), true);
    await move;
    await app.execute("commit");
    assert.equal(await raise, 1);
    assert.deepEqual(await second.rows("select sal, deptno from emp where ename = 'WARD'"), [[11, 10]]);
    const gone = app.count("delete from emp where sal = 11");
    assert.equal(await gone, 0);
  });

  it("locks rows for update, and says when they are locked", async () => {
    assert.deepEqual(await app.rows("select dname from dept where deptno = 10 for update"), [["ACCOUNTING"]]);
    await assert.rejects(second.rows("select dname from dept for update nowait"), raises(54));
    await assert.rejects(second.rows("select dname from dept for update wait 0.01"), raises(30006));
    assert.equal((await second.rows("select dname from dept for update skip locked")).length, 3);
    await second.execute("rollback");
    const waiting = second.rows("select d.dname from dept d join emp e on e.deptno = d.deptno where e.ename = 'KING' for update of d.dname"); // prettier-ignore
    assert.equal(await waits(waiting), true);
    await app.execute("update dept set dname = 'NEW' where deptno = 10");
    await app.execute("commit");
    assert.deepEqual(await waiting, [["NEW"]]);
    await assert.rejects(app.execute("lock table dept in exclusive mode nowait"), raises(54));
  });

  it("ends a deadlock for one of two", async () => {
    await app.execute("update dept set loc = 'A' where deptno = 10");
    await second.execute("update dept set loc = 'B' where deptno = 20");
    const first = app.count("update dept set loc = 'A' where deptno = 20");
    assert.equal(await waits(first), true);
    await assert.rejects(second.execute("update dept set loc = 'B' where deptno = 10"), raises(60));
    assert.deepEqual(await second.rows("select loc from dept where deptno = 20"), [["B"]]);
    await second.execute("rollback");
    assert.equal(await first, 1);
  });

  it("waits for a function of PL/SQL, once for each argument", async () => {
    const asked: unknown[] = [];
    app.functions.set("PKG.TWICE", {
      type: "NUMBER",
      call: async ([value]) => {
        asked.push(value);
        await Promise.resolve();
        return Number(value) * 2;
      },
    });
    assert.deepEqual(await app.rows("select deptno from dept where pkg.twice(deptno) > 50 order by 1"), [
      [30],
      [40],
    ]);
    assert.equal(asked.length, 4);
    assert.equal(
      await app.count("update dept set deptno = pkg.twice(deptno) / 2 where pkg.twice(deptno) = 20"),
      1,
    );
  });

  it("numbers by sequences, whatever is rolled back", async () => {
    await app.execute("create sequence s start with 5 increment by 2");
    await assert.rejects(app.rows("select s.currval from dual"), raises(8002));
    assert.deepEqual(await app.rows("select s.nextval from dual"), [[5]]);
    await app.execute("insert into dept (deptno) values (s.nextval)");
    await app.execute("rollback");
    assert.deepEqual(await app.rows("select s.nextval, app.s.currval from dual"), [[9, 9]]);
  });

  it("keeps NUMBERs with all their digits", async () => {
    await app.execute("create table big (id number primary key, n number, p number(20, 2))");
    const [low, high] = ["12345678901234567890", "12345678901234567891"];
    for (const [id, n] of [
      [high, "3.00000000000000000001"],
      [low, "3"],
      ["5", "-12345678901234567890"],
    ] as const) {
      await app.execute("insert into big (id, n, p) values (:i, to_number(:n), :p)", { I: id, N: n, P: "123456789012345678.456" }); // prettier-ignore
    }
    await assert.rejects(app.execute(`insert into big (id) values (${low})`), raises(1));
    await assert.rejects(
      app.execute("insert into big (id, p) values (1, 1234567890123456789)"),
      raises(1438),
    );
    const texts = "to_char(id), to_char(n), to_char(p)";
    assert.deepEqual(await app.rows(`select ${texts} from big where id > 5 order by n desc`), [
      [high, "3.00000000000000000001", "123456789012345678.46"],
      [low, "3", "123456789012345678.46"],
    ]);
    assert.deepEqual(await app.rows(`select to_char(id) id from big where id >= 6 and n > 3`), [[high]]);
    assert.deepEqual(await app.rows("select id from big order by 1 fetch first row only"), [[5]]);
    assert.equal(await app.count(`update big set n = id - 1 where id = ${high}`), 1);
    assert.deepEqual(await app.rows("select to_char(n) from big where n = :n", { N: low }), [[low]]);
    assert.deepEqual(await app.rows("select b.n from big a join big b on a.id = b.n and b.id = :h", { H: high }), [[parseNumeric(low)]]); // prettier-ignore
    await assert.rejects(app.rows("select sum(id) over () from big"), raises(3001));
  });
});
