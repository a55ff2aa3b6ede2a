import { strict as assert } from "node:assert";
import { fact, text } from "./fixture";
import { versions } from "./releases";

describe("who may call what", () => {
  for (const call of [
    "ords_admin.define_module('MYAPI', 'm', '/m/')",
    "oauth_admin.delete_client('MYAPI', 'c')",
    "ords_security_admin.delete_client('MYAPI', 'c')",
  ]) {
    fact([74, 75], `ADMIN packages need the role: ${call}`, async ({ bench, my }) => {
      assert.match(await my.fails(`${call};`), /^ORA-01031: insufficient privileges/);
      await bench.as("ADMIN").run(`${call};`);
    });
    fact(
      74,
      `ADMIN packages are not there without the role: ${call}`,
      async ({ my }) => {
        assert.match(await my.fails(`${call};`), /PLS-00201: identifier '\w+_ADMIN\.\w+' must be declared/);
      },
      { switches: { adminWithoutRole: "PLS-00201" } },
    );
  }

  for (const [version, open] of [
    ["25.4", true],
    ["26.3", false],
  ] as const) {
    fact(
      [75, 166],
      `ORDS_SECURITY_ADMIN is ${open ? "open to everybody" : "gated by the role"}`,
      async ({ my }) => {
        const call = "ords_security_admin.delete_client('MYAPI', 'c');";
        if (open) await my.run(call);
        else assert.match(await my.fails(call), /^ORA-01031/);
      },
      { version, switches: { securityAdminPublic: "open" } },
    );
  }

  fact(75, "p_schema must not be null", async ({ bench }) => {
    assert.match(
      await bench.as("ADMIN").fails("ords_security_admin.delete_client(null, 'c');"),
      /^ORA-06502/,
    );
  });

  fact(
    [76, 79],
    "ORDS acts on the calling schema, ORDS_ADMIN on the one that is named",
    async ({ bench, my }) => {
      const admin = bench.as("ADMIN");
      await admin.enable("OTHER");
      await my.run("ords.define_module('mine', '/m/'); commit;");
      await admin.run(
        "ords_admin.define_module(p_schema => 'OTHER', p_module_name => 'theirs', p_base_path => '/m/'); commit;",
      );
      assert.deepEqual(
        [my.column("MODULES", "NAME"), my.column("MODULES", "NAME", "OTHER")],
        [["mine"], ["theirs"]],
      );
      assert.match(await admin.fails("ords.define_module('m', '/m/');"), /^ORA-20012: .* : ADMIN/);
      assert.match(
        await admin.fails("ords_admin.define_module('THIRD', 'm', '/m/');"),
        /^ORA-20012: .* : THIRD/,
      );
    },
  );

  fact(78, "SYSTEM has not granted INHERIT PRIVILEGES", async ({ bench }) => {
    assert.match(
      await bench.as("SYSTEM").fails("ords_admin.enable_schema('OTHER');"),
      /^ORA-06598: insufficient INHERIT PRIVILEGES privilege/,
    );
  });

  fact(80, "ORDS_ADMIN has no call that only tutorials use", async ({ bench }) => {
    const admin = bench.as("ADMIN");
    for (const name of [
      "CREATE_PRIVILEGE",
      "CREATE_PRIVILEGE_MAPPING",
      "DELETE_PRIVILEGE_MAPPING",
      "SET_MODULE_PRIVILEGE",
    ])
      assert.match(
        await admin.fails(`ords_admin.${name}('MYAPI', 'a', 'b');`),
        new RegExp(`PLS-00302: component '${name}'`),
      );
  });

  fact(
    80,
    "ORDS_ADMIN has them after all",
    async ({ bench, my }) => {
      await bench.as("ADMIN")
        .run(`ords_admin.create_role('MYAPI', 'r'); ords_admin.create_privilege('MYAPI', 'p', 'r');
        ords_admin.create_privilege_mapping('MYAPI', 'p', '/x/*'); commit;`);
      assert.equal(my.column("PRIVILEGE_MAPPINGS", "PATTERN").includes("/x/*"), true);
    },
    { switches: { adminPrivilegeCalls: "present" } },
  );

  for (const value of ["refused", "caller"]) {
    fact(
      [167, 187],
      "ORDS_ADMIN.ENABLE_SCHEMA without a schema",
      async ({ bench }) => {
        const admin = bench.as("ADMIN");
        const call = "ords_admin.enable_schema(p_enabled => true, p_url_mapping_pattern => 'admin');";
        if (value === "refused") assert.match(await admin.fails(call), /PLS-00306/);
        else await admin.run(call);
        assert.deepEqual(admin.column("SCHEMAS", "STATUS"), value === "refused" ? [] : ["ENABLED"]);
      },
      { switches: { adminEnableSchema: value } },
    );
  }

  for (const version of versions) {
    for (const value of ["present", "absent"]) {
      const expected = value === "present" || version === "22.4" || version === "24.4";
      fact(
        [99, 100, 101, 175],
        `OAUTH is ${expected ? "there" : "gone"}`,
        async ({ my }) => {
          const call = "oauth.delete_client('c');";
          if (expected) await my.run(call);
          else
            assert.match(
              await my.fails(call),
              /PLS-00201: identifier 'OAUTH\.DELETE_CLIENT' must be declared/,
            );
        },
        { version, switches: { oauthPackages: value } },
      );
    }
    fact(
      [99, 176],
      "the installed version, and the packages it brings",
      async ({ my }) => {
        const { V } = await my.run(":v := ords.installed_version;", { V: null });
        assert.ok(text(V).startsWith(`${version}.`));
        const call = "ords_security.delete_client('c');";
        if (version === "22.4") assert.match(await my.fails(call), /PLS-00201/);
        else await my.run(call);
      },
      { version },
    );
  }
});
