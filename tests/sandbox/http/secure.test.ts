import { strict as assert } from "node:assert";
import * as oauth from "oauth4webapi";
import { Agent, request } from "undici";
import { selfSigned } from "../tls";
import { basic, client, done, handler, moduleAt, Ords, privilege, template } from "./fixture";
import { plainText } from "./json";

const source = "begin owa_util.mime_header('application/json'); htp.p(:body_text); end;";

describe("a protected handler", () => {
  let ords: Ords;
  beforeEach(async () => {
    ords = await Ords.start({
      modules: [
        moduleAt("/myapi/", [
          template("hello", [handler({ method: "POST", sourceType: "plsql/block", source })]),
        ]),
      ],
      privileges: [privilege("hello", { roles: ["caller"], patterns: ["/myapi/*"] })],
    });
    ords.database.clients.push(
      client("good..", { roles: ["caller"], secrets: ["secret..", "newer.."] }),
      client("roleless.."),
    );
    ords.database.scripts.set(source, ({ print, user, binds }) => {
      print(
        `Content-Type: application/json\nX-User: ${user}\n\n{"hello":${plainText(binds.BODY_TEXT ?? null)}}\n`,
      );
      return done();
    });
  });
  afterEach(() => ords.stop());

  const hello = (headers: Record<string, string> = {}) =>
    request(`${ords.url}/myapi/myapi/hello`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '"you"',
    });

  it("fact 110: answers without a token in ORDS's form", async () => {
    const { statusCode, headers, body } = await hello();
    assert.equal(statusCode, 401);
    assert.equal(headers["content-type"], "application/problem+json");
    assert.equal(headers["www-authenticate"], 'Bearer realm="Oracle REST Data Services"');
    const problem = (await body.json()) as Record<string, string>;
    assert.deepEqual(Object.keys(problem), ["code", "message", "type", "instance"]);
    assert.equal(problem.code, "Unauthorized");
    assert.equal(problem.type, "tag:oracle.com,2020:error/Unauthorized");
    assert.match(problem.instance ?? "", /^tag:oracle\.com,2020:ecid\/[\w-]{22}$/);
  });

  it("gives what the handler printed to an OAuth client that knows nothing of ORDS, over TLS", async () => {
    const tls = selfSigned();
    const safe = await Ords.start(ords.database.schemas.get("myapi"), { tls });
    const trusting = new Agent({ connect: { ca: tls.cert } });
    const trustingFetch = (url: string, options: object): Promise<Response> =>
      fetch(url, { ...options, dispatcher: trusting } as RequestInit);
    try {
      safe.database.clients.push(...ords.database.clients);
      for (const [text, script] of ords.database.scripts) safe.database.scripts.set(text, script);
      const server = { issuer: safe.url, token_endpoint: `${safe.url}/myapi/oauth/token` };
      const options = { [oauth.customFetch]: trustingFetch };
      for (const authentication of [oauth.ClientSecretBasic("secret.."), oauth.ClientSecretPost("newer..")]) {
        const who = { client_id: "good.." };
        const answer = await oauth.clientCredentialsGrantRequest(server, who, authentication, {}, options);
        const token = await oauth.processClientCredentialsResponse(server, who, answer);
        assert.match(token.access_token, /^[\w-]{22}$/);
        assert.equal(token.expires_in, 3600);
        const url = new URL(`${safe.url}/myapi/myapi/hello`);
        const json = new Headers({ "content-type": "application/json" });
        const given = await oauth.protectedResourceRequest(
          token.access_token,
          "POST",
          url,
          json,
          '"you"',
          options,
        );
        assert.deepEqual([given.status, given.headers.get("x-user")], [200, "MYAPI"]);
        assert.equal(await given.text(), '{"hello":"you"}\n');
      }
      assert.deepEqual(safe.database.ended, ["commit", "commit"]);
      assert.equal(safe.database.openSessions, 0);
    } finally {
      await trusting.close();
      await safe.stop();
    }
  });

  const refusals: readonly (readonly [string, () => Promise<string>])[] = [
    ["fact 168: a token without the role", () => ords.token("roleless..")],
    ["an unknown token", () => Promise.resolve("x".repeat(22))],
    [
      "an expired token",
      async () => {
        const token = await ords.token("good..");
        ords.time += 3_600_000;
        return token;
      },
    ],
    [
      "a token of a client that is gone",
      async () => {
        const token = await ords.token("good..");
        ords.database.clients.shift();
        return token;
      },
    ],
    [
      "a token of a client that was registered again",
      async () => {
        const token = await ords.token("good..");
        ords.database.clients[0] = client("good..", { id: "another", roles: ["caller"] });
        return token;
      },
    ],
    [
      "a token whose session is revoked",
      async () => {
        const token = await ords.token("good..");
        ords.database.clients[0] = client("good..", { sessions: 1, roles: ["caller"] });
        return token;
      },
    ],
    ["a JWT where the schema has no profile", () => Promise.resolve("e30.e30.x")],
  ];
  for (const [what, make] of refusals) {
    it(`answers ${what} with 401 and invalid_token`, async () => {
      const { statusCode, headers } = await hello({ authorization: `Bearer ${await make()}` });
      assert.equal(statusCode, 401);
      assert.equal(
        headers["www-authenticate"],
        'Bearer realm="Oracle REST Data Services", error="invalid_token"',
      );
    });
  }

  it("fact 73: lets users of ORDS's own file in by their roles", async () => {
    const other = await Ords.start(ords.database.schemas.get("myapi"), {
      fileUsers: { app: { password: "pw", roles: ["caller"] } },
    });
    try {
      other.database.scripts.set(source, () => done());
      const post = async (authorization: string): Promise<number> =>
        (await request(`${other.url}/myapi/myapi/hello`, { method: "POST", headers: { authorization } }))
          .statusCode;
      assert.equal(await post(basic("app", "pw")), 200);
      assert.equal(await post(basic("app", "no")), 401);
      assert.equal(await post(basic("myapi", "tiger")), 401);
    } finally {
      await other.stop();
    }
  });

  it("fact 170: shows a page to a browser", async () => {
    const { headers, body } = await hello({ accept: "text/html,application/json;q=0.5" });
    assert.match(String(headers["content-type"]), /^text\/html/);
    assert.match(await body.text(), /401 Unauthorized/);
  });
});

