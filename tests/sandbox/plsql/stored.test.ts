import assert from "node:assert/strict";
import { parse } from "../lang";
import type { Drop } from "../lang/ast";
import { people, stage } from "./fixture";
import { sourceLines } from "./stored";
import { dropUnit } from "./units";

const counter = `create or replace package counter as
  c_step constant number := 2;
  g_total number := 10;
  type t_names is table of varchar2(20) index by pls_integer;
  too_much exception;
  procedure add(p number default c_step);
  procedure add(p varchar2);
  function total return number;
end counter;`;
const counterBody = `create or replace package body counter as
  hidden number := 0;
  procedure note is begin hidden := hidden + 1; end;
  procedure add(p number default c_step) is
  begin
    note;
    if p > 100 then raise too_much; end if;
    g_total := g_total + p;
  end;
  procedure add(p varchar2) is begin counter.add(to_number(p)); end;
  function total return number is begin return g_total + hidden; end;
begin
  g_total := g_total + 1;
end;`;

describe("stored PL/SQL", () => {
  it("procedures and functions are called by name, with owner, by each other", async () => {
    const { create, lines, other } = stage();
    assert.deepEqual(
      create("create function twice(n number) return number is begin return n * 2; end;").errors,
      [],
    );
    create(
      "create or replace procedure say(p_text varchar2 := 'x') authid definer as begin dbms_output.put_line(p_text || twice(4)); end say;",
    );
    assert.deepEqual(await lines("begin say; app.say('y'); say(p_text => twice(1)); end;"), [
      "x8",
      "y8",
      "28",
    ]);
    // Names in it are those of its owner, whoever calls.
    assert.deepEqual(await other("ELSE").lines("begin app.say; end;"), ["x8"]);
    assert.match(
      await other("ELSE").failure("begin say; end;"),
      /PLS-00201: identifier 'SAY' must be declared/,
    );
  });

  it("packages keep their state for the session", async () => {
    const { create, lines, other } = stage();
    create(counter);
    assert.deepEqual(create(counterBody).errors, []);
    assert.deepEqual(
      await lines("begin counter.add; counter.add('5'); dbms_output.put_line(counter.total); end;"),
      ["20"],
    );
    assert.deepEqual(
      await lines(
        "begin dbms_output.put_line(counter.g_total || counter.c_step); counter.g_total := 0; end;",
      ),
      ["182"],
    );
    assert.deepEqual(await lines("declare l counter.t_names; n counter.g_total%type; begin n := counter.total; l(1) := 'n'; dbms_output.put_line(l(1) || n); end;"), ["n2"]); // prettier-ignore
    assert.deepEqual(
      await lines(
        "begin counter.add(101); exception when counter.too_much then dbms_output.put_line('too much'); end;",
      ),
      ["too much"],
    );
    const second = other();
    assert.deepEqual(await second.lines("begin dbms_output.put_line(counter.total); end;"), ["11"]);
    await lines("begin dbms_session.reset_package; end;");
    assert.deepEqual(await lines("begin dbms_output.put_line(counter.total); end;"), ["11"]);
  });

  it("names what is private, missing or invalid", async () => {
    const { create, failure } = stage();
    create(counter);
    assert.equal(
      await failure("begin counter.add; end;"),
      [
        'ORA-04067: not executed, package body "APP.COUNTER" does not exist',
        'ORA-06508: PL/SQL: could not find program unit being called: "APP.COUNTER"',
        "ORA-06512: at line 1",
      ].join("\n"),
    );
    create(counterBody);
    assert.match(await failure("begin counter.note; end;"), /PLS-00302: component 'NOTE' must be declared/);
    assert.match(
      await failure("begin counter.add(1, 2); end;"),
      /PLS-00306: wrong number or types of arguments in call to 'ADD'/,
    );
    assert.match(
      await failure("begin counter.c_step := 1; end;"),
      /PLS-00363: expression 'COUNTER.C_STEP' cannot be used as an assignment target/,
    );
  });

  it("keeps compile errors, with lines counted from the unit's own first word", async () => {
    const { create, stored, failure } = stage();
    const { errors } = create("create or replace\nprocedure broken is\nbegin\n  nothing_there;\nend;");
    assert.deepEqual(errors, [
      { sequence: 1, line: 3, position: 3, text: "PLS-00201: identifier 'NOTHING_THERE' must be declared" },
      { sequence: 2, line: 3, position: 3, text: "PL/SQL: Statement ignored" },
    ]);
    assert.match(await failure("begin broken; end;"), /PLS-00905: object APP.BROKEN is invalid/);
    create("create procedure nothing_there is begin null; end;");
    assert.deepEqual(await stage().lines("begin null; end;"), []);
    // What was missing is there now: it is compiled again where it is used.
    await assert.doesNotReject(async () => failure("begin broken; raise no_data_found; end;"));
    assert.deepEqual(stored.find("APP", "BROKEN")?.errors, []);
    assert.deepEqual(sourceLines(stored.find("APP", "BROKEN")!).slice(0, 2), [
      "procedure broken is\n",
      "begin\n",
    ]);
  });

  it("keeps syntax errors too", () => {
    const { errors, type } = stage().create(
      "create or replace package body p as\n  procedure x is begin null end;\nend;",
    );
    assert.equal(type, "PACKAGE BODY");
    assert.equal(errors.length, 1);
    assert.equal(errors[0]!.line, 2);
    assert.match(
      errors[0]!.text,
      /^PLS-00103: Encountered the symbol "END" when expecting one of the following:/,
    );
  });

  it("tells what a body has to define", () => {
    const { create } = stage();
    create("create package p as procedure a; function b(x number) return number; end;");
    const { errors } = create("create package body p as procedure a is begin null; end; end;");
    assert.deepEqual(
      errors.map(({ text }) => text),
      [
        "PLS-00323: subprogram or cursor 'B' is declared in a package specification and must be defined in the package body",
      ],
    );
  });

  it("names lines of stored units in an error's stack", async () => {
    const { create, failure } = stage();
    create("create procedure inner_one is\nbegin\n  raise_application_error(-20001, 'inside');\nend;");
    create("create package pack as procedure run; end;");
    create("create package body pack as\n  procedure run is\n  begin\n    inner_one;\n  end;\nend;");
    assert.equal(
      await failure("begin\n  pack.run;\nend;"),
      [
        "ORA-20001: inside",
        'ORA-06512: at "APP.INNER_ONE", line 3',
        'ORA-06512: at "APP.PACK", line 4',
        "ORA-06512: at line 2",
      ].join("\n"),
    );
  });

  it("discards the state of a package that was replaced (ORA-04068), once", async () => {
    const { create, lines, failure, other } = stage();
    create(counter);
    create(counterBody);
    await lines("begin counter.add; end;");
    const second = other();
    second.create(counterBody.replace("hidden := hidden + 1", "hidden := hidden + 2"));
    assert.equal(
      await failure("begin\n  counter.add;\nend;"),
      [
        "ORA-04068: existing state of packages has been discarded",
        'ORA-04061: existing state of package body "APP.COUNTER" has been invalidated',
        'ORA-04065: not executed, altered or dropped package body "APP.COUNTER"',
        'ORA-06508: PL/SQL: could not find program unit being called: "APP.COUNTER"',
        "ORA-06512: at line 2",
      ].join("\n"),
    );
    assert.deepEqual(await lines("begin counter.add; dbms_output.put_line(counter.total); end;"), ["15"]);
  });

  it("offers cursors of a package", async () => {
    const { create, lines } = stage(people);
    create("create package p as cursor c(n number) is select id, n x from people; end;");
    const text = `declare r p.c%rowtype;
      begin
        for q in p.c(7) loop dbms_output.put_line(q.id || q.x); end loop;
        if not p.c%isopen then open p.c(8); end if;
        fetch p.c into r; dbms_output.put_line(r.id || r.x || p.c%rowcount); close p.c;
      end;`;
    assert.deepEqual(await lines(text), ["17", "27", "37", "181"]);
  });

  it("drops", async () => {
    const { create, failure, lines, session } = stage();
    const drop = (text: string): boolean => dropUnit(session, parse(text).statement as Drop);
    create(counter);
    create(counterBody);
    await lines("begin counter.add; end;");
    assert.equal(drop("drop package counter"), true);
    assert.match(
      await failure("begin counter.add; end;"),
      /PLS-00201: identifier 'COUNTER.ADD' must be declared/,
    );
    assert.throws(() => drop("drop procedure counter"), /ORA-04043: object COUNTER does not exist/);
    assert.equal(drop("drop procedure if exists counter"), true);
    assert.equal(drop("drop table counter"), false);
  });

  it("refuses a name that something else has", () => {
    const { create } = stage();
    create("create procedure p is begin null; end;");
    assert.throws(() => create("create function p return number is begin return 1; end;"), /ORA-00955/);
    assert.throws(() => create("create procedure p is begin null; end;"), /ORA-00955/);
  });

  it("EXECUTE IMMEDIATE creates units", async () => {
    const { lines } = stage();
    assert.deepEqual(
      await lines(
        "begin execute immediate 'create procedure q is begin dbms_output.put_line(''made''); end;'; execute immediate 'begin q; end;'; end;",
      ),
      ["made"],
    );
  });
});
