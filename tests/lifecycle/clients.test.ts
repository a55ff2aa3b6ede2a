import assert from "node:assert/strict";
import { secretsIn } from "./secrets";
import { declare, message, openSite } from "./fixture";
import type { Site, Stack } from "./fixture";
import { clientPackage, lackOf } from "./lacks";
import { onEachProfile } from "./profiles";

const client = (more: object = {}): ReturnType<typeof declare> =>
  declare("shop", "OrdsOAuthClient", { name: "shop", ...more });

onEachProfile("the secrets of a client", (profile) => {
  const byPackage = clientPackage(profile);
  /** One slot: a new secret ends the one before it. */
  const lacksSecondSecret = lackOf(profile, "secondSecret");
  const lacksNoSecret = lackOf(profile, "noSecret");
  let site: Site;
  let stack: Stack;
  const said: string[] = [];
  const log = console.log;
  beforeEach(async () => {
    site = await openSite(profile);
    stack = site.stack();
    said.length = 0;
    console.log = (line: string) => said.push(line);
  });
  afterEach(async () => {
    console.log = log;
    await site.stop();
  });

  /** A token for the client, where the token endpoint takes id and secret. */
  async function token(secret: unknown): Promise<string | undefined> {
    const { clientId, tokenUrl } = stack.outputs("shop") as Record<string, string>;
    const answer = await fetch(tokenUrl!, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${String(secret)}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    });
    return answer.status === 200
      ? ((await answer.json()) as { access_token: string }).access_token
      : undefined;
  }

  async function opens(secret: unknown): Promise<boolean> {
    return (await token(secret)) !== undefined;
  }

  /** Whether ORDS knows the token: with one that it does not know, even a path that nothing protects is refused. */
  async function isValid(bearer: string | undefined): Promise<boolean> {
    const answer = await fetch(`${site.sandbox.baseUrl}/myapi/nothing`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
    return answer.status !== 401;
  }

  it("an unrelated update neither blanks nor overwrites the live secret (keycloak #1602, #1576)", async () => {
    await stack.up([declare("r", "OrdsRole", { name: "R" }), client()]);
    const { clientId, clientSecret, secretIssuedAt } = stack.outputs("shop");
    for (const change of [
      { description: "x" },
      { description: "y", roles: ["R"] },
      { name: "shop two" },
      { supportEmail: "a@b" },
    ]) {
      await stack.up([declare("r", "OrdsRole", { name: "R" }), client(change)]);
      await stack.refresh();
      const now = stack.outputs("shop");
      assert.deepEqual(
        [now["clientId"], now["clientSecret"], now["secretIssuedAt"]],
        [clientId, clientSecret, secretIssuedAt],
      );
      assert.equal(await opens(clientSecret), true);
    }
    assert.equal(stack.outputs("shop")["previousClientSecret"], undefined);
  });

  const rotated = (q: string, more: object = {}): ReturnType<typeof declare> =>
    client({ rotateWhenChanged: { q }, ...more });

  if (lacksSecondSecret === undefined) {
    it("rotation puts the new secret in the free slot; the previous one is valid until the next", async () => {
      await stack.up([rotated("1")]);
      const first = stack.outputs("shop")["clientSecret"];
      assert.match(String(stack.outputs("shop")["secretIssuedAt"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      await stack.up([rotated("2")]);
      const { clientSecret: second, previousClientSecret: previous } = stack.outputs("shop");
      assert.notEqual(second, first);
      assert.equal(previous, first);
      assert.deepEqual([await opens(first), await opens(second)], [true, true]);
      await stack.up([rotated("3")]);
      const third = stack.outputs("shop")["clientSecret"];
      assert.deepEqual([await opens(first), await opens(second), await opens(third)], [false, true, true]);
      await stack.up([rotated("4", { revokePrevious: true })]);
      const { clientSecret: fourth, previousClientSecret: none } = stack.outputs("shop");
      assert.equal(none, undefined);
      assert.deepEqual([await opens(second), await opens(third), await opens(fourth)], [false, false, true]);
    });

    it("a rotation whose answer is lost costs nobody a secret that was handed out", async () => {
      const nextSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100));
      await stack.up([rotated("1")]);
      const first = stack.outputs("shop")["clientSecret"];
      await nextSecond();
      const fault = site.sandbox.faults.add({ effect: "cut", at: "answer", text: "rotate_client_secret" });
      await assert.rejects(stack.up([rotated("2")]));
      fault.remove();
      assert.equal(stack.outputs("shop")["clientSecret"], first);
      await nextSecond();
      await stack.up([rotated("2")]);
      const { clientSecret: second, previousClientSecret: previous } = stack.outputs("shop");
      assert.equal(previous, first);
      assert.deepEqual([await opens(first), await opens(second)], [true, true]);
    });

    it("a rotation that ends sessions ends the tokens that were given", async () => {
      await stack.up([rotated("1")]);
      const bearer = await token(stack.outputs("shop")["clientSecret"]);
      assert.equal(await isValid(bearer), true);
      await stack.up([rotated("2")]);
      assert.equal(await isValid(bearer), true);
      await stack.up([rotated("3", { revokeSessions: true })]);
      assert.equal(await isValid(bearer), false);
    });

    it("a supplied secret is the secret, and a change of it is a rotation", async () => {
      await stack.up([client({ clientSecret: "mine-1" })]);
      assert.equal(await opens("mine-1"), true);
      assert.equal(stack.outputs("shop")["clientSecret"], "mine-1");
      await stack.up([client({ clientSecret: "mine-2" })]);
      assert.deepEqual([await opens("mine-1"), await opens("mine-2")], [true, true]);
      assert.equal(stack.outputs("shop")["previousClientSecret"], "mine-1");
    });
  } else {
    it("rotation needs the word that the previous one ends, which it does at once", async () => {
      await stack.up([rotated("1")]);
      const first = stack.outputs("shop")["clientSecret"];
      assert.equal(await message(stack.up([rotated("2")])), lacksSecondSecret);
      assert.equal(await opens(first), true);
      await stack.up([rotated("2", { revokePrevious: true })]);
      const { clientSecret: second, previousClientSecret: none } = stack.outputs("shop");
      assert.equal(none, undefined);
      assert.deepEqual([await opens(first), await opens(second)], [false, true]);
      const sessions = rotated("3", { revokePrevious: true, revokeSessions: true });
      assert.equal(await message(stack.up([sessions])), lackOf(profile, "endOfSessions"));
      assert.equal(await opens(second), true);
    });

    it("a rotation whose answer is lost is made again", async () => {
      await stack.up([rotated("1")]);
      const fault = site.sandbox.faults.add({ effect: "cut", at: "answer", text: "rotate_client_secret" });
      await assert.rejects(stack.up([rotated("2", { revokePrevious: true })]));
      fault.remove();
      await stack.up([rotated("2", { revokePrevious: true })]);
      assert.equal(await opens(stack.outputs("shop")["clientSecret"]), true);
    });

    it("a supplied secret is the secret, and takes the place of the one before", async () => {
      await stack.up([client({ clientSecret: "mine-1" })]);
      assert.equal(await opens("mine-1"), true);
      assert.equal(await message(stack.up([client({ clientSecret: "mine-2" })])), lacksSecondSecret);
      await stack.up([client({ clientSecret: "mine-2", revokePrevious: true })]);
      assert.equal(stack.outputs("shop")["clientSecret"], "mine-2");
      assert.deepEqual([await opens("mine-1"), await opens("mine-2")], [false, true]);
    });

    it("origins and lifetimes are given when it is made, and stay", async () => {
      const given = {
        originsAllowed: ["https://a"],
        tokenDuration: 60,
        refreshDuration: 600,
        codeDuration: 30,
      };
      await stack.up([client(given)]);
      await stack.up([client({ ...given, description: "x" })]);
      assert.equal((await stack.refresh())["shop"], "same");
      assert.deepEqual(stack.outputs("shop")["originsAllowed"], ["https://a"]);
      assert.equal(stack.outputs("shop")["tokenDuration"], 60);
    });
  }

  if (lacksNoSecret === undefined) {
    it("none at all, and back", async () => {
      await stack.up([client({ generateSecret: false })]);
      assert.equal(stack.outputs("shop")["clientSecret"], undefined);
      await stack.up([client()]);
      const { clientSecret } = stack.outputs("shop");
      assert.equal(await opens(clientSecret), true);
      await stack.up([client({ generateSecret: false })]);
      assert.equal(stack.outputs("shop")["clientSecret"], undefined);
      assert.equal(await opens(clientSecret), false);
    });
  } else {
    it("none at all is refused, and nothing is made", async () => {
      assert.equal(await message(stack.up([client({ generateSecret: false })])), lacksNoSecret);
      assert.deepEqual(await site.rows("select id from ords_metadata.oauth_clients"), []);
      await stack.up([client()]);
      assert.equal(
        await message(stack.up([client({ generateSecret: false })])),
        lackOf(profile, "endOfSecret"),
      );
      assert.equal(await opens(stack.outputs("shop")["clientSecret"]), true);
    });
  }

  it("a client of a killed run is taken with a secret that opens, nobody loses one, and a line says so", async () => {
    await stack.up([client()]);
    const first = stack.outputs("shop")["clientSecret"];
    stack.forget("shop");
    await stack.up([client()]);
    const second = stack.outputs("shop")["clientSecret"];
    assert.deepEqual([await opens(first), await opens(second)], [true, true]);
    // OAUTH keeps secrets readable (fact 84): there is no need for a new one.
    assert.equal(second === first, lacksSecondSecret !== undefined);
    assert.deepEqual(said, [
      lacksSecondSecret === undefined
        ? 'OAuth client "shop" stood there already; its secret cannot be read, so it got a new one beside the old.'
        : 'OAuth client "shop" stood there already; its secret has been read.',
    ]);
    assert.equal((await site.rows("select id from ords_metadata.oauth_clients")).length, 1);
  });

  it("and one with a supplied secret keeps it", async () => {
    const supplied = client({ clientSecret: "mine" });
    await stack.up([supplied]);
    stack.forget("shop");
    await stack.up([supplied]);
    assert.equal(stack.outputs("shop")["clientSecret"], "mine");
    assert.equal(await opens("mine"), true);
    if (lacksSecondSecret === undefined) return;
    stack.forget("shop");
    const another = client({ clientSecret: "another" });
    assert.match(await message(stack.up([another])), /Set `revokePrevious: true` to end the one it has\.$/);
    await stack.up([supplied]);
    assert.equal(await opens("mine"), true);
    stack.forget("shop");
    await stack.up([client({ clientSecret: "another", revokePrevious: true })]);
    assert.deepEqual([await opens("mine"), await opens("another")], [false, true]);
  });

  it("one that was removed by hand is made again with a new secret, and a line says so", async () => {
    await stack.up([client()]);
    const first = stack.outputs("shop")["clientSecret"];
    await site.byHand(`${byPackage}.delete_client(p_name => 'shop');`);
    await stack.up([client({ description: "x" })]);
    assert.notEqual(stack.outputs("shop")["clientSecret"], first);
    assert.equal(await opens(stack.outputs("shop")["clientSecret"]), true);
    assert.deepEqual(said, [
      'OAuth client "shop" was gone and has been made again, with a new id and a new secret.',
    ]);
  });

  it("grants pile up in ORDS, and not here: granted once, read as a set, all revoked (fact 160)", async () => {
    const role = declare("r", "OrdsRole", { name: "R" });
    await stack.up([role, client({ roles: ["R"] })]);
    await site.byHand(
      `${byPackage}.grant_client_role('shop', 'R'); ${byPackage}.grant_client_role('shop', 'R');`,
    );
    assert.equal((await stack.refresh())["shop"], "same");
    await stack.up([role, client()]);
    assert.deepEqual(await site.rows("select role_id from ords_metadata.oauth_client_roles"), []);
  });

  it("a role or a privilege that does not exist is named, when it is made and when it is changed", async () => {
    for (const [missing, sentence] of [
      [{ roles: ["NOBODY"] }, 'Role "NOBODY" does not exist in the schema: make it first and refer to it.'],
      [{ privileges: ["p"] }, 'Privilege "p" does not exist in the schema: make it first and refer to it.'],
      [
        { roles: ["A", "B"] },
        'One of role "A", role "B" does not exist in the schema: make it first and refer to it.',
      ],
    ] as const) {
      assert.ok((await message(stack.up([client(missing)]))).endsWith(sentence));
      await stack.up([client()]);
      assert.ok((await message(stack.up([client(missing)]))).endsWith(sentence));
      await stack.destroy();
    }
  });

  for (const grantType of ["authorization_code", "implicit"] as const) {
    it(`one for the ${grantType} grant is made, changed, taken, and gone`, async () => {
      const asked = { grantType, description: "d", redirectUri: "https://a.example.com/cb" };
      await stack.up([client(asked)]);
      const { clientId, clientSecret } = stack.outputs("shop");
      // The implicit flow hands tokens to browsers: no secret is kept of it.
      assert.equal(clientSecret === undefined, grantType === "implicit");
      await stack.up([client({ ...asked, redirectUri: "https://b.example.com/cb" })]);
      assert.equal((await stack.refresh())["shop"], "same");
      stack.forget("shop");
      await stack.up([client({ ...asked, redirectUri: "https://b.example.com/cb" })]);
      assert.equal(stack.outputs("shop")["clientId"], clientId);
      await stack.destroy();
      assert.deepEqual(await site.rows("select id from ords_metadata.oauth_clients"), []);
    });
  }

  it("secrets come in the envelope, and only there", async () => {
    const provider = stack.provider("OrdsOAuthClient");
    const { inputs } = (await provider.check({}, { name: "shop" })) as { inputs: Record<string, unknown> };
    const { outs } = (await provider.create(inputs)) as { outs: Record<string, unknown> };
    assert.deepEqual(secretsIn(outs), ["clientSecret"]);
  });
});
