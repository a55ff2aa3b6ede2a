import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { Sandbox } from "./index";
import { errorOf } from "./net/fixture";

/** A sandbox that holds `megabytes`, and is stopped while a block is at work. */
async function comeAndGo(megabytes: number): Promise<Sandbox> {
  const sandbox = await Sandbox.start();
  const { connectString } = sandbox;
  const connection = await oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") });
  await connection.execute("create table t (a clob)");
  await connection.execute(
    "begin for i in 1 .. :n loop insert into t values (rpad('x', 32000, 'x')); end loop; end;",
    [Math.round((megabytes * 1e6) / 32_000)],
  );
  const endless = "begin loop insert into t values ('x'); rollback; end loop; end;";
  const cut = errorOf(connection.execute(endless));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await sandbox.stop();
  assert.match((await cut).message, /^(NJS|DPI|ORA)-/);
  return sandbox;
}

describe("a sandbox that is stopped", () => {
  it("answers no more, and may be stopped again", async () => {
    const sandbox = await comeAndGo(0);
    const { message } = await errorOf(sandbox.query("select 1 from dual"));
    assert.match(message, /^ORA-01089: immediate shutdown or close in progress/);
    await sandbox.stop();
  });

  it("gives back what it held", async () => {
    const size = 10;
    await comeAndGo(size);
    const { rss: before } = process.memoryUsage();
    for (let time = 0; time < 6; time++) await comeAndGo(size);
    const grown = (process.memoryUsage().rss - before) / 1e6;
    assert.ok(grown < 4 * size, `${grown.toFixed(0)} MB more`);
  });
});
