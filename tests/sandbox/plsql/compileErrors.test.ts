import assert from "node:assert/strict";
import { fails, stage } from "./fixture";

/** Each with the statement that it makes PL/SQL ignore. */
function refused(name: string, text: string, ...problems: (readonly [string, string, string?])[]): void {
  fails(
    name,
    text,
    ...problems.flatMap(([where, what, ignored]) => {
      const [line, column] = where.split(":");
      const [first, second] = (ignored ?? "").split(" ");
      const at = `ORA-06550: line ${line}, column ${column}:`;
      if (ignored === undefined) return [at, what];
      const [ignoredLine, ignoredColumn] = first!.split(":");
      return [
        at,
        what,
        `ORA-06550: line ${ignoredLine}, column ${ignoredColumn}:`,
        `PL/SQL: ${second === undefined ? "Statement" : second === "SQL" ? "SQL Statement" : second} ignored`,
      ];
    }),
  );
}

describe("PL/SQL compile errors", () => {
  refused("an unknown name", "begin\n  foo(1);\nend;", [
    "2:3",
    "PLS-00201: identifier 'FOO' must be declared",
    "2:3",
  ]);
  refused("an unknown package", "begin\n  foo.bar(1);\nend;", [
    "2:3",
    "PLS-00201: identifier 'FOO.BAR' must be declared",
    "2:3",
  ]);
  refused("an unknown variable", "begin\n  dbms_output.put_line(x);\nend;", [
    "2:24",
    "PLS-00201: identifier 'X' must be declared",
    "2:3",
  ]);
  refused("an unknown subprogram", "begin\n  dbms_output.foo(1);\nend;", [
    "2:15",
    "PLS-00302: component 'FOO' must be declared",
    "2:3",
  ]);
  refused("a wrong count of arguments", "begin\n  dbms_output.put_line(1, 2);\nend;", [
    "2:3",
    "PLS-00306: wrong number or types of arguments in call to 'PUT_LINE'",
    "2:3",
  ]);
  refused("an unknown parameter", "begin\n  dbms_output.put_line(x => 1);\nend;", [
    "2:3",
    "PLS-00306: wrong number or types of arguments in call to 'PUT_LINE'",
    "2:3",
  ]);
  refused("an argument of a wrong type", "begin\n  dbms_output.put_line(true);\nend;", [
    "2:3",
    "PLS-00306: wrong number or types of arguments in call to 'PUT_LINE'",
    "2:3",
  ]);
  refused("a function as a statement", "begin\n  upper('x');\nend;", [
    "2:3",
    "PLS-00221: 'UPPER' is not a procedure or is undefined",
    "2:3",
  ]);
  refused(
    "a procedure as a value",
    "declare v varchar2(9);\nbegin\n  v := dbms_output.put_line('x');\nend;",
    ["3:20", "PLS-00222: no function with name 'PUT_LINE' exists in this scope", "3:3"],
  );
  refused("a constant as a target", "declare c constant number := 1;\nbegin\n  c := 2;\nend;", [
    "3:3",
    "PLS-00363: expression 'C' cannot be used as an assignment target",
    "3:3",
  ]);
  refused(
    "a literal as an OUT argument",
    "declare procedure p(a out number) is begin a := 1; end;\nbegin\n  p(5);\nend;",
    ["3:5", "PLS-00363: expression '5' cannot be used as an assignment target", "3:3"],
  );
  refused("a loop variable as a target", "begin\n  for i in 1 .. 2 loop\n    i := 3;\n  end loop;\nend;", [
    "3:5",
    "PLS-00363: expression 'I' cannot be used as an assignment target",
    "3:5",
  ]);
  refused("a wrong type in an assignment", "declare b boolean;\nbegin\n  b := 1;\nend;", [
    "3:8",
    "PLS-00382: expression is of wrong type",
    "3:3",
  ]);
  refused("a condition that is none", "begin\n  if 1 then null; end if;\nend;", [
    "2:6",
    "PLS-00382: expression is of wrong type",
    "2:3",
  ]);
  refused("a name declared twice", "declare\n  a number;\n  a number;\nbegin\n  null;\nend;", [
    "3:3",
    "PLS-00371: at most one declaration for 'A' is permitted",
    "3:3 Item",
  ]);
  refused("a type that is not there", "declare\n  a foo;\nbegin\n  null;\nend;", [
    "2:5",
    "PLS-00201: identifier 'FOO' must be declared",
    "2:3 Item",
  ]);
  refused(
    "a table that is not there",
    "begin\n  for r in (select 1 from nowhere) loop null; end loop;\nend;",
    ["2:27", "PL/SQL: ORA-00942: table or view does not exist", "2:3"],
  );
  refused("SELECT without INTO", "begin\n  select 1 from dual;\nend;", [
    "2:3",
    "PLS-00428: an INTO clause is expected in this SELECT statement",
    "2:3 SQL",
  ]);
  refused("a field that is not there", "declare r people%rowtype;\nbegin\n  r.foo := 1;\nend;", [
    "3:5",
    "PLS-00302: component 'FOO' must be declared",
    "3:3",
  ]);
  refused("RETURN with a value in a procedure", "begin\n  return 1;\nend;", [
    "2:3",
    "PLS-00372: In a procedure, RETURN statement cannot contain an expression",
    "2:3",
  ]);
  refused("RAISE without a name outside of a handler", "begin\n  raise;\nend;", [
    "2:3",
    "PLS-00367: a RAISE statement with no exception name must be inside an exception handler",
    "2:3",
  ]);
  refused("a forward declaration without a body", "declare\n  procedure p;\nbegin\n  null;\nend;", [
    "2:13",
    "PLS-00328: A subprogram body must be defined for the forward declaration of P.",
    "2:3 Item",
  ]);
  refused("what SQL alone has", "declare n number;\nbegin\n  n := decode(1, 1, 2);\nend;", [
    "3:8",
    "PLS-00204: function or pseudo-column 'DECODE' may be used inside a SQL statement only",
    "3:3",
  ]);
  refused(
    "all of them at once",
    "begin\n  foo;\n  dbms_output.put_line(y);\nend;",
    ["2:3", "PLS-00201: identifier 'FOO' must be declared", "2:3"],
    ["3:24", "PLS-00201: identifier 'Y' must be declared", "3:3"],
  );
  it("are told before any of the block runs, whatever handlers there are (fact 184)", async () => {
    const { failure, session } = stage();
    session.output.lines = [];
    const text =
      "begin\n  dbms_output.put_line('ran');\n  begin foo; exception when others then null; end;\nend;";
    assert.match(await failure(text), /^ORA-06550: line 3, column 9:\nPLS-00201/);
    assert.deepEqual(session.output.lines, []);
  });

  const syntax: readonly (readonly [string, string, string])[] = [
    ["begin\n  null\nend;", "3:1", "END"],
    ["begin\n  x := ;\nend;", "2:8", ";"],
    ["begin\nend;", "2:1", "END"],
    ["begin null; end", "1:16", "end-of-file"],
    ["declare\n  x number\nbegin null; end;", "3:1", "BEGIN"],
    ["begin if true then null; end;", "1:29", ";"],
  ];
  for (const [text, where, symbol] of syntax) {
    it(`tells where ${JSON.stringify(text)} goes wrong`, async () => {
      const [line, column] = where.split(":");
      const message = await stage().failure(text);
      const expected = `ORA-06550: line ${line}, column ${column}:\nPLS-00103: Encountered the symbol "${symbol}" when expecting one of the following:`;
      assert.equal(message.slice(0, expected.length), expected);
    });
  }
});
