import { strict as assert } from "node:assert";
import { identifier, register, registered, revocation, shown, valid } from "./clientExamples";
import { fact, text } from "./fixture";

describe("secrets of OAuth clients", () => {
  fact([83, 85, 87], "REGISTER_CLIENT answers key and secret", async ({ my }) => {
    const made = await my.run(register("c"), registered);
    assert.match(text(made.SECRET), identifier);
    assert.match(text(made.CLIENT_ID), identifier);
    assert.deepEqual([made.SLOT, made.NAME], [1, "c"]);
    assert.deepEqual(
      [made.ID, made.CLIENT_ID],
      [my.column("CLIENTS", "ID")[0], my.column("CLIENTS", "CLIENT_ID")[0]],
    );
  });

  fact(85, "no secret is registered unless one is asked for", async ({ my }) => {
    await my.run("ords_security.register_client(p_name => 'c', p_grant_type => 'client_credentials');");
    const made = await my.run(register("d", "ords_constants.oauth_client_secret_skip"), registered);
    assert.deepEqual([made.SECRET, shown(my)], [null, [null, null, null, null]]);
  });

  fact(85, "the constant for the default generates one, and one can be supplied", async (scene) => {
    const { my } = scene;
    const made = await my.run(register("c", "ords_constants.oauth_client_secret_default"), registered);
    assert.match(text(made.SECRET), identifier);
    const own = await my.run(register("d", "ords_types.oauth_client_secret(p_secret => 'mine')"), registered);
    assert.equal(own.SECRET, "mine");
    assert.deepEqual(valid(scene, [made.SECRET, "mine"]), [true, false]);
  });

  fact([86, 146], "a secret shows as asterisks unless it is stored", async ({ my }) => {
    await my.run(register("c"), registered);
    assert.deepEqual(shown(my), ["********", null]);
    const stored = await my.run(
      register("d", "ords_types.oauth_client_secret(p_stored => true)"),
      registered,
    );
    assert.deepEqual(shown(my).slice(2), [stored.SECRET, null]);
  });

  fact(84, "OAUTH.CREATE_CLIENT makes a secret that the view shows", async (scene) => {
    const { my } = scene;
    await my.run(
      "oauth.create_client(p_name => 'c', p_grant_type => 'client_credentials', p_privilege_names => '');",
    );
    const [secret, second] = shown(my);
    assert.match(text(secret), identifier);
    assert.deepEqual([second, valid(scene, [secret, "x"])], [null, [true, false]]);
    await my.run("oauth.rotate_client_secret('c');");
    assert.notEqual(shown(my)[0], secret);
    assert.deepEqual(valid(scene, [secret, shown(my)[0]]), [false, true]);
    await my.run("oauth.update_client_secret('c', 'mine');");
    assert.deepEqual(shown(my), ["mine", null]);
  });

  fact([88, 89], "rotation fills the free slot, then the oldest", async (scene) => {
    const { my } = scene;
    const { SECRET: first } = await my.run(register("c"), registered);
    const rotate = async (rest = ""): Promise<unknown> =>
      (await my.run(`:s := ords_security.rotate_client_secret(p_name => 'c'${rest});`, { S: null })).S;
    const second = await rotate();
    assert.deepEqual(valid(scene, [first, second]), [true, true]);
    const third = await rotate();
    assert.deepEqual(valid(scene, [first, second, third]), [false, true, true]);
    const fourth = await rotate(", p_revoke_existing => true");
    assert.deepEqual(valid(scene, [second, third, fourth]), [false, false, true]);
    assert.equal(shown(my).filter((one) => one === null).length, 1);
  });

  fact(89, "by key, rotation answers the record", async ({ my }) => {
    await my.run(register("c"), registered);
    const { SECRET, SLOT } = await my.run(
      `declare c ords_types.t_client_credentials; begin
       c := ords_security.rotate_client_secret(p_client_key => ords_types.oauth_client_key(p_name => 'c'));
       :secret := c.client_secret.secret; :slot := c.client_secret.slot; end;`,
      { SECRET: null, SLOT: null },
    );
    assert.match(text(SECRET), identifier);
    assert.equal(SLOT, 2);
  });

  fact(88, "sessions end when they are asked to", async (scene) => {
    const { bench, my } = scene;
    await my.run(register("c"), registered);
    const sessions = (): number => {
      my.commit();
      return bench.ords.metadata.sessions(text(my.column("CLIENTS", "ID")[0]));
    };
    const before = sessions();
    await my.run("ords_security.register_client_secret('c', 'x');");
    assert.equal(sessions(), before);
    await my.run("ords_security.register_client_secret('c', 'y', p_revoke_sessions => true);");
    assert.ok(sessions() > before);
  });

  fact(165, "REGISTER_CLIENT_SECRET takes a text by name and a record by key", async (scene) => {
    const { my } = scene;
    await my.run(register("c"), registered);
    await my.run(
      "ords_security.register_client_secret(p_name => 'c', p_client_secret => 'mine', p_revoke_existing => true, p_revoke_sessions => false);",
    );
    assert.deepEqual([valid(scene, ["mine"]), shown(my)], [[true], [null, "********"]]);
    const { SLOT } = await my.run(
      revocation(
        "f := ords_types.oauth_client_secret('two', true, 1); c := ords_security.register_client_secret(k, f);",
      ),
      { SLOT: null },
    );
    assert.deepEqual(
      [SLOT, shown(my), valid(scene, ["two", "mine"])],
      [1, ["two", "********"], [true, true]],
    );
  });

  for (const [title, filter, slot, left] of [
    ["the oldest by default", "", 1, [false, true]],
    ["a slot", ", ords_types.oauth_client_secret(p_slot => 2)", 2, [true, false]],
    ["both", ", ords_types.oauth_client_secret(p_slot => 3)", 3, [false, false]],
    ["a secret", ", ords_types.oauth_client_secret(p_secret => 'two')", 2, [true, false]],
    ["none that matches", ", ords_types.oauth_client_secret(p_secret => 'no')", null, [true, true]],
  ] as const) {
    fact(90, `REVOKE_CLIENT_SECRETS: ${title}`, async (scene) => {
      const { my } = scene;
      await my.run(register("c", "ords_types.oauth_client_secret(p_secret => 'one')"), registered);
      await my.run("ords_security.register_client_secret('c', 'two');");
      const { SLOT } = await my.run(revocation(`c := ords_security.revoke_client_secrets(k${filter});`), {
        SLOT: null,
      });
      assert.deepEqual([SLOT, valid(scene, ["one", "two"])], [slot, left]);
    });
  }

  fact(90, "REVOKE_CLIENT_SECRET ends the one given, or the oldest", async (scene) => {
    const { my } = scene;
    await my.run(register("c", "ords_types.oauth_client_secret(p_secret => 'one')"), registered);
    await my.run(
      "ords_security.register_client_secret('c', 'two'); ords_security.revoke_client_secret('c', 'two');",
    );
    assert.deepEqual(valid(scene, ["one", "two"]), [true, false]);
    await my.run("ords_security.revoke_client_secret(p_name => 'c');");
    assert.deepEqual(valid(scene, ["one", "two"]), [false, false]);
  });

  fact(91, "secrets have a time of issue and no end", async ({ my }) => {
    await my.run(register("c"), registered);
    const [row] = my.rows("CLIENTS");
    assert.ok(row?.CLIENT_SECRET_ISSUED_ON instanceof Date);
    assert.equal(row.CLIENT_SECRET_2_ISSUED_ON, null);
    assert.equal(
      Object.keys(row).some((name) => name.includes("EXPIR")),
      false,
    );
  });
});
