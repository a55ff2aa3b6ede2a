import { strict as assert } from "node:assert";
import { request } from "undici";
import { client, done, handler, moduleAt, Ords, privilege, rows, schema, template } from "./fixture";
import { match } from "./patterns";
import { covers } from "./protection";
import { findResource } from "./router";
import type { Module } from "./metadata";

const withPatterns = (...patterns: readonly string[]): Module =>
  moduleAt(
    "/m/",
    patterns.map((pattern) => template(pattern, [])),
  );

describe("routing", () => {
  const found = (path: string, ...modules: readonly Module[]): string | undefined => {
    const resource = findResource(schema({ modules }), path);
    return resource === undefined ? undefined : resource.module.basePath + resource.template.pattern;
  };

  const patterns: readonly (readonly [string, string, Record<string, string> | undefined])[] = [
    ["hello", "hello", {}],
    ["hello", "hello/", undefined],
    ["hello/", "hello", undefined],
    ["a/:id", "a/7", { id: "7" }],
    ["a/:id", "a/", undefined],
    ["a/:id", "a/7/b", undefined],
    ["a/:id?", "a/7", { id: "7" }],
    ["a/:id?", "a", {}],
    ["runs/:run_id/step/:Step", "runs/1/step/x%2Fy", { run_id: "1", step: "x/y" }],
    ["old/{id}/", "old/7/", { id: "7" }],
    ["f.x", "fzx", undefined],
    [":a.json", "b.json", { a: "b" }],
    [".", "", {}],
    ["/", "", {}],
  ];
  for (const [pattern, path, values] of patterns) {
    it(`fact 31: ${pattern} ${values === undefined ? "is not" : "is"} '${path}'`, () => {
      assert.deepEqual(match(pattern, path), values);
    });
  }

  it("fact 161: a fixed segment wins over a variable one, whatever the order", () => {
    assert.equal(found("/m/a/new", withPatterns("a/:id", "a/new")), "/m/a/new");
    assert.equal(found("/m/a/new", withPatterns("a/new", "a/:id")), "/m/a/new");
    assert.equal(found("/m/a/b", withPatterns(":x/b", "a/:y")), "/m/a/:y");
    assert.equal(found("/m/a", withPatterns("a/:y?", "a")), "/m/a");
  });

  it("fact 45: priority goes before that", () => {
    const module = moduleAt("/m/", [template("a/new", []), template("a/:id", [], { priority: 1 })]);
    assert.equal(found("/m/a/new", module), "/m/a/:id");
  });

  it("fact 43: unpublished modules are not there", () => {
    assert.equal(found("/m/a", moduleAt("/m/", [template("a", [])], { published: false })), undefined);
  });

  it("fact 30: a dot is the module's root, with its slash or without", () => {
    assert.equal(found("/m/", withPatterns(".")), "/m/.");
    assert.equal(found("/m", withPatterns(".")), "/m/.");
    assert.equal(found("/mx", withPatterns(".")), undefined);
  });

  it("takes the module with the longer base path where two could have it", () => {
    const outer = moduleAt("/m/", [template("x/a", [])]);
    const inner = moduleAt("/m/x/", [template("a", [])]);
    assert.equal(found("/m/x/a", outer, inner), "/m/x/a");
    assert.equal(findResource(schema({ modules: [outer, inner] }), "/m/x/a")?.module, inner);
  });
});

