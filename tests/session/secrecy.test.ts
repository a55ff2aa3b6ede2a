import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import oracledb from "oracledb";
import { Agent, request } from "undici";
import { chooseEngine, Project } from "../engine";
import type { OperationOptions, Result, Stack } from "../engine";
import { Sandbox } from "../sandbox";
import { found, foundIn, formsOf, processesBelow } from "./search";
import type { Secrets } from "./search";
import { zipOf } from "./zipping";

interface Client {
  readonly id: string;
  readonly secret: string;
}

/** REST-enabled SQL needs a schema that is enabled, and a client that may use it to be let in without the password. */
async function enable(sandbox: Sandbox): Promise<Client> {
  const { connectString, wallet } = sandbox;
  const connection = await oracledb.getConnection({
    ...sandbox.user("MYAPI"),
    connectString,
    walletContent: wallet,
  });
  try {
    const { outBinds } = await connection.execute<Client>(
      `declare l_made ords_types.t_client_credentials; begin
ords.enable_schema(p_url_mapping_pattern => 'myapi');
l_made := ords_security.register_client(p_name => 'deploy', p_grant_type => 'client_credentials',
  p_support_email => 'a@example.com', p_client_secret => ords_types.oauth_client_secret());
ords_security.grant_client_role('deploy', 'SQL Developer');
:id := l_made.client_key.client_id; :secret := l_made.client_secret.secret;
commit; end;`,
      { id: { dir: oracledb.BIND_OUT }, secret: { dir: oracledb.BIND_OUT } },
    );
    assert.ok(outBinds !== undefined);
    return outBinds;
  } finally {
    await connection.close();
  }
}

