import assert from "node:assert/strict";
import type { Value } from "../plsql/catalogue";
import { parseNumeric } from "../plsql/decimal";
import type { Store } from "../store";
import { openFixture } from "./fixture";
import type { TestSession } from "./fixture";

/** Oracle's query, its rows, and binds where it has some. */
type Case = readonly [
  query: string,
  rows: readonly (readonly Value[])[],
  binds?: Readonly<Record<string, Value>>,
];

const date = (text: string): Date => new Date(`${text}${text.includes("T") ? "" : "T00:00:00"}Z`);

const big = (digits: string): Value => parseNumeric(digits)!;

const numbers = ["4", "1", "10 / 3", "12345678901234567891", "-12345678901234567890", "12345678901234567890", "-12345678901234567891", "12345678901234567890"].map((n) => `select ${n} n from dual`).join(" union all "); // prettier-ignore

const loop =
  "select 1 id, 3 parent from dual union all select 2, 1 from dual union all select 3, 2 from dual";

const cases: Readonly<Record<string, readonly Case[]>> = {
  "the plainest": [
    ["select 1 from dual", [[1]]],
    ["select dummy, 'it''s', q'[a]b]' from sys.dual", [["X", "it's", "a]b"]]],
    ["select 1 + 1", [[2]]],
    ["select * from dept where deptno = 10", [[10, "ACCOUNTING", "NEW YORK"]]],
    ["select d.* from app.dept d where app.dept.deptno = 10 or d.deptno = 10".replace("app.dept.deptno = 10 or ", ""), [[10, "ACCOUNTING", "NEW YORK"]]], // prettier-ignore
    ["select ename from emp where empno = :1", [["KING"]], { "1": 7839 }],
    ["select ename from emp where empno = :n", [["KING"]], { N: "7839" }],
    ["select :a, :b, :c from dual", [["x", 1, null]], { A: "x", B: 1, C: "" }],
    ["select distinct job from emp where deptno = 30", [["SALESMAN"]]],
  ],
  "null and the empty text": [
    ["select '' from dual where '' is null", [[null]]],
    ["select nvl('', 'x'), coalesce(null, '', 'y'), nvl2('', 1, 2) from dual", [["x", "y", 2]]],
    ["select 'a' || null || 'b', null || '', length('') from dual", [["ab", null, null]]],
    ["select count(*) from emp where comm = null", [[0]]],
    ["select empno from emp where job is null", [[7999]]],
    ["select empno from emp order by comm nulls first, empno fetch first 1 row only", [[7566]]],
    ["select empno from emp order by comm desc, empno fetch first 1 row only", [[7566]]],
    ["select empno from emp order by comm, empno fetch first 1 row only", [[7999]]],
    ["select 1 from dual where 1 not in (2, null)", []],
    ["select empty_clob(), nvl(empty_clob(), 'x'), length(empty_clob()) from dual", [["", "", 0]]],
    ["select decode(null, null, 'same', 'other'), decode(2, 1, 'a', 2, 'b'), decode(3, 1, 'a') from dual", [["same", "b", null]]], // prettier-ignore
  ],
  "rows that stand above themselves": [
    [`select id, level from (${loop}) start with id = 1 connect by nocycle prior id = parent`, [[1, 1], [2, 2], [3, 3]]], // prettier-ignore
    ["select level from dual connect by level <= 3", [[1], [2], [3]]],
  ],
  "columns joined by USING": [
    ["select deptno, ename from emp right join dept using (deptno) where deptno > 20 order by 1, 2", [[30, "ALLEN"], [30, "WARD"], [40, null]]], // prettier-ignore
    ["select deptno, count(*) from emp full join dept using (deptno) group by deptno order by 1", [[10, 1], [20, 2], [30, 2], [40, 1], [null, 1]]], // prettier-ignore
    ["select * from (select 1 a, 2 b from dual) full join (select 3 c, 4 a from dual) using (a) order by a", [[1, 2, null], [4, null, 3]]], // prettier-ignore
  ],
  "a byte order mark at the front of a text": [
    ["select :a, lower(:a), length(:a), :a || 'x', 'x' || :a from dual", [["\uFEFFb", "\uFEFFb", 2, "\uFEFFbx", "x\uFEFFb"]], { A: "\uFEFFb" }], // prettier-ignore
  ],
  "numbers of more than 15 digits": [
    ["select 12345678901234567890 + 1, 12345678901234567890 from dual", [[big("12345678901234567891"), big("12345678901234567890")]]], // prettier-ignore
    ["select 9007199254740993, 9007199254740993 - 9007199254740992, 1e20 * 1e20, -12345678901234567890 from dual", [[big("9007199254740993"), 1, 1e40, big("-12345678901234567890")]]], // prettier-ignore
    ["select to_char(10 / 3), to_char(0.1 + 12345678901234567890) from dual", [["3.333333333333333333333333333333333333333", "12345678901234567890.1"]]], // prettier-ignore
    ["select case when 12345678901234567890 < 12345678901234567891 then 'y' else 'n' end, case when 10/3 > 4 then 'y' else 'n' end, case when -12345678901234567890 < 0 then 'y' else 'n' end from dual", [["y", "n", "y"]]], // prettier-ignore
    ["select case when 10/3 between 3 and 4 then 'y' else 'n' end, case when :n = 12345678901234567890 then 'y' else 'n' end from dual", [["y", "y"]], { N: "12345678901234567890" }], // prettier-ignore
    [`select to_char(n) from (${numbers}) order by n`, [["-12345678901234567891"], ["-12345678901234567890"], ["1"], ["3.333333333333333333333333333333333333333"], ["4"], ["12345678901234567890"], ["12345678901234567890"], ["12345678901234567891"]]], // prettier-ignore
    [`select to_char(n), count(*) from (${numbers}) group by n having count(*) > 1`, [["12345678901234567890", 2]]], // prettier-ignore
    [`select to_char(min(n)), to_char(max(n)), to_char(sum(n)), count(distinct n), to_char(sum(distinct n)) from (${numbers})`, [["-12345678901234567891", "12345678901234567891", "12345678901234567898.33333333333333333333", 7, "8.33333333333333333333"]]], // prettier-ignore
    ["select to_char(greatest(12345678901234567890, 5, 12345678901234567891)), to_char(least(10/3, 4)), to_char(abs(-12345678901234567890)), sign(-12345678901234567890), mod(12345678901234567891, 10) from dual", [["12345678901234567891", "3.333333333333333333333333333333333333333", "12345678901234567890", -1, 1]]], // prettier-ignore
    ["select 1 from dual where rownum <= 12345678901234567890", [[1]]],
  ],
  "numbers, texts and dates": [
    ["select 0.1 + 0.2, 7 / 2, 0.1 * 3, 2 * 3 - 1 from dual", [[0.3, 3.5, 0.3, 5]]],
    ["select 'n' || 0.5 || 1.0 || -2.25 from dual", [["n.51-2.25"]]],
    ["select ename from emp where sal = '1600.5'", [["ALLEN"]]],
    ["select round(2.567, 1), trunc(2.567, 2), mod(7, 3), abs(-2), ceil(1.2), floor(1.8), sign(-3) from dual", [[2.6, 2.56, 1, 2, 2, 1, -1]]], // prettier-ignore
    ["select upper('äb'), initcap('ab cd'), substr('hello', 2, 3), substr('hello', -3), instr('hello', 'l', 1, 2) from dual", [["ÄB", "Ab Cd", "ell", "llo", 4]]], // prettier-ignore
    ["select replace('a-b', '-'), lpad('7', 3, '0'), rtrim('x  '), trim(both 'x' from 'xax'), length('äöü') from dual", [["ab", "007", "x", "a", 3]]], // prettier-ignore
    ["select to_char(hiredate, 'YYYY-MM-DD') from emp where hiredate = date '1981-11-17'", [["1981-11-17"]]],
    ["select hiredate from emp where empno = 7839", [[date("1981-11-17")]]],
    ["select hiredate + 1, add_months(hiredate, 1), hiredate - date '1981-11-10' from emp where empno = 7839", [[date("1981-11-18"), date("1981-12-17"), 7]]], // prettier-ignore
    ["select max(hiredate), extract(year from min(hiredate)) from emp", [[date("2020-02-29"), 1981]]],
    ["select count(*) from emp where hiredate > to_date('1982-01-01', 'YYYY-MM-DD')", [[2]]],
    ["select count(*) from emp where hiredate > :d", [[2]], { D: date("1982-01-01") }],
    ["select sysdate, trunc(sysdate) from dual", [[date("2026-11-24T10:20:30"), date("2026-11-24")]]],
    ["select systimestamp + interval '1' hour from dual", [[date("2026-11-24T11:20:30")]]],
    [
      "select cast('12' as number), cast(12.6 as integer), cast(1 as varchar2(10)) from dual",
      [[12, 13, "1"]],
    ],
    [
      "select to_number('1,234.5', '9,999.9'), to_char(1234.5, 'FM9,990.00') from dual",
      [[1234.5, "1,234.50"]],
    ],
    ["select greatest(1, 3, 2), least('b', 'a'), nullif(1, 1), nullif(1, 2) from dual", [[3, "a", null, 1]]],
    [
      "select regexp_replace('a1b2', '[0-9]', '#'), regexp_substr('a1b2', '[0-9]') from dual",
      [["a#b#", "1"]],
    ],
    ["select case when 1 = 1 then 'y' else 'n' end, case 2 when 1 then 'a' when 2 then 'b' end from dual", [["y", "b"]]], // prettier-ignore
    ["select user, sys_context('userenv', 'current_schema'), sys_context('USERENV', 'DB_NAME') from dual", [["APP", "APP", "FREE"]]], // prettier-ignore
  ],
  conditions: [
    ["select ename from emp where ename like 'S%'", [["SCOTT"]]],
    ["select ename from emp where regexp_like(ename, '^S.*T$')", [["SCOTT"]]],
    ["select ename from emp where (sal, deptno) = (select max(sal), 10 from emp)", [["KING"]]],
    ["select extract(day from (systimestamp + 2.5 - systimestamp)), extract(hour from interval '1:30' hour to minute) from dual", [[2, 1]]], // prettier-ignore
    ["select count(*) from emp where not regexp_like(ename, 'i', 'i')", [[5]]],
    ["select ename from emp where ename like 's%'", []],
    ["select 1 from dual where 'a_b' like 'a\\_b' escape '\\' and 'axb' not like 'a\\_b' escape '\\'", [[1]]],
    ["select ename from emp where sal between 2975 and 3000 order by 1", [["JONES"], ["SCOTT"]]],
    ["select count(*) from emp where deptno in (10, 20) and not (ename = 'KING')", [[2]]],
    ["select count(*) from emp where (deptno, job) in ((20, 'ANALYST'), (10, 'PRESIDENT'))", [[2]]],
    ["select dname from dept d where exists (select 1 from emp e where e.deptno = d.deptno and e.sal > 2900) order by 1", [["ACCOUNTING"], ["RESEARCH"]]], // prettier-ignore
    [
      "select dname from dept where deptno not in (select deptno from emp where deptno is not null)",
      [["OPERATIONS"]],
    ],
    ["select dname from dept where (deptno, dname) in (select deptno, 'SALES' from emp)", [["SALES"]]],
    ["select ename from emp where sal >= all (select sal from emp where sal is not null)", [["KING"]]],
    ["select ename from emp where sal = any (1250, 5000) order by 1", [["KING"], ["WARD"]]],
  ],
  joins: [
    ["select e.ename, d.dname from emp e join dept d on d.deptno = e.deptno where d.deptno = 10", [["KING", "ACCOUNTING"]]], // prettier-ignore
    [
      "select ename, dname from emp, dept where emp.deptno = dept.deptno and dept.deptno = 10",
      [["KING", "ACCOUNTING"]],
    ],
    ["select d.dname, e.ename from dept d left join emp e on e.deptno = d.deptno where d.deptno in (10, 40) order by d.deptno", [["ACCOUNTING", "KING"], ["OPERATIONS", null]]], // prettier-ignore
    ["select d.dname, e.ename from emp e right join dept d on e.deptno = d.deptno where d.deptno = 40", [["OPERATIONS", null]]], // prettier-ignore
    ["select d.dname, e.ename from dept d, emp e where d.deptno = e.deptno(+) and e.job(+) = 'PRESIDENT' and d.deptno < 30 order by 1", [["ACCOUNTING", "KING"], ["RESEARCH", null]]], // prettier-ignore
    ["select count(*) from emp e full join dept d on d.deptno = e.deptno", [[7]]],
    [
      "select deptno, dname, ename from emp join dept using (deptno) where deptno = 10",
      [[10, "ACCOUNTING", "KING"]],
    ],
    ["select dname from emp natural join dept where ename = 'KING'", [["ACCOUNTING"]]],
    ["select count(*) from emp cross join dept", [[24]]],
    ["select column_value from table(sys.odcivarchar2list('b', 'a')) order by 1", [["a"], ["b"]]],
    [
      "select count(*) from emp where ename in (select column_value from table(sys.odcivarchar2list('KING', 'X')))",
      [[1]],
    ],
    [
      "select e.ename, m.ename from emp e join emp m on m.empno = e.mgr where e.empno = 7788",
      [["SCOTT", "JONES"]],
    ],
    ["select a.dname from (dept a join emp b on b.deptno = a.deptno) join emp c on c.empno = b.mgr where b.empno = 7788", [["RESEARCH"]]], // prettier-ignore
  ],
  "groups and aggregates": [
    [
      "select count(*), count(comm), count(distinct deptno), sum(sal), max(ename) from emp",
      [[6, 3, 3, 13825.5, "WARD"]],
    ],
    ["select deptno, count(*) from emp where deptno is not null group by deptno having count(*) > 1 order by deptno", [[20, 2], [30, 2]]], // prettier-ignore
    ["select avg(comm), sum(null), min(sal) from emp where deptno = 30", [[400, null, 1250]]],
    [
      "select listagg(ename, ',') within group (order by ename desc) from emp where deptno = 20",
      [["SCOTT,JONES"]],
    ],
    ["select deptno, listagg(ename) within group (order by ename) from emp where deptno = 30 group by deptno", [[30, "ALLENWARD"]]], // prettier-ignore
    ["select listagg(distinct job, '; ') within group (order by job) from emp", [["ANALYST; MANAGER; PRESIDENT; SALESMAN"]]], // prettier-ignore
    ["select upper(job), count(*) from emp where job = 'SALESMAN' group by upper(job)", [["SALESMAN", 2]]],
    ["select sum(0.1) from emp where empno in (7839, 7566, 7788)", [[0.3]]],
    ["select median(sal) from emp", [[2975]]],
    ["select count(*) from emp where 1 = 0", [[0]]],
    ["select max(sal) from emp where 1 = 0", [[null]]],
    ["select max(ename) keep (dense_rank first order by sal desc nulls last), min(ename) keep (dense_rank last order by deptno nulls first) from emp", [["KING", "ALLEN"]]], // prettier-ignore
    ["select deptno from emp where 1 = 0 group by deptno", []],
    ["select 5 from emp having count(*) > 1", [[5]]],
    ["select count(*) from emp where 1 = 0 having count(*) = 0", [[0]]],
  ],
  "subqueries, sets and WITH": [
    ["select dname, (select count(*) from emp e where e.deptno = d.deptno) c from dept d order by c desc, dname", [["RESEARCH", 2], ["SALES", 2], ["ACCOUNTING", 1], ["OPERATIONS", 0]]], // prettier-ignore
    ["select (select dname from dept where deptno = 99) from dual", [[null]]],
    [
      "select x.n from (select ename n, sal from emp order by sal) x where rownum <= 2",
      [["WARD"], ["ALLEN"]],
    ],
    ["with a as (select 1 n from dual), b (m) as (select n + 1 from a) select a.n, b.m from a, b", [[1, 2]]],
    ["with r (n) as (select 1 from dual union all select n + 1 from r where n < 4) select listagg(n, ',') within group (order by n) from r", [["1,2,3,4"]]], // prettier-ignore
    ["select 1 from dual union all select 1 from dual", [[1], [1]]],
    ["select deptno from dept minus select deptno from emp", [[40]]],
    ["select deptno n from dept intersect select 10 from dual", [[10]]],
    ["select 1 n from dual union all select null from dual union all select 2 from dual minus select 1 from dual order by 1", [[2], [null]]], // prettier-ignore
    ["select 'b' x from dual union select 'a' from dual order by x", [["a"], ["b"]]],
    [
      "select 3 n from dual union (select 1 from dual union all select 1 from dual) order by 1 desc",
      [[3], [1]],
    ],
    ["select level from dual connect by level <= 3", [[1], [2], [3]]],
    ["select level, ename from emp start with mgr is null and empno = 7839 connect by prior empno = mgr order by level, ename", [[1, "KING"], [2, "ALLEN"], [2, "JONES"], [2, "WARD"], [3, "SCOTT"]]], // prettier-ignore
  ],
  "ROWNUM and paging": [
    ["select count(*) from emp where rownum <= 3", [[3]]],
    ["select count(*) from emp where rownum = 1 and deptno = 30", [[1]]],
    ["select ename from emp where rownum < 2 order by ename desc", [["KING"]]],
    ["select count(*) from emp where rownum > 1", [[0]]],
    ["select rownum, ename from (select ename from emp order by ename) where rownum <= 2", [[1, "ALLEN"], [2, "JONES"]]], // prettier-ignore
    ["select * from (select a.*, rownum rn from (select ename from emp order by ename) a where rownum <= 4) where rn > 2", [["KING", 3], ["NOBODY", 4]]], // prettier-ignore
    ["select ename from emp order by ename offset 1 row fetch next 2 rows only", [["JONES"], ["KING"]]],
    [
      "select ename from emp order by ename offset :o rows fetch next :n rows only",
      [["WARD"]],
      { O: 5, N: 10 },
    ],
    ["select ename from emp order by deptno nulls first fetch first 3 rows with ties", [["NOBODY"], ["KING"], ["JONES"], ["SCOTT"]]], // prettier-ignore
    ["select ename from emp order by 1 fetch first 30 percent rows only", [["ALLEN"], ["JONES"]]],
    ["select ename from emp where ename < 'K' order by 1 fetch first row only", [["ALLEN"]]],
  ],
  analytic: [
    ["select ename, row_number() over (partition by deptno order by sal desc) rn from emp where deptno = 20 order by 1", [["JONES", 2], ["SCOTT", 1]]], // prettier-ignore
    [
      "select ename, count(*) over () from emp where deptno = 30 order by 1",
      [
        ["ALLEN", 2],
        ["WARD", 2],
      ],
    ],
    ["select ename, lag(ename, 1, 'none') over (order by ename) from emp where deptno = 20 order by 1", [["JONES", "none"], ["SCOTT", "JONES"]]], // prettier-ignore
    ["select ename, sum(sal) over (order by ename rows between unbounded preceding and current row) from emp where deptno = 30 order by 1", [["ALLEN", 1600.5], ["WARD", 2850.5]]], // prettier-ignore
  ],
  json: [
    ["select json_object('a' value 1, 'b' value 'x\"y', 'c' value null, key 'd' value date '2026-01-31') from dual", [['{"a":1,"b":"x\\"y","c":null,"d":"2026-01-31T00:00:00"}']]], // prettier-ignore
    ["select json_object('a' value null absent on null) from dual", [["{}"]]],
    ["select json_object('l' value (select json_arrayagg(ename order by ename returning clob) from emp where deptno = 30) format json returning clob) from dual", [['{"l":["ALLEN","WARD"]}']]], // prettier-ignore
    ["select (select json_arrayagg(ename) from emp where deptno = 99) from dual", [[null]]],
    ["select json_arrayagg(comm order by ename null on null), json_arrayagg(comm order by ename) from emp where deptno in (20, 30)", [["[300,null,null,500]", "[300,500]"]]], // prettier-ignore
    ["select json_objectagg(ename value sal) from emp where deptno = 20", [['{"JONES":2975,"SCOTT":3000}']]],
    [
      "select json_array(1, 'a', null null on null), json_array(1, null) from dual",
      [['[1,"a",null]', "[1]"]],
    ],
    ["select json_value('{\"a\":{\"b\":[1,2]}}', '$.a.b[1]' returning number), json_value('{\"a\":true}', '$.a'), json_value('{}', '$.x') from dual", [[2, "true", null]]], // prettier-ignore
    ["select json_query('{\"a\":[1,2]}', '$.a'), json_query('{\"a\":1}', '$.a' with wrapper) from dual", [["[1,2]", "[1]"]]], // prettier-ignore
    [
      "select 1 from dual where json_exists('{\"a\":1}', '$.a') and not json_exists('{\"a\":1}', '$.b')",
      [[1]],
    ],
    ["select 1 from dual where '{}' is json and 'x' is not json", [[1]]],
    ["select j.n, j.t from json_table('[{\"n\":1,\"t\":\"a\"},{\"n\":2}]', '$[*]' columns (n number path '$.n', t varchar2(10) path '$.t')) j", [[1, "a"], [2, null]]], // prettier-ignore
  ],
};

