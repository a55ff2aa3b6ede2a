import assert from "node:assert/strict";
import { chooseEngine, EngineFailure, Project, testEngines } from "./index";

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
class Note extends pulumi.dynamic.Resource {
  declare readonly text: pulumi.Output<string>;
  constructor(name: string, args: { text: pulumi.Input<string> }, options?: pulumi.CustomResourceOptions) {
    super({ create: async (inputs: object) => ({ id: "note", outs: inputs }) }, name, args, options);
  }
}
const note = new Note("note", { text: config.require("text") });
export const text = note.text;
export const password = config.requireSecret("password");
`;

const CONSUMER = `
import * as pulumi from "@pulumi/pulumi";
const producer = new pulumi.StackReference("organization/project/dev");
export const password = producer.requireOutput("password");
`;

describe("The interface over the engines", function () {
  this.timeout(120_000);

  it("says in one line which engine it chose, and takes only those it knows", () => {
    const before = process.env.ORDS_ENGINE;
    const lines: string[] = [];
    try {
      process.env.ORDS_ENGINE = "small";
      assert.equal(chooseEngine({ say: (line) => lines.push(line) }).kind, "small");
      assert.deepEqual(lines, [
        "Engine: the small engine, a tool for tests and the demo, not Pulumi (forced by ORDS_ENGINE=small).",
      ]);
      process.env.ORDS_ENGINE = "large";
      assert.throws(() => chooseEngine(), /ORDS_ENGINE is large; it must be one of cli, npm, small/);
    } finally {
      if (before === undefined) delete process.env.ORDS_ENGINE;
      else process.env.ORDS_ENGINE = before;
    }
  });

  for (const engine of testEngines()) {
    it(`drives a TypeScript program through its life, on ${engine.name}`, async () => {
      const project = new Project({ engine, program: PROGRAM });
      try {
        const stack = await project.init();
        await stack.setConfig("text", "hello");
        await stack.setConfig("password", "-hush-interface", { secret: true });
        assert.equal(await stack.getConfig("text"), "hello");
        assert.deepEqual((await stack.preview()).changes, { create: 2 });
        assert.deepEqual((await stack.up()).changes, { create: 2 });
        assert.deepEqual(await stack.outputs(), { text: "hello", password: "[secret]" });
        assert.deepEqual(await stack.outputs({ showSecrets: true }), {
          text: "hello",
          password: "-hush-interface",
        });
        assert.ok(!stack.stateText.includes("-hush-interface"));
        assert.ok(JSON.stringify(await stack.export({ showSecrets: true })).includes("-hush-interface"));
        const none = await stack.up({ expectNoChanges: true });
        assert.deepEqual(none.changes, { same: 2 });

        const consumer = project.beside({ name: "consumer", program: CONSUMER });
        const second = await consumer.init();
        await second.up();
        assert.deepEqual(await second.outputs({ showSecrets: true }), { password: "-hush-interface" });
        await second.destroy();
        await second.remove();

        await stack.removeConfig("text");
        await assert.rejects(stack.up(), (error: unknown) => {
          assert.ok(error instanceof EngineFailure);
          assert.equal(error.result.exitCode, 1);
          assert.match(error.message, /Missing required configuration variable 'project:text'/);
          return true;
        });
        assert.deepEqual((await stack.destroy()).changes, { delete: 2 });
        await stack.remove();
        assert.equal(stack.stateText, "");
      } finally {
        project.close();
      }
    });
  }
});
