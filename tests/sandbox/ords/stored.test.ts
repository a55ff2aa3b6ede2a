import { strict as assert } from "node:assert";
import { sizes, whole } from "./examples";
import { fact } from "./fixture";

describe("what definitions store, and what they refuse", () => {
  fact(26, "module names are case sensitive and unique in the schema", async ({ my }) => {
    await my.run("ords.define_module('m', '/a/'); ords.define_module('M', '/b/');");
    assert.deepEqual(my.column("MODULES", "NAME"), ["m", "M"]);
    assert.match(await my.fails("ords.rename_module('m', 'M');"), /ORA-00001: .*ORDS_MODULES_UNIQUE1/);
  });

  for (const [value, given, stored] of [
    ["added", "euser/v1/", "/euser/v1/"],
    ["added", "/inventory", "/inventory/"],
    ["added", "/", "/"],
    ["kept", "inventory", "/inventory"],
  ] as const) {
    fact(
      [27, 28],
      `the base path ${given} is stored as ${stored}`,
      async ({ my }) => {
        await my.run("ords.define_module('m', :p);", { P: given });
        assert.deepEqual(my.column("MODULES", "URI_PREFIX"), [stored]);
      },
      { switches: { basePathTrailingSlash: value } },
    );
  }

  for (const [value, given, stored] of [
    ["kept", "artists/", "artists/"],
    ["kept", ".", "."],
    ["kept", "/x/:id?", "/x/:id?"],
    ["trimmed", "/x", "x"],
    ["trimmed", "/", "/"],
  ] as const) {
    fact(
      [29, 30],
      `the pattern ${given} is stored as ${stored}`,
      async ({ my }) => {
        await my.run("ords.define_module('m', '/m/'); ords.define_template('m', :p);", { P: given });
        assert.deepEqual(my.column("TEMPLATES", "URI_TEMPLATE"), [stored]);
        // Found again by what was given.
        await my.run("ords.define_handler('m', :p, p_source => 'select 1 from dual');", { P: given });
        assert.equal(my.rows("HANDLERS").length, 1);
      },
      { switches: { templateLeadingSlash: value } },
    );
  }

  fact(41, "defaults of a handler", async ({ my }) => {
    await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
    await my.run("ords.define_handler('m', 'a', p_source => 'select 1 from dual');");
    const [row] = my.rows("HANDLERS");
    assert.deepEqual(
      [row?.METHOD, row?.SOURCE_TYPE, row?.ITEMS_PER_PAGE, row?.MIMES_ALLOWED],
      ["GET", "json/collection", null, null],
    );
  });

  fact([42, 43], "defaults of a module", async ({ my }) => {
    await my.run("ords.define_module('m', '/m/'); ords.define_module('n', '/n/', 0);");
    assert.deepEqual(my.column("MODULES", "ITEMS_PER_PAGE"), [25, 0]);
    assert.deepEqual(my.column("MODULES", "STATUS"), ["PUBLISHED", "PUBLISHED"]);
  });

  for (const [facts, call, constraint] of [
    [[43], "ords.define_module('n', '/n/', p_status => 'DRAFT')", "REST_MODULES_STATUS_CK"],
    [[44], "ords.define_template('m', 'b', p_etag_type => 'STRONG')", "REST_TEMPLATES_ETAG_TYPE_CK"],
    [[45], "ords.define_template('m', 'b', p_priority => 10)", "REST_TEMPLATES_PRIORITY_CK"],
    [[37], "ords.define_handler('m', 'a', 'HEAD', p_source => 'x')", "REST_HANDLERS_METHOD_CK"],
    [[39], "ords.define_handler('m', 'a', 'GET', 'collection/query', 'x')", "REST_HANDLERS_SOURCE_TYPE_CK"],
    [[47], "ords.define_parameter('m', 'a', 'GET', 'x', 'x', 'QUERY')", "REST_PARAMS_SOURCE_TYPE_CK"],
    [[48], "ords.define_parameter('m', 'a', 'GET', 'x', 'x', 'URI', 'TEXT')", "REST_PARAMS_PARAM_TYPE_CK"],
    [
      [49],
      "ords.define_parameter('m', 'a', 'GET', 'x', 'x', 'URI', 'INT', 'BOTH')",
      "REST_PARAMS_ACCESS_METHOD_CK",
    ],
  ] as const) {
    fact(facts, `a check constraint refuses ${call}`, async ({ my }) => {
      await my.run(whole);
      assert.match(
        await my.fails(`${call};`),
        new RegExp(`^ORA-02290: check constraint \\(ORDS_METADATA\\.${constraint}\\) violated`),
      );
      assert.deepEqual(sizes(my), [1, 1, 2, 1]);
    });
  }

  fact([38, 39], "source types by constant and by literal", async ({ my }) => {
    await my.run("ords.define_module('m', '/m/');");
    for (const [index, [given, stored]] of [
      ["ords.source_type_collection_feed", "json/collection"],
      ["ords.source_type_collection_item", "json/item"],
      ["ords_admin.source_type_plsql", "plsql/block"],
      ["ords.source_type_media", "resource/lob"],
      ["ords.source_type_csv_query", "csv/query"],
      ["ords.source_type_query_one_row", "json/query;type=single"],
      ["'mle/javascript'", "mle/javascript"],
    ].entries()) {
      const name = `t${index}`;
      await my.run(`ords.define_template('m', :t); ords.define_handler('m', :t, 'GET', ${given!}, 'x');`, {
        T: name,
      });
      assert.equal(my.column("HANDLERS", "SOURCE_TYPE").at(-1), stored);
    }
  });

  fact(
    39,
    "a source type that nobody knows can be stored",
    async ({ my }) => {
      await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
      await my.run("ords.define_handler('m', 'a', 'GET', 'media/blob', 'x');");
      assert.deepEqual(my.column("HANDLERS", "SOURCE_TYPE"), ["media/blob"]);
    },
    { switches: { unknownSourceType: "stored" } },
  );

  for (const [version, patchMethod, accepted] of [
    ["25.4", "recent", false],
    ["26.3", "recent", true],
    ["22.4", "always", true],
    ["26.3", "never", false],
  ] as const) {
    fact(
      [37, 171],
      `PATCH is ${accepted ? "accepted" : "refused"}`,
      async ({ my }) => {
        await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
        const call = "ords.define_handler('m', 'a', 'PATCH', 'plsql/block', 'begin null; end;');";
        if (accepted) await my.run(call);
        else assert.match(await my.fails(call), /ORA-02290/);
        assert.deepEqual(my.column("HANDLERS", "METHOD"), accepted ? ["PATCH"] : []);
      },
      { version, switches: { patchMethod } },
    );
  }

  fact(40, "an MLE environment belongs to a handler", async ({ my }) => {
    await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
    await my.run("ords.define_handler('m', 'a', 'GET', 'mle/javascript', 'x', p_mle_env_name => 'ENV');");
    assert.deepEqual(my.column("HANDLERS", "MLE_ENV_NAME"), ["ENV"]);
  });

  fact(
    40,
    "before 24.1 there is no MLE",
    async ({ my }) => {
      await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
      const call =
        "ords.define_handler(p_module_name => 'm', p_pattern => 'a', p_source => 'x', p_mle_env_name => 'E');";
      assert.match(await my.fails(call), /PLS-00306/);
      assert.match(
        await my.fails("ords.define_handler('m', 'a', 'GET', 'mle/javascript', 'x');"),
        /ORA-02290/,
      );
      assert.equal("MLE_ENV_NAME" in (my.rows("HANDLERS")[0] ?? {}), false);
    },
    { version: "22.4" },
  );

  fact(50, "a bind variable belongs to one parameter of a handler", async ({ my }) => {
    await my.run(whole);
    assert.match(
      await my.fails("ords.define_parameter('m', 'a', 'GET', 'other', 'b');"),
      /ORA-00001: .*ORDS_PARAMS_UNIQUE2/,
    );
    await my.run("ords.define_parameter('m', 'a', 'POST', 'other', 'b');");
    assert.equal(my.rows("PARAMETERS").length, 2);
  });
});
