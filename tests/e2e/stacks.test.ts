import assert from "node:assert/strict";
import { join } from "node:path";
import { askForToken, call } from "../demo/call";
import { apiProgram, declared, plain } from "./programs";
import { onEveryEngine } from "./stacks";

const examples = join(__dirname, "..", "..", "examples");

onEveryEngine("Stacks", (tools) => {
  it("of the examples: the second takes URL, id and secret from the first and calls it", async () => {
    const { site, open } = tools();
    const example = { from: join(examples, "secure-hello"), program: undefined, env: {} };
    const producer = await open(undefined, example);
    await site.connect(producer.stack);
    await producer.up();
    const consumer = await producer.stack.project.beside({ from: join(examples, "consumer") }).init();
    await consumer.up();
    assert.deepEqual(await consumer.outputs(), { greeting: "Secure Hello World" });
    await consumer.destroy();
    const outputs = (await producer.stack.outputs({ showSecrets: true })) as Record<string, string>;
    assert.equal(outputs["url"], `${site.access.baseUrl}/myapi/myapi/hello`);
    assert.equal((await call(outputs["url"])).status, 401);
  });

  it("keep secrets out of their state, their display and their export", async () => {
    const { site, open } = tools();
    const supplied = "supplied-hush-hush-0123456789";
    const { stack } = await open(apiProgram({ client: { clientSecret: supplied } }), { env: {} });
    await site.connect(stack);
    const shown = await stack.up({ diff: true, preview: true });
    const { clientSecret } = await stack.outputs({ showSecrets: true });
    assert.equal(clientSecret, supplied);
    const everything = [
      shown.stdout,
      shown.stderr,
      stack.stateText,
      JSON.stringify(await stack.export()),
    ].join("\n");
    for (const secret of [supplied, site.access.password]) assert.ok(!everything.includes(secret));
    const [{ __provider: text } = { __provider: "" }] = (stack.state?.resources ?? [])
      .filter(({ type }) => type === "pulumi-nodejs:dynamic/ords:OrdsRole")
      .map(({ inputs }) => inputs as { __provider: string });
    assert.equal(text, `exports.handler=()=>require("pulumi-ords/provider").OrdsRole;`);
  });

  it("that share a module leave each other's handlers alone", async () => {
    const { site, open } = tools();
    const owner = await open(apiProgram());
    await owner.up();
    const guest = await open(
      `new OrdsHandler("guest", { module: "api", pattern: "guest", source: "select 2 two from dual" });`,
      { name: "guest" },
    );
    await guest.up();
    const patterns = (): Promise<unknown[]> =>
      site
        .run("select uri_template from user_ords_templates order by uri_template")
        .then((rows) => rows.map(({ URI_TEMPLATE }) => URI_TEMPLATE));
    // ORDS has no call for this change: the module is defined again, which by itself drops everything below it.
    await owner.up(apiProgram({ module: { ...plain.module, itemsPerPage: 9 } }));
    assert.deepEqual(await patterns(), ["guest", "hello"]);
    await guest.stack.destroy();
    assert.deepEqual(await patterns(), ["hello"]);
    assert.deepEqual((await owner.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });

  it("take their connection from an explicit provider, whose password may change", async () => {
    const { site, open } = tools();
    const { connectString, user, password, baseUrl } = site.access;
    const program = (more: string): string => `
const config = new pulumi.Config();
const provider = new OrdsProvider("db", {
  connectString: ${JSON.stringify(connectString)}, user: ${JSON.stringify(user)}, baseUrl: ${JSON.stringify(baseUrl)},
  password: config.requireSecret("password"),${more}
});
const schema = new OrdsSchema("schema", { alias: "myapi" }, { provider });
exports.url = new OrdsModule("api", { basePath: "/api/", schema }, { provider }).url;`;
    const stack = await open(program(""), { env: {} });
    await stack.stack.setConfig("password", password, { secret: true });
    assert.deepEqual(await stack.up(), { create: 4 });
    assert.deepEqual(await stack.stack.outputs(), { url: `${baseUrl}/myapi/api/` });
    assert.deepEqual(await stack.up(program(" callTimeout: 60,")), { update: 1, same: 3 });
    assert.ok(!stack.stack.stateText.includes(password));
  });

  it("rotate a client's secret: the old one stays valid until the next rotation", async () => {
    const { open } = tools();
    const stack = await open(apiProgram({ client: { rotateWhenChanged: { month: "1" } } }));
    const secrets: string[] = [];
    const client = async (clientSecret: string): Promise<string> => {
      const outputs = (await stack.stack.outputs({ showSecrets: true })) as Record<string, string>;
      return askForToken({ tokenUrl: outputs["tokenUrl"]!, clientId: outputs["clientId"]!, clientSecret });
    };
    for (const month of ["1", "2", "3"]) {
      await stack.up(apiProgram({ client: { rotateWhenChanged: { month } } }));
      secrets.push((await stack.stack.outputs({ showSecrets: true }))["clientSecret"] as string);
    }
    const [first = "", second = "", third = ""] = secrets;
    assert.equal(new Set(secrets).size, 3);
    assert.ok(await client(third));
    assert.ok(await client(second));
    await assert.rejects(client(first), /401/);
  });
});
