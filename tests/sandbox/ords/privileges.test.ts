import { strict as assert } from "node:assert";
import { textOf } from "./call";
import { fact } from "./fixture";
import type { BenchSession } from "./fixture";

/** DEFINE_PRIVILEGE as exports print it. */
function define(name: string, roles: string[], patterns: string[], modules: string[], rest = ""): string {
  const fill = (array: string, values: string[]): string =>
    values.map((value, index) => `${array}(${index + 1}) := '${value}';`).join(" ");
  return `declare l_roles owa.vc_arr; l_patterns owa.vc_arr; l_modules owa.vc_arr; begin
    ${fill("l_roles", roles)} ${fill("l_patterns", patterns)} ${fill("l_modules", modules)}
    ords.define_privilege(p_privilege_name => '${name}', p_roles => l_roles, p_patterns => l_patterns,
      p_modules => l_modules${rest}); end;`;
}

/** Roles, patterns and modules of a privilege. */
function parts(session: BenchSession, name: string): unknown[][] {
  const of = (
    view: "PRIVILEGE_ROLES" | "PRIVILEGE_MAPPINGS" | "PRIVILEGE_MODULES",
    column: string,
  ): unknown[] =>
    session
      .rows(view)
      .filter((row) => (row.PRIVILEGE_NAME ?? row.NAME) === name)
      .map((row) => row[column]);
  return [
    of("PRIVILEGE_ROLES", "ROLE_NAME"),
    of("PRIVILEGE_MAPPINGS", "PATTERN"),
    of("PRIVILEGE_MODULES", "MODULE_NAME"),
  ];
}

/** Names of the roles that the schema made itself. */
function roles(session: BenchSession): unknown[] {
  return session
    .table("SEC_ROLES")
    .map(({ values }) => values.NAME)
    .filter((name) => typeof name === "string" && name.length < 5);
}

const base =
  "ords.create_role('r'); ords.create_role('s'); ords.define_module('m', '/m/'); ords.define_module('n', '/n/');";

