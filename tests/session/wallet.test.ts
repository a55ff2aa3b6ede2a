import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import oracledb from "oracledb";
import { connectionOf } from "../../provider/session/connection";
import type { DatabaseConnection } from "../../provider/session/connection";
import { poolAttributes } from "../../provider/session/driver";
import { SettingsError } from "../../provider/session/errors";
import { readSettings } from "../../provider/session/settings";
import { descriptorOf } from "../../provider/session/tnsnames";
import { resolved, walletOf } from "../../provider/session/wallet";
import { unzip } from "../../provider/session/zip";
import { selfSigned } from "../sandbox/tls";
import { failure, operation, perform, sessionOf, TestListener } from "./fixture";
import type { Config } from "./fixture";
import { zipOf } from "./zipping";

const names = `# made by hand
mydb_high = (description= (retry_count=20)(retry_delay=3)
  (address=(protocol=tcps)(port=1522)(host=adb.example.com))
  (connect_data=(service_name=abc_mydb_high.adb.example.com))(security=(ssl_server_dn_match=yes)))

mydb_low, MYDB_TP = (description=(address=(protocol=tcps)(port=1522)(host=low.example.com))(connect_data=(service_name=low)))
`;

function connection(config: Config): DatabaseConnection {
  const made = connectionOf(readSettings((key) => config[key.replace(/^ords:/, "")], {}));
  assert.ok(made.way === "oracledb");
  return made;
}

const login = { connectString: "db:1521/x", user: "myapi", password: "hush-password" };

/** Folders that a run left or made. */
const ownFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("pulumi-ords-"));

describe("a zip archive", () => {
  it("gives its files, deflated or stored, by their names without folders", () => {
    for (const deflate of [true, false]) {
      const files = unzip(
        zipOf({ "Wallet/ewallet.pem": "PEM", "tnsnames.ora": names.repeat(9) }, { deflate }),
      );
      assert.equal(files.get("ewallet.pem")?.toString(), "PEM");
      assert.equal(files.get("tnsnames.ora")?.toString(), names.repeat(9));
    }
  });

  it("that is damaged, or too large inside, is refused", () => {
    assert.throws(() => unzip(Buffer.from("no archive")), RangeError);
    assert.throws(() => unzip(zipOf({ a: "x".repeat(2_000_000) })), RangeError);
    const damaged = zipOf({ a: "text" });
    damaged.fill(0, 0, 8);
    assert.throws(() => unzip(damaged), RangeError);
  });
});

describe("tnsnames.ora", () => {
  it("gives the descriptor of an alias, whatever its case and how many share it", () => {
    assert.match(descriptorOf(names, "MYDB_HIGH") ?? "", /^\(description= \(retry_count=20\).*yes\)\)\)$/);
    for (const alias of ["mydb_low", "mydb_tp"]) {
      assert.match(descriptorOf(names, alias) ?? "", /low\.example\.com/);
    }
    assert.equal(descriptorOf(names, "retry_count"), undefined);
    assert.equal(descriptorOf("broken = (description=(", "broken"), "(description=(");
  });
});

describe("a wallet in memory", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  it("is PEM, base64 of PEM, or base64 of the zip", () => {
    const zip = zipOf({ "ewallet.pem": pem, "cwallet.sso": "binary", "tnsnames.ora": names });
    for (const content of [pem, Buffer.from(pem).toString("base64"), zip.toString("base64")]) {
      assert.equal(walletOf(content).pem, pem);
    }
  });

  it("resolves the aliases of its tnsnames.ora, and lets every other connect string be", () => {
    const wallet = walletOf(zipOf({ "ewallet.pem": pem, "tnsnames.ora": names }).toString("base64"));
    assert.match(resolved("mydb_high", wallet), /adb\.example\.com/);
    for (const text of ["host:1521/mydb_high", "unknown", "(description=(x))"]) {
      assert.equal(resolved(text, wallet), text);
    }
  });

  it("that is none is refused without being printed", async () => {
    for (const content of ["hush hush", Buffer.from("hush hush").toString("base64")]) {
      const error = await failure(poolAttributes(oracledb, connection({ ...login, walletContent: content })));
      assert.ok(error instanceof SettingsError);
      assert.match(error.message, /^ords:walletContent is neither PEM nor base64/);
      assert.doesNotMatch(error.message, /hush/);
    }
    const empty = zipOf({ "cwallet.sso": "binary" }).toString("base64");
    assert.match(
      (await failure(poolAttributes(oracledb, connection({ ...login, walletContent: empty })))).message,
      /has no ewallet\.pem/,
    );
  });

  it("lets the driver in over TLS, with an alias, and touches no disk", async () => {
    const tls = selfSigned();
    const server = await TestListener.start({ tls });
    const before = ownFolders();
    const alias = `here = (description=(address=(protocol=tcps)(host=localhost)(port=${server.port}))(connect_data=(service_name=freepdb1)))`;
    const zip = zipOf({ "ewallet.pem": tls.key + tls.cert, "tnsnames.ora": alias });
    const session = sessionOf({
      ...server.config,
      connectString: "here",
      walletContent: zip.toString("base64"),
    });
    try {
      await perform(session, operation("null;"));
      assert.equal(server.sessions, 1);
      assert.deepEqual(ownFolders(), before);
    } finally {
      await session.close();
      await server.stop();
    }
  });
});

