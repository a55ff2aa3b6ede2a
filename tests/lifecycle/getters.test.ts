import assert from "node:assert/strict";
import {
  getAutoRest,
  getClient,
  getHandler,
  getJwtProfile,
  getModule,
  getPrivilege,
  getRole,
  getSchema,
  getTemplate,
  listAutoRest,
  listClients,
  listHandlers,
  listModules,
  listModuleUrls,
  listPrivileges,
  listRoles,
  listTemplates,
} from "../../provider";
import type { LookOptions } from "../../provider";
import { declare, message, openSite } from "./fixture";
import type { Site } from "./fixture";
import { lackOf } from "./lacks";
import { onEachProfile } from "./profiles";

onEachProfile("getters, for programs that look and do not manage", (profile) => {
  const lacksJwt = lackOf(profile, "jwtProfile");
  let site: Site;
  let options: LookOptions;
  before(async () => {
    site = await openSite(profile);
    const { user, password } = site.sandbox.user("MYAPI");
    options = {
      connection: {
        connectString: site.sandbox.connectString,
        user,
        password,
        baseUrl: site.sandbox.baseUrl,
      },
    };
    await site
      .stack()
      .up([
        declare("api", "OrdsModule", { name: "api", basePath: "/api/" }),
        declare("t", "OrdsTemplate", { module: "api", pattern: "held", priority: 2 }),
        declare("h", "OrdsHandler", { module: "api", pattern: "held", source: "select 1 from dual" }),
        declare("h2", "OrdsHandler", { module: "api", pattern: "large", source: "x".repeat(100_000) }),
        declare("r", "OrdsRole", { name: "R" }),
        declare("p", "OrdsPrivilege", { name: "p", roles: ["R"], modules: ["api"] }),
        declare("c", "OrdsOAuthClient", { name: "c", roles: ["R"] }),
        declare("a", "OrdsAutoRest", { object: "ORDERS" }),
        ...(lacksJwt === undefined
          ? [declare("j", "OrdsJwtProfile", { issuer: "https://i", audience: "a", jwkUrl: "https://i/k" })]
          : []),
      ]);
  });
  after(() => site.stop());

  it("find each kind of object as the resources do", async () => {
    const url = `${site.sandbox.baseUrl}/myapi`;
    assert.deepEqual(await getSchema(options), {
      schema: "MYAPI",
      alias: "myapi",
      enabled: true,
      autoRestAuth: false,
      url,
    });
    assert.deepEqual(await getModule("api", options), {
      name: "api",
      basePath: "/api/",
      itemsPerPage: 25,
      status: "PUBLISHED",
      url: `${url}/api/`,
    });
    assert.equal((await getTemplate({ module: "api", pattern: "held" }, options))?.priority, 2);
    const handler = await getHandler({ module: "api", pattern: "large", method: "GET" }, options);
    assert.equal(handler?.source?.length, 100_000);
    assert.deepEqual(await getRole("R", options), { name: "R" });
    assert.deepEqual((await getPrivilege("p", options))?.modules, ["api"]);
    const client = await getClient("c", options);
    assert.deepEqual([client?.roles, "clientSecret" in client!], [["R"], false]);
    assert.equal((await getAutoRest("ORDERS", options))?.alias, "orders");
    if (lacksJwt === undefined) assert.equal((await getJwtProfile(options))?.issuer, "https://i");
    else assert.equal(await message(getJwtProfile(options)), lacksJwt);
  });

  it("say undefined for what is not there", async () => {
    assert.equal(await getModule("nothing", options), undefined);
    assert.equal(await getHandler({ module: "api", pattern: "held", method: "PUT" }, options), undefined);
  });

  it("list, without what ORDS brings", async () => {
    assert.deepEqual(
      (await listModules(options)).map(({ name }) => name),
      ["api"],
    );
    assert.deepEqual((await listTemplates(options)).map(({ pattern }) => pattern).sort(), ["held", "large"]);
    const url = `${site.sandbox.baseUrl}/myapi/api`;
    assert.deepEqual(await listModuleUrls("api", options), [`${url}/held`, `${url}/large`]);
    assert.deepEqual(await listModuleUrls("nothing", options), []);
    assert.equal((await listHandlers(options)).length, 2);
    assert.deepEqual(await listRoles(options), [{ name: "R" }]);
    assert.deepEqual(
      (await listAutoRest(options)).map(({ object }) => object),
      ["ORDERS"],
    );
    assert.deepEqual(
      (await listPrivileges(options)).map(({ name }) => name),
      ["p"],
    );
    assert.deepEqual(
      (await listClients(options)).map(({ name }) => name),
      ["c"],
    );
  });

  it("look into another schema as an administrator", async () => {
    const { user, password } = site.sandbox.user("ADMIN");
    const asAdmin = { connection: { ...options.connection, user, password }, schema: "myapi" };
    const lack = lackOf(profile, "otherSchemas");
    if (lack !== undefined) {
      assert.equal(await message(listModules(asAdmin)), lack);
      assert.equal((await getSchema(asAdmin))?.alias, "myapi");
      return;
    }
    assert.deepEqual(
      (await listModules(asAdmin)).map(({ name }) => name),
      ["api"],
    );
    assert.deepEqual((await getClient("c", asAdmin))?.roles, ["R"]);
  });

  it("do not keep a program alive", async () => {
    await getRole("R", options);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { openSessions } = site.sandbox;
    assert.ok(openSessions <= 2, `${openSessions} sessions are open`);
  });
});