/** What a client gets at the token endpoint. */
async function tokenOf(sandbox: Sandbox, { id, secret }: Client): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: certificatesOf(sandbox.wallet) } });
  const answer = await request(`${sandbox.baseUrl}/myapi/oauth/token`, {
    method: "POST",
    dispatcher,
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  const { access_token: token } = (await answer.body.json()) as { access_token: string };
  await dispatcher.close();
  return token;
}

/** The certificates of a PEM. */
function certificatesOf(pem = ""): string {
  return pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----"));
}

/** What the program of the tests sets up: every place that a secret can stand in, for one way to the database. */
function programOf(provider: string, more: string): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import { OrdsHandler, OrdsModule, OrdsOAuthClient, OrdsProvider, OrdsRole, OrdsSchema } from "pulumi-ords";
const secrets = new pulumi.Config("planted");
const ords = new OrdsProvider("ords", ${provider});
const options = { provider: ords };
const schema = new OrdsSchema("schema", { schema: "MYAPI", alias: "myapi" }, options);
const role = new OrdsRole("R", { schema }, options);
const supplied = new OrdsOAuthClient("supplied", {
  grantType: "client_credentials", supportEmail: "a@example.com", schema, roles: [role],
  clientSecret: secrets.requireSecret("clientSecret"),
}, options);
const made = new OrdsOAuthClient("made", {
  grantType: "client_credentials", supportEmail: "a@example.com", schema, roles: [role],
  rotateWhenChanged: { turn: secrets.require("turn") },
}, options);
if (secrets.get("fails") === "true") {
  new OrdsOAuthClient("failing", {
    grantType: "client_credentials", supportEmail: "a@example.com", schema, roles: ["NO_SUCH_ROLE"],
    clientSecret: secrets.requireSecret("clientSecret"),
  }, { ...options, dependsOn: [supplied, made] });
}
${more}
export const secret = made.clientSecret;
export const previous = made.previousClientSecret;
`;
}

/** All that Pulumi can be made to say: its command line logs to standard error. */
const loudest = ["--logtostderr", "--logflow", "-v=9"];

/**
 * What Pulumi itself writes into its log of the finest grain and its debug events about every resource of any provider:
 * the properties that its processes hand to one another, secrets in plain text.
 */
const pulumisOwn =
  /"msg":"(Unm|M)arshaling property for RPC\[|"(msg|message)":"(eventSink::Debug\(<\{%reset%\}>)?RegisterResource RPC finished: /;

function withoutPulumisOwn(text: string): string {
  return text
    .split("\n")
    .filter((line) => !pulumisOwn.test(line))
    .join("\n");
}

/** Runs the commands of a stack's life, and remembers all that was printed and which arguments processes had. */
class Watched {
  readonly printed: string[] = [];
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Everything that is searched of a project: its files, what was printed, and the events. */
  found(secrets: Secrets): string[] {
    const { home } = this.#stack.project;
    const events = path.join(home, "events");
    return [
      ...found("printed", withoutPulumisOwn(this.printed.join("\n")), secrets),
      ...foundIn(home, secrets, /^(node_modules|events)$/),
      ...readdirSync(events).flatMap((name) =>
        found(name, withoutPulumisOwn(readFileSync(path.join(events, name), "utf8")), secrets),
      ),
    ];
  }

  async run(
    verb: "preview" | "up" | "refresh" | "destroy",
    options: OperationOptions & { env?: Record<string, string> } = {},
  ): Promise<Result> {
    const timer = setInterval(
      () => this.printed.push(...processesBelow(process.pid).map(({ args }) => args)),
      500,
    );
    try {
      const loud = this.#stack.project.engine.kind === "small" ? [] : loudest;
      const more = [...loud, ...(options.more ?? [])];
      const result = await this.#stack[verb]({ mayFail: true, ...options, more });
      this.printed.push(result.stdout, result.stderr, JSON.stringify(result.messages));
      return result;
    } finally {
      clearInterval(timer);
    }
  }
}

describe("no secret is left or printed", function () {
  this.timeout(300_000);
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await Sandbox.start({ tls: true });
  });
  after(() => sandbox.stop());

  const clientSecret = "Hush~supplied/secret+of-32.bytes..";

  /** One of the planted secrets is wrong for a while. */
  async function live(
    title: "database" | "sql",
    provider: string,
    planted: Secrets,
    more: string,
  ): Promise<void> {
    const wrong = "password";
    // Temporary files of all processes go where they can be searched.
    const temporary = mkdtempSync(path.join(tmpdir(), "searched-"));
    const project = new Project({
      engine: chooseEngine(),
      name: title,
      program: programOf(provider, more),
      env: { TMPDIR: temporary },
    });
    try {
      const stack = await project.init();
      const watched = new Watched(stack);
      const all = { ...planted, clientSecret };
      for (const [key, value] of Object.entries(all)) {
        await stack.setConfig(`planted:${key}`, value, { secret: true });
      }
      await stack.setConfig("planted:turn", "1");
      const plan =
        project.engine.kind === "small" ? [] : ["--save-plan", path.join(project.home, "plan.json")];
      assert.equal((await watched.run("preview", { diff: true, more: plan })).exitCode, 0);
      const { exitCode, stdout, stderr } = await watched.run("up", {
        diff: true,
        preview: title === "database",
      });
      assert.equal(exitCode, 0, stdout + stderr);
      const first = (await stack.outputs({ showSecrets: true })) as Secrets;
      await stack.setConfig("planted:turn", "2");
      assert.equal((await watched.run("up", { diff: true })).exitCode, 0);
      const { secret = "", previous = "" } = (await stack.outputs({ showSecrets: true })) as Secrets;
      assert.equal(previous, first.secret);
      assert.notEqual(secret, previous);
      if (title === "database") assert.equal((await watched.run("refresh", { diff: true })).exitCode, 0);

      await stack.setConfig("planted:fails", "true");
      // Otherwise whichever fails first keeps the other from being tried.
      const failing = await watched.run("up", { continueOnError: true });
      assert.equal(failing.exitCode, 1);
      assert.match(failing.stdout + failing.stderr, /Could not create OAuth client "failing"/);
      if (title === "database") {
        assert.match(failing.stdout + failing.stderr, /Could not create role "byToken".*ORA-01017/);
      }
      await stack.setConfig("planted:fails", "false");
      // Wrong credentials: the errors of driver and client.
      const right = planted[wrong] ?? "";
      await stack.setConfig(`planted:${wrong}`, `${right}-but-wrong`, { secret: true });
      await stack.setConfig("planted:turn", "3");
      assert.equal((await watched.run("up")).exitCode, 1);
      await stack.setConfig(`planted:${wrong}`, right, { secret: true });

      watched.printed.push(JSON.stringify(await stack.export()), JSON.stringify(await stack.outputs()));
      const everything: Secrets = { ...all, wrong: `${right}-but-wrong`, secret, previous };
      assert.deepEqual(watched.found(everything), []);
      assert.match(
        stack.stateText,
        /exports\.handler/,
        "the provider's text stands in the state that was searched",
      );
      assert.deepEqual(foundIn(temporary, everything), []);

      // Otherwise the state's password, the wrong one, would be used.
      assert.equal((await watched.run("up")).exitCode, 0);
      assert.equal((await watched.run("destroy")).exitCode, 0);
      assert.deepEqual(watched.found(everything), []);
      assert.equal(sandbox.openSessions, 0);
    } finally {
      project.close();
      rmSync(temporary, { recursive: true, force: true });
    }
  }

  it("over Oracle Net, with a wallet in memory, and a token with its key", () => {
    const port = /:(\d+)\//.exec(sandbox.connectString)?.[1] ?? "";
    const names = `here = (description=(address=(protocol=tcps)(host=localhost)(port=${port}))(connect_data=(service_name=${sandbox.connectString.split("/").at(-1) ?? ""})))`;
    const pem = sandbox.wallet ?? "";
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    // The driver takes it without its first and last line.
    const tokenKey = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
    const key = /-----BEGIN PRIVATE KEY-----\n([\s\S]+?)\n/.exec(pem)?.[1] ?? "";
    return live(
      "database",
      `{
  connectString: "here", user: "MYAPI", password: secrets.requireSecret("password"),
  walletContent: secrets.requireSecret("wallet"), walletPassword: secrets.requireSecret("walletPassword"),
}`,
      {
        password: sandbox.user("MYAPI").password,
        wallet: zipOf({ "ewallet.pem": pem, "tnsnames.ora": names }).toString("base64"),
        walletKey: key,
        walletPassword: "Hush~wallet/password+1",
        accessToken: `eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"hush","exp":4102444800}').toString("base64url")}.c2lnbmF0dXJl`,
        tokenKey,
      },
      // The sandbox has nobody whose token this is.
      `const byToken = new OrdsProvider("byToken", {
  connectString: "here", user: "MYAPI", walletContent: secrets.requireSecret("wallet"), walletPassword: secrets.requireSecret("walletPassword"),
  accessToken: pulumi.all([secrets.requireSecret("accessToken"), secrets.requireSecret("tokenKey")]).apply(([token, privateKey]) => ({ token, privateKey })),
});
if (secrets.get("fails") === "true") new OrdsRole("byToken", {}, { provider: byToken });
`,
    );
  });

  it("over REST-enabled SQL, with Basic credentials, a token, and as a client", async () => {
    const client = await enable(sandbox);
    const common = `sqlUrl: ${JSON.stringify(`${sandbox.baseUrl}/myapi/_/sql`)}, user: "MYAPI", ca: ${JSON.stringify(certificatesOf(sandbox.wallet))}`;
    return live(
      "sql",
      `{ ${common}, password: secrets.requireSecret("password") }`,
      {
        password: sandbox.user("MYAPI").password,
        bearerToken: await tokenOf(sandbox, client),
        ordsClientSecret: client.secret,
      },
      `const byToken = new OrdsProvider("byToken", { ${common}, bearerToken: secrets.requireSecret("bearerToken") });
const byClient = new OrdsProvider("byClient", {
  ${common}, clientId: ${JSON.stringify(client.id)}, clientSecret: secrets.requireSecret("ordsClientSecret"),
});
new OrdsRole("byToken", { schema }, { provider: byToken });
new OrdsRole("byClient", { schema }, { provider: byClient });
`,
    );
  });

  it("and the search finds what there is to find", () => {
    const secret = "Hush~some/secret+1";
    for (const form of formsOf(secret))
      assert.equal(found("x", `...${form}...`, { secret }).length > 0, true, form);
    for (const before of ["", "a", "ab", "abc:"]) {
      const header = Buffer.from(`${before}${secret}${before}`).toString("base64");
      assert.ok(found("x", header, { secret }).length > 0, before);
    }
  });
});
