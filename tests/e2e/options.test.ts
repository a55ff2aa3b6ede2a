import assert from "node:assert/strict";
import { onEveryEngine } from "./stacks";

const schema = 'const schema = new OrdsSchema("schema", { alias: "myapi" });\n';

/** A module with Pulumi's own options. */
function module(options: string): string {
  return `new OrdsModule("api", { basePath: "/api/", schema }, ${options});\n`;
}

onEveryEngine("Pulumi's own options", (tools) => {
  it("protect: destroy fails and leaves it; retainOnDelete: it leaves the state only", async () => {
    const { site, open } = tools();
    const modules = (): Promise<unknown> => site.run("select name from user_ords_modules");
    const stack = await open(schema + module("{ protect: true }"));
    await stack.up();
    const { exitCode } = await stack.stack.destroy({ mayFail: true });
    assert.notEqual(exitCode, 0);
    assert.deepEqual(await modules(), [{ NAME: "api" }]);

    await stack.up(schema + module("{ retainOnDelete: true }"));
    await stack.up(schema);
    assert.deepEqual(await modules(), [{ NAME: "api" }]);
    // Taken again, because it is what is asked for.
    await stack.up(schema + module("{}"));
  });

  it("getters: a program reads in its preview too, and manages nothing by that", async () => {
    const { open } = tools();
    const stack = await open(schema + module("{}"));
    await stack.up();
    const reads = `
const { getModule, listModules } = require("pulumi-ords");
exports.basePath = getModule("api").then((found) => found.basePath);
exports.names = listModules().then((all) => all.map(({ name }) => name).join());
`;
    stack.write(schema + module("{}") + reads);
    const { stdout } = await stack.stack.preview();
    assert.match(stdout, /basePath *: "\/api\/"/);
    assert.match(stdout, /names *: "api"/);
    assert.deepEqual(await stack.up(), { same: 3 });
    assert.equal((await stack.stack.outputs())["basePath"], "/api/");
  });
});
