import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onEveryEngine, type Playground, type Program } from "./playground";

const configured: Program = ({ pulumi }) => {
  const config = new pulumi.Config();
  return {
    text: config.get("text"),
    size: config.getNumber("size"),
    list: config.getObject("list"),
    user: new pulumi.Config("recorder").get("user"),
  };
};

/** Adds to the project's file. */
function declare(stack: Playground, more: string): void {
  stack.write("Pulumi.yaml", `${readFileSync(join(stack.folder, "Pulumi.yaml"), "utf8").trimEnd()}\n${more}`);
}

onEveryEngine("A project and its stacks", (play) => {
  it("configuration that the project declares is there where the stack has none of its own (rule 84)", async () => {
    const stack = await play(configured);
    declare(
      stack,
      `config:
  text: hello
  size: { type: integer, default: 3 }
  list: { type: array, items: { type: string }, default: [a, b] }
  recorder:user: { value: me }
`,
    );
    await stack.good(["config", "set", "text", "own"]);
    const { outputs } = await stack.up();
    assert.deepEqual(outputs, { text: "own", size: 3, list: ["a", "b"], user: "me" });
    assert.equal((await stack.good(["config", "get", "size"])).stdout.trim(), "3");
  });

  it("configuration that is missing, of another type or not secret is refused before anything is done (rule 84)", async () => {
    const declared: [more: string, wanted: RegExp][] = [
      ["text: { type: string }", /Stack 'dev' is missing configuration value 'text'/],
      ["size: { type: integer }", /configuration key 'size' must be of type 'integer'/],
      ["size: { type: string, secret: true }", /configuration key 'size' must be encrypted/],
    ];
    for (const [more, wanted] of declared) {
      const stack = await play(configured);
      await stack.good(["config", "set", "size", "many"]);
      declare(stack, `config:\n  ${more}\n`);
      const { stdout, stderr, resources } = await stack.failingUp();
      assert.match(stdout + stderr, wanted);
      assert.deepEqual(resources, []);
    }
  });

  it("config get asks for no passphrase and no other value than the one named, secrets apart (rule 84)", async () => {
    const stack = await play(configured);
    declare(stack, `config:\n  text: { type: string }\n  size: { type: integer, default: 3 }\n`);
    await stack.good(["config", "set", "--secret", "list", "hidden"]);
    const wrong = { env: { PULUMI_CONFIG_PASSPHRASE: "wrong" } };
    assert.equal((await stack.good(["config", "get", "size"], wrong)).stdout.trim(), "3");
    assert.equal((await stack.good(["config", "get", "list"])).stdout.trim(), "hidden");
    assert.match((await stack.bad(["config", "get", "list"], wrong)).stderr, /incorrect passphrase/);
    const missing = await stack.bad(["config", "get", "text"]);
    assert.match(missing.stderr, /configuration key 'text' not found for stack 'dev'/);
  });

  it("config set --path takes numbers for numbers, unless they begin with 0 (rule 17)", async () => {
    const stack = await play(configured);
    for (const [at, value] of ["7", "007", "1.5", "true"].entries())
      await stack.good(["config", "set", "--path", `list[${at}]`, value]);
    const { outputs } = await stack.up();
    assert.deepEqual(outputs.list, [7, "007", "1.5", true]);
  });

  it("a project's file that is no YAML is named", async () => {
    const stack = await play(configured);
    declare(stack, "config: [\n");
    assert.match(
      (await stack.bad(["preview"])).stderr,
      /could not unmarshal '\S+Pulumi\.yaml': invalid YAML/,
    );
  });

  it("commands are about the stack that was made or selected last, and after a stack rm about none (rule 69)", async () => {
    const stack = await play(configured);
    assert.match(
      (await stack.bad(["stack", "init", "no way"])).stderr,
      /invalid character ' ' at position 2/,
    );
    await stack.good(["stack", "init", "another"]);
    await stack.good(["config", "set", "text", "of another"]);
    assert.match((await stack.good(["stack", "ls"])).stdout, /^NAME .*\nanother\* .*\ndev +\S.* 0\n$/);
    await stack.good(["stack", "select", "dev"]);
    await stack.bad(["config", "get", "text"]);
    await stack.good(["config", "get", "text"], { env: { PULUMI_STACK: "another" } });
    await stack.good(["stack", "rm", "another", "--yes"]);
    for (const command of [["preview"], ["destroy", "--skip-preview"], ["stack", "export"]])
      assert.match((await stack.run(command)).stderr, /no stack selected; please use `pulumi stack select`/);
    assert.equal((await stack.run(["preview", "--stack", "another"])).exitCode, 6);
  });
});
