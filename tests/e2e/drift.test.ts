import assert from "node:assert/strict";
import { apiProgram, declared } from "./programs";
import { onEveryEngine } from "./stacks";

onEveryEngine("What others changed", (tools) => {
  it("is found by refresh, and set right by the next up", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    await site.run(`begin ords.publish_module('api', 'NOT_PUBLISHED'); commit; end;`);
    assert.deepEqual((await stack.stack.refresh()).changes, { update: 1, same: declared - 1 });
    assert.deepEqual(await stack.up(), { update: 1, same: declared - 1 });
    assert.deepEqual(await site.run("select status from user_ords_modules"), [{ STATUS: "PUBLISHED" }]);
  });

  it("or deleted is found by refresh, and made again by the next up", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    await site.run(`begin ords.delete_module('api'); commit; end;`);
    const { delete: gone = 0, ...others } = (await stack.stack.refresh()).changes;
    assert.equal(gone, 2, `module and handler are gone; ${JSON.stringify(others)}`);
    const { create = 0 } = await stack.up();
    assert.equal(create, 2);
    assert.equal((await site.run("select id from user_ords_handlers")).length, 1);
    assert.deepEqual((await stack.stack.refresh({ expectNoChanges: true })).changes, { same: declared });
  });

  it("or deleted is no obstacle to destroy", async () => {
    const { site, open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    await site.run(`begin ords.delete_privilege('privilege'); ords.delete_module('api'); commit; end;`);
    assert.deepEqual((await stack.stack.destroy()).changes, { delete: declared });
  });

  it("does not cost a client its secret", async () => {
    const { open } = tools();
    const stack = await open(apiProgram());
    await stack.up();
    const { clientSecret } = await stack.stack.outputs({ showSecrets: true });
    assert.ok(typeof clientSecret === "string" && clientSecret.length > 10);
    await stack.stack.refresh();
    await stack.up(apiProgram({ client: { description: "changed" } }));
    assert.equal((await stack.stack.outputs({ showSecrets: true }))["clientSecret"], clientSecret);
  });
});
