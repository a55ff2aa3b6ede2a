import assert from "node:assert/strict";
import type { Value } from "../plsql/catalogue";
import type { Store } from "../store";
import { openFixture } from "./fixture";
import type { TestSession } from "./fixture";

type Case = readonly [query: string, columns: string, rows: readonly (readonly Value[])[]];

const below = "start with mgr is null and job is not null connect by prior empno = mgr";

/** What SQLite has no words for, and is said to it in others. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  "ROLLUP, CUBE and GROUPING SETS": [
    [
      "select deptno, job, count(*), sum(sal) from emp group by rollup(deptno, job) order by deptno, job",
      "DEPTNO,JOB,COUNT(*),SUM(SAL)",
      [[10, "PRESIDENT", 1, 5000], [10, null, 1, 5000], [20, "ANALYST", 1, 3000], [20, "MANAGER", 1, 2975], [20, null, 2, 5975], [30, "SALESMAN", 2, 2850.5], [30, null, 2, 2850.5], [null, null, 1, null], [null, null, 1, null], [null, null, 6, 13825.5]], // prettier-ignore
    ],
    [
      "select deptno, mod(empno, 2) odd, count(*) c from emp where deptno < 30 group by cube(deptno, mod(empno, 2)) order by 1, 2",
      "DEPTNO,ODD,C",
      [
        [10, 1, 1],
        [10, null, 1],
        [20, 0, 2],
        [20, null, 2],
        [null, 0, 2],
        [null, 1, 1],
        [null, null, 3],
      ],
    ],
    ["select e.deptno, count(*) from emp e group by grouping sets ((deptno), ()) order by deptno", "DEPTNO,COUNT(*)", [[10, 1], [20, 2], [30, 2], [null, 1], [null, 6]]], // prettier-ignore
    [
      "select case when grouping(deptno) = 1 then 'all' else to_char(deptno) end d, sum(sal) s from emp group by rollup(deptno) order by grouping(deptno), deptno",
      "D,S",
      [
        ["10", 5000],
        ["20", 5975],
        ["30", 2850.5],
        [null, null],
        ["all", 13825.5],
      ],
    ],
    [
      "select deptno, grouping_id(deptno, job) g, count(*) n from emp group by grouping sets (deptno, job) having count(*) > 1 order by g, deptno",
      "DEPTNO,G,N",
      [
        [20, 1, 2],
        [30, 1, 2],
        [null, 2, 2],
      ],
    ],
    ["select deptno from emp where deptno is not null group by rollup(deptno) order by 1", "DEPTNO", [[10], [20], [30], [null]]], // prettier-ignore
    ["select s from (select deptno, sum(sal) s from emp where deptno > 10 group by rollup(deptno)) where deptno is null", "S", [[8825.5]]], // prettier-ignore
    ["select deptno d from emp where deptno = 10 group by rollup(deptno) union select 5 from dual order by 1", "D", [[5], [10], [null]]], // prettier-ignore
    ["select deptno, count(*) c from emp group by (deptno, job) order by 1, 2", "DEPTNO,C", [[10, 1], [20, 1], [20, 1], [30, 2], [null, 1]]], // prettier-ignore
  ],
  "groups of groups": [
    ["select max(count(*)) from emp group by deptno", "MAX(COUNT(*))", [[2]]],
    ["select max(avg(sal)) a, min(sum(sal)) + 1 b from emp where deptno is not null group by deptno having count(*) > 1", "A,B", [[2987.5, 2851.5]]], // prettier-ignore
  ],
  "LATERAL and APPLY": [
    ["select d.dname, x.ename from dept d cross apply (select e.ename from emp e where e.deptno = d.deptno order by sal desc fetch first 1 row only) x order by 1", "DNAME,ENAME", [["ACCOUNTING", "KING"], ["RESEARCH", "SCOTT"], ["SALES", "ALLEN"]]], // prettier-ignore
    ["select d.dname, x.n from dept d outer apply (select e.ename n from emp e where e.deptno = d.deptno and e.sal > 2900) x order by 1, 2", "DNAME,N", [["ACCOUNTING", "KING"], ["OPERATIONS", null], ["RESEARCH", "JONES"], ["RESEARCH", "SCOTT"], ["SALES", null]]], // prettier-ignore
    ["select d.dname, x.c, x.h from dept d, lateral (select count(*) c, max(hiredate) h from emp e where e.deptno = d.deptno) x where d.deptno = 10", "DNAME,C,H", [["ACCOUNTING", 1, new Date("1981-11-17T00:00:00Z")]]], // prettier-ignore
  ],
  "rows above rows": [
    [
      `select ename, connect_by_root ename r, sys_connect_by_path(ename, '/') p, connect_by_isleaf l, level from emp ${below} order siblings by ename desc`,
      "ENAME,R,P,L,LEVEL",
      [["KING", "KING", "/KING", 0, 1], ["WARD", "KING", "/KING/WARD", 1, 2], ["JONES", "KING", "/KING/JONES", 0, 2], ["SCOTT", "KING", "/KING/JONES/SCOTT", 1, 3], ["ALLEN", "KING", "/KING/ALLEN", 1, 2]], // prettier-ignore
    ],
    [`select ename from emp ${below} order siblings by sal, ename`, "ENAME", [["KING"], ["WARD"], ["ALLEN"], ["JONES"], ["SCOTT"]]], // prettier-ignore
    [`select ename from emp where connect_by_isleaf = 1 ${below} order by ename`, "ENAME", [["ALLEN"], ["SCOTT"], ["WARD"]]], // prettier-ignore
    [`select r, count(*) c from (select connect_by_root deptno r from emp ${below}) group by r`, "R,C", [[10, 5]]], // prettier-ignore
  ],
  "PIVOT and UNPIVOT": [
    [
      "select * from (select deptno, job, sal from emp) pivot (sum(sal) for job in ('CLERK' as clerk, 'MANAGER' manager, 'SALESMAN')) where deptno > 10 order by deptno",
      "DEPTNO,CLERK,MANAGER,'SALESMAN'",
      [
        [20, null, 2975, null],
        [30, null, null, 2850.5],
      ],
    ],
    [
      "select p.m_s, p.m_c, p.x_s, p.x_c from (select deptno, job, sal from emp) pivot (sum(sal) s, count(*) c for job in ('MANAGER' as m, 'SALESMAN' as x)) p order by deptno",
      "M_S,M_C,X_S,X_C",
      [
        [null, 0, null, 0],
        [2975, 1, null, 0],
        [null, 0, 2850.5, 2],
        [null, 0, null, 0],
      ],
    ],
    ["select * from (select deptno, job from emp) pivot (count(*) for (deptno, job) in ((20, 'ANALYST') as a, (30, 'SALESMAN') as s))", "A,S", [[1, 2]]], // prettier-ignore
    ["select * from (select 1 id, 'a' x, cast(null as varchar2(1)) y, 'c' z from dual) unpivot (v for n in (x, y, z as 'Z!')) order by n", "ID,N,V", [[1, "X", "a"], [1, "Z!", "c"]]], // prettier-ignore
    ["select u.n, u.v from (select 1 id, 'a' x, cast(null as varchar2(1)) y from dual) unpivot include nulls (v for n in (x, y)) u order by 1", "N,V", [["X", "a"], ["Y", null]]], // prettier-ignore
  ],
};

describe("queries that are said in other words", () => {
  let store: Store;
  let app: TestSession;

  before(async () => {
    ({ store, app } = await openFixture());
  });
  after(() => store.close());

  for (const [title, list] of Object.entries(cases)) {
    describe(title, () => {
      for (const [query, columns, rows] of list) {
        it(query, async () => {
          const result = await app.execute(query);
          assert.ok(result.kind === "rows");
          assert.equal(result.columns.map(({ name }) => name).join(","), columns);
          assert.deepEqual(result.rows, rows);
        });
      }
    });
  }

  it("CURSOR(...) is a value that is a query's rows", async () => {
    const [row] = await app.rows("select dname, cursor(select e.ename, cursor(select 1 x from dual) n from emp e where e.deptno = d.deptno order by 1) c from dept d where deptno = 20"); // prettier-ignore
    const cursor = row?.[1] as unknown as {
      columns: { name: string }[];
      rows: [string, { rows: unknown }][];
    };
    assert.deepEqual(
      cursor.columns.map(({ name }) => name),
      ["ENAME", "N"],
    );
    assert.deepEqual(
      cursor.rows.map(([name, inner]) => [name, inner.rows]),
      [
        ["JONES", [[1]]],
        ["SCOTT", [[1]]],
      ],
    );
  });
});
