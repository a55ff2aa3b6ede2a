import assert from "node:assert/strict";
import { OraError } from "../errors";
import { openStore } from "../store";
import type { Store } from "../store";
import { openFixture, TestSession } from "./fixture";
import { SqlCatalogue } from ".";

/** A statement and the error that Oracle has for it; `^` in the statement marks the position. */
const cases: readonly (readonly [statement: string, error: string])[] = [
  ["select * from ^nothing", 'ORA-00942: table or view "APP"."NOTHING" does not exist'],
  ["select * from other.^dept", 'ORA-00942: table or view "OTHER"."DEPT" does not exist'],
  ["insert into ^nothing values (1)", 'ORA-00942: table or view "APP"."NOTHING" does not exist'],
  ["select ^nothing from dept", 'ORA-00904: "NOTHING": invalid identifier'],
  ["select ^d.nothing from dept d", 'ORA-00904: "D"."NOTHING": invalid identifier'],
  ["select ^x.dname from dept d", 'ORA-00904: "X"."DNAME": invalid identifier'],
  ["select 1 from dept where ^nothing = 1", 'ORA-00904: "NOTHING": invalid identifier'],
  ["select ^nothing(1) from dual", 'ORA-00904: "NOTHING": invalid identifier'],
  ["select ^x.* from dept d", 'ORA-00904: "X": invalid identifier'],
  ["select dname from dept order by ^nothing", 'ORA-00904: "NOTHING": invalid identifier'],
  ["select ^deptno from emp, dept", 'ORA-00918: "DEPTNO": column ambiguously specified'],
  ["update dept set ^nothing = 1", 'ORA-00904: "NOTHING": invalid identifier'],
  ["insert into dept (^nothing) values (1)", 'ORA-00904: "NOTHING": invalid identifier'],
  ["insert into dept (deptno) values (1, 2)", "ORA-00913: too many values"],
  ["insert into dept values (1)", "ORA-00947: not enough values"],
  ["insert into dept (deptno, ^deptno) values (1, 2)", 'ORA-00957: duplicate column name ("DEPTNO")'],
  ["insert into dept (dname) values ('x')", 'ORA-01400: cannot insert NULL into ("APP"."DEPT"."DEPTNO")'],
  ["update dept set deptno = null", 'ORA-01407: cannot update ("APP"."DEPT"."DEPTNO") to NULL'],
  ["insert into dept values (1, 'a name that is too long', 'x')", 'ORA-12899: value too large for column "APP"."DEPT"."DNAME" (actual: 23, maximum: 14)'], // prettier-ignore
  ["insert into dept values (100, 'x', 'x')", "ORA-01438: value larger than specified precision allowed for this column"], // prettier-ignore
  [
    "insert into dept values ('abc', 'x', 'x')",
    "ORA-01722: unable to convert string value containing 'a' to a number: \nORA-03302: (ORA-01722 details) invalid string value: abc",
  ],
  [
    "select 1 from dual where 'abc' = 1",
    "ORA-01722: unable to convert string value containing 'a' to a number: \nORA-03302: (ORA-01722 details) invalid string value: abc",
  ],
  [
    "select to_number('x') from dual",
    "ORA-01722: unable to convert string value containing 'x' to a number: \nORA-03302: (ORA-01722 details) invalid string value: x",
  ],
  ["select 1 / 0 from dual", "ORA-01476: divisor is equal to zero"],
  ["select deptno, count(*) from emp", "ORA-00937: not a single-group group function"],
  ["select dname, ^loc from dept group by dname", 'ORA-00979: "LOC": must appear in the GROUP BY clause or be used in an aggregate function'], // prettier-ignore
  ["select (select deptno from dept) from dual", "ORA-01427: single-row subquery returns more than one row"],
  ["select 1 from dual where 1 in (select deptno, dname from dept)", "ORA-00913: too many values"],
  [
    "select 1 from dual union select 1, 2 from dual",
    "ORA-01789: query block has incorrect number of result columns",
  ],
  ["select 1 from dual union select 'a' from dual", "ORA-01790: expression must have same datatype as corresponding expression"], // prettier-ignore
  ["select 1 from emp where ^notes = 'x'", "ORA-00932: inconsistent datatypes: expected - got CLOB"],
  [
    "select dname from dept order by ^4",
    "ORA-01785: ORDER BY item must be the number of a SELECT-list expression",
  ],
  ["select upper() from dual", "ORA-00938: not enough arguments for function"],
  ["select s.nextval from dual", "ORA-02289: sequence does not exist"],
  ["rollback to nowhere", "ORA-01086: savepoint 'NOWHERE' never established in this session or is invalid"],
  ["insert into dept values (10, 'x', 'x')", "ORA-00001: unique constraint (APP.PK_DEPT) violated on table APP.DEPT columns (DEPTNO)\nORA-03301: (ORA-00001 details) row with column values (DEPTNO:10) already exists"], // prettier-ignore
  [
    "select json_object('a' value rpad('x', 4000, 'x')) from dual",
    "ORA-40478: output value too large (maximum: 4000)",
  ],
  ["select 1 from (select 1 id, 1 parent from dual) connect by prior id = parent", "ORA-01436: CONNECT BY loop in user data"], // prettier-ignore
  ["select ^lateral_less.x from dual", 'ORA-00904: "LATERAL_LESS"."X": invalid identifier'],
  ["select * from dept pivot xml (count(*) for loc in (any))", "ORA-03001: unimplemented feature: PIVOT XML is not supported by the sandbox"], // prettier-ignore
  ["select * from dept pivot (^loc for deptno in (1))", "ORA-56902: expect aggregate function inside pivot operation"], // prettier-ignore
];

describe("errors of SQL", () => {
  let store: Store;
  let app: TestSession;

  before(async () => {
    ({ store, app } = await openFixture());
  });

  after(() => store.close());

  for (const [marked, message] of cases) {
    const offset = marked.indexOf("^");
    const statement = marked.replace("^", "");
    it(statement, async () => {
      await assert.rejects(app.execute(statement), (error) => {
        assert.ok(error instanceof OraError, String(error));
        assert.equal(error.message, message);
        if (offset >= 0) assert.equal(error.offset, offset);
        return true;
      });
    });
  }
});

describe("errors of SQL before 23ai", () => {
  let store: Store;

  before(async () => {
    store = await openStore({ release: 19 });
  });
  after(() => store.close());

  for (const [statement, message] of [
    ["select * from nothing", "ORA-00942: table or view does not exist"],
    ["select to_number('x') from dual", "ORA-01722: invalid number"],
  ] as const) {
    it(statement, async () => {
      const session = new TestSession(new SqlCatalogue(store), "APP");
      await assert.rejects(session.execute(statement), { message });
    });
  }
});
