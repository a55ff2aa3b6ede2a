import assert from "node:assert/strict";
import { apiProgram, declared } from "./programs";
import { onEveryEngine } from "./stacks";

onEveryEngine("URLs that are made of several objects", (tools) => {
  it("follow a module's base path in the same up, which says so before", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    const moved = apiProgram({ module: { basePath: "/moved/" } });
    stack.write(moved);
    const planned = { update: 2, same: declared - 2 };
    assert.deepEqual((await stack.stack.preview()).changes, planned);
    assert.deepEqual(await stack.up(), planned);
    assert.equal((await stack.stack.outputs())["url"], `${site.access.baseUrl}/myapi/moved/hello`);
    assert.deepEqual(await stack.up(), { same: declared });
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });

  it("follow a schema's alias in the same up", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    // Role and privilege have no URL.
    assert.deepEqual(await stack.up(apiProgram({ schema: { alias: "other" } })), {
      update: 4,
      same: declared - 4,
    });
    const { url, tokenUrl } = await stack.stack.outputs();
    assert.equal(url, `${site.access.baseUrl}/other/api/hello`);
    assert.equal(tokenUrl, `${site.access.baseUrl}/other/oauth/token`);
    assert.deepEqual(await stack.up(), { same: declared });
  });

  it("follow their template's module", async () => {
    const { site, open } = tools();
    const program = (basePath: string): string => `
const { OrdsTemplate } = require("pulumi-ords");
const schema = new OrdsSchema("schema", { alias: "myapi" });
const api = new OrdsModule("api", { basePath: "${basePath}", schema });
const template = new OrdsTemplate("template", { module: api, pattern: "held", comments: "held" });
const handler = new OrdsHandler("handler", { template, source: "select 1 one from dual" });
exports.urls = [template.url, handler.url];
`;
    const stack = await open(program("/a/"));
    await stack.up();
    await stack.up(program("/b/"));
    const url = `${site.access.baseUrl}/myapi/b/held`;
    assert.deepEqual((await stack.stack.outputs())["urls"], [url, url]);
  });
});
