import assert from "node:assert/strict";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";

/** As the constructors make them of `module: api`: what the module's base path is comes with it. */
function program(basePath: string, name = "api"): Declared[] {
  return [
    declare("api", "OrdsModule", { name, basePath }),
    declare("hello", "OrdsHandler", {
      module: name,
      pattern: "hello",
      source: "x",
      moduleBasePath: basePath,
    }),
    declare("plain", "OrdsHandler", { module: name, pattern: "plain", source: "x" }),
  ];
}

describe("outputs that are made of other objects too", () => {
  let site: Site;
  let stack: Stack;
  beforeEach(async () => {
    site = await openSite();
    stack = site.stack();
  });
  afterEach(() => site.stop());

  const url = (of = "hello"): string =>
    String(stack.outputs(of)["url"]).slice(`${site.sandbox.baseUrl}/myapi`.length);

  it("are renewed by a look, which takes no lock; who names a module by text waits for a refresh", async () => {
    await stack.up(program("/a/"));
    const { executed } = site.sandbox.activity;
    const before = executed.length;
    assert.deepEqual(await stack.up(program("/b/")), { api: "update", hello: "update", plain: "same" });
    const [, look = ""] = executed.slice(before).map((one) => JSON.stringify(one));
    assert.equal(executed.length, before + 2);
    assert.doesNotMatch(look, /rename_module|savepoint/i);
    assert.deepEqual([url(), url("plain")], ["/b/hello", "/a/plain"]);
    assert.deepEqual(new Set(Object.values(await stack.up(program("/b/")))), new Set(["same"]));
    await stack.refresh();
    assert.equal(url("plain"), "/b/plain");
  });

  it("are no difference to a state that does not know of it yet", async () => {
    const [api, hello] = program("/a/");
    const { moduleBasePath, ...older } = hello!.inputs;
    assert.equal(moduleBasePath, "/a/");
    await stack.up([api!]);
    await stack.up([api!, declare("hello", "OrdsHandler", older)]);
    stack.forget("hello");
    await stack.hold("hello", "OrdsHandler", older);
    assert.equal((await stack.up([api!, hello!]))["hello"], "same");
    await stack.refresh();
    assert.equal((await stack.up(program("/b/").slice(0, 2)))["hello"], "update");
    assert.equal(url(), "/b/hello");
  });

  it("follow a module that is renamed and moved together", async () => {
    await stack.up(program("/a/"));
    const moved = program("/b/", "other");
    assert.deepEqual(new Set(Object.values(await stack.up(moved))), new Set(["update"]));
    assert.deepEqual([url(), url("plain")], ["/b/hello", "/b/plain"]);
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
  });

  it("are right again after the base path was changed by hand, and the object made again where it went", async () => {
    await stack.up(program("/a/"));
    await site.byHand("ords.rename_module(p_module_name => 'api', p_new_base_path => '/by-hand/');");
    assert.deepEqual(await stack.refresh(), { api: "drift", hello: "drift", plain: "same" });
    assert.equal(url(), "/by-hand/hello");
    await stack.up(program("/a/"));
    assert.equal(url(), "/a/hello");
    await site.byHand("ords.delete_handler('api', 'hello', 'GET');");
    await stack.up(program("/c/"));
    assert.equal(url(), "/c/hello");
    assert.equal((await site.rows("select id from ords_metadata.ords_handlers")).length, 2);
  });
});
