import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "../..");

/**
 * Tests about the wire of Oracle Net (its round trips, its faults), and those that take away or move the very URL that
 * REST-enabled SQL answers at.
 */
const notOverSql = "OrdsSchema|round trip|a rename keeps|whose answer is lost|two processes at once";

/** The grid of versions and switches is about the database behind both ways, interruptions are about Oracle Net. */
const leftOut = ["versions.test.ts", "interruptions.test.ts"];

describe("the lifecycle suite over REST-enabled SQL", function () {
  this.timeout(300_000);

  it("passes as it does over Oracle Net", async () => {
    const folder = path.join(root, "tests/lifecycle");
    const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts") && !leftOut.includes(name));
    const child = spawn(
      process.execPath,
      [
        path.join(root, "node_modules/mocha/bin/mocha.js"),
        ...files.map((name) => path.join(folder, name)),
        ...["--grep", notOverSql, "--invert", "--reporter", "dot"],
      ],
      { cwd: root, env: { ...process.env, ORDS_TEST_WAY: "sql" }, stdio: ["ignore", "pipe", "pipe"] },
    );
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, 0, text);
    assert.ok(Number(/(\d+) passing/.exec(text)?.[1]) > 50, text);
  });
});
