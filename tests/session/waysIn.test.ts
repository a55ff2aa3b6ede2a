import assert from "node:assert/strict";
import { createPrivateKey, createVerify, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import oracledb from "oracledb";
import type { Session } from "../../provider/session/session";
import { selfSigned } from "../sandbox/tls";
import { failure, operation, perform, sessionOf, TestListener } from "./fixture";
import type { Config } from "./fixture";
import { Tunnel } from "./tunnel";

/** As a token service writes it; nobody checks the signature. */
function tokenUntil(seconds: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [
    part({ alg: "RS256" }),
    part({ sub: "app", exp: Math.floor(Date.now() / 1000) + seconds }),
    "sig",
  ].join(".");
}

function without(config: Config, name: string): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => key !== name));
}

describe("ways in over Oracle Net", () => {
  const tls = selfSigned();
  let server: TestListener;
  let folder: string;
  const sessions: Session[] = [];
  const open = (config: Config): Session => {
    const session = sessionOf(config);
    sessions.push(session);
    return session;
  };
  const letsIn = async (config: Config): Promise<Session> => {
    const session = open(config);
    await perform(session, operation("null;"));
    assert.equal(server.sessions, 1);
    assert.equal(server.database.texts.length, 1);
    return session;
  };
  const serve = async (options: ConstructorParameters<typeof TestListener>[0] = {}): Promise<Config> => {
    server = await TestListener.start(options);
    return server.config;
  };
  const secure = async (): Promise<Config> => ({
    ...(await serve({ tls })),
    connectString: `tcps://localhost:${server.port}/freepdb1`,
    walletContent: tls.key + tls.cert,
  });
  const descriptor = (protocol = "tcp"): string =>
    `(description=(address=(protocol=${protocol})(host=localhost)(port=${server.port}))(connect_data=(service_name=freepdb1)))`;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "ways-"));
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  describe("connect strings", () => {
    const strings: Readonly<Record<string, () => string>> = {
      "Easy Connect": () => `localhost:${server.port}/freepdb1`,
      "Easy Connect with a protocol": () => `tcp://localhost:${server.port}/freepdb1`,
      "Easy Connect Plus": () =>
        `localhost:${server.port}/freepdb1?expire_time=2&transport_connect_timeout=5`,
      "a full descriptor": () => descriptor(),
      "a descriptor of several lines": () => descriptor().replaceAll(")(", ")\n  ("),
    };
    for (const [name, text] of Object.entries(strings)) {
      it(name, async () => {
        const config = await serve();
        await letsIn({ ...config, connectString: text() });
      });
    }

    it("an alias of tnsnames.ora in configDir", async () => {
      const config = await serve();
      writeFileSync(path.join(folder, "tnsnames.ora"), `here = ${descriptor()}\n`);
      await letsIn({ ...config, connectString: "here", configDir: folder });
    });

    it("an alias of tnsnames.ora in TNS_ADMIN", async () => {
      const config = await serve();
      writeFileSync(path.join(folder, "tnsnames.ora"), `here = ${descriptor()}\n`);
      const before = process.env.TNS_ADMIN;
      process.env.TNS_ADMIN = folder;
      try {
        await letsIn({ ...config, connectString: "here" });
      } finally {
        if (before === undefined) delete process.env.TNS_ADMIN;
        else process.env.TNS_ADMIN = before;
      }
    });
  });

  describe("wallets", () => {
    const password = "hush-wallet";
    const closed = `${String(
      createPrivateKey(tls.key).export({
        type: "pkcs8",
        format: "pem",
        cipher: "aes-256-cbc",
        passphrase: password,
      }),
    )}${tls.cert}`;

    it("a folder with ewallet.pem and its password", async () => {
      const config = without(await secure(), "walletContent");
      writeFileSync(path.join(folder, "ewallet.pem"), closed);
      await letsIn({ ...config, walletLocation: folder, walletPassword: password });
    });

    it("PEM with its password", async () => {
      await letsIn({ ...(await secure()), walletContent: closed, walletPassword: password });
    });

    it("with a wrong password stays closed, in a sentence", async () => {
      const config = { ...(await secure()), walletContent: closed, walletPassword: "hush-wrong" };
      const { message } = await failure(perform(open(config), operation("null;")));
      assert.match(message, /The wallet cannot be opened: check ords:walletPassword/);
      assert.doesNotMatch(message, /hush/);
    });
  });

  describe("who logs in", () => {
    it("a proxy user works in the other's schema", async () => {
      const config = await serve();
      const session = await letsIn({ ...config, user: "myapi[app]" });
      assert.deepEqual([server.database.users, server.database.proxy], [["APP"], "MYAPI"]);
      assert.equal(session.user, "APP");
    });

    it("an OAuth 2.0 token, which the database sees and no password", async () => {
      const config = without(await secure(), "password");
      const accessToken = tokenUntil(600);
      const session = await letsIn({ ...config, accessToken });
      assert.equal(session.user, "MYAPI");
      const {
        AUTH_TOKEN: token,
        AUTH_SIGNATURE: signature,
        AUTH_PASSWORD: password,
      } = server.database.credentials;
      assert.deepEqual([token, signature, password], [accessToken, undefined, undefined]);
    });

    it("a token of OCI IAM, with which the driver signs by the key that stays here", async () => {
      const config = without(await secure(), "password");
      const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const key = String(privateKey.export({ type: "pkcs8", format: "pem" }));
      const accessToken = JSON.stringify({ token: tokenUntil(600), privateKey: key });
      await letsIn({ ...config, accessToken });
      const { AUTH_HEADER: header = "", AUTH_SIGNATURE: signature = "" } = server.database.credentials;
      assert.match(header, /^date: .+ GMT\n\(request-target\): freepdb1\nhost: /);
      assert.ok(createVerify("RSA-SHA256").update(header).verify(publicKey, signature, "base64"));
      assert.doesNotMatch(JSON.stringify(server.database.credentials), /PRIVATE KEY/);
    });

    it("a token as a proxy user", async () => {
      const config = without(await secure(), "password");
      await letsIn({ ...config, user: "[app]", accessToken: tokenUntil(600) });
      assert.deepEqual([server.database.users, server.database.proxy], [["APP"], "MYAPI"]);
    });

    it("someone else vouches for the user: neither name nor password is sent", async () => {
      const config = without(await secure(), "password");
      await letsIn({ ...config, externalAuth: "true" });
      const { AUTH_TOKEN: token, AUTH_PASSWORD: password } = server.database.credentials;
      assert.deepEqual([token, password], [undefined, undefined]);
    });

    it("a token that has expired is not sent, in a sentence", async () => {
      const config = without(await secure(), "password");
      const accessToken = tokenUntil(-60);
      const { message } = await failure(perform(open({ ...config, accessToken }), operation("null;")));
      assert.match(message, /NJS-087.*The token has expired: put a fresh one into ords:accessToken\./);
      assert.equal(server.sessions, 0);
    });
  });

  it("an edition, and a sentence where there is none of that name", async () => {
    const config = await serve();
    await letsIn({ ...config, edition: "e2" });
    const { message } = await failure(perform(open({ ...config, edition: "e9" }), operation("null;")));
    assert.match(
      message,
      /ORA-38802.*The edition does not exist, or the user may not use it: check ords:edition/,
    );
  });

  it("a web proxy on the way", async () => {
    const config = await secure();
    const tunnel = await Tunnel.start(server.port);
    try {
      await letsIn({ ...config, httpsProxy: tunnel.url });
      assert.deepEqual(tunnel.asked, [`localhost:${server.port}`]);
    } finally {
      await Promise.all(sessions.splice(0).map((session) => session.close()));
      tunnel.stop();
    }
  });

  it("tries again to connect as often as it may", async () => {
    const config = await serve();
    const { port } = server;
    await server.stop();
    const working = perform(open({ ...config, retryCount: "5", retryDelay: "1" }), operation("null;"));
    await sleep(300);
    server = await TestListener.start({}, port);
    await working;
    assert.equal(server.sessions, 1);
  });

  it("the driver is in its Thin mode unless it is told otherwise", async () => {
    const config = await serve();
    await letsIn(config);
    assert.equal(oracledb.thin, true);
  });
});
