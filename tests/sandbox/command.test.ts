import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseCommand } from "./command";

describe("the sandbox's command line", () => {
  it("has defaults for everything", () => {
    const { sandbox, json, scripts, as } = parseCommand([]);
    assert.deepEqual(sandbox, {
      version: undefined,
      dbPort: undefined,
      httpPort: undefined,
      controlPort: undefined,
      switches: {},
      tls: false,
    });
    assert.deepEqual([json, scripts, as], [false, [], "MYAPI"]);
  });

  it("takes ports, version, switches, scripts", () => {
    const args =
      "--db-port 1521 --http-port 0 --version 24.4 --switch a=b --switch c=d=e --json --control-port 7";
    const { sandbox, json } = parseCommand(args.split(" "));
    assert.deepEqual(sandbox.switches, { a: "b", c: "d=e" });
    assert.deepEqual(
      [sandbox.dbPort, sandbox.httpPort, sandbox.controlPort, sandbox.version],
      [1521, 0, 7, "24.4"],
    );
    assert.equal(json, true);
    assert.equal(parseCommand(["--run", __filename, "--as", "admin"]).as, "ADMIN");
  });

  const wrong: [string, RegExp][] = [
    ["--bogus", /^Unknown option --bogus: see --help\.$/],
    ["stray", /^Unexpected argument stray: see --help\.$/],
    ["--version", /^Option --version <value> argument missing: see --help\.$/],
    ["--db-port 70000", /^--db-port takes a port from 0 to 65535, not 70000\.$/],
    ["--http-port many", /^--http-port takes a port from 0 to 65535, not many\.$/],
    ["--switch x", /^--switch takes NAME=VALUE, not x\.$/],
    ["--run /no/such.sql", /^The file \/no\/such\.sql cannot be read\.$/],
    ["--run /", /^The file \/ cannot be read\.$/],
    ["--tls /no/such/dir.pem", /^The file \/no\/such\/dir\.pem cannot be written\.$/],
    ["--as ADMIN", /^--as needs a script to --run\.$/],
  ];
  for (const [line, sentence] of wrong) {
    it(`refuses ${line}`, () => {
      assert.throws(() => parseCommand(line.split(" ")), { name: "SandboxError", message: sentence });
    });
  }

  it("ends with status 2 and one sentence", () => {
    const root = join(__dirname, "..", "..");
    const main = ["-r", "./tests/setup.cjs", "tests/sandbox/main.ts", "--bogus"];
    const { status, stdout, stderr } = spawnSync(process.execPath, main, { cwd: root, encoding: "utf8" });
    assert.deepEqual([status, stdout, stderr], [2, "", "Unknown option --bogus: see --help.\n"]);
  });
});
