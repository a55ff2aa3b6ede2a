import { strict as assert } from "node:assert";
import { OraError } from "../errors";
import { metadataViews } from "../http/assembly";
import { SqlCatalogue } from "../sql";
import { TestSession } from "../sql/fixture";
import { Bench, fact } from "./fixture";
import { administrator } from "./index";
import { viewRows } from "./metadata";
import { versions } from "./releases";

/** Something in every view that ORDS's calls fill. */
const whole = `ords.define_module('m', '/m/'); ords.set_module_origins_allowed('m', 'https://a');
  ords.define_template('m', 'a/:id'); ords.define_handler('m', 'a/:id', p_source => 'select 1 from dual');
  ords.define_parameter('m', 'a/:id', 'GET', 'h', 'b'); ords.create_role('r');
  ords.create_privilege('p', 'r'); ords.set_module_privilege('m', 'p'); ords.create_privilege_mapping('p', '/x/*');
  ords.enable_object(p_object => 'EMP'); oauth.create_client('c', 'client_credentials', p_privilege_names => 'p');
  oauth.grant_client_role('c', 'r'); ords.set_property('k', 'v'); commit;`;

const jwt = "oauth.create_jwt_profile('https://i', 'aud', 'https://k'); commit;";

class Sql {
  readonly #catalogue: SqlCatalogue;

  constructor(readonly bench: Bench) {
    this.#catalogue = new SqlCatalogue(bench.store);
    for (const view of bench.ords.views) this.#catalogue.addView(view);
    for (const view of bench.ords.computed) this.#catalogue.addComputed(view);
  }

  as(user: string, roles: readonly string[] = []): TestSession {
    return new TestSession(this.#catalogue, user, roles);
  }
}

async function rows(session: TestSession, query: string): Promise<Record<string, unknown>[]> {
  const result = await session.execute(query);
  if (result.kind !== "rows") return assert.fail("no query");
  return result.rows.map((row) =>
    Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index]])),
  );
}

function error(code: number): (error: unknown) => boolean {
  return (found) => found instanceof OraError && found.code === code;
}

function byText(all: readonly Readonly<Record<string, unknown>>[]): string[] {
  return all.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}

