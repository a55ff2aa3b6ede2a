import { fails, prints } from "./fixture";

describe("PL/SQL declarations", () => {
  prints(
    "scalars of each type",
    `declare
      v varchar2(10) := 'text'; c char(4) := 'ab'; n number(5,2) := 12.345; i pls_integer := 7.6; b boolean := true;
      d date := date '2026-01-31'; t timestamp := timestamp '2026-01-31 10:20:30.5'; l clob := 'long'; r raw(2) := 'ff00';
    begin
      dbms_output.put_line(v || '|' || c || '|' || n || '|' || i || '|' || to_char(d, 'YYYY-MM-DD') || '|' || l || '|' || r);
      dbms_output.put_line(to_char(t, 'HH24:MI:SS.FF3'));
      if b then dbms_output.put_line('true'); end if;
    end;`,
    "text|ab  |12.35|8|2026-01-31|long|FF00",
    "10:20:30.500",
    "true",
  );
  prints(
    "what is not assigned is null, and so is the empty string",
    `declare a varchar2(5); b varchar2(5) := ''; n number;
    begin
      if a is null and b is null and n is null and '' is null then dbms_output.put_line('null'); end if;
      if a = b then dbms_output.put_line('equal'); else dbms_output.put_line('not equal'); end if;
      dbms_output.put_line('[' || a || b || n || ']');
    end;`,
    "null",
    "not equal",
    "[]",
  );
  prints(
    "constants, defaults, and a variable that starts with another",
    `declare c_max constant number := 3; v number default c_max * 2; begin dbms_output.put_line(v); end;`,
    "6",
  );
  prints(
    "%type of a variable, of a column and of a record's field",
    `declare
      a number(3) := 5; b a%type := 6; n people.name%type := 'Ada'; type r_t is record (x people.id%type); r r_t; y r.x%type;
    begin r.x := 1; y := 2; dbms_output.put_line(a + b || n || (r.x + y)); end;`,
    "11Ada3",
  );
  prints(
    "%rowtype of a table and of a cursor",
    `declare p people%rowtype; cursor c is select id, name from people; q c%rowtype;
    begin p.id := 9; q.name := 'Eve'; dbms_output.put_line(p.id || q.name); end;`,
    "9Eve",
  );
  prints(
    "records in records, copied by an assignment",
    `declare
      type point is record (x number := 1, y number := 2); type line is record (a point, b point); l line; m line;
    begin l.a.x := 10; m := l; m.a.x := 20; dbms_output.put_line(l.a.x || ' ' || m.a.x || ' ' || m.b.y); end;`,
    "10 20 2",
  );
  prints(
    "subtypes",
    `declare subtype short is varchar2(3); s short := 'abc'; begin dbms_output.put_line(s); end;`,
    "abc",
  );
  prints(
    "a nested block hides names, and its label finds them",
    `<<outer>> declare x number := 1;
    begin
      <<inner>> declare x number := 2;
      begin dbms_output.put_line(x || outer.x || inner.x); outer.x := 5; end;
      dbms_output.put_line(x);
    end;`,
    "212",
    "5",
  );
  prints(
    "CHAR is padded, and compared without its blanks",
    `declare c char(4) := 'ab'; v varchar2(4) := 'ab';
    begin
      if c = 'ab' then dbms_output.put_line('a literal'); end if;
      if c = v then dbms_output.put_line('never'); else dbms_output.put_line('no ' || length(c)); end if;
    end;`,
    "a literal",
    "no 4",
  );
  fails(
    "a value that does not fit",
    `declare v varchar2(2);\nbegin\n  v := 'abc';\nend;`,
    "ORA-06502: PL/SQL: value or conversion error: character string buffer too small",
    "ORA-06512: at line 3",
  );
  fails(
    "a number that does not fit",
    `declare n number(2); begin n := 100; end;`,
    "ORA-06502: PL/SQL: value or conversion error: number precision too large",
    "ORA-06512: at line 1",
  );
  fails(
    "an error in a declaration is not for the handlers of its block",
    `declare n number := 'x'; begin null; exception when others then null; end;`,
    "ORA-06502: PL/SQL: value or conversion error: character to number conversion error",
    "ORA-06512: at line 1",
  );
});

