import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { onEveryEngine } from "./stacks";

const roleOnly = `new OrdsRole("role");`;

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Programs that are wrong, and what the user reads. */
const wrongPrograms: Readonly<Record<string, readonly [string, RegExp]>> = {
  "a missing property": [`new OrdsModule("api", {});`, /basePath/],
  "a value that is none of those allowed": [
    `new OrdsModule("api", { basePath: "/x/", status: "DRAFT" });`,
    /status .*must be one of PUBLISHED, NOT_PUBLISHED/,
  ],
  "a property that does not exist": [
    `new OrdsModule("api", { basePath: "/x/", itemsPerPag: 3 });`,
    /itemsPerPage/,
  ],
};

onEveryEngine("Bad input is answered by a sentence", (tools) => {
  for (const [what, [program, sentence]] of Object.entries(wrongPrograms)) {
    it(what, async () => {
      const stack = await tools().open();
      assert.match(await stack.failing("preview", program), sentence);
    });
  }

  it("a handler whose module does not exist: the module", async () => {
    const program = `const schema = new OrdsSchema("schema");
new OrdsHandler("handler", { module: "nowhere", pattern: "x", source: "select 1 from dual", schema });`;
    const stack = await tools().open();
    assert.match(await stack.failing("up", program), /[Mm]odule "nowhere" does not exist/);
  });

  it("no connection: which settings are missing, and where they can come from", async () => {
    const stack = await tools().open(roleOnly, { env: {} });
    const said = await stack.failing("up");
    assert.match(said, /pulumi config set ords:connectString/);
    assert.match(said, /pulumi config set --secret ords:password/);
    assert.match(said, /ORDS_CONNECT_STRING/);
  });

  it("a wrong password: the error, and not the password", async () => {
    const stack = await tools().open(roleOnly);
    await stack.stack.setConfig("ords:password", "wrong-hush-hush", { secret: true });
    const said = await stack.failing("up");
    assert.match(said, /ORA-01017/);
    assert.match(said, /password/);
    assert.ok(!said.includes("wrong-hush-hush"));
  });

  it("a database that is not there: its address", async () => {
    const stack = await tools().open(roleOnly);
    const port = await closedPort();
    await stack.stack.setConfig("ords:connectString", `127.0.0.1:${port}/nowhere`);
    assert.match(await stack.failing("up"), new RegExp(`127\\.0\\.0\\.1:${port}`));
  });

  it("an object that exists already and differs: each difference, and how to take it", async () => {
    const { site, open } = tools();
    const stack = await open();
    await stack.up(`new OrdsSchema("schema");`);
    await site.run(
      `begin ords.define_module(p_module_name => 'api', p_base_path => '/theirs/', p_items_per_page => 9); commit; end;`,
    );
    const program = (more: string): string =>
      `const schema = new OrdsSchema("schema");\nnew OrdsModule("api", { basePath: "/x/", schema${more} });`;
    const said = await stack.failing("up", program(""));
    assert.match(said, /module "api" exists already/);
    assert.match(said, /basePath/);
    assert.match(said, /itemsPerPage/);
    assert.match(said, /adopt: true/);
    assert.deepEqual(await site.run("select uri_prefix, items_per_page from user_ords_modules"), [
      { URI_PREFIX: "/theirs/", ITEMS_PER_PAGE: 9 },
    ]);
    await stack.up(program(", adopt: true"));
    const [module] = await site.run("select uri_prefix, items_per_page from user_ords_modules");
    assert.deepEqual(module, { URI_PREFIX: "/x/", ITEMS_PER_PAGE: 25 });
  });
});
