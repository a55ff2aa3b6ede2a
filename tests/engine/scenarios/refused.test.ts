import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { small } from "../engines";
import { Playground, type Program } from "./playground";

const one: Program = ({ Item }) => {
  new Item("a", { key: "a" });
};

/** Commands and options of the real command line, and the words that name the feature. */
const COMMANDS: [command: string[], wanted: RegExp][] = [
  [
    ["state", "protect", "--yes", "urn:pulumi:dev::recording::x:y:Z::z"],
    /the command "state protect" is not supported by this engine/,
  ],
  [["stack", "change-secrets-provider", "passphrase"], /"stack change-secrets-provider" is not supported/],
  [["policy", "ls"], /the command "policy ls" is not supported/],
  [["up", "--skip-preview", "--policy-pack", "packs"], /policy packs are not supported.*--policy-pack/],
  [["up", "--skip-preview", "--plan", "plan.json"], /update plans are not supported.*--plan/],
  [["preview", "--save-plan", "plan.json"], /update plans are not supported.*--save-plan/],
  [["up", "--skip-preview", "--json"], /not supported by this engine for up: --json/],
  [
    ["import", "--file", "imports.json", "--skip-preview"],
    /providerInputs are not supported by this engine: declare the provider in 'resources'/,
  ],
  [
    ["import", "--file", "foreign.json", "--skip-preview"],
    /resource 'b' of type 'aws:s3\/bucket:Bucket' is of another provider, which this engine does not have/,
  ],
  [["stack", "init", "b", "--secrets-provider", "awskms://x"], /other secrets providers than a passphrase/],
];

/** An import that says in a deprecated way what its provider is made with. */
const IMPORTS = {
  providerInputs: { none: {} },
  nameTable: { none: "urn:pulumi:dev::recording::pulumi:providers:pulumi-nodejs::none" },
  resources: [{ type: "pulumi-nodejs:dynamic/recorder:Item", name: "b", id: "id-b", provider: "none" }],
};

/** Programs that ask for what the engine has not. */
const PROGRAMS: [title: string, program: Program, wanted: RegExp][] = [
  [
    "an invoke of another provider",
    ({ pulumi }) => pulumi.runtime.invoke("aws:index/getRegion:getRegion", {}),
    /invoke of aws:index\/getRegion:getRegion is not supported/,
  ],
  [
    "a remote component",
    ({ pulumi }) => {
      new pulumi.ComponentResource("other:index:Remote", "remote", {}, {}, true);
    },
    /remote components are not supported by this engine: other:index:Remote remote/,
  ],
  [
    "the option replacementTrigger",
    ({ Item }) => {
      new Item("t", { key: "t" }, { replacementTrigger: "1" });
    },
    /the option replacementTrigger is not supported/,
  ],
  [
    "the option replaceWith",
    ({ Item }) => {
      const first = new Item("f", { key: "f" });
      new Item("w", { key: "w" }, { replaceWith: [first] });
    },
    /does not support the ReplaceWith option/,
  ],
  [
    "the option pluginDownloadURL",
    ({ Item }) => {
      new Item("p", { key: "p" }, { pluginDownloadURL: "https://plugins.example.com" });
    },
    /the option pluginDownloadURL is not supported/,
  ],
  [
    "an asset",
    ({ pulumi, Item }) => {
      new Item("s", { key: "s", text: new pulumi.asset.StringAsset("text") });
    },
    /assets and archives are not supported/,
  ],
  [
    "a resource hook",
    ({ pulumi, Item }) => {
      const hook = new pulumi.ResourceHook("hook", () => undefined);
      new Item("k", { key: "k" }, { hooks: { beforeCreate: [hook] } });
    },
    /does not support resource hooks|resource hooks are not supported/i,
  ],
  [
    "a transform",
    ({ Item }) => {
      new Item("x", { key: "x" }, { transforms: [({ props, opts }) => ({ props, opts })] });
    },
    /does not support transforms|transforms are not supported/i,
  ],
];

describe("What the small engine lacks is refused by name", function () {
  this.timeout(120_000);
  let stack: Playground;

  beforeEach(async () => {
    stack = await new Playground(small).open(one);
    await stack.up();
  });
  afterEach(() => stack.close());

  it("on the command line: one sentence, and nothing is done", async () => {
    const before = readFileSync(stack.stateFile, "utf8");
    stack.write("imports.json", IMPORTS);
    stack.write("foreign.json", { resources: [{ type: "aws:s3/bucket:Bucket", name: "b", id: "id-b" }] });
    for (const [command, wanted] of COMMANDS) {
      const { exitCode, stderr, did } = await stack.run(command);
      assert.match(stderr, wanted);
      assert.deepEqual([exitCode, stderr.trim().split("\n").length, did], [1, 1, []], command.join(" "));
    }
    assert.equal(readFileSync(stack.stateFile, "utf8"), before);
  });

  it("in a program: the update fails, nothing that is there goes", async () => {
    for (const [title, program, wanted] of PROGRAMS) {
      stack.program(program);
      const { stdout, did } = await stack.failingUp();
      assert.match(stdout, wanted, title);
      assert.ok(!did.some((call) => call.startsWith("delete")), title);
    }
  });

  it("the Automation API, which takes the command line for the real one", async () => {
    const bin = join(stack.root, "bin");
    mkdirSync(bin);
    const text = `#!/bin/sh\nexec ${[small.command, ...small.args].map((word) => `'${word}'`).join(" ")} "$@"\n`;
    writeFileSync(join(bin, "pulumi"), text);
    chmodSync(join(bin, "pulumi"), 0o755);
    const pulumiCommand = await PulumiCommand.get({ root: stack.root });
    const program = { stackName: "dev", projectName: "auto", program: async () => ({}) };
    await assert.rejects(
      LocalWorkspace.createOrSelectStack(program, {
        pulumiCommand,
        envVars: { PULUMI_BACKEND_URL: `file://${stack.root}`, PULUMI_CONFIG_PASSPHRASE: "first" },
      }),
      /the Automation API is not supported by this engine/,
    );
  });
});
