import assert from "node:assert/strict";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { DatabaseError, InputError } from "../../provider/session/errors";
import type { Operation } from "../../provider/session/operation";
import type { Session } from "../../provider/session/session";
import { Ords, done as blockDone } from "../sandbox/http/fixture";
import { selfSigned } from "../sandbox/tls";
import { bound, failure, operation, perform, sessionOf } from "./fixture";
import type { Config } from "./fixture";
import { done, failed, HttpServer } from "./http";
import { Tunnel } from "./tunnel";

const reading = (...parts: Operation["parts"]): Operation => ({ ...operation(...parts), effect: "read" });

interface Sent {
  readonly statementText: string;
  readonly binds: readonly { name: string; data_type: string; mode: string; value?: unknown }[];
}

describe("a session over REST-enabled SQL", () => {
  let server: HttpServer;
  const sessions: Session[] = [];
  const open = (config: Config = {}): Session => {
    const login: Config =
      config.bearerToken === undefined && config.clientId === undefined ? { password: "hush-password" } : {};
    const session = sessionOf({
      sqlUrl: `${server.url}/ords/myapi/_/sql`,
      user: "myapi",
      ...login,
      ...config,
    });
    sessions.push(session);
    return session;
  };
  const sent = (): Sent[] => server.seen.map(({ body }) => JSON.parse(body) as Sent);
  beforeEach(async () => {
    server = await HttpServer.start();
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
    await server.stop();
  });

  it("sends one request an operation, with binds and outs by name, and Basic credentials", async () => {
    server.answer = () => ({ body: done({ o0_state: "x".repeat(9000), o0_done: 1, o0_long: null }) });
    const outs = await perform(
      open(),
      operation(
        "p(",
        { bind: "ř" },
        { bind: 7 },
        { bind: null },
        { bind: "x".repeat(4001) },
        { out: "state", as: "text" },
        { out: "done", as: "number" },
        { out: "long", as: "long" },
        ");",
      ),
    );
    assert.deepEqual(outs, { state: "x".repeat(9000), done: 1, long: null });
    const [{ statementText, binds }] = sent() as [Sent];
    assert.equal(statementText, "begin\np(:v0_0:v0_1:v0_2:v0_3:o0_state:o0_done:o0_long);\ncommit;\nend;");
    assert.deepEqual(
      binds.map(({ name, data_type: type, mode }) => [name, type, mode]),
      [
        ["v0_0", "VARCHAR2", "in"],
        ["v0_1", "NUMBER", "in"],
        ["v0_2", "VARCHAR2", "in"],
        ["v0_3", "CLOB", "in"],
        ["o0_state", "VARCHAR2", "out"],
        ["o0_done", "NUMBER", "out"],
        ["o0_long", "CLOB", "out"],
      ],
    );
    const [{ headers, method, url }] = server.seen as [(typeof server.seen)[0]];
    assert.deepEqual([method, url], ["POST", "/ords/myapi/_/sql"]);
    assert.equal(headers.authorization, `Basic ${Buffer.from("myapi:hush-password").toString("base64")}`);
  });

  it("keeps its connection alive", async () => {
    const session = open();
    for (let count = 0; count < 5; count++) await perform(session, operation("null;"));
    assert.equal(server.seen.length, 5);
    assert.equal(server.connections, 1);
  });

  it("carries what waits together in one request", async () => {
    const session = open();
    await Promise.all(["a;", "b;", "c;"].map((text) => perform(session, operation(text))));
    assert.equal(server.seen.length, 1);
  });

  it("takes items[].errorCode for an error, with line and column", async () => {
    server.answer = () => ({
      body: failed(6550, "ORA-06550: line 3, column 7:\nPLS-00302: component 'X' must be declared"),
    });
    const error = await failure(perform(open(), operation("null;"), "create role R"));
    assert.ok(error instanceof DatabaseError);
    assert.deepEqual(error.oraCodes, [6550]);
    assert.match(
      error.message,
      /^Could not create role R as MYAPI at http:\/\/127\.0\.0\.1:\d+\/ords\/myapi\/_\/sql: /,
    );
    assert.match(
      error.message,
      /\(line 3, column 7\)\. The installed ORDS does not have this call: upgrade ORDS in the database, or correct ords:ordsVersion where it is set\.$/,
    );
  });

  it("lets one of several fail alone", async () => {
    server.answer = ({ body }) =>
      (JSON.parse(body) as Sent).statementText.includes("savepoint")
        ? { body: done({ o1_failed: 1 }) }
        : { body: failed(1031, "ORA-01031: insufficient privileges") };
    const session = open();
    const results = await Promise.allSettled(
      ["a;", "b;", "c;"].map((text) => perform(session, operation(text))),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
  });

  describe("with a token", () => {
    it("that is given", async () => {
      await perform(open({ bearerToken: "hush-token" }), operation("null;"));
      assert.equal(server.seen[0]?.headers.authorization, "Bearer hush-token");
    });

    it("that a client gets, once for many operations", async () => {
      server.answer = ({ url }) =>
        url.endsWith("/oauth/token")
          ? { body: { access_token: "t1", token_type: "bearer", expires_in: 3600 } }
          : {};
      const session = open({ clientId: "id..", clientSecret: "hush/secret" });
      for (let count = 0; count < 3; count++) await perform(session, operation("null;"));
      const tokens = server.seen.filter(({ url }) => url.endsWith("/ords/myapi/oauth/token"));
      assert.equal(tokens.length, 1);
      assert.equal(tokens[0]?.body, "grant_type=client_credentials");
      assert.equal(
        tokens[0].headers.authorization,
        `Basic ${Buffer.from("id..:hush%2Fsecret").toString("base64")}`,
      );
      assert.equal(server.seen.at(-1)?.headers.authorization, "Bearer t1");
    });

    it("that has been revoked, and is fetched anew once", async () => {
      let tokens = 0;
      server.answer = ({ url, headers }) => {
        if (url.endsWith("/oauth/token")) return { body: { access_token: `t${++tokens}`, expires_in: 3600 } };
        return headers.authorization === "Bearer t1" ? { status: 401 } : {};
      };
      await perform(open({ clientId: "id..", clientSecret: "s" }), operation("null;"));
      assert.equal(tokens, 2);
    });

    it("that nobody gives: the client's credentials are wrong", async () => {
      server.answer = () => ({ status: 401, body: { title: "Unauthorized" } });
      const error = await failure(
        perform(open({ clientId: "id..", clientSecret: "hush" }), operation("null;")),
      );
      assert.match(
        error.message,
        /HTTP 401 from .*\/oauth\/token: Unauthorized\. ORDS does not accept these credentials/,
      );
    });
  });

  describe("sends again only what is safe", () => {
    it("a read that was lost", async () => {
      server.answer = (_, count) => (count < 3 ? (response) => response.destroy() : {});
      await perform(open(), reading("null;"));
      assert.equal(server.seen.length, 3);
    });

    it("a write that never left, as often as it may be tried to connect", async () => {
      const { port } = server;
      const session = open({ retryCount: "5", retryDelay: "1" });
      await server.stop();
      const working = perform(session, operation("null;"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      server = await HttpServer.start(undefined, port);
      await working;
      assert.equal(server.seen.length, 1);
    });

    it("a write that was turned away", async () => {
      server.answer = (_, count) => (count < 3 ? { status: 503 } : {});
      await perform(open(), operation("null;"));
      assert.equal(server.seen.length, 3);
    });

    for (const status of [502, 504]) {
      it(`never a write whose outcome is not known: ${status}`, async () => {
        server.answer = () => ({ status });
        assert.match(
          (await failure(perform(open(), operation("null;")))).message,
          new RegExp(`HTTP ${status}`),
        );
        assert.equal(server.seen.length, 1);
      });
    }

    it("never a write whose outcome is not known: a connection that breaks", async () => {
      server.answer = () => (response) => response.destroy();
      const error = await failure(perform(open(), operation("null;")));
      assert.match(
        error.message,
        /The connection was lost: run again: what was done is found, the rest is made\.$/,
      );
      assert.equal(server.seen.length, 1);
    });

    it("never a write that took too long", async () => {
      server.answer = () => () => undefined;
      const error = await failure(perform(open({ callTimeout: "1" }), operation("null;")));
      assert.match(error.message, /ORDS took longer than ords:callTimeout to answer/);
      assert.equal(server.seen.length, 1);
    });

    it("and waits for ORDS to start, where it is asked to", async () => {
      server.answer = (_, count) => (count < 5 ? { status: 503 } : {});
      const { log } = console;
      const lines: string[] = [];
      console.log = (line: string) => void lines.push(line);
      try {
        await perform(open({ waitFor: "10" }), operation("null;"));
      } finally {
        console.log = log;
      }
      assert.match(lines[0] ?? "", /is not ready yet \(HTTP 503\); waiting/);
    });
  });

  describe("trusts nobody else", () => {
    it("a redirect to another host is not followed", async () => {
      const other = await HttpServer.start();
      server.answer = () => ({ status: 307, headers: { location: `${other.url}/ords/myapi/_/sql` } });
      const error = await failure(perform(open(), operation("null;")));
      assert.match(
        error.message,
        /HTTP 307 .* moved to http:\/\/127.0.0.1:\d+\/ords\/myapi\/_\/sql\. The URL has moved, and credentials are not sent after it/,
      );
      assert.equal(other.seen.length, 0);
      await other.stop();
    });

    it("a redirect on the same host that keeps the method is", async () => {
      server.answer = ({ url }) => (url === "/moved" ? {} : { status: 308, headers: { location: "/moved" } });
      await perform(open(), operation("null;"));
      assert.deepEqual(
        server.seen.map(({ method, url }) => `${method} ${url}`),
        ["POST /ords/myapi/_/sql", "POST /moved"],
      );
    });

    it("a certificate of an unknown authority is refused, one of its own taken, as PEM or file", async () => {
      const tls = selfSigned();
      const secure = await HttpServer.start(tls);
      const sqlUrl = `${secure.url}/ords/myapi/_/sql`;
      try {
        const error = await failure(perform(open({ sqlUrl }), operation("null;")));
        assert.match(
          error.message,
          /comes from an authority that is not trusted: give the authority's certificate/,
        );
        await perform(open({ sqlUrl, ca: tls.cert }), operation("null;"));
        assert.match(
          (await failure(perform(open({ sqlUrl, ca: "/nowhere.pem" }), operation("null;")))).message,
          /^ords:ca is neither PEM nor a file that can be read \(ENOENT\)\.$/,
        );
      } finally {
        await secure.stop();
      }
    });

    it("shows its own certificate to a server that asks for one", async () => {
      const [ours, theirs] = [selfSigned(), selfSigned()];
      const secure = await HttpServer.start({
        ...theirs,
        ca: ours.cert,
        requestCert: true,
        rejectUnauthorized: true,
      });
      const config = { sqlUrl: `${secure.url}/ords/myapi/_/sql`, ca: theirs.cert };
      try {
        await failure(perform(open(config), operation("null;")));
        await perform(
          open({ ...config, clientCertificate: ours.cert, clientKey: ours.key }),
          operation("null;"),
        );
        assert.equal(secure.seen.length, 1);
      } finally {
        await secure.stop();
      }
    });
  });

  describe("goes through a web proxy", () => {
    const tunnels: Tunnel[] = [];
    const tunnelTo = async (port: number, tls?: Parameters<typeof Tunnel.start>[1]): Promise<Tunnel> => {
      const tunnel = await Tunnel.start(port, tls);
      tunnels.push(tunnel);
      return tunnel;
    };
    afterEach(async () => {
      await Promise.all(sessions.splice(0).map((session) => session.close()));
      for (const tunnel of tunnels.splice(0)) tunnel.stop();
    });

    it("that is named", async () => {
      const tunnel = await tunnelTo(server.port);
      await perform(open({ httpsProxy: tunnel.url }), operation("null;"));
      assert.deepEqual(tunnel.asked, [`127.0.0.1:${server.port}`]);
    });

    it("that speaks TLS, with a certificate of the same authority as the server's", async () => {
      const tls = selfSigned();
      const tunnel = await tunnelTo(server.port, tls);
      await perform(open({ httpsProxy: tunnel.url, ca: tls.cert }), operation("null;"));
      assert.equal(server.seen.length, 1);
      const { message } = await failure(perform(open({ httpsProxy: tunnel.url }), operation("null;")));
      assert.match(message, /comes from an authority that is not trusted/);
    });

    it("of HTTPS_PROXY, unless NO_PROXY names the host, and never to this machine", async () => {
      const tunnel = await tunnelTo(server.port);
      const before = process.env;
      const tryIt = (sqlUrl: string): Promise<unknown> =>
        Promise.allSettled([perform(open({ sqlUrl }), operation("null;"))]);
      try {
        process.env = { ...before, HTTPS_PROXY: tunnel.url, NO_PROXY: "other.invalid" };
        await tryIt("https://db.invalid/ords/a/_/sql");
        assert.deepEqual(new Set(tunnel.asked), new Set(["db.invalid:443"]));
        const { length } = tunnel.asked;
        await tryIt("https://other.invalid/ords/a/_/sql");
        await tryIt(`https://localhost:${server.port}/ords/a/_/sql`);
        assert.equal(tunnel.asked.length, length);
      } finally {
        process.env = before;
      }
    });
  });

  describe("fails with a sentence where there is", () => {
    const listening = async (onSocket: (socket: net.Socket) => void): Promise<net.Server> => {
      const listener = net.createServer((socket) => {
        socket.on("error", () => undefined);
        onSocket(socket);
      });
      await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
      return listener;
    };
    const portOf = (listener: net.Server): number => (listener.address() as AddressInfo).port;

    it("no such host", async () => {
      const error = await failure(
        perform(open({ sqlUrl: "https://nope.invalid/ords/a/_/sql" }), operation("null;")),
      );
      assert.match(error.message, /The host name cannot be resolved: check the host/);
    });

    it("nobody who listens", async () => {
      const error = await failure(
        perform(open({ sqlUrl: "https://127.0.0.1:1/ords/a/_/sql" }), operation("null;")),
      );
      assert.match(error.message, /ECONNREFUSED.* Nothing listens there: check host and port/);
    });

    it("no TLS", async () => {
      const sqlUrl = `https://127.0.0.1:${server.port}/ords/a/_/sql`;
      const error = await failure(perform(open({ sqlUrl }), operation("null;")));
      assert.match(error.message, /What answers there speaks another protocol: check protocol and port/);
    });

    it("no HTTP", async () => {
      const listener = await listening((socket) => socket.end("220 mail.example.com ESMTP\r\n"));
      const sqlUrl = `http://127.0.0.1:${portOf(listener)}/ords/a/_/sql`;
      const error = await failure(perform(open({ sqlUrl }), operation("null;")));
      assert.match(error.message, /What answers there speaks another protocol/);
      listener.close();
    });

    it("a web proxy that refuses", async () => {
      const listener = await listening((socket) =>
        socket.once("data", () => socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")),
      );
      const httpsProxy = `http://127.0.0.1:${portOf(listener)}`;
      const error = await failure(perform(open({ httpsProxy }), operation("null;")));
      assert.match(error.message, /The web proxy did not let the connection through: check ords:httpsProxy/);
      listener.close();
    });

    it("an answer that ends in the middle", async () => {
      server.answer = () => (response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
        setTimeout(() => response.destroy(), 20);
      };
      const error = await failure(perform(open(), operation("null;")));
      assert.match(error.message, /The connection was lost/);
    });

    for (const [status, words] of [
      [400, "is no REST-enabled SQL"],
      [403, "role SQL Developer"],
      [404, "There is no REST-enabled SQL at this URL"],
      [429, "too many requests"],
      [500, "look into its log"],
      [504, "gets no answer"],
      [555, "A statement of ORDS itself failed"],
    ] as const) {
      it(`status ${status}`, async () => {
        server.answer = () => ({ status, body: { title: "Words of ORDS", message: "More words" } });
        const { message } = await failure(perform(open(), operation("null;")));
        assert.match(
          message,
          new RegExp(`HTTP ${status} from http.*: Words of ORDS: More words\\. .*${words}`),
        );
      });
    }
  });

  it("refuses what it cannot carry before it is sent", async () => {
    for (const [made, words] of [
      [operation("p('?');"), "its text has a question mark"],
      [operation("null;\n/\nnull;"), "its text has a line with a slash alone"],
      [operation("p(", { bind: Infinity }, ");"), "one of its numbers cannot be written in JSON"],
    ] as const) {
      const error = await failure(perform(open(), made, "create role R"));
      assert.ok(error instanceof InputError);
      assert.ok(
        error.message.startsWith(`Could not create role R over REST-enabled SQL: ${words}`),
        error.message,
      );
    }
    assert.equal(server.seen.length, 0);
  });

  it("says what an answer that is none is", async () => {
    server.answer = () => ({ body: "<html>" });
    assert.match(
      (await failure(perform(open(), operation("null;")))).message,
      /The answer is not that of REST-enabled SQL/,
    );
    server.answer = () => ({ body: { items: [] } });
    assert.match(
      (await failure(perform(open(), operation("null;")))).message,
      /not that of REST-enabled SQL to one statement/,
    );
  });

  it("ends its requests when the run does", async () => {
    server.answer = () => () => undefined;
    const session = open();
    const failing = failure(perform(session, operation("null;")));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const from = Date.now();
    await session.close();
    assert.match((await failing).message, /The run is ending/);
    assert.ok(Date.now() - from < 2000);
  });
});

describe("a session over the sandbox's REST-enabled SQL", () => {
  it("runs the same blocks with the same results", async () => {
    const ords = await Ords.start();
    const session = sessionOf({ sqlUrl: `${ords.url}/myapi/_/sql`, user: "myapi", password: "tiger" });
    try {
      ords.database.fallback = ({ binds, user }) =>
        blockDone({ O0_STATE: `${user} ${bound(binds, "V0_0")}`, O0_DONE: "1" });
      const outs = await perform(
        session,
        operation(
          "p(",
          { bind: "ř😀" },
          ",",
          { out: "state", as: "text" },
          ",",
          { out: "done", as: "number" },
          ");",
        ),
      );
      assert.deepEqual(outs, { state: "MYAPI ř😀", done: 1 });
      const wrong = sessionOf({ sqlUrl: `${ords.url}/myapi/_/sql`, user: "myapi", password: "hush-wrong" });
      const error = await failure(perform(wrong, operation("null;")));
      assert.match(error.message, /HTTP 401/);
      assert.doesNotMatch(error.message, /hush/);
      await wrong.close();
    } finally {
      await session.close();
      await ords.stop();
    }
  });
});
