import assert from "node:assert/strict";
import { Capabilities } from "../../../provider/ords/capabilities";
import { observeClient, observeClients } from "../../../provider/ords/clients";
import { observeHandler, observeHandlers } from "../../../provider/ords/handlers";
import { observeModule, observeModules } from "../../../provider/ords/modules";
import type { Fragment } from "../../../provider/ords/plsql";
import { observePrivilege, observePrivileges } from "../../../provider/ords/privileges";
import { observeRole, observeRoles } from "../../../provider/ords/roles";
import { observeEnabledSchema, observeSchema } from "../../../provider/ords/schemas";
import { observeObjects } from "../../../provider/ords/objects";
import { observeTemplates } from "../../../provider/ords/templates";
import { Target } from "../../../provider/ords/target";
import { administrator } from "../ords";
import { Bench } from "../ords/fixture";
import type { Value } from "../plsql/catalogue";
import { SqlCatalogue } from ".";
import { TestSession } from "./fixture";

/** The text and binds of a fragment. */
function statement({ parts }: Fragment): { text: string; binds: Record<string, Value> } {
  const binds: Record<string, Value> = {};
  const text = parts.map((part) => {
    if (typeof part === "string") return part;
    if (!("bind" in part)) throw new TypeError("A query has no outs.");
    const name = String(Object.keys(binds).length + 1);
    binds[name] = part.bind;
    return `:${name}`;
  });
  return { text: text.join(""), binds };
}

describe("the provider's observations", () => {
  let bench: Bench;
  let own: TestSession;
  let admin: TestSession;

  before(async () => {
    bench = await Bench.open();
    const my = bench.as("MYAPI");
    await my.run(`
      ords.enable_schema(p_url_mapping_pattern => 'my');
      ords.define_module(p_module_name => 'm', p_base_path => '/m/', p_comments => 'it''s');
      ords.define_template(p_module_name => 'm', p_pattern => 'a/:id');
      ords.define_handler(p_module_name => 'm', p_pattern => 'a/:id', p_method => 'GET',
        p_source_type => 'json/collection', p_source => 'select 1 from dual');
      ords.define_parameter(p_module_name => 'm', p_pattern => 'a/:id', p_method => 'GET', p_name => 'X-B',
        p_bind_variable_name => 'b', p_source_type => 'HEADER', p_param_type => 'STRING', p_access_method => 'IN');
      ords.define_parameter(p_module_name => 'm', p_pattern => 'a/:id', p_method => 'GET', p_name => 'X-A',
        p_bind_variable_name => 'a', p_source_type => 'HEADER', p_param_type => 'STRING', p_access_method => 'IN');
      ords.create_role(p_role_name => 'r1');
      ords.create_role(p_role_name => 'r2');
      commit;`);
    await my.run(`declare l_roles owa.vc_arr; l_patterns owa.vc_arr; l_modules owa.vc_arr; begin
      l_roles(1) := 'r2'; l_roles(2) := 'r1'; l_patterns(1) := '/m/*'; l_modules(1) := 'm';
      ords.define_privilege(p_privilege_name => 'p', p_roles => l_roles, p_patterns => l_patterns, p_modules => l_modules,
        p_label => 'l', p_description => 'd'); commit; end;`);
    await my.run(`ords_security.register_client(p_name => 'c', p_grant_type => 'client_credentials', p_description => 'd',
      p_support_email => 'a@example.com', p_support_uri => 'https://example.com', p_privilege_names => 'p');
      ords_security.grant_client_role(p_client_name => 'c', p_role_name => 'r1'); commit;`);
    const catalogue = new SqlCatalogue(bench.store);
    for (const view of bench.ords.views) catalogue.addView(view);
    own = new TestSession(catalogue, "MYAPI");
    admin = new TestSession(catalogue, "ADMIN", [administrator]);
  });

  after(() => bench.close());

  const targets = [
    ["MYAPI itself", () => own, new Target(undefined, "MYAPI", new Capabilities("25.4"))],
    ["ADMIN for MYAPI", () => admin, new Target("MYAPI", "ADMIN", new Capabilities("25.4"))],
  ] as const;

  for (const [who, session, target] of targets) {
    async function observed(fragment: Fragment): Promise<unknown> {
      const { text, binds } = statement(fragment);
      const rows = await session().rows(text, binds);
      assert.ok(rows.length < 2);
      return rows.length === 0 ? undefined : JSON.parse(rows[0]![0] as string);
    }

    it(`tell ${who} everything about each object`, async () => {
      assert.deepEqual(await observed(observeSchema(target)), {
        schema: "MYAPI",
        alias: "my",
        status: "ENABLED",
        autoRestAuth: "DISABLED",
      });
      assert.ok(await observed(observeEnabledSchema(target)));
      assert.deepEqual(await observed(observeModule(target, "m")), {
        name: "m",
        basePath: "/m/",
        itemsPerPage: 25,
        status: "PUBLISHED",
        comments: "it's",
        originsAllowed: null,
        alias: "my",
      });
      const handler = (await observed(
        observeHandler(target, { module: "m", pattern: "a/:id", method: "GET" }),
      )) as {
        source: string;
        parameters: readonly { name: string }[];
      };
      assert.equal(handler.source, "select 1 from dual");
      assert.deepEqual(
        handler.parameters.map(({ name }) => name),
        ["X-A", "X-B"],
      );
      assert.deepEqual(await observed(observeRole(target, "r1")), { name: "r1" });
      assert.deepEqual(await observed(observePrivilege(target, "p")), {
        name: "p",
        label: "l",
        description: "d",
        comments: null,
        roles: ["r1", "r2"],
        patterns: ["/m/*"],
        modules: ["m"],
      });
      const client = (await observed(observeClient(target, "c"))) as { name: string; roles: unknown };
      assert.equal(client.name, "c");
      assert.deepEqual(client.roles, ["r1"]);
    });

    it(`list everything for ${who}`, async () => {
      for (const list of [
        observeClients,
        observeHandlers,
        observeModules,
        observePrivileges,
        observeRoles,
        observeTemplates,
        observeObjects,
      ]) {
        // prettier-ignore
        const { text, binds } = statement(list(target));
        assert.ok((await session().rows(text, binds)).length >= (list === observeObjects ? 0 : 1), text);
      }
    });

    it(`find nothing for ${who} where there is nothing`, async () => {
      assert.equal(await observed(observeModule(target, "none")), undefined);
      assert.equal(await observed(observeClient(target, "none")), undefined);
    });
  }

  it("are fast", async () => {
    const { text, binds } = statement(
      observeHandler(targets[0][2], { module: "m", pattern: "a/:id", method: "GET" }),
    );
    await own.rows(text, binds);
    const times: number[] = [];
    for (let run = 0; run < 200; run++) {
      const start = performance.now();
      await own.rows(text, binds);
      times.push(performance.now() - start);
    }
    const median = times.sort((a, b) => a - b)[100]!;
    assert.ok(median < 5, `${median} ms`);
  });
});
