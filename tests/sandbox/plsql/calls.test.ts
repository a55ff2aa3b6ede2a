import assert from "node:assert/strict";
import type { PackageSpec, Value } from "./catalogue";
import { executeBlock } from "./execute";
import { fails, prints, stage } from "./fixture";
import { textOf } from "./values";

describe("PL/SQL calls", () => {
  prints(
    "by position, by name, mixed, with defaults",
    `declare
      procedure p(a number, b varchar2 default 'b', c number := 7) is begin dbms_output.put_line(a || b || c); end;
    begin p(1); p(1, 'x'); p(c => 3, a => 2); p(1, c => 9); end;`,
    "1b7",
    "1x7",
    "2b3",
    "1b9",
  );
  prints(
    "OUT and IN OUT arguments",
    `declare x number := 5; y varchar2(9);
      procedure p(a in out number, b out varchar2) is begin if b is null then a := a * 2; end if; b := 'out'; end;
    begin y := 'before'; p(x, y); dbms_output.put_line(x || y); end;`,
    "10out",
  );
  prints(
    "overloads by number and type of arguments",
    `declare
      procedure p(a number) is begin dbms_output.put_line('number ' || a); end;
      procedure p(a varchar2) is begin dbms_output.put_line('text ' || a); end;
      procedure p(a date) is begin dbms_output.put_line('date'); end;
      procedure p(a number, b number) is begin dbms_output.put_line('two'); end;
      function p return varchar2 is begin return 'function'; end;
    begin p(1); p('1'); p(sysdate); p(1, 2); dbms_output.put_line(p); end;`,
    "number 1",
    "text 1",
    "date",
    "two",
    "function",
  );
  prints(
    "functions in expressions, recursive, declared ahead",
    `declare
      function even(n number) return boolean;
      function odd(n number) return boolean is begin if n = 0 then return false; end if; return even(n - 1); end;
      function even(n number) return boolean is begin if n = 0 then return true; end if; return odd(n - 1); end;
      function fact(n number) return number is begin return case when n <= 1 then 1 else n * fact(n - 1) end; end;
    begin if even(100) then dbms_output.put_line(fact(25)); end if; end;`,
    "15511210043330985984000000",
  );
  prints(
    "routines see the variables around them, and have their own at each call",
    `declare n number := 0;
      procedure p(depth number) is own number := depth;
      begin n := n + 1; if depth < 3 then p(depth + 1); end if; dbms_output.put_line(own || n); end;
    begin p(1); end;`,
    "33",
    "23",
    "13",
  );
  prints("thousands of calls deep", `declare function f(n number) return number is begin return case n when 0 then 0 else 1 + f(n - 1) end; end; begin dbms_output.put_line(f(3000)); end;`, "3000"); // prettier-ignore
  fails(
    "without end",
    `declare procedure p is begin p; end; begin p; end;`,
    ...["ORA-06500: PL/SQL: storage error", ...Array.from({ length: 5001 }, () => "ORA-06512: at line 1")],
  );
  fails(
    "a function that returns nothing",
    `declare n number; function f return number is begin null; end;\nbegin\n  n := f;\nend;`,
    "ORA-06503: PL/SQL: Function returned without value",
    "ORA-06512: at line 1",
    "ORA-06512: at line 3",
  );
  prints(
    "q-quotes of every kind, and doubled quotes",
    `begin dbms_output.put_line(q'[it's]' || q'{ '' }' || q'<a>' || q'(b)' || q'!c!' || q'|d|' || 'e''f' || nq'#g#'); end;`,
    "it's '' abcde'fg",
  );
  it("reads and writes binds", async () => {
    const binds = new Map<string, Value>([["A", 5]]);
    const { session } = stage();
    await executeBlock(session, "begin :b := :a * 2; :c := ''; end;", binds, new AbortController().signal);
    assert.deepEqual(
      [...binds],
      [
        ["A", 5],
        ["B", 10],
        ["C", null],
      ],
    );
  });
  it("runs CALL", async () => {
    const binds = new Map<string, Value>();
    const { session, lines } = stage();
    assert.deepEqual(await lines("call dbms_output.put_line('called')"), ["called"]);
    await executeBlock(
      session,
      "call dbms_lob.getlength('abc') into :n",
      binds,
      new AbortController().signal,
    );
    assert.equal(binds.get("N"), 3);
  });
});

const greeter: PackageSpec = {
  owner: "SYS",
  name: "GREETER",
  constants: { POLITE: { type: "NUMBER", value: 1 } },
  exceptions: { RUDE: -20555 },
  types: { NAMES: { kind: "table", of: "VARCHAR2", indexBy: "number" } },
  subprograms: {
    GREET: [
      {
        params: [
          { name: "p_name", mode: "in", type: "VARCHAR2" },
          { name: "p_how", mode: "in", type: "NUMBER", default: "polite" },
          { name: "p_result", mode: "out", type: "VARCHAR2" },
        ],
        run: (_, args) => {
          args.p_result = `${args.p_how === 1 ? "Dear" : "Hey"} ${textOf(args.p_name ?? null)}`;
          return null;
        },
      },
    ],
  },
  visibleTo: ({ user }) => user !== "STRANGER",
};

describe("packages of the catalogue", () => {
  it("are called with their defaults and constants, and give OUT arguments back", async () => {
    const { lines } = stage({}, [greeter]);
    const text = `declare v varchar2(20); l greeter.names;
      begin
        greeter.greet('Ada', p_result => v); dbms_output.put_line(v);
        sys.greeter.greet(p_result => l(3), p_how => greeter.polite + 1, p_name => 'Bob'); dbms_output.put_line(l(3));
        raise greeter.rude;
      exception when greeter.rude then dbms_output.put_line(sqlcode);
      end;`;
    assert.deepEqual(await lines(text), ["Dear Ada", "Hey Bob", "-20555"]);
  });
  it("are not there for who may not see them", async () => {
    const stranger = stage({}, [greeter]).other("STRANGER");
    assert.match(
      await stranger.failure("begin greeter.greet('x'); end;"),
      /PLS-00201: identifier 'GREETER.GREET' must be declared/,
    );
  });
});
