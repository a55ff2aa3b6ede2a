import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { declare, openSite, Stack } from "../lifecycle/fixture";

const root = path.join(__dirname, "../..");

/**
 * Tests about the wire of Oracle Net (its round trips, its faults), and those that take away or move the very URL that
 * REST-enabled SQL answers at.
 */
const notOverSql = "OrdsSchema|round trip|a rename keeps|whose answer is lost|two processes at once";

/**
 * The grid of versions and switches is about the database behind both ways, interruptions are about Oracle Net, and what is
 * drawn at random has been drawn once.
 */
const leftOut = ["versions.test.ts", "interruptions.test.ts", "sequences.test.ts", "strings.test.ts"];

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

  it("is let in as an OAuth client that has the role SQL Developer, by its credentials or by a token", async () => {
    const site = await openSite();
    try {
      const owner = site.stack();
      await owner.up([declare("c", "OrdsOAuthClient", { name: "deploy", roles: ["SQL Developer"] })]);
      const { clientId, clientSecret, tokenUrl } = owner.outputs("c") as Record<string, string>;
      const common = { "ords:user": "MYAPI", "ords:sqlUrl": `${site.sandbox.baseUrl}/myapi/_/sql` };
      const role = (name: string): ReturnType<typeof declare> => declare(name, "OrdsRole", { name });

      const byClient = new Stack({
        ...common,
        "ords:clientId": clientId!,
        "ords:clientSecret": clientSecret!,
      });
      assert.deepEqual(await byClient.up([role("A")]), { A: "create" });

      const answer = await fetch(tokenUrl!, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      const byToken = new Stack({ ...common, "ords:bearerToken": token });
      assert.deepEqual(await byToken.up([role("B")]), { B: "create" });
    } finally {
      await site.stop();
    }
  });
});