/** `#` is a number that counts. */
function repeated(count: number, part: string, between: string): string {
  return Array.from({ length: count }, (_, index) => part.replaceAll("#", String(index))).join(between);
}

const long: Readonly<Record<string, readonly [query: string, rows: number]>> = {
  "1,000 queries joined by UNION ALL": [repeated(1000, "select # n, 'x#' t from dual", " union all "), 1000],
  "a concatenation of 1,500 texts": [`select ${repeated(1500, "'a'", " || ")} from dual`, 1],
  "a list of 1,000 values": [`select ename from emp where empno in (${repeated(1000, "#", ", ")})`, 0],
  "1,500 conditions": [`select ename from emp where ${repeated(1500, "empno = 6#", " or ")}`, 0],
  "40 queries in one another": [
    `${repeated(40, "select * from (", "")}select 1 a from dual${")".repeat(40)}`,
    1,
  ],
};

describe("queries of SQL", () => {
  let store: Store;
  let app: TestSession;

  before(async () => {
    ({ store, app } = await openFixture());
  });

  after(() => store.close());

  for (const [title, [query, count]] of Object.entries(long)) {
    it(`may have ${title}`, async () => {
      assert.equal((await app.rows(query)).length, count);
    });
  }

  for (const [title, list] of Object.entries(cases)) {
    describe(title, () => {
      for (const [query, rows, binds] of list) {
        it(query, async () => {
          assert.deepEqual(await app.rows(query, binds), rows);
        });
      }
    });
  }
});
