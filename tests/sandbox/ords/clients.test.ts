import { strict as assert } from "node:assert";
import { generated, register, registered, shown, valid } from "./clientExamples";
import { fact } from "./fixture";

describe("OAuth clients", () => {
  fact(81, "grants, and what they need", async ({ my }) => {
    const call = (grant: string, rest = ""): string =>
      `ords_security.register_client(p_name => '${grant}', p_grant_type => '${grant}'${rest});`;
    await my.run(call("client_credentials"));
    for (const grant of ["authorization_code", "implicit"]) {
      assert.match(
        await my.fails(call(grant, ", p_redirect_uri => 'https://r'")),
        /^ORA-01400: .*"DESCRIPTION"/,
      );
      assert.match(await my.fails(call(grant, ", p_description => 'd'")), /^ORA-01400: .*"REDIRECT_URI"/);
      await my.run(call(grant, ", p_description => 'd', p_redirect_uri => 'https://r'"));
    }
    assert.match(await my.fails(call("password")), /^ORA-02290/);
    assert.deepEqual(my.column("CLIENTS", "AUTH_FLOW"), [
      "client_credentials",
      "authorization_code",
      "implicit",
    ]);
  });

  fact([82, 93], "privileges are a comma list, which may be empty", async ({ my }) => {
    await my.run("ords.create_role('r'); ords.create_privilege('p', 'r'); ords.create_privilege('q', 'r');");
    await my.run(
      "oauth.create_client('c', 'client_credentials', p_support_email => 'a@b', p_privilege_names => 'p, q');",
    );
    await my.run(
      "oauth.create_client('d', 'client_credentials', p_support_email => 'a@b', p_privilege_names => '');",
    );
    assert.deepEqual(
      my.rows("CLIENT_PRIVILEGES").map((row) => [row.CLIENT_NAME, row.NAME]),
      [
        ["c", "p"],
        ["c", "q"],
      ],
    );
    assert.deepEqual(my.column("CLIENTS", "PRIVILEGE_NAMES"), ["p,q", null]);
    assert.match(
      await my.fails("oauth.create_client('e', 'client_credentials', p_privilege_names => 'no');"),
      /^ORA-01403/,
    );
    assert.match(await my.fails("oauth.create_client('e', 'client_credentials');"), /PLS-00306/);
  });

  fact(92, "UPDATE_CLIENT writes what it is given, and null clears", async ({ my }) => {
    await my.run("ords.create_role('r'); ords.create_privilege('p', 'r');");
    await my.run(
      register(
        "c",
        generated,
        ", p_description => 'd', p_support_email => 'a@b', p_privilege_names => 'p', p_token_duration => 60",
      ),
      registered,
    );
    const [id] = my.column("CLIENTS", "ID");
    await my.run(`ords_security.update_client(p_name => 'c', p_new_name => 'n', p_description => null, p_origins_allowed => 'https://o',
      p_redirect_uri => null, p_support_email => 'c@d', p_support_uri => null);`);
    let [row] = my.rows("CLIENTS");
    assert.deepEqual(
      [
        row?.ID,
        row?.NAME,
        row?.DESCRIPTION,
        row?.ALLOWED_ORIGINS,
        row?.SUPPORT_EMAIL,
        row?.PRIVILEGE_NAMES,
        row?.TOKEN_DURATION,
      ],
      [id, "n", null, "https://o", "c@d", "p", 60],
    );
    await my.run(`ords_security.update_client(p_name => 'n', p_description => 'e', p_privilege_names => null, p_origins_allowed => null,
      p_redirect_uri => null, p_support_email => null, p_support_uri => null, p_token_duration => null, p_refresh_duration => 9, p_code_duration => null);`);
    [row] = my.rows("CLIENTS");
    assert.deepEqual(
      [row?.NAME, row?.DESCRIPTION, row?.PRIVILEGE_NAMES, row?.TOKEN_DURATION, row?.REFRESH_DURATION],
      ["n", "e", null, null, 9],
    );
    assert.deepEqual(shown(my), ["********", null]);
    await my.run("oauth.update_client('n', 'f', 'https://r', 'e@f', 'https://s');");
    assert.deepEqual(
      [my.column("CLIENTS", "DESCRIPTION"), my.column("CLIENTS", "REDIRECT_URI")],
      [["f"], ["https://r"]],
    );
    await my.run(
      "ords_security.rename_client('n', 'o'); ords_security.update_client_token_duration('o', 1, 2, 3);",
    );
    await my.run("ords_security.update_client_privileges(p_name => 'o', p_privilege_names => 'p');");
    [row] = my.rows("CLIENTS");
    assert.deepEqual(
      [row?.NAME, row?.CODE_DURATION, row?.PRIVILEGE_NAMES, row?.ALLOWED_ORIGINS],
      ["o", 3, "p", null],
    );
  });

  fact(96, "durations that are not given are null", async ({ my }) => {
    await my.run(register("c"), registered);
    const [row] = my.rows("CLIENTS");
    assert.deepEqual([row?.TOKEN_DURATION, row?.REFRESH_DURATION, row?.CODE_DURATION], [null, null, null]);
  });

  fact([94, 98], "a granted role belongs to the schema or is built in", async ({ bench, my }) => {
    await bench.as("ADMIN").enable("OTHER");
    await bench.as("OTHER").run("ords.create_role('theirs'); commit;");
    await my.run(register("c"), registered);
    await my.run(
      "ords.create_role('r'); ords_security.grant_client_role('c', 'r'); ords_security.grant_client_role('c', 'SQL Developer');",
    );
    assert.match(await my.fails("ords_security.grant_client_role('c', 'theirs');"), /^ORA-01403/);
    assert.match(await my.fails("ords_security.grant_client_role('no', 'r');"), /^ORA-01403/);
    assert.deepEqual(my.column("CLIENT_ROLES", "ROLE_NAME"), ["r", "SQL Developer"]);
    assert.deepEqual(my.column("CLIENT_ROLES", "CLIENT_ID"), [
      ...my.column("CLIENTS", "ID"),
      ...my.column("CLIENTS", "ID"),
    ]);
  });

  fact(160, "a repeated grant adds a row; revoking takes all of them", async ({ my }) => {
    await my.run(register("c"), registered);
    await my.run(
      "ords.create_role('r'); oauth.grant_client_role('c', 'r'); ords_security.grant_client_role(p_client_name => 'c', p_role_name => 'r');",
    );
    assert.deepEqual(my.column("CLIENT_ROLES", "ROLE_NAME"), ["r", "r"]);
    await my.run("ords_security.revoke_client_role(p_client_name => 'c', p_role_name => 'r');");
    assert.deepEqual(my.rows("CLIENT_ROLES"), []);
  });

  fact(
    160,
    "a repeated grant is silent",
    async ({ my }) => {
      await my.run(register("c"), registered);
      await my.run(
        "ords.create_role('r'); oauth.grant_client_role('c', 'r'); oauth.grant_client_role('c', 'r');",
      );
      assert.deepEqual(my.column("CLIENT_ROLES", "ROLE_NAME"), ["r"]);
    },
    { switches: { repeatedGrant: "silent" } },
  );

  fact([95, 165], "IMPORT_CLIENT keeps the client_id and registers no secret", async ({ my }) => {
    await my.run(
      "ords_security.import_client(p_name => 'c', p_client_id => 'known..', p_grant_type => 'client_credentials');",
    );
    await my.run(
      "declare k ords_types.t_client_key; begin k := ords_security.import_client('d', 'client_credentials'); :c := k.client_id; end;",
      { C: null },
    );
    assert.deepEqual(
      my.rows("CLIENTS").map((row) => [row.NAME, row.CLIENT_SECRET]),
      [
        ["c", null],
        ["d", null],
      ],
    );
    assert.equal(my.column("CLIENTS", "CLIENT_ID")[0], "known..");
    assert.match(
      await my.fails(
        "ords_security.import_client(p_name => 'e', p_client_id => 'known..', p_grant_type => 'client_credentials');",
      ),
      /OAUTH_CLIENTS_UNIQUE2/,
    );
  });

  fact(185, "OAUTH.IMPORT_CLIENT as exports print it", async ({ my }) => {
    await my.run(`oauth.import_client(p_name => 'c', p_client_id => 'known..', p_grant_type => 'client_credentials', p_owner => 'MYAPI',
      p_description => 'd', p_origins_allowed => '', p_redirect_uri => '', p_support_email => 'a@b', p_support_uri => 'https://s',
      p_token_duration => 60, p_refresh_duration => null, p_code_duration => null, p_privilege_names => '');`);
    const [row] = my.rows("CLIENTS");
    assert.deepEqual([row?.CREATED_BY, row?.TOKEN_DURATION, row?.CLIENT_SECRET], ["MYAPI", 60, null]);
  });

  for (const call of [
    "oauth.create_client('c', 'client_credentials', p_privilege_names => null);",
    "ords_security.register_client('c', 'client_credentials');",
    "ords_security.import_client('c', 'client_credentials');",
  ]) {
    fact([157, 159], `an existing name is ORA-00001: ${call}`, async ({ my }) => {
      await my.run(register("c"), registered);
      assert.match(
        await my.fails(call),
        /^ORA-00001: unique constraint \(ORDS_METADATA\.OAUTH_CLIENTS_UNIQUE1\) violated/,
      );
    });
  }

  fact([165, 18], "DELETE_CLIENT by name, and by a key with the id", async ({ my }) => {
    await my.run("ords.create_role('r');");
    for (const name of ["c", "d", "e"]) {
      await my.run(register(name), registered);
      await my.run("ords_security.grant_client_role(:n, 'r');", { N: name });
    }
    await my.run("ords_security.delete_client('c');");
    await my.run("ords_security.delete_client(p_client_key => ords_types.oauth_client_key(p_id => :i));", {
      I: my.column("CLIENTS", "ID")[0] as number,
    });
    assert.deepEqual([my.column("CLIENTS", "NAME"), my.rows("CLIENT_ROLES").length], [["e"], 1]);
  });

  fact(97, "a client shows in its own schema's view only", async ({ bench, my }) => {
    const admin = bench.as("ADMIN");
    await admin.run(
      "ords_security_admin.register_client(p_schema => 'MYAPI', p_name => 'c', p_grant_type => 'client_credentials'); commit;",
    );
    assert.deepEqual([my.column("CLIENTS", "NAME"), admin.rows("CLIENTS")], [["c"], []]);
  });

  for (const [value, long, short] of [
    ["all", true, true],
    ["long", true, false],
    ["short", false, true],
  ] as const) {
    fact(
      165,
      "forms of ORDS_SECURITY_ADMIN.UPDATE_CLIENT",
      async ({ bench, my }) => {
        await my.run("ords_security.import_client('e', 'client_credentials'); commit;");
        const admin = bench.as("ADMIN");
        const texts =
          "p_description => 'd', p_origins_allowed => null, p_redirect_uri => null, p_support_email => null, p_support_uri => null";
        const rest =
          "p_privilege_names => null, p_token_duration => 1, p_refresh_duration => 2, p_code_duration => 3";
        for (const [isThere, args] of [
          [long, `${texts}, ${rest}`],
          [short, texts],
        ] as const) {
          const call = `ords_security_admin.update_client(p_schema => 'MYAPI', p_name => 'e', ${args});`;
          if (isThere) await admin.run(call);
          else assert.match(await admin.fails(call), /PLS-00306/);
        }
      },
      { switches: { adminUpdateClient: value } },
    );
  }

  fact(
    165,
    "ORDS_SECURITY_ADMIN grants by name only",
    async ({ bench, my }) => {
      await my.run("ords.create_role('r'); ords_security.import_client('c', 'client_credentials'); commit;");
      const admin = bench.as("ADMIN");
      const call =
        "ords_security_admin.grant_client_role('MYAPI', ords_types.oauth_client_key(p_name => 'c'), 'r');";
      assert.match(await admin.fails(call), /PLS-00306/);
      await admin.run("ords_security_admin.grant_client_role('MYAPI', 'c', 'r'); commit;");
      assert.deepEqual(my.column("CLIENT_ROLES", "ROLE_NAME"), ["r"]);
    },
    { switches: { adminKeyForms: "absent" } },
  );

  fact(166, "ORDS_SECURITY_ADMIN as it was run", async (scene) => {
    const { bench, my } = scene;
    await my.run("ords.create_role('r'); commit;");
    const { SECRET } = await bench.as("ADMIN").run(
      `declare k ords_metadata.ords_types.t_client_key; c ords_metadata.ords_types.t_client_credentials; begin
       c := ords_metadata.ords_security_admin.register_client(p_schema => 'MYAPI', p_name => 'c', p_grant_type => 'client_credentials');
       k.name := 'c';
       ords_security_admin.grant_client_role(p_schema => 'MYAPI', p_client_name => 'c', p_role_name => 'r');
       c := ords_security_admin.rotate_client_secret(p_schema => 'MYAPI', p_client_key => k, p_revoke_existing => true);
       :secret := c.client_secret.secret; commit; end;`,
      { SECRET: null },
    );
    assert.deepEqual([valid(scene, [SECRET]), my.column("CLIENT_ROLES", "ROLE_NAME")], [[true], ["r"]]);
  });

  fact(165, "VERIFY_CLIENT answers the granted roles, or null", async ({ my }) => {
    const { CLIENT_ID } = await my.run(register("c", "ords_types.oauth_client_secret('mine')"), registered);
    await my.run("ords.create_role('r'); ords_security.grant_client_role('c', 'r');");
    const verify = `declare r sys_refcursor; begin r := ords_security.verify_client(:id, :s);
      if r is null then :role := 'none'; else fetch r into :role; end if; end;`;
    assert.equal((await my.run(verify, { ID: CLIENT_ID!, S: "mine", ROLE: null })).ROLE, "r");
    assert.equal((await my.run(verify, { ID: CLIENT_ID!, S: "no", ROLE: null })).ROLE, "none");
  });
});
