import assert from "node:assert/strict";
import { type Api, apiProgram, declared, plain } from "./programs";
import { onEveryEngine } from "./stacks";

type Kind = keyof Api;

/** New values, one set after another; each updates its resource in place. */
const updates: Readonly<Record<Kind, readonly Readonly<Record<string, unknown>>[]>> = {
  schema: [{ autoRestAuth: true }, { alias: "other" }],
  module: [
    { itemsPerPage: 7 },
    { basePath: "/moved/" },
    { comments: "a module" },
    { originsAllowed: ["https://a.example", "https://b.example"] },
    { status: "NOT_PUBLISHED" },
  ],
  handler: [
    { source: "select 'it''s ünïcode 🙂' one from dual" },
    { itemsPerPage: 3, comments: "a handler" },
    { parameters: [{ name: "X-Id", bindVariable: "id", sourceType: "HEADER", paramType: "INT" }] },
    { pattern: "hello/:id" },
    { method: "POST", mimesAllowed: ["application/json"], sourceType: "plsql/block" },
  ],
  role: [],
  privilege: [
    { label: "A label" },
    { description: "A description" },
    { comments: "A comment" },
    { patterns: ["/api/*", "/other/x"] },
  ],
  client: [
    { description: "A description", supportEmail: "help@example.com" },
    { supportUri: "https://example.com/help", redirectUri: "https://example.com/back" },
    { originsAllowed: ["https://a.example"], tokenDuration: 60 },
    { rotateWhenChanged: { month: "11" } },
    { name: "client2" },
  ],
};

const rounds = Math.max(...Object.values(updates).map((list) => list.length));

onEveryEngine("Every property", (tools) => {
  it("is created, updated in place and read back as it is", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    assert.deepEqual(await stack.up(), { create: declared });
    const api = { ...plain } as Record<Kind, Record<string, unknown>>;
    for (let round = 0; round < rounds; round += 1) {
      const changed = (Object.keys(updates) as Kind[]).filter((kind) => updates[kind][round] !== undefined);
      for (const kind of changed) api[kind] = { ...api[kind], ...updates[kind][round] };
      const what = changed
        .map((kind) => `${kind}: ${Object.keys(updates[kind][round]!).join(", ")}`)
        .join("; ");
      const done = await stack.up(apiProgram(api));
      assert.deepEqual(done, { update: changed.length, same: declared - changed.length }, what);
    }
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
    assert.deepEqual((await stack.stack.preview({ expectNoChanges: true })).changes, { same: declared });
    const [handler] = await site.run("select source, method, items_per_page from user_ords_handlers");
    assert.deepEqual(handler, { SOURCE: api.handler["source"], METHOD: "POST", ITEMS_PER_PAGE: 3 });
    // Left out again, each goes back to what it was.
    assert.deepEqual(Object.keys(await stack.up(apiProgram())).sort(), ["same", "update"]);
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
    const [module] = await site.run("select comments, items_per_page, status from user_ords_modules");
    assert.deepEqual(module, { COMMENTS: null, ITEMS_PER_PAGE: 25, STATUS: "PUBLISHED" });
  });

  it("that ORDS cannot change replaces: first the old one goes, then the new one comes", async () => {
    const { site, open } = tools();
    const withUser = { description: "An app", redirectUri: "https://example.com/back" };
    const stack = await open(apiProgram({ client: withUser }));
    await stack.up();
    const { clientId: before } = await stack.stack.outputs();
    const client = { ...withUser, grantType: "authorization_code" };
    assert.deepEqual(await stack.up(apiProgram({ client })), { replace: 1, same: declared - 1 });
    const { clientId: after } = await stack.stack.outputs();
    assert.notEqual(after, before);
    assert.deepEqual(await site.run("select client_id, auth_flow from user_ords_clients"), [
      { CLIENT_ID: after, AUTH_FLOW: "authorization_code" },
    ]);
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });

  it("role's name: it is renamed in place, and who names it follows", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    const done = await stack.up(apiProgram({ role: { name: "other role" } }));
    assert.deepEqual(done, { update: 3, same: declared - 3 });
    const [client] = await site.run("select role_name from user_ords_client_roles");
    const [privilege] = await site.run(
      "select role_name from user_ords_privilege_roles where privilege_name = 'privilege'",
    );
    assert.deepEqual([client, privilege], [{ ROLE_NAME: "other role" }, { ROLE_NAME: "other role" }]);
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });

  it("module's name: it is renamed in place, with its handler and privilege", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    const before = await site.run("select id from user_ords_modules");
    const { create = 0, replace = 0 } = await stack.up(
      apiProgram({ module: { ...plain.module, name: "renamed" } }),
    );
    assert.deepEqual([create, replace], [0, 0]);
    assert.deepEqual(await site.run("select id from user_ords_modules where name = 'renamed'"), before);
    assert.equal((await site.run("select id from user_ords_handlers")).length, 1);
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });
});
