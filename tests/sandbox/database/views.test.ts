import { strict as assert } from "node:assert";
import type oracledb from "oracledb";
import { failureOf, rowsOf, Site } from "./fixture";

describe("views that are written to", () => {
  let site: Site;
  let my: oracledb.Connection;

  const run = (text: string, binds: oracledb.BindParameters = {}): Promise<oracledb.Result<unknown>> =>
    my.execute(text, binds);

  before(async () => {
    site = await Site.start();
    my = await site.connect("MYAPI");
    await run(
      "create table staff (id number primary key, name varchar2(20), dept number, active varchar2(1) default 'Y')",
    );
    await run(
      "create view active_staff (no, who, dept, upper_name) as select s.id, s.name, s.dept, upper(s.name) from staff s where s.active = 'Y'",
    );
    await run("create view tens as select no, who from active_staff where dept = 10");
    await run("create table departments (id number primary key, title varchar2(20))");
    await run(
      "create view listing as select s.id, s.name, d.title from staff s join departments d on d.id = s.dept",
    );
    await run("create view counted as select dept, count(*) n from staff group by dept");
    await run("create view changing as select id, name, title from listing");
  });
  beforeEach(async () => {
    await run(
      "insert all into staff values (1, 'Ada', 10, 'Y') into staff values (2, 'Bob', 20, 'Y') into staff values (3, 'Cy', 10, 'N') into departments values (10, 'Ten') into departments values (20, 'Twenty') select * from dual",
    );
  });
  afterEach(() => run("begin delete from staff; delete from departments; commit; end;"));
  after(() => site.stop());

  it("pass what is done on to the table under them, as far as they show its rows", async () => {
    assert.equal(
      (await run("update active_staff a set who = who || '!', a.dept = 30 where a.dept = 10")).rowsAffected,
      1,
    );
    assert.equal((await run("update active_staff set who = 'x' where no = 3")).rowsAffected, 0);
    assert.equal(
      (await run("insert into active_staff (no, who, dept) values (4, 'Di', 40)")).rowsAffected,
      1,
    );
    assert.deepEqual(await rowsOf(my, "select * from staff order by id"), [
      [1, "Ada!", 30, "Y"],
      [2, "Bob", 20, "Y"],
      [3, "Cy", 10, "N"],
      [4, "Di", 40, "Y"],
    ]);
    assert.equal((await run("delete from active_staff where upper(who) = 'BOB'")).rowsAffected, 1);
    assert.equal((await run("delete from active_staff")).rowsAffected, 2);
    assert.deepEqual(await rowsOf(my, "select id from staff"), [[3]]);
  });

  it("pass it on through each other", async () => {
    assert.equal((await run("update tens set who = 'Eve'")).rowsAffected, 1);
    assert.deepEqual(await rowsOf(my, "select name from staff order by id"), [["Eve"], ["Bob"], ["Cy"]]);
  });

  it("refuse what they compute, and what has no one row under it", async () => {
    const refused: readonly (readonly [string, string])[] = [
      ["update active_staff set upper_name = 'X'", "ORA-01733: virtual column not allowed here"],
      ["insert into active_staff values (5, 'F', 1, 'F')", "ORA-01733: virtual column not allowed here"],
      ["update active_staff set nothing = 1", 'ORA-00904: "NOTHING": invalid identifier'],
      ["delete from counted", "ORA-01732: data manipulation operation not legal on this view"],
      [
        "delete from listing",
        "ORA-03001: unimplemented feature: a change of rows through a view of several tables is not supported by the sandbox",
      ],
    ];
    for (const [statement, message] of refused) assert.equal(await failureOf(my, statement), message);
  });

  it("have INSTEAD OF triggers, which get the old and the new row", async () => {
    await run(`create or replace trigger listing_change instead of insert or update or delete on changing for each row
      begin
        if inserting then
          insert into staff (id, name, dept) values (:new.id, :new.name, (select id from departments where title = :new.title));
        elsif updating then
          update staff set name = :new.name, dept = (select id from departments where title = :new.title) where id = :old.id;
        else
          update staff set active = 'D' where id = :old.id;
        end if;
      end;`);
    assert.deepEqual(await rowsOf(my, "select text from user_errors"), []);
    assert.equal(
      (await run("insert into changing (id, name, title) values (7, 'Gus', :t)", ["Twenty"])).rowsAffected,
      1,
    );
    assert.equal(
      (await run("insert into changing select id + 10, name, title from changing where id = 7")).rowsAffected,
      1,
    );
    assert.equal(
      (await run("update changing l set l.name = lower(name), title = 'Ten' where l.id >= 7")).rowsAffected,
      2,
    );
    assert.equal((await run("delete from changing where id = 1")).rowsAffected, 1);
    await run(
      "begin delete from changing where title = 'Twenty'; if sql%rowcount <> 1 then raise_application_error(-20001, 'wrong'); end if; end;",
    );
    assert.deepEqual(await rowsOf(my, "select id, name, dept, active from staff order by id"), [
      [1, "Ada", 10, "D"],
      [2, "Bob", 20, "D"],
      [3, "Cy", 10, "N"],
      [7, "gus", 10, "Y"],
      [17, "gus", 10, "Y"],
    ]);
    await run("drop trigger listing_change");
  });

  it("alone have them", async () => {
    const on = (table: string): string => `create trigger t instead of insert on ${table} begin null; end;`;
    assert.equal(await failureOf(my, on("staff")), "ORA-25002: cannot create INSTEAD OF triggers on tables");
    assert.equal(
      await failureOf(my, "create trigger t before insert on tens begin null; end;"),
      "ORA-25001: cannot create this trigger type on this type of view",
    );
  });
});
