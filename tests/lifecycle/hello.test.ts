import assert from "node:assert/strict";
import { declare, openSite } from "./fixture";
import type { Site } from "./fixture";
import { onEachProfile } from "./profiles";

onEachProfile("a protected API, from nothing to nothing", (profile) => {
  let site: Site;
  before(async () => (site = await openSite(profile)));
  after(() => site.stop());

  it("is made, answers whom it should, changes nothing when run again, and goes without a trace", async () => {
    const stack = site.stack();
    const source = `begin htp.prn('{"message":"Hello"}'); end;`;
    const program = [
      declare("api", "OrdsModule", { name: "api", basePath: "/api/" }),
      declare("hello", "OrdsHandler", {
        module: "api",
        pattern: "hello",
        method: "POST",
        sourceType: "plsql/block",
        source,
        parameters: [{ name: "X-Id", bindVariable: "id" }],
      }),
      declare("role", "OrdsRole", { name: "READER" }),
      declare("privilege", "OrdsPrivilege", {
        name: "api.use",
        label: "Use",
        roles: ["READER"],
        patterns: ["/api/*"],
        modules: ["api"],
      }),
      declare("client", "OrdsOAuthClient", { name: "shop", roles: ["READER"] }),
    ];
    const created = await stack.up(program);
    assert.deepEqual(new Set(Object.values(created)), new Set(["create"]));
    assert.deepEqual(new Set(Object.values(await stack.up(program))), new Set(["same"]));
    assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));

    const url = String(stack.outputs("hello")["url"]);
    assert.equal((await fetch(url, { method: "POST" })).status, 401);
    const { clientId, clientSecret, tokenUrl } = stack.outputs("client") as Record<string, string>;
    const token = await fetch(tokenUrl!, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    });
    const { access_token: bearer } = (await token.json()) as { access_token: string };
    const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${bearer}` } });
    assert.deepEqual([answer.status, await answer.json()], [200, { message: "Hello" }]);

    await stack.destroy();
    for (const table of ["modules", "templates", "handlers", "parameters", "clients"]) {
      assert.deepEqual(await site.rows(`select * from ords_metadata.user_ords_${table}`), [], table);
    }
  });
});
