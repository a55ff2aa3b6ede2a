import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { Sandbox } from "..";
import { failureOf, rowsOf, Site } from "./fixture";

describe("the dictionary", () => {
  let site: Site;
  let my: oracledb.Connection;
  let admin: oracledb.Connection;
  before(async () => {
    site = await Site.start();
    my = await site.connect("MYAPI");
    admin = await site.connect("ADMIN");
    for (const sql of [
      "create table pets (id number(9) primary key, name varchar2(30 char) not null, born date, weight number(5,2), constraint pets_name_uk unique (name))", // prettier-ignore
      "create view young as select id, name from pets where born > sysdate - 365",
      "create sequence pet_seq start with 5",
      "create synonym p for pets",
      "comment on table pets is 'All of them'",
      "comment on column pets.born is 'About'",
      "create or replace package vet as procedure treat(p_id in number, p_how varchar2 default 'well'); function cost(p_id number) return number; end;", // prettier-ignore
      "create or replace function legs(p_id number) return number is begin return 4; end;",
      "grant select on pets to other",
    ])
      await my.execute(sql);
  });
  after(() => site.stop());

  it("lists what a schema has", async () => {
    assert.deepEqual(
      await rowsOf(my, "select object_name, object_type, status from user_objects where object_type != 'INDEX' order by 1, 2"), // prettier-ignore
      [
        ["LEGS", "FUNCTION", "VALID"],
        ["P", "SYNONYM", "VALID"],
        ["PETS", "TABLE", "VALID"],
        ["PET_SEQ", "SEQUENCE", "VALID"],
        ["VET", "PACKAGE", "VALID"],
        ["YOUNG", "VIEW", "VALID"],
      ],
    );
    assert.deepEqual(await rowsOf(my, "select table_name from user_tables"), [["PETS"]]);
    assert.deepEqual(await rowsOf(my, "select view_name, text from user_views"), [["YOUNG", "select id, name from pets where born > sysdate - 365"]]); // prettier-ignore
    assert.deepEqual(await rowsOf(my, "select sequence_name, last_number from user_sequences"), [
      ["PET_SEQ", 5],
    ]);
  });

  it("describes columns, keys and comments", async () => {
    assert.deepEqual(
      await rowsOf(my, "select column_name, data_type, data_precision, data_scale, nullable from user_tab_columns where table_name = 'PETS' order by column_id"), // prettier-ignore
      [
        ["ID", "NUMBER", 9, 0, "N"],
        ["NAME", "VARCHAR2", null, null, "N"],
        ["BORN", "DATE", null, null, "Y"],
        ["WEIGHT", "NUMBER", 5, 2, "Y"],
      ],
    );
    assert.deepEqual(
      await rowsOf(my, "select k.constraint_type, c.column_name from user_constraints k join user_cons_columns c on c.constraint_name = k.constraint_name where k.table_name = 'PETS' and k.constraint_type in ('P', 'U') order by 1"), // prettier-ignore
      [
        ["P", "ID"],
        ["U", "NAME"],
      ],
    );
    assert.deepEqual(await rowsOf(my, "select comments from user_tab_comments where table_name = 'PETS'"), [["All of them"]]); // prettier-ignore
    assert.deepEqual(await rowsOf(my, "select comments from user_col_comments where column_name = 'BORN'"), [["About"]]); // prettier-ignore
  });

  it("describes PL/SQL, with its source", async () => {
    assert.deepEqual(
      await rowsOf(my, "select procedure_name from user_procedures where object_name = 'VET' and procedure_name is not null order by 1"), // prettier-ignore
      [["COST"], ["TREAT"]],
    );
    assert.deepEqual(
      await rowsOf(my, "select argument_name, position, data_type, in_out, defaulted from user_arguments where object_name = 'TREAT' order by position"), // prettier-ignore
      [
        ["P_ID", 1, "NUMBER", "IN", "N"],
        ["P_HOW", 2, "VARCHAR2", "IN", "Y"],
      ],
    );
    assert.deepEqual(await rowsOf(my, "select text from user_source where name = 'LEGS'"), [["function legs(p_id number) return number is begin return 4; end;"]]); // prettier-ignore
  });

  it("fact 101: tells which packages and subprograms of ORDS there are", async () => {
    const has = "select count(*) from all_procedures where owner = 'ORDS_METADATA' and object_name = 'ORDS' and procedure_name = 'DELETE_TEMPLATE'"; // prettier-ignore
    assert.deepEqual(await rowsOf(my, has), [[1]]);
    const older = await Site.start({ version: "22.4" });
    try {
      const connection = await older.connect("MYAPI");
      assert.deepEqual(await rowsOf(connection, has), [[0]]);
      assert.deepEqual(await rowsOf(connection, "select count(*) from all_objects where object_name = 'ORDS_SECURITY'"), [[0]]); // prettier-ignore
    } finally {
      await older.stop();
    }
    assert.deepEqual(
      await rowsOf(my, "select argument_name from all_arguments where owner = 'ORDS_METADATA' and package_name = 'ORDS' and object_name = 'PUBLISH_MODULE' order by position"), // prettier-ignore
      [["P_MODULE_NAME"], ["P_STATUS"]],
    );
    assert.deepEqual(await rowsOf(my, "select table_owner from all_synonyms where owner = 'PUBLIC' and synonym_name = 'USER_ORDS_MODULES'"), [["ORDS_METADATA"]]); // prettier-ignore
  });

  it("shows to others what they may use, and everything to those who administer", async () => {
    const other = await site.connect("OTHER");
    assert.deepEqual(await rowsOf(other, "select object_name from all_objects where owner = 'MYAPI'"), [["PETS"]]); // prettier-ignore
    assert.equal(await failureOf(other, "select * from dba_objects"), 'ORA-00942: table or view "SYS"."DBA_OBJECTS" does not exist'); // prettier-ignore
    assert.deepEqual(await rowsOf(admin, "select count(*) from dba_objects where owner = 'MYAPI' and object_name = 'VET'"), [[1]]); // prettier-ignore
    assert.deepEqual(await rowsOf(other, "select grantee, privilege from user_tab_privs"), [
      ["OTHER", "SELECT"],
    ]);
  });

  it("knows users, roles, the session and the version", async () => {
    assert.deepEqual(await rowsOf(my, "select username from user_users"), [["MYAPI"]]);
    assert.deepEqual(await rowsOf(my, "select username from all_users where username in ('SYS', 'OTHER') order by 1"), [["OTHER"], ["SYS"]]); // prettier-ignore
    assert.deepEqual(await rowsOf(admin, "select role from session_roles where role like 'ORDS%'"), [["ORDS_ADMINISTRATOR_ROLE"]]); // prettier-ignore
    assert.deepEqual(await rowsOf(my, "select granted_role from user_role_privs where granted_role = 'CONNECT'"), [["CONNECT"]]); // prettier-ignore
    assert.match(
      String((await rowsOf(my, "select banner from v$version"))[0]?.[0]),
      /^Oracle AI Database 26ai Free Release 23\.26\.0\.0\.0 - /,
    );
    assert.match(
      String((await rowsOf(my, "select version from product_component_version"))[0]?.[0]),
      /^23\.26\./,
    );
    assert.equal(
      await failureOf(my, "select * from v$session"),
      'ORA-00942: table or view "SYS"."V_$SESSION" does not exist',
    );
    assert.deepEqual(await rowsOf(admin, "select inst_id from gv$session where username = 'MYAPI'"), [[1]]);
  });

  it("is of one release of the database, whatever tells of it", async () => {
    for (const [ords, version, banner, texts] of [
      [
        "22.4",
        "19.28.0.0.0",
        /^Oracle Database 19c .* Release 19\.0\.0\.0\.0 - Production$/,
        ["ORA-00001: unique constraint (MYAPI.PK) violated", "ORA-00979: not a GROUP BY expression"],
      ],
      ["24.4", "23.6.0.24.10", /^Oracle Database 23ai Free Release 23\.0\.0\.0\.0 - /, undefined],
      [
        "25.4",
        "23.26.0.0.0",
        /^Oracle AI Database 26ai Free Release 23\.26\.0\.0\.0 - /,
        [
          "ORA-00001: unique constraint (MYAPI.PK) violated on table MYAPI.T columns (A)\nORA-03301: (ORA-00001 details) row with column values (A:1) already exists",
          'ORA-00979: "A": must appear in the GROUP BY clause or be used in an aggregate function',
        ],
      ],
    ] as const) {
      const sandbox = await Sandbox.start({ version: ords });
      try {
        const { connectString } = sandbox;
        const connection = await oracledb.getConnection({ connectString, ...sandbox.user("MYAPI") });
        assert.equal(connection.oracleServerVersionString, version);
        const [[shown]] = (await connection.execute<string[]>("select banner from v$version")).rows as [
          string[],
        ];
        assert.match(shown!, banner);
        assert.deepEqual(
          (await connection.execute("select version_full from product_component_version")).rows,
          [[version]],
        );
        await connection.execute("create table t (a number constraint pk primary key)");
        await connection.execute("insert into t values (1)");
        if (texts !== undefined) {
          const statements = ["insert into t values (1)", "select a from t group by a + 1"];
          for (const [index, statement] of statements.entries()) {
            await assert.rejects(
              connection.execute(statement),
              (error: Error) => error.message.replace(/\nHelp: .*$/s, "") === texts[index],
            );
          }
        }
        await connection.close();
      } finally {
        await sandbox.stop();
      }
    }
  });

  it("shows the defaults of columns, their identities and which are computed", async () => {
    await my.execute("create table defaulted (id number generated always as identity, a number default 1 + 1, b varchar2(5) default on null 'x', c number as (a * 2))"); // prettier-ignore
    const seen = await rowsOf(
      my,
      "select column_name, data_default, identity_column, default_on_null, virtual_column, user_generated from user_tab_cols where table_name = 'DEFAULTED' order by column_id",
    );
    assert.deepEqual(seen, [
      ["ID", null, "YES", "YES", "NO", "YES"],
      ["A", "1 + 1", "NO", "NO", "NO", "YES"],
      ["B", "'x'", "NO", "YES", "NO", "YES"],
      ["C", null, "NO", "NO", "YES", "YES"],
    ]);
    await my.execute("drop table defaulted");
  });
});
