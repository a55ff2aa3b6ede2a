import { fails, prints } from "./fixture";

describe("PL/SQL control statements", () => {
  prints(
    "IF with ELSIF and ELSE; null is neither",
    `declare procedure p(n number) is
      begin
        if n > 10 then dbms_output.put_line('big'); elsif n > 5 then dbms_output.put_line('medium');
        elsif not (n > 5) then dbms_output.put_line('small'); else dbms_output.put_line('unknown'); end if;
      end;
    begin p(11); p(6); p(1); p(null); end;`,
    "big",
    "medium",
    "small",
    "unknown",
  );
  prints(
    "CASE as statement and expression, with and without a selector",
    `declare v varchar2(10) := 'b';
    begin
      case v when 'a' then dbms_output.put_line('A'); when 'b' then dbms_output.put_line('B'); end case;
      case when v > 'a' then dbms_output.put_line('after a'); else dbms_output.put_line('not'); end case;
      dbms_output.put_line(case v when 'x' then 1 when 'b' then 2 end || case when v is null then 'n' else 'm' end);
    end;`,
    "B",
    "after a",
    "2m",
  );
  fails(
    "CASE that finds nothing",
    `begin case 1 when 2 then null; end case; end;`,
    "ORA-06592: CASE not found while executing CASE statement",
    "ORA-06512: at line 1",
  );
  prints(
    "loops: plain, WHILE, ranges up and down, empty ranges",
    `declare n number := 0;
    begin
      loop n := n + 1; exit when n = 3; end loop; dbms_output.put_line(n);
      while n > 0 loop n := n - 1; end loop; dbms_output.put_line(n);
      for i in 1 .. 3 loop dbms_output.put(i); end loop; dbms_output.new_line;
      for i in reverse 1 .. 3 loop dbms_output.put(i); end loop; dbms_output.new_line;
      for i in 3 .. 1 loop dbms_output.put_line('never'); end loop;
    end;`,
    "3",
    "0",
    "123",
    "321",
  );
  prints(
    "EXIT and CONTINUE with labels and conditions",
    `begin
      <<outer>> for i in 1 .. 3 loop
        for j in 1 .. 3 loop
          continue outer when j = 2 and i < 3;
          exit outer when i = 3 and j = 2;
          if j = 3 then continue; end if;
          dbms_output.put_line(i || j);
        end loop;
      end loop outer;
    end;`,
    "11",
    "21",
    "31",
  );
  prints(
    "a loop's variable hides one of the same name and ends with the loop",
    `declare i number := 7; begin for i in 1 .. 2 loop null; end loop; dbms_output.put_line(i); end;`,
    "7",
  );
  prints(
    "RETURN leaves a block and a procedure",
    `declare procedure p is begin for i in 1 .. 5 loop dbms_output.put_line(i); if i = 2 then return; end if; end loop; end;
    begin p; return; dbms_output.put_line('never'); end;`,
    "1",
    "2",
  );
  fails(
    "GOTO is refused by name",
    `begin goto done; <<done>> null; end;`,
    "ORA-06550: line 1, column 7:",
    "PLS-00375: illegal GOTO statement; GOTO is not supported by the sandbox",
    "ORA-06550: line 1, column 7:",
    "PL/SQL: Statement ignored",
  );
});

describe("PL/SQL cursors", () => {
  prints(
    "a loop over a query",
    `begin for r in (select id, name from people) loop dbms_output.put_line(r.id || nvl(r.name, '-')); end loop; end;`,
    "1Ada",
    "2Grace",
    "3-",
  );
  prints(
    "a declared cursor in a loop, with a variable in its query",
    `declare v varchar2(5) := 'x'; cursor c(p number default 7) is select id, v w, p q from people;
    begin for r in c loop dbms_output.put_line(r.id || r.w || r.q); end loop; for r in c(8) loop dbms_output.put_line(r.q); exit; end loop; end;`,
    "1x7",
    "2x7",
    "3x7",
    "8",
  );
  prints(
    "OPEN, FETCH, CLOSE and the attributes",
    `declare cursor c is select id, name from people; r c%rowtype; n number; v varchar2(10);
    begin
      if not c%isopen then open c; end if;
      fetch c into r; dbms_output.put_line(r.name || c%rowcount);
      loop fetch c into n, v; exit when c%notfound; dbms_output.put_line(n || v); end loop;
      dbms_output.put_line(c%rowcount);
      close c;
      fetch c into r;
    exception when invalid_cursor then dbms_output.put_line(sqlerrm);
    end;`,
    "Ada1",
    "2Grace",
    "3",
    "3",
    "ORA-01001: invalid cursor",
  );
  prints(
    "cursor variables, also from a text",
    `declare c sys_refcursor; type rc is ref cursor; d rc; n number;
    begin
      open c for select id from people; fetch c into n; fetch c into n; close c; dbms_output.put_line(n);
      open d for 'select id from people'; fetch d into n; dbms_output.put_line(n);
    end;`,
    "2",
    "1",
  );
  prints(
    "BULK COLLECT, with and without a limit",
    `declare type t is table of number; l t; type r is table of people%rowtype; m r; cursor c is select id from people;
    begin
      select id bulk collect into l from people; dbms_output.put_line(l.count || l(3));
      select * bulk collect into m from people; dbms_output.put_line(m(2).name);
      open c; loop fetch c bulk collect into l limit 2; exit when l.count = 0; dbms_output.put_line(l.count); end loop; close c;
    end;`,
    "33",
    "Grace",
    "2",
    "1",
  );
  prints(
    "SELECT INTO: one row, none and too many",
    `declare n number; r people%rowtype;
    begin
      select 5 into n from dual; dbms_output.put_line(n || sql%rowcount);
      begin select id into n from people; exception when too_many_rows then dbms_output.put_line(sqlerrm); end;
    end;`,
    "51",
    "ORA-01422: exact fetch returns more than requested number of rows",
  );
  prints(
    "EXECUTE IMMEDIATE: a query, a block with binds, in a variable",
    `declare n number; v varchar2(20); q varchar2(100) := 'select name from people';
    begin
      execute immediate 'select 42 from dual' into n; dbms_output.put_line(n);
      execute immediate 'begin :a := upper(:b); end;' using out v, in 'abc'; dbms_output.put_line(v);
      execute immediate 'declare x number := :1; begin dbms_output.put_line(x + :1); end;' using 2;
      execute immediate 'begin raise_application_error(-20001, ''inner''); end;';
    exception when others then dbms_output.put_line(sqlcode);
    end;`,
    "42",
    "ABC",
    "4",
    "-20001",
  );
});
