import assert from "node:assert/strict";
import type { dynamic } from "@pulumi/pulumi";
import * as provider from "../../provider/provider";
import { unknownValue } from "../../provider/lifecycle/values";

type Type = keyof typeof provider;

function check(type: Type, inputs: Record<string, unknown>): Promise<dynamic.CheckResult> {
  return provider[type].check({}, inputs);
}

async function normal(type: Type, inputs: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { inputs: checked, failures } = (await check(type, inputs)) as {
    inputs: Record<string, unknown>;
    failures: unknown[];
  };
  assert.deepEqual(failures, []);
  return checked;
}

async function refusals(type: Type, inputs: Record<string, unknown>): Promise<string[]> {
  const { failures = [] } = await check(type, inputs);
  return failures.map(({ property, reason }) => (property === "" ? reason : `[${property}] ${reason}`));
}

const handler = { module: "api", pattern: "hello", source: "select 1 from dual" };

describe("check fills defaults and brings values to the form ORDS stores", () => {
  it("a module", async () => {
    assert.deepEqual(
      await normal("OrdsModule", {
        name: "api",
        basePath: "api//v1",
        originsAllowed: ["https://b", "https://a", "https://b"],
      }),
      {
        name: "api",
        basePath: "/api/v1/",
        itemsPerPage: 25,
        status: "PUBLISHED",
        originsAllowed: ["https://a", "https://b"],
      },
    );
  });

  it("a module at the schema's root", async () => {
    assert.equal((await normal("OrdsModule", { name: "api", basePath: "/" }))["basePath"], "/");
  });

  it("a handler and its parameters", async () => {
    const parameters = [
      { name: "z", sourceType: "uri" },
      { name: "X-Total", bindVariable: "total", accessMethod: "out", paramType: "int" },
    ];
    assert.deepEqual(
      await normal("OrdsHandler", { ...handler, method: "post", sourceType: "PLSQL/BLOCK", parameters }),
      {
        ...handler,
        method: "POST",
        sourceType: "plsql/block",
        parameters: [
          {
            name: "X-Total",
            bindVariable: "total",
            sourceType: "HEADER",
            paramType: "INT",
            accessMethod: "OUT",
          },
          { name: "z", bindVariable: "z", sourceType: "URI", paramType: "STRING", accessMethod: "IN" },
        ],
      },
    );
  });

  it("names of schemas as in the dictionary", async () => {
    assert.equal((await normal("OrdsRole", { name: "R", schema: "myapi" }))["schema"], "MYAPI");
    assert.equal((await normal("OrdsRole", { name: "R", schema: '"MyApi"' }))["schema"], "MyApi");
  });

  it("null, empty text and empty lists are what leaving out is", async () => {
    assert.deepEqual(
      await normal("OrdsPrivilege", { name: "p", label: null, comments: "", roles: [], patterns: ["/x"] }),
      {
        name: "p",
        patterns: ["/x"],
      },
    );
  });
});

describe("check lets unknown values pass", () => {
  it("as a property, and inside lists and maps", async () => {
    assert.deepEqual(
      await normal("OrdsHandler", {
        ...handler,
        module: unknownValue,
        parameters: [{ name: unknownValue, sourceType: "nonsense" }],
      }),
      {
        ...handler,
        module: unknownValue,
        method: "GET",
        sourceType: "json/collection",
        parameters: [{ name: unknownValue, sourceType: "nonsense" }],
      },
    );
    assert.deepEqual((await normal("OrdsPrivilege", { name: "p", roles: ["a", unknownValue] }))["roles"], [
      "a",
      unknownValue,
    ]);
  });

  it("and does not take an unknown for missing where another property needs it", async () => {
    assert.deepEqual(
      await refusals("OrdsOAuthClient", {
        name: "c",
        grantType: "authorization_code",
        description: unknownValue,
        redirectUri: "https://x",
      }),
      [],
    );
  });
});

