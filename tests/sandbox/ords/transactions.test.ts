import { strict as assert } from "node:assert";
import { OraError } from "../errors";
import { fact, text } from "./fixture";
import type { BenchSession } from "./fixture";

/** Whether a call is still under way when all that can go on has gone on. */
async function waits(call: Promise<unknown>): Promise<boolean> {
  let over = false;
  const end = (): void => {
    over = true;
  };
  call.then(end, end);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return !over;
}

const base = `ords.define_module('m', '/m/'); ords.define_template('m', 'a'); ords.create_role('r');
  ords.create_privilege('p', 'r'); ords_security.register_client('c', 'client_credentials'); commit;`;

describe("transactions of ORDS's calls", () => {
  fact([1, 3], "calls take part in the caller's transaction", async ({ bench, my }) => {
    const other = bench.as("MYAPI");
    await my.run("ords.define_module('m', '/m/'); ords.create_role('r');");
    assert.deepEqual([my.rows("MODULES").length, other.rows("MODULES").length], [1, 0]);
    my.rollback();
    assert.equal(my.rows("MODULES").length, 0);
    await my.run("ords.define_module('m', '/m/'); commit;");
    assert.equal(other.rows("MODULES").length, 1);
  });

  for (const value of ["no", "yes"]) {
    fact(
      2,
      "a rotation that nobody commits",
      async ({ bench, my }) => {
        await my.run("ords_security.register_client('c', 'client_credentials'); commit;");
        const { S } = await my.run(":s := ords_security.rotate_client_secret('c');", { S: null });
        const id = text(my.column("CLIENTS", "ID")[0]);
        const isValid = (): boolean => bench.ords.metadata.verifySecret(id, text(S));
        assert.equal(isValid(), value === "yes");
        my.commit();
        assert.equal(isValid(), true);
      },
      { switches: { rotationCommits: value } },
    );
  }

  fact(3, "a call that fails leaves nothing of itself", async ({ my }) => {
    await my.run(base);
    await my.run(`declare l owa.vc_arr; n owa.vc_arr; begin l(1) := 'r'; n(1) := 'no';
      begin ords.define_privilege('p', l, n, n); exception when no_data_found then null; end;
      ords.create_role('s'); end;`);
    assert.deepEqual(
      my.column("PRIVILEGE_ROLES", "ROLE_NAME").filter((name) => name === "r"),
      ["r"],
    );
    assert.equal(my.column("PRIVILEGE_MAPPINGS", "PATTERN").includes("no"), false);
  });

  for (const [what, first, second] of [
    [
      "module",
      "ords.define_handler('m', 'a', 'GET', p_source => 'x')",
      "ords.define_handler('m', 'a', 'POST', 'plsql/block', 'x')",
    ],
    ["module", "ords.publish_module('m', 'NOT_PUBLISHED')", "ords.define_template('m', 'b')"],
    ["role", "ords.rename_role('r', 's')", "ords.delete_role('s')"],
    ["privilege", "ords.create_privilege_mapping('p', '/x')", "ords.create_privilege_mapping('p', '/y')"],
    ["client", "ords_security.grant_client_role('c', 'r')", "ords_security.rename_client('c', 'd')"],
    ["new module", "ords.define_module('n', '/n/')", "ords.define_module('n', '/n/')"],
    ["new role", "ords.create_role('t')", "ords.create_role('t')"],
  ] as const) {
    fact(4, `two who change the same ${what} take turns: ${first}`, async ({ bench, my }) => {
      await my.run(base);
      const other = bench.as("MYAPI");
      await my.run(`${first};`);
      // A role that is renamed is another's only when that is committed.
      const rival = other.run(`${second.replace("'s'", "'r'")};`);
      assert.equal(await waits(rival), true);
      my.commit();
      await rival;
      other.commit();
      assert.equal(my.rows("MODULES").length, what === "new module" ? 2 : 1);
    });
  }

  fact(4, "both handlers of two sessions survive", async ({ bench, my }) => {
    await my.run(base);
    const sessions = [my, bench.as("MYAPI")];
    await Promise.all(
      sessions.map((session, index) =>
        session.run(
          `ords.define_handler('m', 'a', '${index === 0 ? "GET" : "PUT"}', 'plsql/block', 'x'); commit;`,
        ),
      ),
    );
    assert.deepEqual(my.column("HANDLERS", "METHOD").sort(), ["GET", "PUT"]);
  });

  fact([4, 8], "a deadlock gives one of them ORA-00060", async ({ bench, my }) => {
    await my.run(`${base} ords.define_module('n', '/n/'); commit;`);
    const other = bench.as("MYAPI");
    const publish = (session: BenchSession, name: string): Promise<unknown> =>
      session.run("ords.publish_module(:n, 'NOT_PUBLISHED');", { N: name });
    await publish(my, "m");
    await publish(other, "n");
    const both = [
      { session: my, call: publish(my, "n") },
      { session: other, call: publish(other, "m") },
    ];
    const codes = await Promise.all(
      both.map(({ session, call }) =>
        call.then(
          () => 0,
          (error: unknown) => {
            session.rollback();
            return error instanceof OraError ? error.code : assert.fail(String(error));
          },
        ),
      ),
    );
    assert.deepEqual(codes.sort(), [0, 60]);
  });

  fact([4, 153], "a module that the rival deletes is gone", async ({ bench, my }) => {
    await my.run(base);
    const other = bench.as("MYAPI");
    await my.run("ords.delete_module('m');");
    const rival = other.fails("ords.define_template('m', 'b');");
    assert.equal(await waits(rival), true);
    my.commit();
    assert.match(await rival, /^ORA-01403/);
  });

  fact([7, 150], "a module that the rival makes meanwhile is replaced", async ({ bench, my }) => {
    const other = bench.as("MYAPI");
    await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
    const rival = other.run("ords.define_module('m', '/other/'); commit;");
    assert.equal(await waits(rival), true);
    my.commit();
    await rival;
    assert.deepEqual([my.column("MODULES", "URI_PREFIX"), my.rows("TEMPLATES")], [["/other/"], []]);
  });
});
