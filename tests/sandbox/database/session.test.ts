import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { errorOf, out } from "../net/fixture";
import { failureOf, rowsOf, Site } from "./fixture";

describe("a session", () => {
  let site: Site;
  let my: oracledb.Connection;
  let rival: oracledb.Connection;
  before(async () => {
    site = await Site.start();
    my = await site.connect("MYAPI");
    rival = await site.connect("MYAPI");
    await my.execute(
      "create table t (id number(5) primary key, name varchar2(10) not null, doc clob, bytes blob)",
    );
    await my.execute("begin ords.enable_schema; commit; end;");
  });
  beforeEach(async () => {
    await my.execute("delete from t");
    await my.commit();
  });
  after(() => site.stop());

  const count = (connection: oracledb.Connection): Promise<unknown[][]> =>
    rowsOf(connection, "select count(*) from t");

  it("converts dates as ALTER SESSION has it, and no other session does", async () => {
    const one = await site.connect("MYAPI");
    await one.execute("alter session set nls_date_format = 'DD/MM/YYYY' nls_timestamp_format = 'YYYY-MM-DD'");
    const texts =
      "select to_char(date '2026-02-05'), '' || to_timestamp('2026-02-05'), date '2026-02-05' - to_date('01/02/2026') from dual";
    assert.deepEqual(await rowsOf(one, texts), [["05/02/2026", "2026-02-05", 4]]);
    assert.deepEqual(await rowsOf(my, "select to_char(date '2026-02-05') from dual"), [["05-FEB-26"]]);
    assert.match(await failureOf(my, "select to_date('31/12/2026') from dual"), /^ORA-018/);
    await one.close();
  });

  it("sees what it has not committed, and others do not", async () => {
    await my.execute("insert into t (id, name) values (1, 'a')");
    assert.deepEqual([await count(my), await count(rival)], [[[1]], [[0]]]);
    await my.commit();
    assert.deepEqual(await count(rival), [[1]]);
  });

  it("undoes a statement or block that fails, and keeps what stood before it", async () => {
    await my.execute("insert into t (id, name) values (1, 'a')");
    const taken = "insert into t (id, name) select level, 'x' from dual connect by level <= 3";
    const violated = `ORA-00001: unique constraint (MYAPI.${await keyName()}) violated`;
    assert.ok((await failureOf(my, taken)).startsWith(violated));
    await assert.rejects(
      my.execute("begin insert into t (id, name) values (2, 'b'); raise no_data_found; end;"),
    );
    assert.deepEqual(await count(my), [[1]]);
    await my.rollback();
    assert.deepEqual(await count(my), [[0]]);
  });

  const keyName = async (): Promise<string> =>
    String((await rowsOf(my, "select constraint_name from user_constraints where table_name = 'T' and constraint_type = 'P'"))[0]?.[0]); // prettier-ignore

  it("takes arrays, and says which rows failed", async () => {
    const sql = "insert into t (id, name) values (:1, :2)";
    const rows = [[1, "a"], [2, null], [3, "far too long a name"], [4, "d"]]; // prettier-ignore
    const result = await my.executeMany(sql, rows, {
      batchErrors: true,
      dmlRowCounts: true,
      bindDefs: [{ type: oracledb.NUMBER }, { type: oracledb.STRING, maxSize: 100 }],
    });
    assert.deepEqual(
      result.batchErrors?.map(({ offset, message }) => [offset, message.slice(0, 9)]),
      [[1, "ORA-01400"], [2, "ORA-12899"]], // prettier-ignore
    );
    assert.deepEqual([result.rowsAffected, result.dmlRowCounts], [2, [1, 0, 0, 1]]);
  });

  it("gives back what DML returns", async () => {
    const { outBinds } = await my.execute<{ ids: number[] }>(
      "insert into t (id, name) values (7, 'g') returning id into :ids",
      { ids: out.number() },
    );
    assert.deepEqual(outBinds, { ids: [7] });
  });

  it("moves megabytes as CLOB and BLOB, in and out", async () => {
    const text = "ž😀".repeat(500_000);
    const bytes = Buffer.alloc(2_000_000, 7);
    await my.execute("insert into t (id, name, doc, bytes) values (1, 'a', :doc, :bytes)", {
      doc: { val: text, type: oracledb.CLOB },
      bytes: { val: bytes, type: oracledb.BLOB },
    });
    const { rows } = await my.execute<[string, Buffer]>("select doc, bytes from t", [], {
      fetchTypeHandler: ({ dbType }) => ({
        type: dbType === oracledb.DB_TYPE_CLOB ? oracledb.STRING : oracledb.BUFFER,
      }),
    });
    assert.equal(rows?.[0]?.[0], text);
    assert.ok(rows[0][1].equals(bytes));
    const { outBinds } = await my.execute<{ n: number; doc: oracledb.Lob }>(
      "begin :n := dbms_lob.getlength(:doc); :doc := upper(:doc); end;",
      { n: out.number(), doc: { val: "small", type: oracledb.CLOB, dir: oracledb.BIND_INOUT } },
    );
    assert.equal(outBinds?.n, 5);
    assert.equal(await outBinds.doc.getData(), "SMALL");
  });

  it("says what binds are missing", async () => {
    for (const sql of ["begin :a := 1; end;", "select :a from dual"])
      assert.match((await errorOf(my.execute(sql))).message, /NJS-098|ORA-01008/);
  });

  it("fact 4: waits for who changes the same module, and one of two that wait for each other gets ORA-00060", async () => {
    await my.execute("begin ords.define_module('a', '/a/'); ords.define_module('b', '/b/'); commit; end;");
    await my.execute("begin ords.publish_module('a'); end;");
    await rival.execute("begin ords.publish_module('b'); end;");
    const waiting = my.execute("begin ords.publish_module('b'); end;");
    const errors = await Promise.all([
      errorOf(waiting.then(() => assert.fail("waited"))).catch(() => ({ number: 0 })),
      errorOf(rival.execute("begin ords.publish_module('a'); end;").then(() => assert.fail("waited"))).catch(() => ({ number: 0 })), // prettier-ignore
      new Promise((resolve) => setTimeout(resolve, 300)).then(() => rival.rollback()),
    ]);
    assert.ok(errors.slice(0, 2).some((error) => (error as { number: number }).number === 60));
    await my.rollback();
  });

  it("stops waiting when its client breaks off or its call times out", async () => {
    await my.execute("insert into t (id, name) values (1, 'a')");
    await my.commit();
    await my.execute("update t set name = 'b'");
    const blocked = rival.execute("update t set name = 'c'");
    setTimeout(() => void rival.break(), 50);
    assert.equal((await errorOf(blocked)).number, 1013);
    await my.rollback();
    await rival.execute("update t set name = 'd'");
    await rival.rollback();
  });

  it("commits before and after DDL", async () => {
    await my.execute("insert into t (id, name) values (1, 'a')");
    await my.execute("create table ddl (a number)");
    await my.rollback();
    assert.deepEqual(await count(rival), [[1]]);
    await my.execute("insert into t (id, name) values (2, 'b')");
    assert.match(await failureOf(my, "create table ddl (a number)"), /^ORA-00955/);
    await my.rollback();
    assert.deepEqual(await count(rival), [[2]]);
    await my.execute("drop table ddl");
  });

  it("has names of another schema after ALTER SESSION, and the rights of its own user", async () => {
    const admin = await site.connect("ADMIN");
    await admin.execute("alter session set current_schema = myapi");
    assert.deepEqual(await rowsOf(admin, "select user, sys_context('userenv', 'current_schema') from dual"), [["ADMIN", "MYAPI"]]); // prettier-ignore
    assert.deepEqual(await count(admin), [[0]]);
    assert.match(await failureOf(admin, "alter session set current_schema = nobody"), /^ORA-01435/);
    assert.match(await failureOf(admin, "alter session set nonsense = 1"), /^ORA-02248/);
    rival.currentSchema = "OTHER";
    assert.equal(
      await failureOf(rival, "select * from t"),
      'ORA-00942: table or view "OTHER"."T" does not exist',
    );
    rival.currentSchema = "MYAPI";
    assert.deepEqual(await count(rival), [[0]]);
  });

  it("tells of itself what its client says", async () => {
    my.module = "the module";
    my.action = "the action";
    my.clientId = "me";
    my.clientInfo = "info";
    const said = "select sys_context('userenv', 'module'), sys_context('userenv', 'action'), sys_context('userenv', 'client_identifier'), sys_context('userenv', 'client_info') from dual"; // prettier-ignore
    const expected = ["the module", "the action", "me", "info"];
    assert.deepEqual(await rowsOf(my, said), [expected]);
    const seen = await site.sandbox.query("select module, action, client_identifier, client_info from v$session where client_identifier = 'me'"); // prettier-ignore
    assert.deepEqual(Object.values(seen[0] ?? {}), expected);
  });

  it("warns of compilation errors, and keeps them", async () => {
    const { warning } = await my.execute("create or replace procedure broken is begin nothing_there; end;");
    assert.match(String(warning?.message), /compilation/);
    assert.deepEqual(await rowsOf(my, "select line, text from user_errors where name = 'BROKEN' and text like 'PLS%'"), [[1, "PLS-00201: identifier 'NOTHING_THERE' must be declared"]]); // prettier-ignore
    assert.equal((await errorOf(my.execute("begin broken; end;"))).number, 6550);
    assert.equal(
      (await my.execute("create or replace procedure broken is begin null; end;")).warning,
      undefined,
    );
    await my.execute("begin broken; end;");
    await my.execute("drop procedure broken");
  });

  it("undoes what it had not committed when it ends", async () => {
    const short = await site.connect("MYAPI");
    await short.execute("insert into t (id, name) values (9, 'z')");
    await short.close();
    assert.deepEqual(await count(my), [[0]]);
  });
});