describe("check refuses what ORDS would refuse or lose, with the property and a sentence", () => {
  const cases: [string, Type, Record<string, unknown>, string[]][] = [
    ["a missing property", "OrdsModule", { name: "api" }, ["[basePath] basePath must be given"]],
    [
      "a property that does not exist",
      "OrdsModule",
      { name: "a", basePath: "/a/", basepath: "/b/" },
      ["basepath is not a property of OrdsModule; did you mean basePath?"],
    ],
    [
      "another type",
      "OrdsModule",
      { name: "a", basePath: 7 },
      ["[basePath] basePath must be text, not a number"],
    ],
    [
      "a page of no size",
      "OrdsModule",
      { name: "a", basePath: "/", itemsPerPage: -1 },
      ["[itemsPerPage] itemsPerPage must be a whole number from 0 to 10000"],
    ],
    [
      "a status that is none",
      "OrdsModule",
      { name: "a", basePath: "/", status: "DRAFT" },
      ["[status] status must be one of PUBLISHED, NOT_PUBLISHED"],
    ],
    [
      "an origin with a comma",
      "OrdsModule",
      { name: "a", basePath: "/", originsAllowed: ["https://a,https://b"] },
      ["[originsAllowed] originsAllowed has an entry that has a comma or white space in it"],
    ],
    [
      "comments too long by one byte",
      "OrdsModule",
      { name: "a", basePath: "/", comments: `${"x".repeat(3999)}é` },
      ["[comments] comments is longer than 4000 bytes"],
    ],
    [
      "half a surrogate pair",
      "OrdsModule",
      { name: "a\ud800", basePath: "/" },
      ["[name] name holds half of a surrogate pair, which no database can store"],
    ],
    [
      "a NUL",
      "OrdsModule",
      { name: "a\0b", basePath: "/" },
      ["[name] name holds a NUL character, which ORDS cannot store"],
    ],
    [
      "a method ORDS has not",
      "OrdsHandler",
      { ...handler, method: "HEAD" },
      ["[method] method must be one of GET, POST, PUT, DELETE, PATCH"],
    ],
    [
      "a source type that is an invention",
      "OrdsHandler",
      { ...handler, sourceType: "collection/query" },
      [
        "[sourceType] sourceType must be one of json/collection, json/item, plsql/block, resource/lob, csv/query, mle/javascript, json/query, json/query;type=single, json/query;type=feed",
      ],
    ],
    [
      "a source that is no text, without printing it",
      "OrdsHandler",
      { ...handler, source: { a: "hush" } },
      ["source must be text, not a map"],
    ],
    [
      "a pattern with a leading slash",
      "OrdsHandler",
      { ...handler, pattern: "/hello" },
      ["[pattern] pattern must not begin with a slash: it continues the module's base path"],
    ],
    [
      "an MLE environment for SQL",
      "OrdsHandler",
      { ...handler, mleEnvName: "E" },
      ["[mleEnvName] mleEnvName is for sources of type mle/javascript only"],
    ],
    [
      "media types for GET",
      "OrdsHandler",
      { ...handler, mimesAllowed: ["text/csv"] },
      ["[mimesAllowed] mimesAllowed means nothing to GET, which has no body"],
    ],
    [
      "a parameter twice",
      "OrdsHandler",
      { ...handler, parameters: [{ name: "a" }, { name: "a", bindVariable: "b" }] },
      ['[parameters] parameters has the name "a" twice'],
    ],
    [
      "a bind variable twice",
      "OrdsHandler",
      {
        ...handler,
        parameters: [
          { name: "a", bindVariable: "x" },
          { name: "b", bindVariable: "X" },
        ],
      },
      ['[parameters] parameters has the bindVariable "X" twice'],
    ],
    [
      "a parameter from nowhere",
      "OrdsHandler",
      { ...handler, parameters: [{ name: "a", sourceType: "QUERY" }] },
      ["[parameters] parameters has a problem in entry 1: sourceType must be one of HEADER, URI, RESPONSE"],
    ],
    [
      "a URI parameter going out",
      "OrdsHandler",
      { ...handler, parameters: [{ name: "a", sourceType: "URI", accessMethod: "OUT" }] },
      ["[parameters] parameters has a problem in entry 1: a URI parameter can only be IN"],
    ],
    [
      "a role of ORDS's own",
      "OrdsRole",
      { name: "oracle.dbtools.autorest.any.schema" },
      ['[name] name must not begin with "oracle.": ORDS keeps such names for itself'],
    ],
    [
      "a pattern with a star in the middle",
      "OrdsPrivilege",
      { name: "p", patterns: ["/a/*/b"] },
      [
        '[patterns] patterns has an entry that must begin with "/", have no "//", and a "*" only at its end after a slash',
      ],
    ],
    [
      "a pattern without its slash",
      "OrdsPrivilege",
      { name: "p", patterns: ["a/*"] },
      [
        '[patterns] patterns has an entry that must begin with "/", have no "//", and a "*" only at its end after a slash',
      ],
    ],
    [
      "a flow with a user that lacks its page",
      "OrdsOAuthClient",
      { name: "c", grantType: "authorization_code" },
      [
        "[description] description must be given for the grant type authorization_code",
        "[redirectUri] redirectUri must be given for the grant type authorization_code",
      ],
    ],
    [
      "a secret, without its name so that the engine cannot print it",
      "OrdsOAuthClient",
      { name: "c", clientSecret: "hush".repeat(100) },
      ["clientSecret is longer than 255 bytes"],
    ],
    [
      "a secret for a flow that has none",
      "OrdsOAuthClient",
      { name: "c", grantType: "implicit", description: "d", redirectUri: "https://x", clientSecret: "s" },
      ["clientSecret means nothing to the implicit grant, which has no secret"],
    ],
    ...["http://x/cb", "http://localhost.example.com/", "ftp://x", "https://", "https://x /y"].map(
      (uri): [string, Type, Record<string, unknown>, string[]] => [
        `a page that is not behind TLS: ${uri}`,
        "OrdsOAuthClient",
        { name: "c", redirectUri: uri, supportUri: uri },
        [
          "[supportUri] supportUri must be an https URL; plain http is for localhost only",
          "[redirectUri] redirectUri must be an https URL; plain http is for localhost only",
        ],
      ],
    ),
    [
      "keys that are not behind TLS",
      "OrdsJwtProfile",
      { issuer: "i", audience: "a", jwkUrl: "http://idp.example.com/keys" },
      ["[jwkUrl] jwkUrl must be an https URL; plain http is for localhost only"],
    ],
    [
      "an alias that is no part of a URL",
      "OrdsSchema",
      { alias: "a/b" },
      ["[alias] alias must be letters, digits, - _ . or ~"],
    ],
  ];
  for (const [title, type, inputs, expected] of cases) {
    it(title, async () => assert.deepEqual(await refusals(type, inputs), expected));
  }

  it("but http on this very machine, where programs are tried", async () => {
    for (const uri of ["http://localhost:3000/cb", "http://127.0.0.1", "http://[::1]:8080/", "HTTPS://x"]) {
      assert.deepEqual(await refusals("OrdsOAuthClient", { name: "c", redirectUri: uri }), [], uri);
    }
  });
});