describe("protection", () => {
  it("fact 155: /x/* does not cover /x", () => {
    assert.deepEqual(
      ["/x", "/x/", "/x/y/z", "/xy"].map((path) => covers("/x/*", path)),
      [false, true, true, false],
    );
    assert.deepEqual(
      ["/x", "/x/"].map((path) => covers("/x", path)),
      [true, false],
    );
  });

  const attempts: readonly (readonly [string, readonly string[] | undefined, number])[] = [
    ["public/a", undefined, 200],
    ["any/a", undefined, 401],
    ["any/a", [], 200],
    ["role/a", [], 401],
    ["role/a", ["r2"], 200],
    ["role/both/a", ["r2"], 401],
    ["role/both/a", ["r2", "r3"], 200],
    ["module/a", ["r1"], 401],
    ["module/a", ["m"], 200],
    ["nothing/here", [], 404],
    ["role/nothing", undefined, 401],
    // However it is written, a path is protected.
    ["r%6Fle/a", undefined, 401],
  ];
  for (const [path, roles, expected] of attempts) {
    const who =
      roles === undefined
        ? "nobody"
        : `a client with ${roles.length === 0 ? "no role" : roles.join(" and ")}`;
    it(`facts 65, 68, 155: ${path} answers ${who} with ${expected}`, async () => {
      const all = ["public", "any", "role", "role/both", "module"];
      const ords = await Ords.start({
        modules: all.map((name) =>
          moduleAt(`/${name}/`, [template("a", [handler({ source: "src" })])], { name }),
        ),
        privileges: [
          privilege("any", { patterns: ["/any/*"] }),
          privilege("role", { patterns: ["/role/*"], roles: ["r1", "r2"] }),
          privilege("both", { patterns: ["/role/both/*"], roles: ["r3"] }),
          privilege("module", { modules: ["module"], roles: ["m"] }),
        ],
      });
      try {
        ords.database.scripts.set("src", () => rows(["N"], [1]));
        ords.database.clients.push(client("c..", { roles }));
        const headers = roles === undefined ? {} : { authorization: `Bearer ${await ords.token("c..")}` };
        const { statusCode } = await request(`${ords.url}/myapi/${path}`, { headers });
        assert.equal(statusCode, expected);
      } finally {
        await ords.stop();
      }
    });
  }

  it("fact 107: the client is the handler's current user", async () => {
    const source = "begin p(:current_user); end;";
    const post = handler({ method: "POST", sourceType: "plsql/block", source });
    const ords = await Ords.start({ modules: [moduleAt("/m/", [template("a", [post])])] });
    try {
      ords.database.clients.push(client("c.."));
      ords.database.scripts.set(source, ({ binds }) => {
        assert.equal(binds.CURRENT_USER, "c..");
        return done();
      });
      const headers = { authorization: `Bearer ${await ords.token("c..")}` };
      assert.equal((await request(`${ords.url}/myapi/m/a`, { method: "POST", headers })).statusCode, 200);
    } finally {
      await ords.stop();
    }
  });
});

describe("what is not there", () => {
  let ords: Ords;
  before(async () => {
    ords = await Ords.start({
      modules: [
        moduleAt("/m/", [template("a", [handler({ source: "src" })])], {
          originsAllowed: ["https://good.example"],
        }),
      ],
    });
    ords.database.scripts.set("src", () => rows(["N"], [1]));
  });
  after(() => ords.stop());

  it("fact 113: an alias", async () => {
    const { statusCode, body } = await request(`${ords.url}/MYAPI/m/a`);
    assert.equal(statusCode, 404);
    assert.match(((await body.json()) as { message: string }).message, /could not be mapped to any database/);
  });

  it("fact 169: a path", async () => {
    const { statusCode, body } = await request(`${ords.url}/myapi/m/b`);
    const problem = (await body.json()) as Record<string, string>;
    assert.deepEqual([statusCode, problem.code, problem.message], [404, "NotFound", "Not Found"]);
    assert.deepEqual(Object.keys(problem), ["code", "message", "type", "instance"]);
  });

  it("lets pages of allowed origins ask and see, and no others", async () => {
    const ask = async (method: "GET" | "OPTIONS", origin: string): Promise<unknown> => {
      const { statusCode, headers, body } = await request(`${ords.url}/myapi/m/a`, {
        method,
        headers: { origin, ...(method === "OPTIONS" ? { "access-control-request-method": "GET" } : {}) },
      });
      await body.dump();
      return [statusCode, headers["access-control-allow-origin"]];
    };
    assert.deepEqual(await ask("OPTIONS", "https://good.example"), [200, "https://good.example"]);
    assert.deepEqual(await ask("GET", "https://good.example"), [200, "https://good.example"]);
    assert.deepEqual(await ask("OPTIONS", "https://bad.example"), [403, undefined]);
    assert.deepEqual(await ask("GET", "https://bad.example"), [200, undefined]);
  });
});
