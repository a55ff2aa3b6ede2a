import assert from "node:assert/strict";
import { inspect } from "node:util";
import { unknownKeys } from "../../provider/resources/unknownKeys";
import { connectionOf } from "../../provider/session/connection";
import type { Connection } from "../../provider/session/connection";
import { SettingsError } from "../../provider/session/errors";
import { readSettings } from "../../provider/session/settings";
import { settingNames, settingRow } from "../../provider/session/settingTable";
import { generated, standing } from "./settingsDocs";

type Texts = Readonly<Record<string, string>>;

/** Keys without their `ords:`. */
function read(config: Texts, environment: Texts = {}): ReturnType<typeof readSettings> {
  return readSettings((key) => config[key.replace(/^ords:/, "")], environment);
}

function connection(config: Texts, environment: Texts = {}): Connection {
  return connectionOf(read(config, environment));
}

function refusal(config: Texts, environment: Texts = {}): string {
  try {
    connection(config, environment);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  return assert.fail("it was taken");
}

const login = { connectString: "localhost:1521/freepdb1", user: "myapi", password: "hush-hush" };

describe("settings", () => {
  it("come from the configuration, then from the environment; empty text is none", () => {
    const environment = { ORDS_CONNECT_STRING: "elsewhere", ORDS_USER: "other", ORDS_PASSWORD: "env" };
    const { connectString, user, password } = read({ connectString: "here", user: "" }, environment);
    assert.deepEqual([connectString, user, password], ["here", "other", "env"]);
  });

  it("are of their types", () => {
    const { waitFor, externalAuth, baseUrl, accessToken, problems } = read({
      waitFor: "30",
      externalAuth: "true",
      baseUrl: "https://host/ords//",
      accessToken: '{"token":"t","privateKey":"k"}',
    });
    assert.deepEqual([waitFor, externalAuth, baseUrl], [30, true, "https://host/ords"]);
    assert.deepEqual(accessToken, { token: "t", privateKey: "k" });
    assert.deepEqual(problems, [
      "ords:accessToken and ords:externalAuth cannot both be meant: take one of them out.",
    ]);
  });

  it("take numbers and truth values as such, where an engine hands them over so", () => {
    const given: Readonly<Record<string, unknown>> = { "ords:waitFor": 5, "ords:externalAuth": false };
    const { waitFor, externalAuth } = readSettings((key) => given[key], {});
    assert.deepEqual([waitFor, externalAuth], [5, false]);
  });

  it("name the schema that the user works in", () => {
    const names = ["myapi", '"MyApi"', "app[myapi]", 'app["MyApi"]', "[myapi]"];
    assert.deepEqual(
      names.map((user) => read({ user }).schema),
      ["MYAPI", "MyApi", "MYAPI", "MyApi", "MYAPI"],
    );
  });

  it("of the configuration silence what cannot be meant with them in the environment", () => {
    const environment = { ORDS_CONNECT_STRING: "db", ORDS_PASSWORD: "p", ORDS_WALLET_LOCATION: "/w" };
    const config = { sqlUrl: "https://host/ords/a/_/sql", user: "a", bearerToken: "token" };
    const made = connection(config, environment);
    assert.equal(made.way, "sql");
    assert.deepEqual(read(config, environment).problems, []);
  });

  it("have their defaults", () => {
    const { maxSessions, connectTimeout, callTimeout, waitFor } = connection(login);
    assert.deepEqual([maxSessions, connectTimeout, callTimeout, waitFor], [4, 60, 300, 0]);
  });

  it("lead to REST-enabled SQL by its URL, or by an alias under the base URL", () => {
    const { user, password } = login;
    const byAlias = connection({ user, password, baseUrl: "https://host/ords/", sqlAlias: "my api" });
    assert.equal(byAlias.way === "sql" && byAlias.sqlUrl, "https://host/ords/my%20api/_/sql");
    const byUrl = connection({
      user,
      clientId: "id",
      clientSecret: "s",
      sqlUrl: "https://host/ords/a/_/sql",
    });
    assert.deepEqual(byUrl.way === "sql" && byUrl.credentials, {
      kind: "client",
      id: "id",
      secret: "s",
      tokenUrl: "https://host/ords/a/oauth/token",
    });
  });
});

describe("settings that cannot be meant are one sentence", () => {
  const sql = { user: "a", password: "p", sqlUrl: "https://host/ords/a/_/sql" };
  const cases: readonly (readonly [string, Texts, string])[] = [
    [
      "nothing at all",
      {},
      "No connection to Oracle: connectString (pulumi config set ords:connectString, or ORDS_CONNECT_STRING), user (pulumi config set ords:user, or ORDS_USER), and password (pulumi config set --secret ords:password, or ORDS_PASSWORD) are not set. Set them, or give the resource an OrdsProvider.",
    ],
    [
      "a user without a password",
      { connectString: "db/x", user: "a" },
      "No connection to Oracle: password (pulumi config set --secret ords:password, or ORDS_PASSWORD) is not set. Set it, or give the resource an OrdsProvider.",
    ],
    [
      "a wallet password without a wallet",
      { ...login, walletPassword: "w" },
      "ords:walletPassword means nothing without ords:walletLocation or ords:walletContent: set one of them too, or take ords:walletPassword out.",
    ],
    [
      "two wallets",
      { ...login, walletLocation: "/w", walletContent: "UEs=" },
      "ords:walletLocation and ords:walletContent cannot both be meant: take one of them out.",
    ],
    [
      "two ways to the database",
      { ...login, sqlUrl: "https://host/ords/a/_/sql" },
      "ords:connectString and ords:sqlUrl cannot both be meant: take one of them out.",
    ],
    [
      "what only the other way can do",
      { ...sql, edition: "e1" },
      "ords:edition and ords:sqlUrl cannot both be meant: take one of them out.",
    ],
    [
      "a password and a token",
      { ...login, accessToken: "t" },
      "ords:password and ords:accessToken cannot both be meant: take one of them out.",
    ],
    [
      "a client without its secret",
      { user: "a", sqlUrl: sql.sqlUrl, clientId: "c" },
      "ords:clientId means nothing without ords:clientSecret: set it too, or take ords:clientId out.",
    ],
    [
      "an alias without a base URL",
      { user: "a", password: "p", sqlAlias: "a" },
      "ords:sqlAlias means nothing without ords:baseUrl: set it too, or take ords:sqlAlias out.",
    ],
    [
      "a number that is none",
      { ...login, waitFor: "1m" },
      "ords:waitFor must be a whole number from 0 to 86400.",
    ],
    [
      "a number out of range",
      { ...login, maxSessions: "0" },
      "ords:maxSessions must be a whole number from 1 to 64.",
    ],
    [
      "a truth value that is none",
      { ...sql, allowInsecure: "yes" },
      "ords:allowInsecure must be true or false.",
    ],
    [
      "a URL that is none",
      { ...login, baseUrl: "host/ords" },
      "ords:baseUrl must be a URL that begins with https:// or http://.",
    ],
    [
      "credentials in a URL, without printing them",
      { ...login, baseUrl: "https://a:hush@host/ords" },
      "ords:baseUrl must hold no user and password: they have settings of their own.",
    ],
    [
      "credentials in a connect string, without printing them",
      { ...login, connectString: "scott/hush@host/service" },
      "ords:connectString must hold no user and password: they have settings of their own.",
    ],
    [
      "a token that is no whole map, without printing it",
      { connectString: "db/x", user: "a", accessToken: '{"token":"hush"}' },
      "ords:accessToken must be text, or a map of token and privateKey.",
    ],
    [
      "plain http to another machine",
      { ...sql, sqlUrl: "http://host:8080/ords/a/_/sql" },
      "Credentials would go to host:8080 over plain http: use https, or set ords:allowInsecure to true if the network between is yours.",
    ],
    [
      "a SQL URL that is none",
      { ...sql, sqlUrl: "https://host/ords/a" },
      "ords:sqlUrl must end in /_/sql: https://host/ords/alias/_/sql.",
    ],
  ];
  for (const [name, config, sentence] of cases) it(name, () => assert.equal(refusal(config), sentence));

  it("and names the environment variable where the value stands there", () => {
    assert.equal(
      refusal(login, { ORDS_WAIT_FOR: "soon" }),
      "ORDS_WAIT_FOR must be a whole number from 0 to 86400.",
    );
  });

  it("lets plain http pass to this machine, and elsewhere where it is allowed", () => {
    for (const host of ["localhost:8080", "127.0.0.1", "[::1]:8080"]) {
      assert.equal(connection({ ...sql, sqlUrl: `http://${host}/ords/a/_/sql` }).way, "sql");
    }
    assert.equal(
      connection({ ...sql, sqlUrl: "http://host/ords/a/_/sql", allowInsecure: "true" }).way,
      "sql",
    );
  });

  it("never holds a secret", () => {
    for (const name of settingNames.filter((one) => settingRow(one).secret)) {
      const { problems } = read({ ...login, ...sql, edition: "x", [name]: "{hush" });
      assert.doesNotMatch(inspect(problems), /hush/);
    }
  });
});

describe("the table of settings", () => {
  it("has an environment variable of its own for each", () => {
    const names = settingNames.map((name) => settingRow(name).env);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^ORDS_[A-Z_]+$/);
  });

  for (const part of generated) {
    it(`is what ${part.file.split("/").at(-1)} says`, () => {
      assert.equal(
        standing(part),
        part.text(),
        "run `node -r ./tests/setup.cjs tests/session/settingsDocs.ts --write`",
      );
    });
  }
});

describe("unknown ords: keys", () => {
  it("are named, with the setting that is near", () => {
    assert.deepEqual(unknownKeys(["ords:pasword", "ords:xyz", "ords:user", "other:pasword"], "shop"), [
      "ords:pasword is not a setting of pulumi-ords; did you mean ords:password?",
      "ords:xyz is not a setting of pulumi-ords, so it has no effect.",
    ]);
  });

  it("are a project's own business if it is called ords, unless they look like a setting", () => {
    assert.deepEqual(unknownKeys(["ords:greeting", "ords:conectString"], "ords"), [
      "ords:conectString is not a setting of pulumi-ords; did you mean ords:connectString?",
    ]);
  });
});