describe("the Thick mode", () => {
  it("is used only if asked for, and leaves no wallet behind when its libraries are missing", async () => {
    const zip = zipOf({ "ewallet.pem": "PEM", "sqlnet.ora": 'DIRECTORY="?/network/admin"' }).toString(
      "base64",
    );
    const error = await failure(
      poolAttributes(oracledb, connection({ ...login, libDir: "/nowhere", walletContent: zip })),
    );
    assert.match(error.message, /NJS-045|NJS-118|DPI-1047/);
    assert.deepEqual(ownFolders(), []);
  });

  it("gets a private folder with a sqlnet.ora that points to it, removed when the sessions close", async () => {
    const told: { configDir?: string }[] = [];
    const driver = { ...oracledb, initOracleClient: (options: object) => void told.push(options) };
    const zip = zipOf({ "cwallet.sso": "sso", "sqlnet.ora": 'DIRECTORY="?/network/admin"' }).toString(
      "base64",
    );
    const made = await poolAttributes(
      driver as typeof oracledb,
      connection({ ...login, libDir: "/lib", walletContent: zip }),
    );
    const folder = told[0]?.configDir ?? "";
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(folder).sort(), ["cwallet.sso", "sqlnet.ora"]);
    assert.equal(statSync(`${folder}/cwallet.sso`).mode & 0o777, 0o600);
    await made.cleanUp();
    assert.throws(() => statSync(folder));
  });
});

describe("what the driver is told", () => {
  const told = async (config: Config): Promise<object> => {
    const { attributes } = await poolAttributes(oracledb, connection(config));
    return attributes;
  };
  const pool = {
    poolMin: 0,
    poolMax: 4,
    poolIncrement: 1,
    poolTimeout: 60,
    poolPingInterval: 30,
    queueTimeout: 0,
    connectTimeout: 60,
  };

  it("a password login", async () => {
    assert.deepEqual(await told(login), { ...login, ...pool });
  });

  it("a proxy user, an edition, folders, limits and retries", async () => {
    const more = { edition: "e2", configDir: "/tns", walletLocation: "/wallet", walletPassword: "hush" };
    const limits = { maxSessions: "2", connectTimeout: "5", retryCount: "3", retryDelay: "2" };
    assert.deepEqual(await told({ ...login, user: "app[myapi]", ...more, ...limits }), {
      ...login,
      ...pool,
      ...more,
      user: "app[myapi]",
      poolMax: 2,
      connectTimeout: 5,
      retryCount: 3,
      retryDelay: 2,
    });
  });

  it("a web proxy", async () => {
    const { httpsProxy, httpsProxyPort } = (await told({
      ...login,
      httpsProxy: "http://proxy:8080",
    })) as Config;
    assert.deepEqual([httpsProxy, httpsProxyPort], ["proxy", 8080]);
  });

  it("a token, or someone else who says who this is: no user, unless as [SCHEMA]", async () => {
    const { connectString } = login;
    const external = { connectString, externalAuth: true, homogeneous: true };
    assert.deepEqual(await told({ connectString, user: "myapi", accessToken: "token" }), {
      ...external,
      ...pool,
      accessToken: "token",
    });
    assert.deepEqual(await told({ connectString, user: "[myapi]", externalAuth: "true" }), {
      ...external,
      ...pool,
      user: "[myapi]",
    });
  });
});
