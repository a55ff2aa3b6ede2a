import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onEveryEngine, type Outcome, type Program } from "./playground";

const one: Program = ({ Item }) => {
  new Item("a", { key: "a" });
};

/** Says what is wrong in the user's words: no stack of the engine's own code. */
function isClear({ stdout, stderr }: Outcome, wanted: RegExp): void {
  assert.match(stdout + stderr, wanted);
  assert.doesNotMatch(stdout + stderr, /small\/[a-z-]+\.ts:\d+|node:internal/);
}

onEveryEngine("Bad input", (play) => {
  it("commands and options that are not there, or of other commands, are refused and nothing is lost", async () => {
    const refused: [command: string[], wanted: RegExp][] = [
      [["up", "--skip-preview", "--stack", "nowhere"], /no stack named 'nowhere' found/],
      [["up", "--no-such-option"], /unknown (flag|option).*--no-such-option/],
      [["up", "-q"], /unknown shorthand flag: 'q' in -q/],
      [["preview", "--continue-on-error"], /unknown flag: --continue-on-error/],
      [["destroy", "--skip-preview", "--expect-no-changes"], /unknown flag: --expect-no-changes/],
      [["frobnicate"], /unknown command.*frobnicate/],
      [["up", "--skip-preview", "--parallel", "many"], /invalid argument "many" for .*--parallel/],
      [
        ["refresh", "--preview-only", "--skip-preview"],
        /--skip-preview and --preview-only cannot be used together/,
      ],
      [["up", "--skip-preview", "--target", "a", "--exclude", "b"], /target.*exclude/],
      [["config", "set"], /requires at least 1 arg/],
      [["config", "set", "a:b:c", "x"], /could not parse a:b:c as a configuration key/],
      [["import", "x:y:Z", "--skip-preview"], /an inline resource must be specified .* missing name and id/],
      [["stack", "output", "none"], /does not have output property 'none'/],
      [["config", "get", "none"], /configuration key 'none' not found/],
      [["stack", "import", "--file", "nothing.json"], /nothing\.json/],
      [["stack", "export", "--file", "nowhere/state.json"], /could not open file: .*nowhere\/state\.json/],
    ];
    const stack = await play(one);
    await stack.up();
    const before = readFileSync(stack.stateFile, "utf8");
    for (const [command, wanted] of refused) {
      const outcome = await stack.run(command);
      assert.notEqual(outcome.exitCode, 0, command.join(" "));
      isClear(outcome, wanted);
      assert.equal(readFileSync(stack.stateFile, "utf8"), before, command.join(" "));
    }
  });

  it("changes that were not expected are said of the command, with status 7 (rule 39)", async () => {
    const drift = { "read a": { gone: true } };
    const commands: [command: string[], what: string][] = [
      [["preview"], "preview"],
      [["up", "--skip-preview"], "update"],
      [["refresh", "--preview-only"], "refresh"],
      [["refresh", "--skip-preview"], "refresh"],
    ];
    for (const [command, what] of commands) {
      const stack = await play(one);
      if (what === "refresh") await stack.up();
      const outcome = await stack.run([...command, "--expect-no-changes"], { steer: drift });
      assert.equal(outcome.exitCode, 7, command.join(" "));
      assert.match(
        outcome.stderr,
        new RegExp(`no changes were expected for ${what} but changes were proposed`),
      );
    }
  });

  it("a missing program, a syntax error: named, nothing deleted", async () => {
    const stack = await play(one);
    await stack.up();
    const index = join(stack.folder, "index.js");
    const text = readFileSync(index, "utf8");
    writeFileSync(index, "module.exports = {;");
    const broken = await stack.failingUp();
    assert.match(broken.stdout + broken.stderr, /SyntaxError: Unexpected token/);
    rmSync(index);
    const missing = await stack.failingUp();
    assert.match(missing.stdout + missing.stderr, /index\.js|Cannot find module|could not find/i);
    writeFileSync(index, text);
    const { changes, did } = await stack.up();
    assert.deepEqual([changes, did.filter((call) => call.startsWith("delete"))], [{ same: 2 }, []]);
  });

  it("another passphrase is refused before anything is done (rule 48)", async () => {
    const stack = await play(({ pulumi, Item }) => {
      new Item("a", { key: "a", secret: pulumi.secret("hush-x") });
    });
    await stack.up();
    const before = readFileSync(stack.stateFile, "utf8");
    for (const command of [
      ["up", "--skip-preview"],
      ["destroy", "--skip-preview"],
      ["refresh", "--skip-preview"],
      ["preview"],
    ]) {
      const outcome = await stack.run(command, { env: { PULUMI_CONFIG_PASSPHRASE: "second" } });
      assert.notEqual(outcome.exitCode, 0, command.join(" "));
      isClear(outcome, /incorrect passphrase/);
      assert.deepEqual(outcome.did, []);
    }
    assert.equal(readFileSync(stack.stateFile, "utf8"), before);
  });

  it("a salt of the real command line opens with its passphrase and no other (rule 48)", async () => {
    const stack = await play(one);
    // A published test vector of Pulumi's passphrase manager.
    const salt = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
    stack.write("Pulumi.dev.yaml", `encryptionsalt: ${salt}\n`);
    const set = ["config", "set", "--secret", "recorder:password", "hush-x"];
    isClear(await stack.bad(set, { env: { PULUMI_CONFIG_PASSPHRASE: "first" } }), /incorrect passphrase/);
    await stack.good(set, { env: { PULUMI_CONFIG_PASSPHRASE: "password" } });
    const text = readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8");
    assert.ok(text.includes(salt) && !text.includes("hush-x"));
    assert.match(text, /secure: v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]+=*/);
    const { stdout } = await stack.good(["config", "get", "recorder:password"], {
      env: { PULUMI_CONFIG_PASSPHRASE: "password" },
    });
    assert.equal(stdout.trim(), "hush-x");
  });

  it("a deployment of another stack, changed by hand or incomplete is taken only with --force (rule 48)", async () => {
    const stack = await play(({ Item }) => {
      new Item("b", { key: "b" }, { dependsOn: [new Item("a", { key: "a" })] });
    });
    await stack.up();
    const { stdout } = await stack.good(["stack", "export"]);
    const before = readFileSync(stack.stateFile, "utf8");
    const faulty: [text: string, wanted: RegExp][] = [
      [
        stdout.replaceAll("urn:pulumi:dev::", "urn:pulumi:other::"),
        /is from a different stack \(other != dev\)/,
      ],
      [stdout.replace(/"magic": "./, '"magic": "'), /magic cookie mismatch/],
      [stdout.replaceAll(/"urn": "([^"]*)::a"/g, '"urn": "$1::z"'), /refers to missing/],
    ];
    for (const [text, wanted] of faulty) {
      assert.notEqual(text, stdout);
      stack.write("faulty.json", text);
      const refused = await stack.run(["stack", "import", "--file", "faulty.json"]);
      assert.notEqual(refused.exitCode, 0);
      isClear(refused, wanted);
      assert.equal(readFileSync(stack.stateFile, "utf8"), before);
    }
    const forced = await stack.good(["stack", "import", "--file", "faulty.json", "--force"]);
    isClear(forced, /warning/);
    assert.notEqual(readFileSync(stack.stateFile, "utf8"), before);
  });

  it("a state file that is cut off, or from a newer version, is refused and left as it is", async () => {
    const stack = await play(one);
    await stack.up();
    const good = readFileSync(stack.stateFile, "utf8");
    const newer = good.replace(/"version": ?3/, '"version": 99');
    assert.notEqual(newer, good);
    for (const [text, wanted] of [
      [
        good.slice(0, good.length / 2),
        /unexpected end of JSON|cut off|not valid|could not (load|deserialize)|JSON/i,
      ],
      [newer, /error: failed to load checkpoint: unsupported checkpoint version 99/],
    ] as const) {
      writeFileSync(stack.stateFile, text);
      const outcome = await stack.run(["up", "--skip-preview"]);
      assert.notEqual(outcome.exitCode, 0);
      isClear(outcome, wanted);
      assert.deepEqual(outcome.did, []);
      assert.equal(readFileSync(stack.stateFile, "utf8"), text);
    }
    writeFileSync(stack.stateFile, good);
    assert.deepEqual((await stack.up()).changes, { same: 2 });
  });

  it("a folder without a project is named", async () => {
    const stack = await play(one);
    rmSync(join(stack.folder, "Pulumi.yaml"));
    const outcome = await stack.run(["preview"]);
    assert.notEqual(outcome.exitCode, 0);
    isClear(outcome, /no Pulumi\.yaml project file found/);
    assert.ok(existsSync(stack.stateFile));
  });
});
