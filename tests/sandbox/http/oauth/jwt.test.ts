import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey, JWK } from "jose";
import { request } from "undici";
import { done, handler, moduleAt, Ords, privilege, template } from "../fixture";
import { plainText } from "../json";
import type { JwtProfile } from "../metadata";

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function key(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256" } };
}

const source = "begin htp.p(:current_user); end;";

describe("a JWT", () => {
  let first: Key;
  let second: Key;
  let published: JWK[];
  let reads = 0;
  let issuer: Server;
  let ords: Ords;

  before(async () => {
    [first, second] = await Promise.all([key("1"), key("2")]);
    issuer = createServer((_, response) => {
      reads++;
      response.end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => void issuer.listen(0, "127.0.0.1", resolve));
  });
  after(() => issuer.close());
  afterEach(() => ords.stop());

  const start = async (given: Partial<JwtProfile> = {}): Promise<void> => {
    published = [first.jwk];
    ords = await Ords.start({
      modules: [
        moduleAt("/m/", [template("a", [handler({ method: "POST", sourceType: "plsql/block", source })])]),
      ],
      privileges: [privilege("read:it", { patterns: ["/m/*"], roles: ["reader"] })],
      jwtProfile: {
        issuer: "https://issuer.example/",
        audience: "the-api",
        jwkUrl: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`,
        allowedSkew: 0,
        allowedAge: undefined,
        roleClaim: undefined,
        ...given,
      },
    });
    ords.database.scripts.set(source, ({ print, binds }) => {
      print(plainText(binds.CURRENT_USER ?? null));
      return done();
    });
  };

  interface Claims {
    readonly scope?: string;
    readonly [claim: string]: unknown;
  }

  const status = async (claims: Claims, { by = first, age = 0, life = 60 } = {}): Promise<number> => {
    const now = Math.floor(ords.time / 1000);
    const token = await new SignJWT({ iss: "https://issuer.example/", aud: "the-api", sub: "me", ...claims })
      .setProtectedHeader({ alg: "RS256", kid: by.kid })
      .setIssuedAt(now - age)
      .setExpirationTime(now - age + life)
      .sign(by.privateKey);
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await request(`${ords.url}/myapi/m/a`, { method: "POST", headers });
    const text = await body.text();
    if (statusCode === 200) assert.equal(text, "me");
    return statusCode;
  };

  it("fact 182: counts by its scopes, which name privileges as they are written", async () => {
    await start();
    assert.equal(await status({ scope: "other read:it" }), 200);
    assert.equal(await status({ scope: "READ:IT" }), 401);
    assert.equal(await status({ roles: ["reader"] }), 401);
    assert.equal(await status({}), 401);
  });

  it("fact 102: counts by its roles where the profile says which claim holds them", async () => {
    await start({ roleClaim: "/realm/ro~1les" });
    assert.equal(await status({ realm: { "ro/les": ["reader"] } }), 200);
    assert.equal(await status({ realm: { "ro/les": "writer reader" } }), 200);
    assert.equal(await status({ scope: "read:it" }), 401);
  });

  it("fact 168: is nothing from another issuer, for others, or by another key", async () => {
    await start();
    assert.equal(await status({ scope: "read:it", iss: "https://issuer.example" }), 401);
    assert.equal(await status({ scope: "read:it", aud: ["x", "y"] }), 401);
    assert.equal(await status({ scope: "read:it" }, { by: { ...second, kid: first.kid } }), 401);
    assert.equal(await status({ scope: "read:it", sub: undefined }), 401);
  });

  it("counts from its start to its end, give or take the skew", async () => {
    await start({ allowedSkew: 30, allowedAge: 100 });
    const scope = "read:it";
    assert.equal(await status({ scope }, { age: 80 }), 200);
    assert.equal(await status({ scope }, { age: 95 }), 401);
    assert.equal(await status({ scope }, { age: 125, life: 1000 }), 200);
    assert.equal(await status({ scope }, { age: 135, life: 1000 }), 401);
    assert.equal(await status({ scope }, { age: -20 }), 200);
  });

  it("fact 173: by a new key is known when the key set has it; sets are not read for every request", async () => {
    await start();
    reads = 0;
    assert.equal(await status({ scope: "read:it" }), 200);
    assert.equal(await status({ scope: "read:it" }), 200);
    assert.equal(reads, 1);
    published = [first.jwk, second.jwk];
    assert.equal(await status({ scope: "read:it" }, { by: second }), 200);
    assert.equal(reads, 2);
  });

  it("fact 182: is nothing where the key set is too large or cannot be read", async () => {
    await start();
    published = Array.from({ length: 40 }, () => first.jwk);
    assert.equal(await status({ scope: "read:it" }), 401);
    await ords.stop();
    await start({ jwkUrl: "http://127.0.0.1:1/" });
    assert.equal(await status({ scope: "read:it" }), 401);
  });
});