describe("views of ORDS", () => {
  for (const version of versions) {
    fact(
      [136, 137, 139],
      "each view has its columns and shows its rows",
      async ({ bench, my }) => {
        await my.run(whole);
        if (version !== "22.4") await my.run(jwt);
        await bench.as("ADMIN").enable("OTHER");
        const sql = new Sql(bench);
        const [owner, other, admin] = [sql.as("MYAPI"), sql.as("OTHER"), sql.as("ADMIN", [administrator])];
        for (const { name, columns } of bench.ords.views) {
          const isUsers = name.startsWith("USER_");
          const found = await rows(isUsers ? owner : admin, `select * from ${name}`);
          if (!name.endsWith("APPROVALS")) assert.ok(found.length > 0, name);
          for (const row of found)
            assert.deepEqual(
              Object.keys(row),
              columns.map((column) => column.name),
              name,
            );
          // As ORDS over HTTP reads them.
          const view = metadataViews.find((one) => name === `DBA_ORDS_${one}`);
          if (view !== undefined && version !== "22.4") {
            const read = viewRows(my.transaction, view, version).map((row) =>
              Object.fromEntries(columns.map((column) => [column.name, row[column.name]])),
            );
            assert.deepEqual(byText(found), byText(read), name);
          }
          if (!isUsers) await assert.rejects(rows(owner, `select * from ${name}`), error(942), name);
        }
        assert.deepEqual(await rows(other, "select name from user_ords_modules"), []);
        assert.deepEqual(await rows(other, "select parsing_schema from user_ords_schemas"), [
          { PARSING_SCHEMA: "OTHER" },
        ]);
        await assert.rejects(rows(owner, "select 1 from user_ords_jwt_profiles"), error(942));
      },
      { version },
    );
  }

  fact(
    [136, 137],
    "before 24.4 only two views are for administrators, with the alias in the second",
    async ({ bench }) => {
      const names = bench.ords.views.map(({ name }) => name).filter((name) => name.startsWith("DBA_"));
      assert.deepEqual(names, ["DBA_ORDS_SCHEMAS", "DBA_ORDS_URL_MAPPINGS"]);
      const admin = new Sql(bench).as("ADMIN", ["DBA"]);
      await assert.rejects(rows(admin, "select pattern from dba_ords_schemas"), error(904));
      assert.deepEqual(
        await rows(
          admin,
          "select s.parsing_schema, u.pattern from dba_ords_schemas s join dba_ords_url_mappings u on u.id = s.url_mapping_id",
        ),
        [{ PARSING_SCHEMA: "MYAPI", PATTERN: "myapi" }],
      );
    },
    { version: "22.4" },
  );

  fact(138, "views of children carry ids", async ({ bench, my }) => {
    await my.run(whole);
    const session = new Sql(bench).as("MYAPI");
    assert.deepEqual(
      await rows(
        session,
        `select s.pattern, m.name, t.uri_template, h.method, p.name as parameter
         from user_ords_schemas s join user_ords_modules m on m.schema_id = s.id
         join user_ords_templates t on t.module_id = m.id join user_ords_handlers h on h.template_id = t.id
         join user_ords_parameters p on p.handler_id = h.id`,
      ),
      [{ PATTERN: "myapi", NAME: "m", URI_TEMPLATE: "a/:id", METHOD: "GET", PARAMETER: "h" }],
    );
    assert.deepEqual(await rows(session, "select name, base_path, pattern, method from user_ords_services"), [
      { NAME: "m", BASE_PATH: "/m/", PATTERN: "a/:id", METHOD: "GET" },
    ]);
  });

  fact(98, "CLIENT_ID of the roles is the number of the client's row", async ({ bench, my }) => {
    await my.run(whole);
    assert.deepEqual(
      await rows(
        new Sql(bench).as("MYAPI"),
        "select c.name, c.auth_flow, r.role_name from user_ords_clients c join user_ords_client_roles r on r.client_id = c.id",
      ),
      [{ NAME: "c", AUTH_FLOW: "client_credentials", ROLE_NAME: "r" }],
    );
  });

  fact(177, "mappings have no id, and the schema of a query is the current one", async ({ bench, my }) => {
    await my.run(whole);
    const session = new Sql(bench).as("OTHER");
    await assert.rejects(rows(session, "select id from user_ords_privilege_mappings"), error(904));
    assert.deepEqual(await rows(session, "select name from user_ords_modules"), []);
    session.currentSchema = "MYAPI";
    assert.deepEqual(await rows(session, "select name from user_ords_modules"), [{ NAME: "m" }]);
  });

  fact(143, "rows that are not committed are hidden from others", async ({ bench, my }) => {
    await my.run("ords.define_module('m', '/m/');");
    const session = new Sql(bench).as("MYAPI");
    assert.deepEqual(await rows(session, "select name from user_ords_modules"), []);
    my.commit();
    assert.deepEqual(await rows(session, "select name from user_ords_modules"), [{ NAME: "m" }]);
  });

  fact(5, "metadata is another only after a commit that changed ORDS's tables", async ({ bench, my }) => {
    const { metadata } = bench.ords;
    bench.store.createTable({
      owner: "MYAPI",
      name: "T",
      columns: [{ name: "ID", type: "NUMBER" }],
      unique: [],
    });
    const before = metadata.revision();
    await my.transaction.insert("MYAPI.T", { ID: 1 });
    my.commit();
    assert.equal(metadata.revision(), before);
    await my.run("ords.define_module('m', '/m/');");
    assert.equal(metadata.revision(), before);
    my.commit();
    assert.notEqual(metadata.revision(), before);
    assert.deepEqual(
      metadata.read("MODULES").map((row) => row.NAME),
      ["m"],
    );
  });

  it("fact 139: views that are known by name only say so", async () => {
    const bench = await Bench.open();
    const sql = new Sql(bench);
    for (const { name } of bench.ords.computed) {
      await assert.rejects(rows(sql.as("ADMIN", ["DBA"]), `select count(*) from ${name}`), {
        message: `ORA-20999: ${name} is not supported by the sandbox`,
      });
    }
    assert.equal(bench.ords.computed.length, 5);
    bench.close();
  });

  fact(97, "ORDS's own tables hold all schemas", async ({ bench, my }) => {
    await my.run(whole);
    const admin = new Sql(bench).as("ADMIN", ["DBA"]);
    admin.granted = new Set(["SELECT ORDS_METADATA.OAUTH_CLIENTS", "SELECT ORDS_METADATA.ORDS_SCHEMAS"]);
    assert.deepEqual(
      await rows(
        admin,
        "select s.parsing_schema, c.name from ords_metadata.oauth_clients c join ords_metadata.ords_schemas s on s.id = c.schema_id",
      ),
      [{ PARSING_SCHEMA: "MYAPI", NAME: "c" }],
    );
  });
});
