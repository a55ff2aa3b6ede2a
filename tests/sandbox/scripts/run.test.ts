import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxError } from "../errors";
import { Sandbox } from "../index";
import { runScripts } from ".";

describe("running scripts", () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await Sandbox.start();
    folder = mkdtempSync(join(tmpdir(), "scripts-"));
  });
  after(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  /** What is printed, with the file's folder left out. */
  const run = async (texts: readonly string[], as = "MYAPI"): Promise<[number, string]> => {
    const files = texts.map((text, index) => {
      const file = join(folder, `s${index + 1}.sql`);
      writeFileSync(file, text);
      return file;
    });
    let printed = "";
    const failed = await runScripts(sandbox, files, as, (text) => {
      printed += text;
    });
    return [failed, printed.replaceAll(`${folder}/`, "")];
  };

  it("says file, line and error of what fails, and counts", async () => {
    const [failed, printed] = await run([
      "select 1 one from dual;\n\nselect *\n  from nowhere;\nbegin\n  missing;\nend;\n/\n",
    ]);
    assert.equal(failed, 2);
    assert.equal(
      printed,
      `
ONE
---
1
s1.sql:3: ORA-00942: table or view "MYAPI"."NOWHERE" does not exist (line 4)
s1.sql:5: ORA-06550: line 2, column 3:
PLS-00201: identifier 'MISSING' must be declared
ORA-06550: line 2, column 3:
PL/SQL: Statement ignored
3 statements, 2 failed
`,
    );
  });

  it("runs several files on one database, each in its own session", async () => {
    const [failed, printed] = await run([
      "define a = 1\ncreate table shared (a number);\ninsert into shared values (&a);\nexit\nselect * from nowhere;",
      "select a from shared;\nselect '&a' from dual;\ndrop table shared;",
    ]);
    assert.equal(failed, 1);
    assert.match(printed, /\nA\n-\n1\n/);
    assert.match(printed, /s2\.sql:2: SP2-0546: nothing is given for &a: DEFINE it, or SET DEFINE OFF\.\n/);
    assert.match(printed, /5 statements, 1 failed\n$/);
  });

  it("ends a script at an error where it says so, and undoes what is not committed", async () => {
    const [failed, printed] = await run([
      "create table t (a number);\ninsert into t values (1);\nwhenever sqlerror exit failure rollback\nselect * from nowhere;\nprompt not reached",
      "select count(*) n from t;\ndrop table t;",
    ]);
    assert.equal(failed, 1);
    assert.doesNotMatch(printed, /not reached/);
    assert.match(printed, /\nN\n-\n0\n/);
  });

  it("reports commands that it does not know, and goes on", async () => {
    const [failed, printed] = await run(["frob x\nset bogus on\nhost ls\nprompt on"]);
    assert.equal(failed, 0);
    assert.equal(
      printed,
      `s1.sql:1: SP2-0734: unknown command beginning "frob" - rest of line ignored.
s1.sql:2: SP2-0158: unknown SET option "bogus"
s1.sql:3: HOST does nothing here.
on
0 statements, 0 failed
`,
    );
  });

  it("shows compilation errors, which are not failures", async () => {
    const [failed, printed] = await run([
      "create or replace procedure p is\nbegin\n  nothing_there;\nend;\n/\nshow errors\ndrop procedure p;\nshow errors procedure p",
    ]);
    assert.equal(failed, 0);
    assert.match(
      printed,
      /s1\.sql:1: Warning: procedure created with compilation errors\.\nErrors for PROCEDURE P:\n3\/3\tPLS-00201: /,
    );
    assert.match(printed, /No errors\.\n2 statements, 0 failed\n$/);
  });

  it("connects as whom it says, here and nowhere else", async () => {
    const [failed, printed] = await run(
      [
        'create user "Mixed" identified by "Pa ss";\ngrant create session to "Mixed";\nconnect "Mixed"/"Pa ss"@//elsewhere:1521/x\nselect user from dual;\nconnect nobody/x\nselect 1 from dual;\nconn / as sysdba\ndrop user "Mixed";',
      ],
      "ADMIN",
    );
    assert.equal(failed, 2);
    assert.match(printed, /\nMixed\n/);
    assert.match(printed, /s1\.sql:5: ORA-01017: /);
    assert.match(printed, /s1\.sql:6: SP2-0640: Not connected\n/);
    assert.match(printed, /s1\.sql:7: CONNECT AS SYSDBA: the sandbox has ADMIN for that\.\n/);
  });

  it("refuses a user that it has not in one sentence", async () => {
    await assert.rejects(run(["prompt x"], "NOBODY"), (error) => {
      assert.ok(error instanceof SandboxError);
      assert.match(error.message, /^There is no user NOBODY: choose MYAPI, /);
      return true;
    });
  });
});
