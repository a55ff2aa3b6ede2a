import assert from "node:assert/strict";
import { fails, prints, stage } from "./fixture";

describe("PL/SQL exceptions", () => {
  prints(
    "named handlers, several names in one, OTHERS last",
    `declare
      procedure p(n number) is x number;
      begin
        if n = 1 then x := 1 / 0; elsif n = 2 then x := 'a'; elsif n = 3 then raise no_data_found; else raise program_error; end if;
      exception
        when zero_divide then dbms_output.put_line('division');
        when value_error or invalid_number then dbms_output.put_line('value');
        when no_data_found then dbms_output.put_line('none ' || sqlcode);
        when others then dbms_output.put_line(sqlcode || ' ' || sqlerrm);
      end;
    begin p(1); p(2); p(3); p(4); end;`,
    "division",
    "value",
    "none 100",
    "-6501 ORA-06501: PL/SQL: program error",
  );
  prints(
    "a declared exception, and one with a number",
    `declare mine exception; busy exception; pragma exception_init(busy, -54); missing exception; pragma exception_init(missing, -20404);
    begin
      begin raise mine; exception when mine then dbms_output.put_line(sqlcode || sqlerrm); end;
      begin raise busy; exception when others then dbms_output.put_line(sqlcode); end;
      begin raise_application_error(-20404, 'not here'); exception when missing then dbms_output.put_line(sqlerrm); end;
    end;`,
    "1User-Defined Exception",
    "-54",
    "ORA-20404: not here",
  );
  prints(
    "SQLCODE and SQLERRM outside of a handler, and of a number",
    `begin dbms_output.put_line(sqlcode || ' ' || sqlerrm); dbms_output.put_line(sqlerrm(-1403)); end;`,
    "0 ORA-0000: normal, successful completion",
    "ORA-01403: no data found",
  );
  prints(
    "what a handler raises goes to the block around",
    `begin
      begin raise no_data_found; exception when no_data_found then raise_application_error(-20001, 'from the handler'); end;
    exception when others then dbms_output.put_line(sqlerrm); end;`,
    "ORA-20001: from the handler",
  );
  fails(
    "an exception nobody takes, with the lines it came by",
    `declare
  procedure a is begin
    raise_application_error(-20010, 'deep');
  end;
  procedure b is begin a; end;
begin
  b;
end;`,
    "ORA-20010: deep",
    "ORA-06512: at line 3",
    "ORA-06512: at line 5",
    "ORA-06512: at line 7",
  );
  fails(
    "a declared exception nobody takes",
    `declare e exception; begin raise e; end;`,
    "ORA-06510: PL/SQL: unhandled user-defined exception",
    "ORA-06512: at line 1",
  );
  fails(
    "RAISE in a handler names its own line too",
    `begin
  raise no_data_found;
exception when others then
  raise;
end;`,
    "ORA-01403: no data found",
    "ORA-06512: at line 4",
    "ORA-06512: at line 2",
  );
  fails(
    "what was being handled stands below",
    `begin
  raise no_data_found;
exception when no_data_found then
  raise_application_error(-20002, 'not found');
end;`,
    "ORA-20002: not found",
    "ORA-06512: at line 4",
    "ORA-01403: no data found",
    "ORA-06512: at line 2",
  );
  fails(
    "a number out of range for raise_application_error",
    `begin raise_application_error(-10, 'x'); end;`,
    "ORA-21000: error number argument to raise_application_error of -10 is out of range",
    "ORA-06512: at line 1",
  );
  prints(
    "format_error_backtrace and format_error_stack",
    `declare
  procedure a is begin
    raise no_data_found;
  end;
begin
  a;
exception when others then
  dbms_output.put_line(dbms_utility.format_error_backtrace);
  dbms_output.put_line(dbms_utility.format_error_stack);
end;`,
    "ORA-06512: at line 3\nORA-06512: at line 6\n",
    "ORA-01403: no data found\nORA-06512: at line 3\nORA-06512: at line 6\n",
  );
  it("undoes what a failed block has done, and nothing where it was handled", async () => {
    const { failure, lines, events } = stage();
    await failure("begin insert into t values (1); raise no_data_found; end;");
    assert.deepEqual(events.splice(0), ["insert", "undo"]);
    await lines(
      "begin insert into t values (1); raise no_data_found; exception when others then commit; end;",
    );
    assert.deepEqual(events, ["insert", "commit"]);
  });
  it("keeps transactions' own statements in order", async () => {
    const { lines, events } = stage();
    await lines("begin savepoint a; insert into t values (1); rollback to a; rollback; commit; end;");
    assert.deepEqual(events, ["savepoint", "insert", "rollback", "rollback", "commit"]);
  });
});
