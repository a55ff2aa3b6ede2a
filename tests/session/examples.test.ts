import assert from "node:assert/strict";
import path from "node:path";
import { chooseEngine, Project } from "../engine";

const examples = path.join(__dirname, "../../examples");

describe("examples, previewed before their databases exist", function () {
  this.timeout(120_000);

  it("autonomous: the database and all that goes into it, in one plan", async () => {
    const project = new Project({ engine: chooseEngine(), from: path.join(examples, "autonomous") });
    try {
      const stack = await project.init();
      for (const key of ["compartmentId", "vaultId", "keyId"]) await stack.setConfig(key, `ocid1.${key}`);
      for (const key of ["adminPassword", "walletPassword"])
        await stack.setConfig(key, "hush", { secret: true });
      const { changes, messages, stdout, stderr } = await stack.preview();
      // Stack, database, wallet, vault secret, OrdsProvider, six resources of ORDS.
      assert.deepEqual(changes, { create: 11 });
      assert.deepEqual(messages, []);
      assert.doesNotMatch(stdout + stderr, /hush/);
    } finally {
      project.close();
    }
  });

  it("many-schemas: two databases, three schemas, one loop", async () => {
    const project = new Project({ engine: chooseEngine(), from: path.join(examples, "many-schemas") });
    try {
      const stack = await project.init();
      const place = (name: string, schemas: readonly string[]): object => ({
        connectString: `db.${name}.invalid:1521/orders`,
        baseUrl: `https://${name}.example.com/ords`,
        administrator: "ADMIN",
        schemas,
      });
      const databases = { eu: place("eu", ["ORDERS", "STOCK"]), us: place("us", ["ORDERS"]) };
      await stack.setConfig("databases", JSON.stringify(databases));
      await stack.setConfig("passwords", JSON.stringify({ eu: "hush-eu", us: "hush-us" }), { secret: true });
      const { changes, messages, stdout, stderr } = await stack.preview();
      assert.deepEqual(changes, { create: 1 + 2 + 3 * 5 });
      assert.deepEqual(messages, []);
      assert.doesNotMatch(stdout + stderr, /hush/);
    } finally {
      project.close();
    }
  });
});
