import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

function demo(engine: string): { status: number | null; lines: string[] } {
  const program = ["-r", "./tests/setup.cjs", "tests/demo/main.ts"];
  const env = { ...process.env, ORDS_ENGINE: engine };
  const { status, stdout } = spawnSync(process.execPath, program, { cwd: root, env, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n") };
}

describe("the demo", function () {
  this.timeout(180_000);

  it("goes through all of its steps, a line each", () => {
    const { status, lines } = demo("small");
    assert.equal(status, 0, lines.join("\n"));
    assert.match(lines.at(-1) ?? "", /The demo is over\.$/);
    for (const line of lines) assert.match(line, /^ *\d+\.\d s {2}\S/);
  });

  it("ends with a status other than 0 when a step fails", () => {
    const { status, lines } = demo("large");
    assert.equal(status, 1);
    assert.match(lines.at(-1) ?? "", /FAILED: ORDS_ENGINE is large/);
  });
});
