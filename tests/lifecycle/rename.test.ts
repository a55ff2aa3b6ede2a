import assert from "node:assert/strict";
import { declare, openSite, overSql } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import { onEachProfile } from "./profiles";

/** An API whose names are arguments, as a program's references make them. */
function program(module: string, role: string, others = ""): Declared[] {
  const source = `begin htp.p('${"z".repeat(40_000)}'); end;`;
  return [
    declare("api", "OrdsModule", { name: module, basePath: "/api/", originsAllowed: ["https://a"] }),
    declare("role", "OrdsRole", { name: role }),
    declare("item", "OrdsTemplate", { module, pattern: "item/:id", priority: 3 }),
    declare("get", "OrdsHandler", { module, pattern: "item/:id", sourceType: "plsql/block", source }),
    declare("post", "OrdsHandler", {
      module,
      pattern: "items",
      method: "POST",
      source: "x",
      parameters: [{ name: "X-A", bindVariable: "a" }],
    }),
    declare("use", "OrdsPrivilege", {
      name: `use${others}`,
      roles: [role],
      modules: [module],
      patterns: ["/api/*"],
    }),
    declare("client", "OrdsOAuthClient", {
      name: `client${others}`,
      roles: [role],
      privileges: [`use${others}`],
    }),
  ];
}

onEachProfile("a rename keeps what refers to the renamed", (profile) => {
  let site: Site;
  let stack: Stack;
  before(async () => {
    site = await openSite(profile);
    stack = site.stack();
    await stack.up(program("api", "READER"));
  });
  after(() => site.stop());

  const ids = (): Promise<unknown> =>
    Promise.all(
      [
        "ords_modules",
        "ords_templates",
        "ords_handlers",
        "ords_parameters",
        "sec_roles",
        "sec_privileges",
        "oauth_clients",
      ].map((table) => site.rows(`select id from ords_metadata.${table} order by id`)),
    );

  it("of a module and a role: updates in the plan, the same rows in the database, no source sent again", async () => {
    const before = await ids();
    const next = program("second", "WRITER");
    assert.deepEqual(new Set(Object.values(await stack.preview(next))), new Set(["update"]));
    const sent = site.sandbox.activity.roundTrips;
    assert.deepEqual(new Set(Object.values(await stack.up(next))), new Set(["update"]));
    assert.equal(
      site.sandbox.activity.roundTrips - sent,
      next.length + (overSql ? 0 : 1),
      "one round trip each; over Oracle Net one more for a long text",
    );
    assert.deepEqual(await ids(), before);
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
    assert.equal(stack.outputs("get")["module"], "second");
    assert.deepEqual(stack.outputs("use")["modules"], ["second"]);
    assert.deepEqual(stack.outputs("client")["roles"], ["WRITER"]);
    assert.equal(String(stack.outputs("get")["source"]).length, 40_021);
  });

  it("of a privilege and a client: the same rows, links, grants, id and secret", async () => {
    const [before, secret] = [await ids(), { ...stack.outputs("client") }];
    const next = program("second", "WRITER", "-2");
    const { use, client } = await stack.up(next);
    assert.deepEqual([use, client], ["update", "update"]);
    assert.deepEqual(await ids(), before);
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
    const now = stack.outputs("client");
    assert.deepEqual(
      [now["clientId"], now["clientSecret"], now["roles"], now["privileges"]],
      [secret["clientId"], secret["clientSecret"], ["WRITER"], ["use-2"]],
    );
    await stack.up(program("second", "WRITER"));
  });

  it("back, while someone else has put a handler in: that stays as well", async () => {
    await site.byHand(`ords.define_template('second', 'theirs');
ords.define_handler(p_module_name => 'second', p_pattern => 'theirs', p_source => 'select 1 from dual');`);
    await stack.up(program("api", "READER"));
    assert.equal((await site.rows("select 1 as one from ords_metadata.ords_handlers")).length, 3);
  });

  it("that a killed run made, unknown to the state: what the program drops with it goes from under the new name", async () => {
    const alone = site.stack();
    const old = [
      declare("left", "OrdsModule", { name: "left", basePath: "/left/" }),
      declare("stays", "OrdsHandler", { module: "left", pattern: "stays", source: "x" }),
      declare("goes", "OrdsHandler", { module: "left", pattern: "goes", source: "x" }),
    ];
    await alone.up(old);
    await site.byHand("ords.rename_module('left', 'right', '/left/');");
    const [module, stays] = old.map(({ name, type, inputs }) =>
      declare(name, type, {
        ...inputs,
        ...(type === "OrdsModule" ? { name: "right" } : { module: "right" }),
      }),
    );
    await alone.up([module!, stays!]);
    const patterns = await site.rows(
      "select t.uri_template from ords_metadata.ords_templates t join ords_metadata.ords_modules m on m.id = t.module_id where m.name = 'right'",
    );
    assert.deepEqual(patterns, [{ uri_template: "stays" }]);
    await alone.destroy();
  });

  it("to a name that someone else has is refused, and nothing changed", async () => {
    await site.byHand("ords.define_module(p_module_name => 'taken', p_base_path => '/taken/');");
    await assert.rejects(
      stack.up(program("taken", "READER")),
      /Could not update module "api" in schema MYAPI: module "taken" exists already, made by someone else/,
    );
    assert.deepEqual(await site.rows("select name from ords_metadata.ords_modules order by name"), [
      { name: "api" },
      { name: "taken" },
    ]);
  });

  it("to a base path that another module has says so, though Oracle says no data found (fact 149)", async () => {
    const [api, ...others] = program("api", "READER");
    const moved = declare("api", "OrdsModule", { ...api!.inputs, basePath: "/taken/" });
    await assert.rejects(stack.up([moved, ...others]), /Another module of the schema has this base path/);
  });

  it("moves a handler to another pattern and another module in one call, without its source", async () => {
    const with2 = [
      ...program("api", "READER"),
      declare("m2", "OrdsModule", { name: "m2", basePath: "/m2/" }),
    ];
    await stack.up(with2);
    const moved = with2.map((one) =>
      one.name === "post"
        ? declare("post", "OrdsHandler", { ...one.inputs, module: "m2", pattern: "moved" })
        : one,
    );
    const order = [
      ...moved.filter(({ name }) => name !== "post"),
      ...moved.filter(({ name }) => name === "post"),
    ];
    const sent = site.sandbox.activity.roundTrips;
    assert.equal((await stack.up(order))["post"], "update");
    assert.equal(site.sandbox.activity.roundTrips - sent, 1);
    const rows = await site.rows(`select m.name, t.uri_template, h.method, p.name as parameter
from ords_metadata.ords_handlers h join ords_metadata.ords_templates t on t.id = h.template_id
join ords_metadata.ords_modules m on m.id = t.module_id
join ords_metadata.ords_parameters p on p.handler_id = h.id`);
    assert.deepEqual(rows, [{ name: "m2", uri_template: "moved", method: "POST", parameter: "X-A" }]);
    assert.deepEqual(
      await site.rows("select 1 as one from ords_metadata.ords_templates where uri_template = 'items'"),
      [],
    );
  });
});
