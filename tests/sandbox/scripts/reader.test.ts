import { strict as assert } from "node:assert";
import { kindOfLine } from "./commands";
import { pieces } from "./reader";
import { optionOf } from "./settings";
import { Substitution, UndefinedVariable } from "./substitution";

describe("a script, piece by piece", () => {
  const read = (text: string): string[] =>
    [...pieces(text)].map((piece) =>
      piece.kind === "again" ? `${piece.line} again` : `${piece.line} ${piece.kind} ${piece.text}`,
    );

  it("ends SQL at a semicolon, PL/SQL at a slash, and runs again what a slash alone stands behind", () => {
    const script = `-- comment
select 1 from dual;
/
begin
  null;
end;
/
select ';' || q'[;]' -- ;
  from dual /* ; */;  select 2 from dual;
create table t (a number)
/
create or replace editionable procedure p is begin null; end;
/
create or replace mle module m language javascript as
const a = { b: 1 };
/
begin null; end;`;
    assert.deepEqual(read(script), [
      "2 sql select 1 from dual",
      "3 again",
      "4 block begin\n  null;\nend;",
      "8 sql select ';' || q'[;]' -- ;\n  from dual /* ; */",
      "9 sql select 2 from dual",
      "10 sql create table t (a number)",
      "12 block create or replace editionable procedure p is begin null; end;",
      "14 block create or replace mle module m language javascript as\nconst a = { b: 1 };",
      "17 block begin null; end;",
    ]);
  });

  it("knows client commands by their shortest forms, one line each, joined by a hyphen", () => {
    const script =
      "REM it's; so\nset define off -\n  echo on\nprompt a; b -\n\n@x.sql 1\nset transaction read only;\nconn a/b";
    assert.deepEqual(read(script), [
      "2 command set define off \n  echo on",
      "4 command prompt a; b -",
      "6 command @x.sql 1",
      "7 sql set transaction read only",
      "8 command conn a/b",
    ]);
    assert.deepEqual(
      ["exec x", "EXECU x", "e x", "sho user", "@@a", "! ls", "frob", "select 1"].map((line) => {
        const kind = kindOfLine(line);
        return kind.kind === "command" ? kind.name : kind.kind;
      }),
      ["execute", "execute", "unknown", "show", "@@", "!", "unknown", "sql"],
    );
    assert.deepEqual(["serverout", "lines", "define", "nonsense"].map(optionOf), [
      "serveroutput",
      "linesize",
      "define",
      undefined,
    ]);
  });

  it("takes Windows line ends and a byte order mark", () => {
    assert.deepEqual(read("\uFEFFbegin\r\n  null;\r\nend;\r\n/\r\nselect 1 from dual;\r\n"), [
      "1 block begin\n  null;\nend;",
      "5 sql select 1 from dual",
    ]);
  });
});

describe("substitution", () => {
  it("puts values in, ends names at a point, and leaves an ampersand alone that names nothing", () => {
    const variables = new Substitution();
    variables.define("a", "x");
    variables.define("B1", "y");
    assert.equal(variables.apply("&a.&b1..z &&A. R & D &"), "xy.z x R & D &");
    assert.throws(() => variables.apply("&c"), UndefinedVariable);
    variables.escape = "\\";
    assert.equal(variables.apply("\\&c &a"), "&c x");
    variables.prefix = "^";
    assert.equal(variables.apply("^a &a"), "x &a");
    variables.prefix = undefined;
    assert.equal(variables.apply("&nobody"), "&nobody");
  });
});
