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
      metadataCache: 0,
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
    ["--metadata-cache long", /^--metadata-cache takes milliseconds, not long\.$/],
    ["--as ADMIN", /^--as needs a script to --run\.$/],
  ];
  for (const [line, sentence] of wrong) {
    it(`refuses ${line}`, () => {
      assert.throws(() => parseCommand(line.split(" ")), { name: "SandboxError", message: sentence });
    });
  }

  const root = join(__dirname, "..", "..");
  const run = (...args: string[]): [number | null, string, string] => {
    const main = ["-r", "./tests/setup.cjs", "tests/sandbox/main.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, main, { cwd: root, encoding: "utf8" });
    return [status, stdout, stderr];
  };

  it("ends with status 2 and one sentence", () => {
    assert.deepEqual(run("--bogus"), [2, "", "Unknown option --bogus: see --help.\n"]);
    const [status, , stderr] = run("--version", "9.9");
    assert.equal(status, 2);
    assert.match(stderr, /^There is no ORDS version 9\.9 here: choose 22\.4, .*\.\n$/);
  });

  it("runs scripts and ends, with status 0 only when nothing failed", () => {
    const fixtures = join(__dirname, "scripts", "fixtures");
    const [good, said] = run("--run", join(fixtures, "properties.sql"));
    assert.deepEqual([good, said], [0, "1 statements, 0 failed\n"]);
    const [bad, printed] = run(
      "--run",
      join(fixtures, "properties.sql"),
      "--run",
      join(fixtures, "failing.sql"),
    );
    assert.equal(bad, 1);
    assert.match(printed, /failing\.sql:3: ORA-00942: [^]*\n10 statements, 9 failed\n$/);
  });
});
