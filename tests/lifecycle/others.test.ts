import assert from "node:assert/strict";
import { declare, message, openSite } from "./fixture";
import type { Site, Stack } from "./fixture";
import { atLeast } from "../sandbox/ords/releases";
import { clientPackage } from "./lacks";
import { onEachProfile } from "./profiles";

const api = (more: object = {}): ReturnType<typeof declare> =>
  declare("api", "OrdsModule", { name: "api", basePath: "/api/", ...more });
const hello = (more: object = {}): ReturnType<typeof declare> =>
  declare("hello", "OrdsHandler", { module: "api", pattern: "hello", source: "select 1 from dual", ...more });

const theirs = `ords.define_template(p_module_name => 'api', p_pattern => 'theirs', p_priority => 4, p_comments => 'theirs');
ords.define_handler(p_module_name => 'api', p_pattern => 'theirs', p_source => 'select 2 from dual', p_comments => 'kept');
ords.define_parameter(p_module_name => 'api', p_pattern => 'theirs', p_method => 'GET', p_name => 'X-T', p_bind_variable_name => 't');
ords.define_handler(p_module_name => 'api', p_pattern => 'hello', p_method => 'POST', p_source => 'select 3 from dual');
ords.create_role('THEIRS');
ords.set_module_origins_allowed('api', 'https://theirs');`;

