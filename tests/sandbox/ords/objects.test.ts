import { strict as assert } from "node:assert";
import { fact } from "./fixture";
import type { BenchSession } from "./fixture";

function stored(session: BenchSession): unknown[][] {
  return session
    .rows("ENABLED_OBJECTS")
    .map((row) => [row.PARSING_OBJECT, row.OBJECT_ALIAS, row.TYPE, row.STATUS, row.AUTO_REST_AUTH]);
}

function patterns(session: BenchSession): unknown[] {
  return session.column("PRIVILEGE_MAPPINGS", "PATTERN").filter((pattern) => pattern !== "/soda/*");
}

const privilege = "oracle.dbtools.autorest.privilege.MYAPI.EMP";
const role = "oracle.dbtools.role.autorest.MYAPI.EMP";

describe("AutoREST objects", () => {
  fact(25, "a disabled object keeps its row and its alias", async ({ my }) => {
    await my.run("ords.enable_object(p_object => 'EMP', p_object_alias => 'staff');");
    await my.run("ords.enable_object(p_enabled => false, p_object => 'EMP');");
    assert.deepEqual(stored(my), [["EMP", "staff", "TABLE", "DISABLED", "DISABLED"]]);
    assert.match(
      await my.fails("ords.enable_object(p_object => 'DEPT', p_object_alias => 'staff');"),
      /^ORA-20001: DUPLICATE_ALIAS_ERROR/,
    );
    await my.run("ords.drop_rest_for_object(p_object => 'EMP'); ords.drop_rest_for_object('NONE');");
    await my.run("ords.enable_object(p_object => 'DEPT', p_object_alias => 'staff');");
    assert.deepEqual(my.column("ENABLED_OBJECTS", "PARSING_OBJECT"), ["DEPT"]);
  });

  fact(140, "types of objects", async ({ my }) => {
    for (const type of ["TABLE", "VIEW", "MVIEW", "PROCEDURE", "FUNCTION", "PACKAGE"])
      await my.run("ords.enable_object(p_object => :o, p_object_type => :t);", { O: `A_${type}`, T: type });
    assert.equal(stored(my).length, 6);
    assert.match(
      await my.fails("ords.enable_object(p_object => 'S', p_object_type => 'SYNONYM');"),
      /^ORA-20001: UNSUPPORTED_OBJECT_TYPE_ERROR/,
    );
  });

  fact(35, "the alias is the name in lower case, and a name in lower case is accepted", async ({ my }) => {
    await my.run("ords.enable_object(p_object => 'emp'); ords.enable_object(p_object => 'mixed');");
    assert.deepEqual(
      stored(my).map(([name, alias]) => [name, alias]),
      [
        ["EMP", "emp"],
        ["mixed", "mixed"],
      ],
    );
  });

  fact([60, 154], "authentication of an object makes a role, a privilege and patterns", async ({ my }) => {
    await my.run("ords.enable_object(p_object => 'EMP', p_auto_rest_auth => true);");
    assert.deepEqual(stored(my)[0]?.[4], "ENABLED");
    assert.deepEqual(patterns(my), ["/emp/*", "/metadata-catalog/emp/*"]);
    const roles = my.rows("PRIVILEGE_ROLES").filter((row) => row.PRIVILEGE_NAME === privilege);
    assert.equal(roles.map((row) => row.ROLE_NAME).includes(role), true);
    await my.run("ords.define_privilege('p', owa.vc_arr(), owa.vc_arr(), owa.vc_arr());");
    assert.match(await my.fails("ords.create_privilege_mapping('p', '/emp/*');"), /^ORA-20039/);
    await my.run("ords.enable_object(p_object => 'EMP', p_auto_rest_auth => false);");
    assert.deepEqual([patterns(my), stored(my)[0]?.[4]], [[], "DISABLED"]);
  });

  fact(186, "role and privilege of an object may be there already", async ({ my }) => {
    await my.run(`declare l_roles owa.vc_arr; l_patterns owa.vc_arr; l_modules owa.vc_arr; begin
      ords.create_role('${role}'); l_roles(1) := '${role}'; l_roles(2) := 'SQL Developer'; l_patterns(1) := '/emp/*'; l_patterns(2) := '/by/hand';
      ords.define_privilege('${privilege}', l_roles, l_patterns, l_modules);
      ords.enable_object(p_object => 'EMP', p_auto_rest_auth => true); end;`);
    assert.deepEqual(patterns(my), ["/emp/*", "/by/hand", "/metadata-catalog/emp/*"]);
    assert.equal(my.rows("PRIVILEGE_ROLES").filter((row) => row.PRIVILEGE_NAME === privilege).length, 2);
  });

  fact([24, 167], "ORDS_ADMIN names the schema", async ({ bench, my }) => {
    const admin = bench.as("ADMIN");
    await admin.run("ords_admin.enable_object(p_schema => 'MYAPI', p_object => 'EMP'); commit;");
    assert.deepEqual(my.column("ENABLED_OBJECTS", "PARSING_SCHEMA"), ["MYAPI"]);
    await admin.run("ords_admin.drop_rest_for_object('MYAPI', 'EMP'); commit;");
    assert.deepEqual(stored(my), []);
  });
});