describe("roles and privileges", () => {
  fact([13, 69], "DEFINE_PRIVILEGE writes the whole set", async ({ my }) => {
    await my.run(base);
    await my.run(
      define(
        "p",
        ["r", "s"],
        ["/a/*", "/b"],
        ["m"],
        ", p_label => 'L', p_description => 'D', p_comments => 'C'",
      ),
    );
    assert.deepEqual(parts(my, "p"), [["r", "s"], ["/a/*", "/b"], ["m"]]);
    await my.run(define("p", ["s"], ["/b"], ["n"]));
    assert.deepEqual(parts(my, "p"), [["s"], ["/b"], ["n"]]);
    const row = my.rows("PRIVILEGES").find(({ NAME }) => NAME === "p");
    assert.deepEqual([row?.LABEL, row?.DESCRIPTION, row?.COMMENTS], [null, null, null]);
  });

  fact(13, "an overload without modules or patterns drops them", async ({ my }) => {
    await my.run(base);
    await my.run(define("p", ["r"], ["/a/*"], ["m"]));
    await my.run("declare l owa.vc_arr; begin l(1) := 's'; ords.define_privilege('p', l); end;");
    assert.deepEqual(parts(my, "p"), [["s"], [], []]);
  });

  fact([68, 70], "roles may be empty, and so may all the rest", async ({ my }) => {
    await my.run("ords.define_privilege('p', owa.vc_arr(), owa.vc_arr(), owa.vc_arr());");
    assert.deepEqual(parts(my, "p"), [[], [], []]);
  });

  fact(14, "a mapping and a module's link leave the rest of the privilege alone", async ({ my }) => {
    await my.run(base);
    await my.run(define("p", ["r"], ["/a/*"], ["m"]));
    await my.run("ords.create_privilege_mapping('p', '/b'); ords.set_module_privilege('n', 'p');");
    assert.deepEqual(parts(my, "p"), [["r"], ["/a/*", "/b"], ["m", "n"]]);
    await my.run("ords.delete_privilege_mapping('p', '/a/*');");
    assert.deepEqual(parts(my, "p"), [["r"], ["/b"], ["m", "n"]]);
    await my.run(
      "declare l owa.vc_arr; begin l(1) := '/c'; l(2) := '/d'; ords.create_privilege_mapping('p', l); end;",
    );
    assert.deepEqual(parts(my, "p")[1], ["/b", "/c", "/d"]);
  });

  fact(21, "DELETE_ROLE takes the role out of privileges and clients", async ({ my }) => {
    await my.run(base);
    await my.run(define("p", ["r", "s"], [], []));
    await my.run(
      "oauth.create_client('c', 'client_credentials', p_privilege_names => 'p'); oauth.grant_client_role('c', 'r');",
    );
    await my.run("ords.delete_role(p_role_name => 'r');");
    assert.deepEqual([parts(my, "p")[0], my.rows("CLIENT_ROLES"), roles(my)], [["s"], [], ["s"]]);
  });

  fact(33, "role names are free text", async ({ my }) => {
    await my.run("ords.create_role('HR Administrator'); ords.create_role('hr administrator');");
    assert.equal(
      my.table("SEC_ROLES").filter(({ values }) => /^hr admin/i.test(textOf(values.NAME) ?? "")).length,
      2,
    );
  });

  fact(
    [64, 34],
    "privilege names are free text, and CREATE_PRIVILEGE takes one role or several",
    async ({ my }) => {
      await my.run(base);
      await my.run("ords.create_privilege(p_name => 'read:demo', p_role_name => 'r', p_label => 'L');");
      await my.run(
        "declare l owa.vc_arr; begin l(1) := 'r'; l(2) := 's'; ords.create_privilege('two', l); end;",
      );
      assert.deepEqual([parts(my, "read:demo")[0], parts(my, "two")[0]], [["r"], ["r", "s"]]);
    },
  );

  fact(72, "built-in roles need not be created", async ({ my }) => {
    await my.run(
      define("p", ["SQL Developer", "SODA Developer", "oracle.dbtools.autorest.any.schema"], [], []),
    );
    assert.equal(parts(my, "p")[0]?.length, 3);
  });

  fact(153, "a missing role is ORA-01403, and the privilege stays as it was", async ({ my }) => {
    await my.run(base);
    await my.run(define("p", ["r"], ["/a/*"], []));
    assert.match(await my.fails(define("p", ["no"], [], [])), /^ORA-01403: no data found\n/);
    assert.match(await my.fails(define("p", ["r"], [], ["no"])), /^ORA-01403/);
    assert.match(await my.fails("ords.create_privilege('q', 'no');"), /^ORA-01403/);
    assert.deepEqual(parts(my, "p"), [["r"], ["/a/*"], []]);
    assert.equal(my.column("PRIVILEGES", "NAME").includes("q"), false);
  });

  fact(154, "a pattern belongs to one privilege", async ({ my }) => {
    await my.run(define("p", [], ["/a/*"], []));
    assert.match(await my.fails(define("q", [], ["/a/*"], [])), /^ORA-20039: Pattern already mapped/);
    await my.run(define("q", [], [], []));
    assert.match(await my.fails("ords.create_privilege_mapping('q', '/a/*');"), /^ORA-20039/);
    // Moved by removing it first.
    await my.run("ords.delete_privilege_mapping('p', '/a/*'); ords.create_privilege_mapping('q', '/a/*');");
    assert.deepEqual([parts(my, "p")[1], parts(my, "q")[1]], [[], ["/a/*"]]);
  });

  for (const value of ["ORA-20039", "silent"]) {
    fact(
      154,
      "the same pattern again",
      async ({ my }) => {
        await my.run(define("p", [], ["/a/*"], []));
        const call = "ords.create_privilege_mapping('p', '/a/*');";
        if (value === "silent") await my.run(call);
        else assert.match(await my.fails(call), /^ORA-20039/);
        assert.deepEqual(parts(my, "p")[1], ["/a/*"]);
      },
      { switches: { mappingRepeat: value } },
    );
  }

  fact([66, 71], "patterns are stored as given, in one privilege of a name", async ({ my }) => {
    await my.run(define("p", [], ["/examples/employees/*", "/a"], []));
    assert.deepEqual(parts(my, "p")[1], ["/examples/employees/*", "/a"]);
    await my.run(define("p", [], ["/b"], []));
    assert.equal(my.column("PRIVILEGES", "NAME").filter((name) => name === "p").length, 1);
  });

  fact(156, "one privilege protects several modules", async ({ my }) => {
    await my.run(base);
    await my.run(define("p", [], [], ["m", "n"]));
    assert.deepEqual(parts(my, "p")[2], ["m", "n"]);
  });

  for (const [value, left] of [
    ["replaces", []],
    ["adds", ["m"]],
  ] as const) {
    fact(
      156,
      "a second privilege for a module",
      async ({ my }) => {
        await my.run(base);
        await my.run(`${define("p", [], [], [])} `);
        await my.run(define("q", [], [], []));
        await my.run("ords.set_module_privilege('m', 'p'); ords.set_module_privilege('m', 'q');");
        assert.deepEqual([parts(my, "p")[2], parts(my, "q")[2]], [left, ["m"]]);
      },
      { switches: { secondModulePrivilege: value } },
    );
  }

  for (const value of ["silent", "ORA-00001"]) {
    fact(
      158,
      "CREATE_ROLE of a role that exists",
      async ({ my }) => {
        await my.run("ords.create_role('r');");
        if (value === "silent") await my.run("ords.create_role('r');");
        else assert.match(await my.fails("ords.create_role('r');"), /^ORA-00001: .*ROLES_UNQ_NAME/);
        assert.deepEqual(roles(my), ["r"]);
      },
      { switches: { createRoleRepeat: value } },
    );
    fact(
      157,
      "CREATE_PRIVILEGE of a privilege that exists",
      async ({ my }) => {
        await my.run("ords.create_role('r'); ords.create_privilege('p', 'r');");
        if (value === "silent") await my.run("ords.create_privilege('p', 'r');");
        else
          assert.match(
            await my.fails("ords.create_privilege('p', 'r');"),
            /^ORA-00001: .*PRIVILEGES_UNQ_NAME/,
          );
        assert.equal(my.rows("PRIVILEGES").length, 3);
      },
      { switches: { createPrivilegeRepeat: value } },
    );
  }

  for (const parameter of ["p_new_name", "p_new_role_name"]) {
    fact(
      163,
      "roles and privileges are renamed where they are",
      async ({ my }) => {
        await my.run(base);
        await my.run(define("p", ["r"], ["/a/*"], ["m"]));
        await my.run("oauth.create_client('c', 'client_credentials', p_privilege_names => 'p');");
        await my.run(
          `ords.rename_role(p_role_name => 'r', ${parameter} => 't'); ords.rename_privilege('p', 'q');`,
        );
        assert.deepEqual(parts(my, "q"), [["t"], ["/a/*"], ["m"]]);
        assert.deepEqual(my.column("CLIENTS", "PRIVILEGE_NAMES"), ["q"]);
        assert.match(await my.fails("ords.rename_role('no', 'x');"), /^ORA-01403/);
        assert.match(await my.fails("ords.rename_role('t', 's');"), /^ORA-00001/);
      },
      { switches: { renameRoleParameter: parameter } },
    );
  }

  fact(
    163,
    "other names of parameters that nobody has seen",
    async ({ my }) => {
      await my.run(define("p", [], [], []));
      await my.run("ords_security.register_client('c', 'client_credentials');");
      await my.run("ords.rename_privilege(p_privilege_name => 'p', p_new_name => 'q');");
      await my.run("ords_security.rename_client(p_client_name => 'c', p_new_name => 'd');");
      assert.equal(my.column("PRIVILEGES", "NAME").at(-1), "q");
      assert.deepEqual(my.column("CLIENTS", "NAME"), ["d"]);
      assert.match(await my.fails("ords.rename_privilege(p_name => 'q', p_new_name => 'r');"), /PLS-00306/);
    },
    { switches: { renamePrivilegeParameter: "p_privilege_name", renameClientParameter: "p_client_name" } },
  );

  fact(18, "DELETE_PRIVILEGE frees its patterns", async ({ my }) => {
    await my.run(define("p", [], ["/a/*"], []));
    await my.run("oauth.create_client('c', 'client_credentials', p_privilege_names => 'p');");
    await my.run("ords.delete_privilege(p_name => 'p');");
    await my.run(define("q", [], ["/a/*"], []));
    assert.deepEqual([my.rows("CLIENT_PRIVILEGES"), my.column("CLIENTS", "PRIVILEGE_NAMES")], [[], [null]]);
    assert.match(await my.fails("ords.delete_privilege(p_privilege_name => 'q');"), /PLS-00306/);
  });
});
