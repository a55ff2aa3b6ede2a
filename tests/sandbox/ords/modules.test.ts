import { strict as assert } from "node:assert";
import { sizes, whole } from "./examples";
import { fact } from "./fixture";

describe("modules, templates, handlers and parameters", () => {
  fact([7, 144, 150], "DEFINE_MODULE on an existing name replaces it and drops all below", async ({ my }) => {
    await my.run(whole);
    const [before] = my.column("MODULES", "ID");
    await my.run("ords.define_module('m', '/other/');");
    assert.deepEqual(sizes(my), [1, 0, 0, 0]);
    const [module] = my.rows("MODULES");
    assert.deepEqual([module?.URI_PREFIX, module?.COMMENTS, module?.ITEMS_PER_PAGE], ["/other/", null, 25]);
    assert.notEqual(module?.ID, before);
  });

  fact([8, 21], "DELETE_MODULE then DEFINE_MODULE in one transaction is a safe form", async ({ my }) => {
    await my.run(whole);
    await my.run("ords.delete_module('m'); ords.define_module('m', '/m/'); commit;");
    assert.deepEqual(sizes(my), [1, 0, 0, 0]);
  });

  fact([9, 151], "DEFINE_TEMPLATE on an existing pattern drops its handlers", async ({ my }) => {
    await my.run(whole);
    await my.run("ords.define_template('m', 'a', p_priority => 3);");
    assert.deepEqual(sizes(my), [1, 1, 0, 0]);
    assert.deepEqual(my.column("TEMPLATES", "PRIORITY"), [3]);
  });

  fact([10, 152], "DEFINE_HANDLER replaces one method and drops its parameters", async ({ my }) => {
    await my.run(whole);
    await my.run("ords.define_handler('m', 'a', 'GET', p_source => 'select 2 from dual');");
    assert.deepEqual(sizes(my), [1, 1, 2, 0]);
    assert.deepEqual(my.column("HANDLERS", "SOURCE").sort(), ["begin null; end;", "select 2 from dual"]);
  });

  fact(11, "DEFINE_PARAMETER replaces the one of that name only", async ({ my }) => {
    await my.run(whole);
    await my.run(`ords.define_parameter('m', 'a', 'GET', 'i', 'c', 'URI', 'INT');
      ords.define_parameter('m', 'a', 'GET', 'h', 'd');`);
    assert.deepEqual(
      my.rows("PARAMETERS").map((row) => [row.NAME, row.BIND_VARIABLE_NAME, row.SOURCE_TYPE, row.PARAM_TYPE]),
      [
        ["i", "c", "URI", "INT"],
        ["h", "d", "HEADER", "STRING"],
      ],
    );
  });

  fact(12, "DEFINE_SERVICE makes all three and replaces a module of that name", async ({ my }) => {
    await my.run(whole);
    await my.run(`ords.define_service(p_module_name => 'm', p_base_path => 's/', p_pattern => 'x',
      p_source => 'select 3 from dual', p_items_per_page => 7, p_handler_comments => 'h', p_module_comments => 'm');`);
    assert.deepEqual(sizes(my), [1, 1, 1, 0]);
    assert.deepEqual(
      [my.column("MODULES", "ITEMS_PER_PAGE"), my.column("HANDLERS", "ITEMS_PER_PAGE")],
      [[7], [null]],
    );
    assert.deepEqual([my.column("MODULES", "COMMENTS"), my.column("HANDLERS", "COMMENTS")], [["m"], ["h"]]);
  });

  fact([15, 163, 164], "renaming, publishing and origins leave children and privileges", async ({ my }) => {
    await my.run(whole);
    await my.run(`declare l_roles owa.vc_arr; l_patterns owa.vc_arr; l_modules owa.vc_arr; begin
      l_modules(1) := 'm'; ords.define_privilege('p', l_roles, l_patterns, l_modules); end;`);
    await my.run(`ords.rename_module('m', p_new_name => 'n', p_new_base_path => 'n');
      ords.publish_module(p_module_name => 'n', p_status => 'NOT_PUBLISHED');
      ords.set_module_origins_allowed(p_module_name => 'n', p_origins_allowed => 'https://a,https://b');`);
    const [module] = my.rows("MODULES");
    assert.deepEqual(
      [module?.NAME, module?.URI_PREFIX, module?.STATUS, module?.ORIGINS_ALLOWED, module?.COMMENTS],
      ["n", "/n/", "NOT_PUBLISHED", "https://a,https://b", "old"],
    );
    assert.deepEqual(sizes(my), [1, 1, 2, 1]);
    assert.deepEqual(my.column("PRIVILEGE_MODULES", "MODULE_NAME"), ["n"]);
    await my.run(
      "ords.set_module_origins_allowed('n', ''); ords.rename_module('n', p_new_base_path => '/o/');",
    );
    assert.deepEqual(
      [my.column("MODULES", "ORIGINS_ALLOWED"), my.column("MODULES", "NAME")],
      [[null], ["n"]],
    );
  });

  for (const [value, left] of [
    ["dropped", []],
    ["kept", ["p"]],
  ] as const) {
    fact(
      17,
      "the privilege of a redefined module",
      async ({ my }) => {
        await my.run(whole);
        await my.run(
          "ords.create_role('r'); ords.create_privilege('p', 'r'); ords.set_module_privilege('m', 'p');",
        );
        await my.run("ords.define_module('m', '/m/');");
        assert.deepEqual(my.column("PRIVILEGE_MODULES", "PRIVILEGE_NAME"), left);
      },
      { switches: { redefinedModuleLink: value } },
    );
  }

  fact(16, "only defining a module again changes its items per page or comments", async ({ bench }) => {
    const calls = bench.ords.packages.find(({ name }) => name === "ORDS")!.subprograms;
    const takers = Object.entries(calls)
      .filter(([, all]) => all.some(({ params }) => params.some(({ name }) => name === "p_items_per_page")))
      .map(([name]) => name);
    assert.deepEqual(takers, ["DEFINE_MODULE", "CREATE_SERVICE", "DEFINE_SERVICE", "DEFINE_HANDLER"]);
  });

  fact(32, "names of modules are free text of up to 255 characters", async ({ my }) => {
    await my.run("ords.define_module('Secret data!', '/m/');");
    assert.deepEqual(my.column("MODULES", "NAME"), ["Secret data!"]);
    assert.match(await my.fails("ords.define_module(rpad('m', 256, 'm'), '/n/');"), /^ORA-12899: .*"NAME"/);
    assert.match(
      await my.fails("ords.define_template('Secret data!', rpad('t', 601, 't'));"),
      /^ORA-12899: .*"URI_TEMPLATE"/,
    );
  });

  fact(20, "PUBLISH_MODULE of an unknown module is NO_DATA_FOUND", async ({ my }) => {
    assert.match(await my.fails("ords.publish_module('no');"), /^ORA-01403: no data found/);
    const caught = await my.run(
      "ords.publish_module('no'); exception when no_data_found then :r := 'caught';",
      { R: null },
    );
    assert.deepEqual(caught, { R: "caught" });
  });

  fact(149, "a base path of another module is ORA-00001 under ORA-01403", async ({ my }) => {
    await my.run("ords.define_module('m', 'api/v1'); commit;");
    const lines = (await my.fails("ords.define_module('n', '/api/v1/');")).split("\n");
    assert.equal(lines[0], "ORA-01403: no data found");
    assert.match(
      lines[1] ?? "",
      /^ORA-00001: unique constraint \(ORDS_METADATA\.ORDS_UNIQUE_PREFIX_UC\) violated/,
    );
    assert.match(lines[1] ?? "", /columns \(URI_PREFIX, SCHEMA_ID\)/);
    assert.match(lines[2] ?? "", /^ORA-03301: .*URI_PREFIX:'\/api\/v1\/'/);
    const { C } = await my.run(
      "ords.define_module('n', '/api/v1/'); exception when others then :c := sqlcode;",
      { C: null },
    );
    // NO_DATA_FOUND, not DUP_VAL_ON_INDEX.
    assert.equal(C, 100);
  });

  fact(150, "an existing name with the base path of another is a plain ORA-00001", async ({ my }) => {
    await my.run(`${whole} ords.define_module('n', '/n/'); commit;`);
    assert.match(await my.fails("ords.define_module('m', '/n/');"), /^ORA-00001: .*ORDS_UNIQUE_PREFIX_UC/);
    assert.deepEqual(sizes(my), [2, 1, 2, 1]);
  });

  for (const call of [
    "ords.define_template('no', 'a')",
    "ords.define_handler('no', 'a', p_source => 'x')",
    "ords.define_handler('m', 'no', p_source => 'x')",
    "ords.define_parameter('m', 'a', 'PUT', 'x')",
    "ords.rename_module('no', 'n')",
    "ords.set_module_origins_allowed('no', 'x')",
    "ords.set_module_privilege('no', 'p')",
  ]) {
    fact(153, `a missing parent is ORA-01403: ${call}`, async ({ my }) => {
      await my.run(whole);
      assert.match(await my.fails(`${call};`), /^ORA-01403: no data found\n/);
    });
  }

  fact(161, "an empty pattern cannot be inserted", async ({ my }) => {
    await my.run(whole);
    for (const pattern of ["null", "''"]) {
      assert.match(
        await my.fails(`ords.define_template('m', ${pattern});`),
        /^ORA-01400: cannot insert NULL into \("ORDS_METADATA"\."ORDS_TEMPLATES"\."URI_TEMPLATE"\)/,
      );
    }
  });

  fact(115, "a source is not compiled when it is defined", async ({ my }) => {
    await my.run(whole);
    await my.run("ords.define_handler('m', 'a', 'PUT', 'plsql/block', 'this is no PL/SQL');");
    assert.equal(my.rows("HANDLERS").length, 3);
  });

  fact(134, "sources of a megabyte, with any character, come as binds", async ({ my }) => {
    const source = "select q'[ü'\"]' from dual -- 😀\n".repeat(40_000);
    await my.run("ords.define_module('m', '/m/'); ords.define_template('m', 'a');");
    await my.run("ords.define_handler('m', 'a', p_source => :s);", { S: source });
    assert.equal(my.column("HANDLERS", "SOURCE")[0], source);
  });
});
