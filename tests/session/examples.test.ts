import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { chooseEngine, Project } from "../engine";
import { Sandbox } from "../sandbox";
import { zipOf } from "./zipping";

const examples = path.join(__dirname, "../../examples");

describe("examples, as a compiler sees them", function () {
  this.timeout(120_000);

  it("have no error", () => {
    const files = readdirSync(examples).map((name) => path.join(examples, name, "index.ts"));
    const options = "--noEmit --strict --target es2022 --module nodenext --types node --skipLibCheck";
    const compiler = require.resolve("typescript/bin/tsc");
    const args = [compiler, "--ignoreConfig", ...options.split(" "), ...files];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.equal(status, 0, stdout);
    assert.ok(files.length >= 4);
  });
});

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

  it("autonomous: made from an empty account, with the client's secret encrypted wherever it stands", async () => {
    const sandbox = await Sandbox.start({ tls: true });
    const [, port = "", service = ""] = /:(\d+)\/(.+)$/.exec(sandbox.connectString) ?? [];
    const wallet = zipOf({
      "ewallet.pem": sandbox.wallet ?? "",
      "tnsnames.ora": `orders_low = (description=(address=(protocol=tcps)(host=localhost)(port=${port}))(connect_data=(service_name=${service})))`,
    });
    const answers = {
      connectionUrls: [{ ordsUrl: `${sandbox.baseUrl}/` }],
      content: wallet.toString("base64"),
    };
    const project = new Project({
      engine: chooseEngine(),
      from: path.join(examples, "autonomous"),
      env: { STAND_IN_OUTPUTS: JSON.stringify(answers) },
    });
    try {
      const stack = await project.init();
      for (const key of ["compartmentId", "vaultId", "keyId"]) await stack.setConfig(key, `ocid1.${key}`);
      await stack.setConfig("schema", "MYAPI");
      await stack.setConfig("adminPassword", sandbox.user("ADMIN").password, { secret: true });
      await stack.setConfig("walletPassword", "hush", { secret: true });
      assert.deepEqual((await stack.up()).changes, { create: 11 });
      assert.equal((await stack.outputs()).url, `${sandbox.baseUrl}/orders/v1/status`);
      const plain = JSON.stringify(await stack.export({ showSecrets: true }));
      const secret = /"clientSecret":\{[^}]*"plaintext":"\\"([^"\\]+)\\""/.exec(plain)?.[1] ?? "";
      const coded = Buffer.from(secret).toString("base64");
      assert.ok(secret !== "" && plain.includes(coded), "the vault has it");
      const state = JSON.stringify(await stack.export());
      for (const hidden of [secret, coded, answers.content, sandbox.user("ADMIN").password]) {
        assert.ok(!state.includes(hidden));
      }
      await stack.destroy();
      assert.equal(sandbox.openSessions, 0);
    } finally {
      project.close();
      await sandbox.stop();
    }
  });
});