describe("diff says what changes and what replaces", () => {
  const module = {
    name: "api",
    basePath: "/api/",
    itemsPerPage: 25,
    status: "PUBLISHED",
    url: "http://x/ords/s/api/",
  };

  async function diff(
    type: Type,
    olds: Record<string, unknown>,
    news: Record<string, unknown>,
  ): Promise<string> {
    const { changes, replaces, deleteBeforeReplace } = await provider[type].diff("id", olds, news);
    assert.equal(deleteBeforeReplace, (replaces ?? []).length > 0);
    return changes ? ((replaces ?? []).length > 0 ? `replaces ${replaces?.join()}` : "changes") : "same";
  }

  it("nothing, when outputs alone differ or adopt does", async () => {
    assert.equal(
      await diff("OrdsModule", module, {
        name: "api",
        basePath: "/api/",
        itemsPerPage: 25,
        status: "PUBLISHED",
        adopt: true,
      }),
      "same",
    );
  });

  it("sets in another order, and absent against empty, are the same", async () => {
    const olds = { name: "p", roles: ["a", "b"], label: "" };
    assert.equal(await diff("OrdsPrivilege", olds, { name: "p", roles: ["a", "b"] }), "same");
  });

  it("every attribute that can change in place does", async () => {
    for (const change of [
      { name: "x" },
      { basePath: "/x/" },
      { itemsPerPage: 1 },
      { status: "NOT_PUBLISHED" },
      { comments: "x" },
      { originsAllowed: ["https://x"] },
    ]) {
      assert.equal(
        await diff("OrdsModule", module, { ...module, ...change }),
        "changes",
        JSON.stringify(change),
      );
    }
  });

  it("cleared is changed", async () => {
    assert.equal(await diff("OrdsModule", { ...module, comments: "x" }, module), "changes");
  });

  it("another schema replaces; leaving it out does not", async () => {
    assert.equal(
      await diff("OrdsModule", { ...module, schema: "A" }, { ...module, schema: "B" }),
      "replaces schema",
    );
    assert.equal(await diff("OrdsModule", { ...module, schema: "A" }, module), "same");
  });

  it("names change in place; a client's grant type replaces", async () => {
    assert.equal(await diff("OrdsRole", { name: "a" }, { name: "b" }), "changes");
    assert.equal(await diff("OrdsPrivilege", { name: "a" }, { name: "b" }), "changes");
    const client = { name: "c", grantType: "client_credentials" };
    assert.equal(
      await diff("OrdsOAuthClient", client, { ...client, grantType: "implicit" }),
      "replaces grantType",
    );
    assert.equal(await diff("OrdsOAuthClient", client, { ...client, name: "d" }), "changes");
  });

  it("a handler moves; but it goes first when its module's name is unknown, because that is replaced (rule 11)", async () => {
    const old = { ...handler, method: "GET", sourceType: "json/collection" };
    assert.equal(await diff("OrdsHandler", old, { ...old, module: "other" }), "changes");
    assert.equal(await diff("OrdsHandler", old, { ...old, module: unknownValue }), "replaces module");
    assert.equal(await diff("OrdsHandler", old, { ...old, source: unknownValue }), "changes");
  });

  it("a generated client secret is no difference to a program that gives none", async () => {
    const client = { name: "c", grantType: "client_credentials", clientSecret: "generated" };
    assert.equal(
      await diff("OrdsOAuthClient", client, { name: "c", grantType: "client_credentials" }),
      "same",
    );
    assert.equal(await diff("OrdsOAuthClient", client, { ...client, clientSecret: "mine" }), "changes");
    assert.equal(
      await diff("OrdsOAuthClient", client, {
        name: "c",
        grantType: "client_credentials",
        rotateWhenChanged: { q: "1" },
      }),
      "changes",
    );
  });
});
