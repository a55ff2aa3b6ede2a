import { strict as assert } from "node:assert";
import { fact } from "./fixture";
import type { BenchSession } from "./fixture";

/** Alias, status and authentication of the schema. */
function stored(session: BenchSession, schema = session.user): unknown[] {
  return session.rows("SCHEMAS", schema).flatMap((row) => [row.PATTERN, row.STATUS, row.AUTO_REST_AUTH]);
}

describe("schema enablement", () => {
  fact([54, 60], "without arguments the schema is enabled under its name in lower case", async ({ my }) => {
    assert.deepEqual(stored(my), ["myapi", "ENABLED", "DISABLED"]);
    assert.deepEqual(my.column("SCHEMAS", "TYPE"), ["BASE_PATH"]);
  });

  fact(55, "mappings are BASE_PATH or BASE_URL", async ({ my }) => {
    await my.run("ords.enable_schema(false); ords.enable_schema(p_url_mapping_type => 'BASE_URL');");
    assert.deepEqual(my.column("SCHEMAS", "TYPE"), ["BASE_URL"]);
    assert.match(
      await my.fails("ords.set_url_mapping(p_url_mapping_type => 'PATH', p_url_mapping_pattern => 'x');"),
      /ORA-20049/,
    );
    await my.run("ords.enable_schema(false);");
    assert.match(
      await my.fails("ords.set_url_mapping(p_url_mapping_type => 'PATH', p_url_mapping_pattern => 'x');"),
      /ORA-02290/,
    );
    await my.run("ords.set_url_mapping(p_url_mapping_type => 'BASE_PATH', p_url_mapping_pattern => 'x');");
    assert.deepEqual(my.column("SCHEMAS", "PATTERN"), ["x"]);
  });

  fact(
    56,
    "the same mapping again is silent",
    async ({ my }) => {
      await my.run("ords.enable_schema(p_url_mapping_pattern => 'myapi', p_auto_rest_auth => true);");
      assert.deepEqual(stored(my), ["myapi", "ENABLED", "ENABLED"]);
    },
    { switches: { enableSchemaRepeat: "silent" } },
  );

  fact(
    56,
    "the same mapping again is refused",
    async ({ my }) => {
      assert.match(await my.fails("ords.enable_schema(p_url_mapping_pattern => 'myapi');"), /^ORA-20049/);
    },
    { switches: { enableSchemaRepeat: "ORA-20049" } },
  );

  fact([56, 140], "another mapping needs the schema disabled first", async ({ my }) => {
    assert.match(
      await my.fails("ords.enable_schema(p_url_mapping_pattern => 'other');"),
      /^ORA-20049: Cannot alter the url mapping while the schema is enabled\. Try disabling the schema first\./,
    );
    await my.run(
      "ords.enable_schema(p_enabled => false); ords.enable_schema(p_url_mapping_pattern => 'other');",
    );
    assert.deepEqual(stored(my), ["other", "ENABLED", "DISABLED"]);
  });

  for (const [value, alias] of [
    ["default", "myapi"],
    ["kept", "V2"],
  ] as const) {
    fact(
      [36, 54, 56],
      "no alias for a schema that has one",
      async ({ my }) => {
        await my.run("ords.enable_schema(false); ords.enable_schema(p_url_mapping_pattern => 'V2');");
        assert.deepEqual(my.column("SCHEMAS", "PATTERN"), ["V2"]);
        await my.run("ords.enable_schema(p_enabled => false);");
        assert.deepEqual(stored(my), ["V2", "DISABLED", "DISABLED"]);
        await my.run("ords.enable_schema;");
        assert.deepEqual(my.column("SCHEMAS", "PATTERN"), [alias]);
      },
      { switches: { enableSchemaWithoutAlias: value } },
    );
  }

  fact(57, "disabling drops nothing", async ({ my }) => {
    await my.run(
      "ords.define_module('m', '/m/'); ords.create_role('r'); ords.enable_schema(p_enabled => false);",
    );
    assert.deepEqual(my.column("MODULES", "NAME"), ["m"]);
    await my.run("ords.enable_schema;");
    assert.deepEqual(my.column("MODULES", "NAME"), ["m"]);
  });

  fact(58, "an alias is unique in the database", async ({ bench, my }) => {
    const other = bench.as("OTHER");
    assert.match(await other.fails("ords.enable_schema(p_url_mapping_pattern => 'myapi');"), /^ORA-00001/);
    const caught = await other.run(
      "ords.enable_schema(p_url_mapping_pattern => 'myapi'); exception when dup_val_on_index then :r := 'caught';",
      { R: null },
    );
    assert.deepEqual(caught, { R: "caught" });
    assert.deepEqual([stored(other), stored(my).length], [[], 3]);
  });

  fact(59, "an enabled schema has roles and privileges of its own", async ({ my }) => {
    const roles = ["oracle.dbtools.role.autorest.MYAPI", "oracle.dbtools.role.autorest.any.MYAPI"];
    assert.deepEqual(
      my
        .table("SEC_ROLES")
        .slice(-2)
        .map(({ values }) => values.NAME),
      roles,
    );
    assert.deepEqual(my.column("PRIVILEGES", "NAME"), [
      "oracle.dbtools.autorest.privilege.MYAPI",
      "oracle.soda.privilege.developer",
    ]);
    assert.deepEqual(
      my
        .rows("PRIVILEGE_ROLES")
        .map((row) => [row.PRIVILEGE_NAME, row.ROLE_NAME])
        .at(-1),
      ["oracle.soda.privilege.developer", "SODA Developer"],
    );
    assert.deepEqual(my.column("PRIVILEGE_MAPPINGS", "PATTERN"), ["/soda/*"]);
    // Once only.
    await my.run("ords.enable_schema(false); ords.enable_schema;");
    assert.equal(my.rows("PRIVILEGES").length, 2);
  });

  fact(60, "authentication protects the metadata catalogue", async ({ my }) => {
    await my.run("ords.enable_schema(p_auto_rest_auth => true);");
    assert.deepEqual(my.column("PRIVILEGE_MAPPINGS", "PATTERN"), ["/soda/*", "/metadata-catalog/*"]);
    await my.run("ords.enable_schema(p_auto_rest_auth => false);");
    assert.deepEqual(my.column("PRIVILEGE_MAPPINGS", "PATTERN"), ["/soda/*"]);
  });

  fact([61, 78], "SYS can neither be enabled nor call", async ({ bench }) => {
    assert.match(await bench.as("SYS").fails("ords.enable_schema;"), /^ORA-06598/);
    assert.match(await bench.as("ADMIN").fails("ords_admin.enable_schema('SYS');"), /^ORA-01031/);
  });

  fact([53, 180], "pre-hooks are columns that no call sets", async ({ bench, my }) => {
    await my.run("ords.define_module('m', '/m/'); ords.enable_object(p_object => 'EMP');");
    for (const view of ["SCHEMAS", "MODULES", "ENABLED_OBJECTS"] as const)
      assert.deepEqual(my.column(view, "PRE_HOOK"), [null]);
    const parameters = bench.ords.packages.flatMap(({ subprograms }) =>
      Object.values(subprograms).flatMap((all) =>
        all.flatMap(({ params }) => params.map(({ name }) => name)),
      ),
    );
    assert.ok(parameters.length > 100);
    assert.equal(
      parameters.some((name) => name.includes("hook")),
      false,
    );
  });

  fact(141, "an error of ORDS has its package in the stack", async ({ my }) => {
    assert.match(
      await my.fails("ords.publish_module('no');"),
      /\nORA-06512: at "ORDS_METADATA\.ORDS", line \d+\n/,
    );
    assert.doesNotMatch(await my.fails("raise_application_error(-20012, 'mine');"), /ORDS_METADATA/);
  });

  for (const [value, left] of [
    ["kept", 1],
    ["cleared", 0],
  ] as const) {
    fact(
      23,
      "a user is dropped",
      async ({ bench, my }) => {
        await my.run("ords.define_module('m', '/m/'); commit;");
        await bench.ords.userDropped("MYAPI");
        assert.deepEqual([my.table("ORDS_SCHEMAS").length, my.table("ORDS_MODULES").length], [left, left]);
      },
      { switches: { droppedUser: value } },
    );
  }

  fact(179, "a repository that is half installed enables nothing", async ({ bench, my }) => {
    const [version] = my.table("ORDS_VERSION");
    await my.transaction.update("ORDS_METADATA.ORDS_VERSION", version!.rowId, { STATUS: "INSTALLING" });
    my.commit();
    assert.match(await bench.as("OTHER").fails("ords.enable_schema;"), /^ORA-01403/);
  });

  fact(62, "an empty alias is null to PL/SQL, so the default holds", async ({ bench }) => {
    const other = bench.as("OTHER");
    await other.run("ords.enable_schema(p_url_mapping_pattern => '');");
    assert.deepEqual(other.column("SCHEMAS", "PATTERN"), ["other"]);
  });

  fact(
    [63, 167],
    "properties are set and unset, by schema or for the whole database",
    async ({ bench, my }) => {
      await my.run(
        "ords.set_property('restEnabledSql.active', 'true'); ords.set_property('feature.sdw', 'true');",
      );
      await my.run(
        "ords.set_property('feature.sdw', 'false'); ords.unset_property('restEnabledSql.active');",
      );
      assert.deepEqual(
        my.rows("PROPERTIES").map((row) => [row.KEY, row.VALUE]),
        [["feature.sdw", "false"]],
      );
      my.commit();
      const admin = bench.as("ADMIN");
      await admin.run(
        "ords_admin.set_property(p_schema => 'MYAPI', p_key => 'feature.sdw', p_value => 'true');",
      );
      await admin.run("ords_admin.set_property(p_key => 'security.forceHTTPS', p_value => 'true');");
      assert.deepEqual(admin.column("PROPERTIES", "VALUE", "MYAPI"), ["true"]);
      assert.equal(admin.table("ORDS_PROPERTIES").length, 2);
      await admin.run(
        "ords_admin.unset_property('MYAPI', 'feature.sdw'); ords_admin.unset_property(p_key => 'security.forceHTTPS');",
      );
      assert.equal(admin.table("ORDS_PROPERTIES").length, 0);
    },
  );

  fact(35, "the name of a schema in lower case is accepted", async ({ bench }) => {
    const admin = bench.as("ADMIN");
    await admin.run("ords_admin.enable_schema(p_schema => 'other');");
    assert.deepEqual(stored(admin, "OTHER"), ["other", "ENABLED", "DISABLED"]);
    assert.match(
      await admin.fails("ords_admin.enable_schema(p_schema => 'NOBODY');"),
      /^ORA-01918: user 'NOBODY' does not exist/,
    );
  });

  for (const call of [
    "ords.define_module('m', '/m/')",
    "ords.delete_module('m')",
    "ords.create_role('r')",
    "ords.delete_privilege(p_name => 'p')",
    "ords.enable_object(p_object => 'EMP')",
    "oauth.create_client('c', 'client_credentials', p_privilege_names => null)",
    "ords_security.delete_client('c')",
  ]) {
    fact([18, 76], `a schema that is not enabled: ${call}`, async ({ bench, my }) => {
      const text = `ORA-20012: Schema not REST enabled : `;
      assert.equal((await bench.as("OTHER").fails(`${call};`)).split("\n")[0], `${text}OTHER`);
      await my.run("ords.enable_schema(p_enabled => false);");
      assert.equal((await my.fails(`${call};`)).split("\n")[0], `${text}MYAPI`);
    });
  }

  fact(77, "another schema needs the role", async ({ bench, my }) => {
    assert.match(
      await my.fails("ords.enable_schema(p_schema => 'OTHER');"),
      /^ORA-20031: Management of Schema enablement has been restricted to ORDS_ADMINISTRATOR_ROLE privilege\./,
    );
    assert.match(await my.fails("ords.drop_rest_for_schema('OTHER');"), /^ORA-01031/);
    const admin = bench.as("ADMIN");
    await admin.run("ords.enable_schema(p_schema => 'OTHER');");
    assert.equal(stored(admin, "OTHER")[1], "ENABLED");
  });

  fact(
    77,
    "a site may keep schemas from enabling themselves",
    async ({ bench }) => {
      assert.match(await bench.as("OTHER").fails("ords.enable_schema;"), /^ORA-20031/);
      await bench.as("ADMIN").enable("OTHER");
    },
    { switches: { selfEnablement: "restricted" } },
  );

  fact(
    [24, 179],
    "DROP_REST_FOR_SCHEMA removes everything, and is silent where there is nothing",
    async ({ bench, my }) => {
      await my.run(`ords.define_module('m', '/m/'); ords.define_template('m', 'a'); ords.define_handler('m', 'a', p_source => 'x');
      ords.set_module_origins_allowed('m', 'https://a'); ords.create_role('r'); ords.create_privilege('p', 'r');
      ords.set_module_privilege('m', 'p'); ords.create_privilege_mapping('p', '/x/*'); ords.enable_object(p_object => 'EMP');
      oauth.create_client('c', 'client_credentials', p_privilege_names => 'p'); oauth.grant_client_role('c', 'r');
      oauth.create_jwt_profile('i', 'a', 'https://k'); ords.set_property('k', 'v');`);
      await my.run("ords.drop_rest_for_schema;");
      for (const { name } of bench.ords.tables) {
        const left = my
          .table(name)
          .filter(({ values }) => name !== "ORDS_VERSION" && (values.SCHEMA_ID ?? null) !== null);
        assert.deepEqual(left, [], name);
      }
      assert.deepEqual([my.table("ORDS_SCHEMAS"), my.table("ORDS_URL_MAPPINGS")], [[], []]);
      my.commit();
      await bench
        .as("ADMIN")
        .run(
          "ords_admin.drop_rest_for_schema('OTHER'); ords_admin.drop_rest_for_schema(p_schema => 'NOBODY');",
        );
    },
  );
});