onEachProfile("nobody's work is lost", (profile) => {
  let site: Site;
  let stack: Stack;
  beforeEach(async () => {
    site = await openSite(profile);
    stack = site.stack();
  });
  afterEach(() => site.stop());

  /** Everything that was made by hand, without ids and dates. */
  async function foreign(): Promise<unknown> {
    return site.rows(`select t.uri_template, t.priority, case when t.uri_template = 'theirs' then t.comments end as remark, h.method, to_char(h.source) as source, h.comments, p.name, p.bind_variable_name
from ords_metadata.ords_handlers h join ords_metadata.ords_templates t on t.id = h.template_id
left join ords_metadata.ords_parameters p on p.handler_id = h.id
where t.uri_template = 'theirs' or h.method = 'POST' order by t.uri_template`);
  }

  it("what others made in a module survives each of our changes", async () => {
    const held = (comments: string): ReturnType<typeof declare> =>
      declare("t", "OrdsTemplate", { module: "api", pattern: "hello", comments });
    await stack.up([api(), hello()]);
    await site.byHand(theirs);
    const before = await foreign();
    assert.equal((before as unknown[]).length, 2);
    const origins = ["https://theirs"];
    await stack.up([api({ originsAllowed: origins, itemsPerPage: 7 }), hello()]);
    assert.deepEqual(await foreign(), before);
    await stack.up([
      api({ originsAllowed: origins, itemsPerPage: 7, comments: "new", basePath: "/b/" }),
      hello({ source: "select 9 from dual" }),
    ]);
    assert.deepEqual(await foreign(), before);
    await stack.up([api({ originsAllowed: origins }), held("one"), hello()]);
    await stack.up([api({ originsAllowed: origins }), held("two"), hello({ method: "PUT" })]);
    await stack.up([api({ originsAllowed: origins })]);
    assert.deepEqual(await foreign(), before);
    assert.deepEqual(
      await site.rows("select origins_allowed from ords_metadata.sec_origins_allowed_modules"),
      [{ origins_allowed: "https://theirs" }],
    );
  });

  it("a module that holds others' handlers is not deleted, unless it is forced", async () => {
    await stack.up([api(), hello()]);
    await site.byHand(theirs);
    assert.equal(
      await message(stack.destroy()),
      'Could not delete module "api" in schema MYAPI: it still holds what this stack does not manage: POST "hello", GET "theirs". Delete that first, let it refer to the module as a resource if it is this stack\'s, or set `force: true` to delete it too.',
    );
    assert.equal(((await foreign()) as unknown[]).length, 2);
    assert.equal((await stack.up([api({ force: true })]))["api"], "update");
    await stack.destroy();
    assert.deepEqual(await site.rows("select name from ords_metadata.ords_modules"), []);
  });

  it("a template stays as long as a handler or an OrdsTemplate holds it", async () => {
    const template = declare("t", "OrdsTemplate", { module: "api", pattern: "hello" });
    await stack.up([api(), template, hello({ keepTemplate: true })]);
    await stack.up([api(), template]);
    assert.equal((await stack.refresh())["t"], "same");
    await stack.up([api(), template, hello({ keepTemplate: true })]);
    await stack.up([api(), hello({ keepTemplate: true })]);
    assert.equal((await stack.refresh())["hello"], "same");
  });

  it("an object that stands there: equal it is taken, different it is named, with adopt it is changed", async () => {
    await site.byHand(
      "ords.define_module(p_module_name => 'api', p_base_path => 'api/', p_comments => 'theirs');",
    );
    await site.byHand("ords.define_template('api', 'hello');");
    await site.byHand(theirs);
    const before = await foreign();
    assert.equal(
      await message(stack.up([api({ itemsPerPage: 9 })])),
      'module "api" exists already in schema MYAPI and differs: itemsPerPage is 25 there and 9 here; comments is "theirs" there and nothing here; originsAllowed is ["https://theirs"] there and nothing here. Set `adopt: true` to take it over and change it, or choose another name.',
    );
    await stack.up([api({ adopt: true, itemsPerPage: 9 })]);
    assert.deepEqual(await foreign(), before);
    const another = site.stack();
    await another.up([api({ itemsPerPage: 9 })]);
    const { adopt, ...same } = stack.outputs("api");
    assert.deepEqual([another.outputs("api"), adopt], [same, true]);
  });

  it("a privilege keeps the roles, patterns and modules that others put in", async () => {
    const roles = ["R1", "R2"].map((name) => declare(name, "OrdsRole", { name }));
    const use = (more: object): ReturnType<typeof declare> =>
      declare("use", "OrdsPrivilege", { name: "use", roles: ["R1"], ...more });
    await stack.up([api(), ...roles, use({ patterns: ["/a/*"] })]);
    await site.byHand(
      "ords.create_privilege_mapping('use', '/theirs/*'); ords.set_module_privilege('api', 'use');",
    );
    await stack.up([api(), ...roles, use({ roles: ["R1", "R2"], patterns: ["/b/*"] })]);
    const patterns = await site.rows(
      "select pattern from ords_metadata.sec_role_mappings m join ords_metadata.sec_privileges p on p.id = m.privilege_id where p.name = 'use' order by pattern",
    );
    assert.deepEqual(patterns, [{ pattern: "/b/*" }, { pattern: "/theirs/*" }]);
    assert.equal((await site.rows("select 1 as one from ords_metadata.sec_privilege_modules")).length, 1);
    // A refresh sees them as drift, and the next run takes them away.
    assert.equal((await stack.refresh())["use"], "drift");
    await stack.up([api(), ...roles, use({ roles: ["R1", "R2"], patterns: ["/b/*"] })]);
    assert.equal((await site.rows("select 1 as one from ords_metadata.sec_privilege_modules")).length, 0);
  });

  it("a pattern that belongs to another privilege is refused with a sentence (fact 154)", async () => {
    await site.byHand(
      "ords.create_role('R'); ords.create_privilege(p_name => 'p', p_role_name => 'R'); ords.create_privilege_mapping('p', '/x/*');",
    );
    await assert.rejects(
      stack.up([declare("q", "OrdsPrivilege", { name: "q", patterns: ["/x/*"] })]),
      /A URL pattern belongs to one privilege of the schema only/,
    );
  });

  it("a pre-hook, which nothing could put back, keeps a module from being rebuilt (fact 180)", async () => {
    await stack.up([api()]);
    await site.byHand("update ords_metadata.ords_modules set pre_hook = 'MYAPI.HOOK';", "ADMIN");
    assert.equal(
      await message(stack.up([api({ itemsPerPage: 5, status: "NOT_PUBLISHED" })])),
      'Could not update module "api" in schema MYAPI: the module has the pre-hook MYAPI.HOOK, which no call of ORDS can put back when the module is defined again. Set `allowRebuild: true` to go on without it.',
    );
    assert.deepEqual(await site.rows("select items_per_page, status from ords_metadata.ords_modules"), [
      { items_per_page: 25, status: "PUBLISHED" },
    ]);
    await stack.up([api({ itemsPerPage: 5, allowRebuild: true })]);
  });

  it("a pre-hook keeps what is below it from going, where that takes a rebuild of the module (facts 22, 180)", async () => {
    const template = (more: object = {}): ReturnType<typeof declare> =>
      declare("t", "OrdsTemplate", { module: "api", pattern: "t", priority: 1, ...more });
    const hooks = "select pre_hook from ords_metadata.ords_modules";
    await stack.up([api(), hello(), template()]);
    await site.byHand("update ords_metadata.ords_modules set pre_hook = 'MYAPI.HOOK';", "ADMIN");
    if (atLeast(profile.version, "25.3")) {
      await stack.up([api()]);
      assert.deepEqual(await site.rows(hooks), [{ pre_hook: "MYAPI.HOOK" }]);
      return;
    }
    const sentence =
      /the module has the pre-hook MYAPI.HOOK.* Set `allowRebuild: true` to go on without it\.$/;
    assert.match(await message(stack.up([api(), template()])), sentence);
    assert.match(await message(stack.up([api(), hello()])), sentence);
    assert.match(await message(stack.up([api(), hello({ pattern: "moved" }), template()])), sentence);
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
    await stack.up([api(), hello({ allowRebuild: true }), template({ allowRebuild: true })]);
    assert.deepEqual(await site.rows(hooks), [{ pre_hook: "MYAPI.HOOK" }]);
    await stack.up([api()]);
    assert.deepEqual(await site.rows(hooks), [{ pre_hook: null }]);
    assert.deepEqual(await site.rows("select id from ords_metadata.ords_templates"), []);
  });

  it("deleting what is gone succeeds, and what was removed by hand is made again", async () => {
    const all = [
      api(),
      hello(),
      declare("r", "OrdsRole", { name: "R" }),
      declare("c", "OrdsOAuthClient", { name: "C" }),
    ];
    await stack.up(all);
    await site.byHand(
      `ords.delete_module('api'); ords.delete_role('R'); ${clientPackage(profile)}.delete_client(p_name => 'C');`,
    );
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["gone"]));
    await stack.up(all);
    await site.byHand(
      `ords.delete_module('api'); ords.delete_role('R'); ${clientPackage(profile)}.delete_client(p_name => 'C');`,
    );
    await stack.destroy();
  });

  it("ORDS's own roles and privileges are not touched and not listed", async () => {
    const own = "select name from ords_metadata.sec_roles where name like 'oracle.%' order by name";
    const before = await site.rows(own);
    assert.ok(before.length > 0);
    await stack.up([declare("r", "OrdsRole", { name: "R" })]);
    await stack.destroy();
    assert.deepEqual(await site.rows(own), before);
  });
});
