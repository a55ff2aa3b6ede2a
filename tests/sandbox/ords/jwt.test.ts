import { strict as assert } from "node:assert";
import { fact } from "./fixture";

describe("JWT profiles", () => {
  const create =
    "ords_security.create_jwt_profile('https://i', 'aud', 'https://k', p_role_claim_name => '/roles');";

  fact([102, 173], "one a schema: deleted before another is created", async ({ my }) => {
    await my.run(create);
    assert.match(await my.fails(create), /^ORA-00001/);
    await my.run(`ords_security.delete_jwt_profile; ${create.replace("/roles", "/groups")}`);
    assert.deepEqual(
      my.rows("JWT_PROFILE").map((row) => [row.ISSUER, row.AUDIENCE, row.JWK_URL, row.ROLE_CLAIM_NAME]),
      [["https://i", "aud", "https://k", "/groups"]],
    );
  });

  fact(19, "deleting none is silent", async ({ my }) => {
    await my.run("ords_security.delete_jwt_profile; oauth.delete_jwt_profile;");
    assert.deepEqual(my.rows("JWT_PROFILE"), []);
  });

  fact(102, "the role claim is a JSON pointer", async ({ my }) => {
    assert.match(await my.fails(create.replace("/roles", "roles")), /^ORA-20001/);
  });

  fact(
    102,
    "older releases have no role claim",
    async ({ my }) => {
      assert.match(await my.fails(create), /PLS-00306/);
      await my.run("ords_security.create_jwt_profile('https://i', 'aud', 'https://k');");
      assert.equal("ROLE_CLAIM_NAME" in my.rows("JWT_PROFILE")[0]!, false);
    },
    { version: "24.4" },
  );
});