describe("the token endpoint", () => {
  let ords: Ords;
  beforeEach(async () => {
    ords = await Ords.start();
    ords.database.clients.push(
      client("good..", { tokenDuration: 60 }),
      client("flow..", {
        grant: "authorization_code",
        redirectUri: "http://127.0.0.1/back?x=1",
        privileges: ["p"],
      }),
    );
  });
  afterEach(() => ords.stop());

  const post = (body: string, headers: Record<string, string> = {}) =>
    request(`${ords.url}/myapi/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });

  it("fact 104: answers as documented", async () => {
    const { statusCode, headers, body } = await post("grant_type=client_credentials", {
      authorization: basic("good..", "secret.."),
    });
    assert.equal(statusCode, 200);
    assert.equal(headers["x-frame-options"], "SAMEORIGIN");
    const answer = (await body.json()) as Record<string, unknown>;
    assert.deepEqual(Object.keys(answer), ["access_token", "token_type", "expires_in"]);
    assert.deepEqual([answer.token_type, answer.expires_in], ["bearer", 60]);
  });

  it("fact 105: answers wrong secrets, unknown clients and missing credentials with 401", async () => {
    for (const authorization of [
      basic("good..", "wrong"),
      basic("nobody", "secret.."),
      "Basic %%%",
      "Bearer x",
    ]) {
      const { statusCode, headers } = await post("grant_type=client_credentials", { authorization });
      assert.equal(statusCode, 401, authorization);
      assert.match(String(headers["www-authenticate"]), /^Basic realm/);
    }
    assert.equal((await post("grant_type=client_credentials")).statusCode, 401);
  });

  it("refuses other grants, other bodies and other methods", async () => {
    const authorization = basic("good..", "secret..");
    const refused = async (body: string): Promise<unknown> => {
      const response = await post(body, { authorization });
      return [response.statusCode, await response.body.json()];
    };
    assert.deepEqual(await refused("grant_type=constructor"), [400, { error: "unsupported_grant_type" }]);
    assert.deepEqual(await refused("grant_type=password"), [400, { error: "unsupported_grant_type" }]);
    assert.deepEqual(await refused("grant_type=authorization_code&code=x"), [
      400,
      { error: "unauthorized_client" },
    ]);
    assert.deepEqual(await refused(""), [400, { error: "invalid_request" }]);
    const get = await request(`${ords.url}/myapi/oauth/token`);
    assert.deepEqual([get.statusCode, get.headers.allow], [405, "POST"]);
  });

  it("fact 106: gives a code to a user who signs in, and a token and its successor for it once", async () => {
    const asked = "response_type=code&client_id=flow..&state=s";
    const anonymous = await request(`${ords.url}/myapi/oauth/auth?${asked}`);
    assert.equal(anonymous.statusCode, 401);
    const signedIn = await request(`${ords.url}/myapi/oauth/auth?${asked}`, {
      headers: { authorization: basic("other", "lion") },
    });
    assert.equal(signedIn.statusCode, 302);
    const back = new URL(String(signedIn.headers.location));
    assert.deepEqual([back.searchParams.get("state"), back.searchParams.get("x")], ["s", "1"]);
    const code = back.searchParams.get("code") ?? "";
    const authorization = basic("flow..", "secret..");
    const first = await post(`grant_type=authorization_code&code=${code}`, { authorization });
    const { refresh_token: refresh } = (await first.body.json()) as { refresh_token: string };
    const again = await post(`grant_type=authorization_code&code=${code}`, { authorization });
    assert.deepEqual([first.statusCode, again.statusCode], [200, 400]);
    const next = await post(`grant_type=refresh_token&refresh_token=${refresh}`, { authorization });
    assert.equal(next.statusCode, 200);
  });
});
