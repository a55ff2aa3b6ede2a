import assert from "node:assert/strict";
import { declare, message, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import { clientPackage } from "./lacks";
import { oldestAndNewest, onEachProfile } from "./profiles";
import type { Profile } from "./profiles";

const api = (more: object = {}): Declared =>
  declare("api", "OrdsModule", { name: "api", basePath: "/api/", ...more });
const hello = (more: object = {}): Declared =>
  declare("hello", "OrdsHandler", {
    module: "api",
    pattern: "hello",
    source: "select 1 one from dual",
    ...more,
  });
const role = (name: string): Declared => declare(name, "OrdsRole", { name });

const traps = (profile: Profile): void => {
  let site: Site;
  let stack: Stack;
  beforeEach(async () => {
    site = await openSite(profile);
    stack = site.stack();
  });
  afterEach(() => site.stop());

  it("a new module on another's base path: Oracle says no data found, we say whose it is (facts 149, 150)", async () => {
    await site.byHand("ords.define_module(p_module_name => 'theirs', p_base_path => 'api/');");
    assert.match(await message(stack.up([api()])), /Another module of the schema has this base path: /);
    assert.deepEqual(await site.rows("select name from ords_metadata.ords_modules"), [{ name: "theirs" }]);
  });

  it("a second handler of a template: the first one stays (fact 151)", async () => {
    await stack.up([api(), hello(), declare("post", "OrdsHandler", { ...hello().inputs, method: "POST" })]);
    assert.equal((await site.rows("select id from ords_metadata.ords_handlers")).length, 2);
  });

  it("a handler defined again: its parameters stay (fact 152)", async () => {
    const parameters = [{ name: "X-A", bindVariable: "a" }];
    await stack.up([api(), hello({ parameters })]);
    await stack.up([api(), hello({ parameters, source: "select 2 two from dual" })]);
    assert.deepEqual(await site.rows("select name from ords_metadata.ords_parameters"), [{ name: "X-A" }]);
    assert.equal((await stack.refresh())["hello"], "same");
  });

  it("what is named and does not exist: a bare no data found, we name it (fact 153)", async () => {
    const use = (more: object): Declared => declare("use", "OrdsPrivilege", { name: "use", ...more });
    for (const [declared, sentence] of [
      [use({ roles: ["R"] }), 'Role "R" does not exist in the schema: make it first and refer to it.'],
      [use({ modules: ["m"] }), 'Module "m" does not exist in the schema: make it first and refer to it.'],
      [hello(), 'Module "api" does not exist in the schema: make it first and refer to it.'],
      [
        declare("t", "OrdsTemplate", { module: "api", pattern: "t", priority: 1 }),
        'Module "api" does not exist in the schema: make it first and refer to it.',
      ],
    ] as const) {
      const said = await message(stack.up([declared]));
      assert.ok(said.endsWith(sentence), said);
    }
    assert.deepEqual(await site.rows("select id from ords_metadata.sec_privileges where name = 'use'"), []);
  });

  it("a pattern of another privilege: the sentence, when it is made and when it is changed (fact 154)", async () => {
    const one = declare("one", "OrdsPrivilege", { name: "one", patterns: ["/x/*"] });
    const two = (patterns: readonly string[]): Declared =>
      declare("two", "OrdsPrivilege", { name: "two", patterns });
    const sentence = /A URL pattern belongs to one privilege of the schema only/;
    assert.match(await message(stack.up([one, two(["/x/*"])])), sentence);
    await stack.up([one, two(["/y"])]);
    assert.match(await message(stack.up([one, two(["/x/*"])])), sentence);
    assert.equal((await stack.refresh())["two"], "same");
  });

  it("several privileges over one path: a caller needs them all, and /x/* leaves /x open (fact 155)", async () => {
    const privilege = (name: string, patterns: readonly string[], more: object = {}): Declared =>
      declare(`p-${name}`, "OrdsPrivilege", { name, roles: [name], patterns, ...more });
    const client = (name: string, roles: readonly string[]): Declared =>
      declare(name, "OrdsOAuthClient", { name, roles });
    await stack.up([
      api(),
      hello(),
      declare("below", "OrdsHandler", { ...hello().inputs, pattern: "hello/below" }),
      role("A"),
      role("B"),
      privilege("A", ["/api/hello/*"]),
      privilege("B", ["/api/hello/below"]),
      client("with-A", ["A"]),
      client("with-both", ["A", "B"]),
    ]);
    const url = String(stack.outputs("hello")["url"]);
    const status = async (of: string, who?: string): Promise<number> =>
      (await fetch(of, { headers: who === undefined ? {} : { authorization: `Bearer ${await token(who)}` } }))
        .status;
    assert.equal(await status(url), 200);
    assert.equal(await status(`${url}/below`), 401);
    assert.equal(await status(`${url}/below`, "with-A"), 401);
    assert.equal(await status(`${url}/below`, "with-both"), 200);
  });

  it("two privileges over one module: a rebuild of the module keeps both, and one that goes leaves the other (fact 156)", async () => {
    const over = (name: string): Declared => declare(name, "OrdsPrivilege", { name, modules: ["api"] });
    await stack.up([api(), over("one"), over("two")]);
    await stack.up([api({ comments: "rebuilt" }), over("one"), over("two")]);
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
    await stack.up([api({ comments: "rebuilt" }), over("two")]);
    assert.equal((await stack.refresh())["two"], "same");
  });

  it("a name or an alias that is taken says which (facts 157, 159)", async () => {
    const orders = declare("o", "OrdsAutoRest", { object: "ORDERS", alias: "same" });
    await stack.up([orders]);
    const items = declare("i", "OrdsAutoRest", { object: "ORDER_ITEMS", alias: "same" });
    assert.match(await message(stack.up([orders, items])), /alias/i);

    const args =
      "p_name => 'shop', p_grant_type => 'client_credentials', p_description => 'theirs', p_privilege_names => null";
    await site.byHand(
      clientPackage(profile) === "oauth"
        ? `oauth.create_client(${args});`
        : `declare l_made ords_types.t_client_credentials; begin l_made := ords_security.register_client(${args}); end;`,
    );
    const shop = (more: object): Declared => declare("shop", "OrdsOAuthClient", { name: "shop", ...more });
    assert.equal(
      await message(stack.up([orders, shop({ description: "ours" })])),
      'OAuth client "shop" exists already in schema MYAPI and differs: description is "theirs" there and "ours" here. Set `adopt: true` to take it over and change it, or choose another name.',
    );
    const [before] = await site.rows("select client_id from ords_metadata.oauth_clients");
    await stack.up([orders, shop({ description: "ours", adopt: true })]);
    assert.equal(stack.outputs("shop")["clientId"], before?.["client_id"]);
    assert.equal((await site.rows("select id from ords_metadata.oauth_clients")).length, 1);
  });

  it("a role that exists is taken as it is, whether or not CREATE_ROLE would be silent (fact 158)", async () => {
    await site.byHand("ords.create_role('R');");
    await stack.up([role("R")]);
    assert.equal((await site.rows("select id from ords_metadata.sec_roles where name = 'R'")).length, 1);
  });

  async function token(of: string): Promise<string> {
    const { clientId, clientSecret, tokenUrl } = stack.outputs(of) as Record<string, string>;
    const answer = await fetch(tokenUrl!, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
};

// Grants (fact 160) are in clients.test.ts, pre-hooks and origins (fact 180) in others.test.ts.
onEachProfile("traps", traps, oldestAndNewest);
