import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { declare, openSite, Stack } from "../lifecycle/fixture";

const root = path.join(__dirname, "../..");

/** Parts of the names of tests that cannot be on this way, and why. */
const notOverSql: Readonly<Record<string, string>> = {
  "OrdsSchema.alias":
    "the URL moves that the rest of the stack goes through; an administrator's does not, see below",
  "OrdsSchema.enabled": "the URL goes away that the rest of the stack goes through; see below as well",
  "engine or provider host, and run again":
    "takes a minute; the calls themselves are interrupted on this way, too",
};

interface Outcome {
  readonly status: number;
  readonly text: string;
}

async function mocha(...args: readonly string[]): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [path.join(root, "node_modules/mocha/bin/mocha.js"), ...args, "tests/lifecycle/*.test.ts"],
    { cwd: root, env: { ...process.env, ORDS_TEST_WAY: "sql" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
  const [status] = (await once(child, "close")) as [number];
  return { status, text };
}

describe("the lifecycle suite over REST-enabled SQL", function () {
  this.timeout(300_000);

  it("passes as it does over Oracle Net", async () => {
    const names = Object.keys(notOverSql);
    const { status, text } = await mocha("--grep", names.join("|"), "--invert", "--reporter", "dot");
    assert.equal(status, 0, text);
    assert.ok(Number(/(\d+) passing/.exec(text)?.[1]) > 100, text);
  });

  it("leaves out no more than it says", async () => {
    const { text } = await mocha("--dry-run", "--reporter", "json");
    const { tests } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as {
      tests: readonly { readonly fullTitle: string }[];
    };
    for (const name of Object.keys(notOverSql)) {
      assert.ok(
        tests.some(({ fullTitle }) => fullTitle.includes(name)),
        `No test is called ${name}.`,
      );
    }
    const leftOut = tests.filter(({ fullTitle }) =>
      Object.keys(notOverSql).some((name) => fullTitle.includes(name)),
    );
    assert.ok(leftOut.length <= 5, leftOut.map(({ fullTitle }) => fullTitle).join("\n"));
  });

  it("an administrator moves, disables and enables a schema through a URL that stays", async () => {
    const site = await openSite();
    try {
      await site.byHand("ords.enable_schema(p_url_mapping_pattern => 'admin');", "ADMIN");
      const { user, password } = site.sandbox.user("ADMIN");
      const stack = new Stack({
        "ords:sqlUrl": `${site.sandbox.baseUrl}/admin/_/sql`,
        "ords:user": user,
        "ords:password": password,
      });
      const program = (more: object): ReturnType<typeof declare>[] => [
        declare("s", "OrdsSchema", { schema: "MYAPI", adopt: true, ...more }),
        declare("m", "OrdsModule", { name: "m", basePath: "/m/", schema: "MYAPI" }),
      ];
      const first = program({ alias: "first" });
      await stack.up(first);
      for (const more of [{ alias: "second" }, { alias: "second", enabled: false }, { alias: "first" }]) {
        assert.deepEqual(await stack.up(program(more)), { s: "update", m: "same" }, JSON.stringify(more));
        assert.deepEqual(await stack.refresh(), { s: "same", m: "same" });
      }
      assert.equal(site.sandbox.activity.executed.filter((one) => one.user === "ADMIN").length, 1, "by hand");
      await stack.destroy();
    } finally {
      await site.stop();
    }
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
