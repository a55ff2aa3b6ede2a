import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { errorOf } from "../net/fixture";
import { failureOf, rowsOf, Site } from "./fixture";

describe("users and rights", () => {
  let site: Site;
  let admin: oracledb.Connection;
  let my: oracledb.Connection;
  before(async () => {
    site = await Site.start();
    admin = await site.connect("ADMIN");
    my = await site.connect("MYAPI");
  });
  after(() => site.stop());

  it("lets a new user in once it may create a session", async () => {
    await admin.execute('create user ann identified by "Ann_1"');
    assert.equal((await errorOf(site.connect("ann", "Ann_1"))).number, 1045);
    await admin.execute("grant create session to ann");
    const ann = await site.connect("ann", "Ann_1");
    assert.deepEqual(await rowsOf(ann, "select user, sys_context('userenv', 'current_schema') from dual"), [["ANN", "ANN"]]); // prettier-ignore
    assert.equal((await errorOf(site.connect("ann", "ann_1"))).number, 1017);
    assert.equal(await failureOf(ann, "create table t (a number)"), "ORA-01031: insufficient privileges");
    await admin.execute("grant create table to ann");
    await ann.execute("create table t (a number)");
    assert.equal(await failureOf(admin, "drop user ann"), "ORA-01940: cannot drop a user that is currently connected"); // prettier-ignore
    await ann.close();
    assert.equal(await failureOf(admin, "drop user ann"), "ORA-01922: CASCADE must be specified to drop 'ANN'"); // prettier-ignore
    await admin.execute("drop user ann cascade");
    assert.equal((await errorOf(site.connect("ann", "Ann_1"))).number, 1017);
    assert.deepEqual(await rowsOf(admin, "select count(*) from all_tables where owner = 'ANN'"), [[0]]);
  });

  it("refuses what a schema's owner may not do", async () => {
    const refused: readonly (readonly [string, string])[] = [
      ["create user x identified by y", "ORA-01031: insufficient privileges"],
      ["create role x", "ORA-01031: insufficient privileges"],
      ["grant create table to other", "ORA-01031: insufficient privileges"],
      ["grant dba to myapi", "ORA-01932: ADMIN option not granted for role 'DBA'"],
      ["create table other.t (a number)", "ORA-01031: insufficient privileges"],
      ["drop user other", "ORA-01031: insufficient privileges"],
      ["create public synonym x for y", "ORA-01031: insufficient privileges"],
    ];
    for (const [sql, message] of refused) assert.equal(await failureOf(my, sql), message, sql);
    await my.execute("alter user myapi identified by other_one");
    await admin.execute('alter user myapi identified by "myapi-sandbox"');
  });

  it("leaves alone what is there, where it is told to", async () => {
    await admin.execute("create user if not exists myapi identified by ignored");
    await admin.execute("create role if not exists dba");
    await admin.execute("drop user if exists nobody");
    await (await site.connect("MYAPI")).close();
  });

  it("knows what there is not", async () => {
    const wrong: readonly (readonly [string, string])[] = [
      ["create user myapi identified by x", "ORA-01920: user name 'MYAPI' conflicts with another user or role name"],
      ["create role myapi", "ORA-01921: role name 'MYAPI' conflicts with another user or role name"],
      ["alter user nobody identified by x", "ORA-01918: user 'NOBODY' does not exist"],
      ["drop user nobody", "ORA-01918: user 'NOBODY' does not exist"],
      ["drop role nobody", "ORA-01919: role 'NOBODY' does not exist"],
      ["grant nobody to myapi", "ORA-01919: role 'NOBODY' does not exist"],
      ["grant fly everywhere to myapi", "ORA-00990: missing or invalid privilege"],
      ["grant dba to nobody", "ORA-01917: user or role 'NOBODY' does not exist"],
      ["grant select on nowhere to myapi", 'ORA-00942: table or view "ADMIN"."NOWHERE" does not exist'],
      ["grant execute on sys.utl_http to nobody", "ORA-01917: user or role 'NOBODY' does not exist"],
      ["grant execute on nothing to myapi", "ORA-04042: procedure, function, package, or package body does not exist"],
      ["revoke dba from myapi", "ORA-01951: ROLE 'DBA' not granted to 'MYAPI'"],
      ["drop user sys", "ORA-28014: cannot drop administrative users"],
    ]; // prettier-ignore
    for (const [sql, message] of wrong) assert.equal(await failureOf(admin, sql), message, sql);
  });

  it("shows a table to those it is granted to, itself, by a role or to everybody", async () => {
    const other = await site.connect("OTHER");
    await my.execute("create table shown (a number)");
    await my.execute("insert into shown values (1)");
    await my.commit();
    const query = "select a from myapi.shown";
    assert.equal(await failureOf(other, query), 'ORA-00942: table or view "MYAPI"."SHOWN" does not exist');
    await admin.execute("create role lookers");
    await admin.execute("grant lookers to other");
    await my.execute("grant select on shown to lookers");
    assert.deepEqual(await rowsOf(other, query), [[1]]);
    assert.equal(await failureOf(other, "delete from myapi.shown"), "ORA-01031: insufficient privileges");
    await my.execute("revoke select on shown from lookers");
    assert.equal(await failureOf(other, query), 'ORA-00942: table or view "MYAPI"."SHOWN" does not exist');
    await my.execute("grant all on shown to public");
    await other.execute("update myapi.shown set a = 2");
    await other.rollback();
    await my.execute("drop table shown");
    assert.deepEqual(await rowsOf(my, "select count(*) from user_tab_privs where table_name = 'SHOWN'"), [[0]]); // prettier-ignore
  });

  it("facts 74 and 77: ADMIN administers ORDS by a role that can be had and lost", async () => {
    const enable = "begin ords_admin.enable_schema(p_schema => 'OTHER', p_url_mapping_pattern => 'o'); rollback; end;"; // prettier-ignore
    assert.equal((await errorOf(my.execute(enable))).number, 1031);
    await admin.execute("grant ords_administrator_role to myapi");
    await my.execute(enable);
    await admin.execute("revoke ords_administrator_role from myapi");
    assert.equal((await errorOf(my.execute(enable))).number, 1031);
  });

  it("fact 61: connects as a schema through whom it has let, and ORDS once it is enabled", async () => {
    const { password } = site.sandbox.user("ORDS_PUBLIC_USER");
    const asOther = (): Promise<oracledb.Connection> => site.connect("ords_public_user[other]", password);
    assert.equal((await errorOf(asOther())).number, 28150);
    const other = await site.connect("OTHER");
    await other.execute("begin ords.enable_schema; commit; end;");
    const session = await asOther();
    const who = "select user, sys_context('userenv', 'proxy_user') from dual";
    assert.deepEqual(await rowsOf(session, who), [["OTHER", "ORDS_PUBLIC_USER"]]);
    await admin.execute("alter user myapi grant connect through other");
    assert.deepEqual(await rowsOf(await site.connect("other[myapi]", site.sandbox.user("OTHER").password), who), [["MYAPI", "OTHER"]]); // prettier-ignore
  });

  it("changes a password while it is in, and when it logs on", async () => {
    const { connectString } = site.sandbox;
    const old = { user: "MOVER", password: "first_1" };
    await admin.execute(`create user mover identified by ${old.password}`);
    await admin.execute("grant create session to mover");
    const mover = await site.connect("MOVER", old.password);
    assert.equal((await errorOf(mover.changePassword("MOVER", "wrong", "x"))).number, 28008);
    await mover.changePassword("MOVER", old.password, "second 😀");
    assert.deepEqual(await rowsOf(mover, "select user from dual"), [["MOVER"]]);
    assert.equal((await errorOf(oracledb.getConnection({ connectString, ...old }))).number, 1017);
    const again = { connectString, user: "mover", password: "second 😀", newPassword: "third_3" };
    await (await oracledb.getConnection(again)).close();
    assert.equal((await errorOf(oracledb.getConnection(again))).number, 1017);
    await site.connect("MOVER", "third_3");
  });
});
