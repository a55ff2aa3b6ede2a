import { strict as assert } from "node:assert";
import { sizes, whole } from "./examples";
import { fact } from "./fixture";

describe("deleting definitions", () => {
  fact(18, "deleting what is not there is silent", async ({ my }) => {
    await my.run(
      "ords.delete_module('no'); ords.delete_role('no'); ords.delete_privilege('no'); oauth.delete_client('no');",
    );
    await my.run("ords_security.delete_client('no');");
    assert.deepEqual(sizes(my), [0, 0, 0, 0]);
  });

  for (const call of [
    "ords.delete_module('no')",
    "ords.delete_template('m', 'no')",
    "ords.delete_handler('m', 'a', 'PUT')",
    "ords.delete_role('no')",
    "ords.delete_privilege('no')",
    "ords_security.delete_client('no')",
    "ords_security.delete_jwt_profile",
  ]) {
    fact([18, 19], `deleting what is not there is silent: ${call}`, async ({ my }) => {
      await my.run(whole);
      await my.run(`${call};`);
      assert.deepEqual(sizes(my), [1, 1, 2, 1]);
    });
    fact(
      [18, 19],
      `deleting what is not there is refused: ${call}`,
      async ({ my }) => {
        await my.run(whole);
        assert.match(await my.fails(`${call};`), /^ORA-01403/);
      },
      { switches: { deleteMissing: "ORA-01403" } },
    );
  }

  fact(21, "DELETE_MODULE removes all below it", async ({ my }) => {
    await my.run(whole);
    await my.run("ords.delete_module('m');");
    assert.deepEqual(sizes(my), [0, 0, 0, 0]);
  });

  for (const [version, deletes] of [
    ["22.4", false],
    ["24.4", false],
    ["25.4", true],
    ["26.3", true],
  ] as const) {
    fact(
      [22, 162],
      `DELETE_TEMPLATE and DELETE_HANDLER are ${deletes ? "there" : "PLS-00302"}`,
      async ({ my }) => {
        await my.run(whole);
        if (!deletes) {
          assert.match(
            await my.fails("ords.delete_handler('m', 'a', 'GET');"),
            /PLS-00302: component 'DELETE_HANDLER'/,
          );
          assert.match(
            await my.fails("ords.delete_template('m', 'a');"),
            /PLS-00302: component 'DELETE_TEMPLATE'/,
          );
          return;
        }
        await my.run("ords.delete_handler('m', 'a', 'GET');");
        assert.deepEqual(sizes(my), [1, 1, 1, 0]);
        await my.run("ords.delete_template('m', 'a');");
        assert.deepEqual(sizes(my), [1, 0, 0, 0]);
      },
      { version },
    );
  }

  for (const [name, other] of [
    ["p_uri_template", "p_pattern"],
    ["p_pattern", "p_uri_template"],
  ] as const) {
    fact(
      [162, 184],
      "a wrong name of its second parameter hides nothing from the compiler",
      async ({ my }) => {
        await my.run(whole);
        const text = (parameter: string): string =>
          `begin ords.delete_template(p_module_name => 'm', ${parameter} => 'a'); exception when others then null; end;`;
        assert.match(await my.fails(text(other)), /ORA-06550.*PLS-00306: wrong number or types/s);
        await my.run(text(name));
        assert.deepEqual(sizes(my), [1, 0, 0, 0]);
      },
      { switches: { deleteParameterName: name } },
    );
  }
});