describe("PL/SQL collections", () => {
  prints(
    "index-by tables and their methods",
    `declare type t is table of varchar2(10) index by pls_integer; l t; i pls_integer;
    begin
      l(5) := 'five'; l(-1) := 'minus'; l(2) := 'two';
      dbms_output.put_line(l.count || ' ' || l.first || ' ' || l.last || ' ' || l.next(2) || ' ' || l.prior(2));
      if l.exists(2) and not l.exists(3) then dbms_output.put_line('exists'); end if;
      l.delete(2);
      i := l.first;
      while i is not null loop dbms_output.put_line(i || '=' || l(i)); i := l.next(i); end loop;
      l.delete;
      dbms_output.put_line(l.count || '[' || l.first || ']');
    end;`,
    "3 -1 5 5 -1",
    "exists",
    "-1=minus",
    "5=five",
    "0[]",
  );
  prints(
    "indexed by text, in its order",
    `declare type t is table of number index by varchar2(10); l t; k varchar2(10);
    begin
      l('b') := 2; l('a') := 1; l('c') := 3; l.delete('b');
      k := l.first;
      loop exit when k is null; dbms_output.put_line(k || l(k)); k := l.next(k); end loop;
    end;`,
    "a1",
    "c3",
  );
  prints(
    "nested tables: constructor, extend, trim, delete",
    `declare type t is table of varchar2(5); l t := t('a', 'b'); m t;
    begin
      l.extend; l(3) := 'c'; l.extend(2, 1); dbms_output.put_line(l.count || l(5));
      l.trim(2); l.delete(1); dbms_output.put_line(l.count || l.first || l.last);
      if m is null then m := t(); end if; dbms_output.put_line(m.count);
    end;`,
    "5a",
    "223",
    "0",
  );
  prints(
    "varrays have a limit",
    `declare type t is varray(2) of number; l t := t(1, 2);
    begin dbms_output.put_line(l.limit); l.extend; exception when subscript_outside_limit then dbms_output.put_line(sqlerrm); end;`,
    "2",
    "ORA-06532: Subscript outside of limit",
  );
  prints(
    "records in tables, changed in place",
    `declare type r is record (n varchar2(5), c number); type t is table of r index by pls_integer; l t;
    begin l(1).n := 'x'; l(1).c := 1; l(1).c := l(1).c + 1; dbms_output.put_line(l(1).n || l(1).c); end;`,
    "x2",
  );
  prints(
    "an element that is not there",
    `declare l owa.vc_arr;
    begin l(1) := 'a'; dbms_output.put_line(l(2)); exception when no_data_found then dbms_output.put_line(sqlcode || ' ' || sqlerrm); end;`,
    "100 ORA-01403: no data found",
  );
  prints(
    "beyond a nested table, and one that was never made",
    `declare type t is table of number; l t := t(1); m t;
    begin
      begin dbms_output.put_line(l(2)); exception when subscript_beyond_count then dbms_output.put_line('beyond'); end;
      begin dbms_output.put_line(m.count); exception when collection_is_null then dbms_output.put_line('null'); end;
    end;`,
    "beyond",
    "null",
  );
  prints(
    "values of an index-by table given at once (18c)",
    `declare type t is table of number index by varchar2(5); l t := t('a' => 1, 'b' => 2); begin dbms_output.put_line(l('b') || l.count); end;`,
    "22",
  );
  prints(
    "collections copy by assignment and as arguments",
    `declare
      type t is table of number index by pls_integer; a t; b t;
      procedure add(l in out t) is begin l(l.count + 1) := 9; end;
      procedure change(l t) is c t := l; begin c(1) := 100; end;
    begin a(1) := 1; b := a; b(1) := 2; add(a); change(a); dbms_output.put_line(a(1) || b(1) || a.count); end;`,
    "122",
  );
});
