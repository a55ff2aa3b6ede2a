import { strict as assert } from "node:assert";
import { request } from "undici";
import { OraError } from "../errors";
import type { WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import { done, handler, moduleAt, Ords, rows, template } from "./fixture";
import { plainText } from "./json";
import type { Handler, Parameter, Template } from "./metadata";

type Options = Parameters<typeof request>[1];

describe("a handler", () => {
  let ords: Ords;
  afterEach(() => ords.stop());

  /** Serves one template of a module at /m/. */
  const serve = async (
    pattern: string,
    given: Partial<Handler>,
    of: Partial<Template> = {},
  ): Promise<void> => {
    ords = await Ords.start({
      modules: [moduleAt("/m/", [template(pattern, [handler({ source: "src", ...given })], of)])],
    });
  };
  const get = (path: string, options?: Options) => request(`${ords.url}/myapi/m/${path}`, options);
  const json = async (path: string, options?: Options): Promise<unknown> =>
    (await get(path, options)).body.json();
  const status = async (path: string, options?: Options): Promise<number> =>
    (await get(path, options)).statusCode;
  const numbers = (count: number): WireValue[][] => Array.from({ length: count }, (_, at) => [at + 1]);

  describe("of json/collection", () => {
    it("fact 133: pages through rows with links", async () => {
      await serve("rows/", { itemsPerPage: 2 });
      ords.database.scripts.set("src", () => rows(["N"], ...numbers(5)));
      const at = `${ords.url}/myapi/m/rows/`;
      assert.deepEqual(await json("rows/"), {
        items: [{ n: 1 }, { n: 2 }],
        hasMore: true,
        limit: 2,
        offset: 0,
        count: 2,
        links: [
          { rel: "self", href: at },
          { rel: "describedby", href: `${ords.url}/myapi/metadata-catalog/m/rows/` },
          { rel: "first", href: at },
          { rel: "next", href: `${at}?offset=2` },
        ],
      });
      const last = (await json("rows/?offset=4&limit=3&x=y")) as { hasMore: boolean; links: unknown[] };
      assert.equal(last.hasMore, false);
      assert.deepEqual(last.links.slice(2), [
        { rel: "first", href: `${at}?limit=3&x=y` },
        { rel: "prev", href: `${at}?offset=1&limit=3&x=y` },
      ]);
    });

    it("fact 42: gives all rows where paging is off", async () => {
      await serve("rows", { itemsPerPage: 0 });
      ords.database.scripts.set("src", () => rows(["N"], ...numbers(500)));
      const { count, links } = (await json("rows")) as { count: number; links: unknown[] };
      assert.deepEqual([count, links.length], [500, 2]);
    });

    it("leaves the paging to a source that asks for the page", async () => {
      const source = "select * from t offset :fetch_offset rows fetch next :fetch_size rows only";
      await serve("rows", { itemsPerPage: 2, source });
      ords.database.scripts.set(source, ({ binds }) => {
        assert.deepEqual(binds, { FETCH_OFFSET: "4", FETCH_SIZE: "2" });
        return rows(["N"], [5]);
      });
      const { items, hasMore } = (await json("rows?offset=4")) as { items: unknown; hasMore: boolean };
      assert.deepEqual([items, hasMore], [[{ n: 5 }], false]);
    });

    it("writes values as JSON has them, and `$` columns as links", async () => {
      await serve("rows", {});
      const columns = [
        { name: "BIG", type: typeCodes.number },
        { name: "Mixed", type: typeCodes.varchar },
        { name: "AT", type: typeCodes.date },
        { name: "RAW", type: typeCodes.blob },
        { name: "SUB", type: typeCodes.cursor },
        { name: "$SELF", type: typeCodes.varchar },
      ];
      const sub = { columns: [{ name: "X", type: typeCodes.number }], rows: [[".5"]] };
      const row = [
        "12345678901234567890.1",
        'a"\n\u{1f600}',
        new Date("2026-01-02T03:04:05Z"),
        Buffer.from("x"),
        sub,
        "7",
      ];
      ords.database.scripts.set("src", () => ({ kind: "rows", columns, rows: [row] }));
      const { body } = await get("rows");
      const text = await body.text();
      assert.match(text, /"big":12345678901234567890\.1,/);
      const { items } = JSON.parse(text) as { items: object[] };
      assert.deepEqual(
        { ...items[0], big: 0 },
        {
          big: 0,
          Mixed: 'a"\n\u{1f600}',
          at: "2026-01-02T03:04:05Z",
          raw: "eA==",
          sub: [{ x: 0.5 }],
          links: [{ rel: "self", href: `${ords.url}/myapi/m/7` }],
        },
      );
    });

    it("fact 52: refuses bad limits before the source runs; fact 161: and a q that is no JSON", async () => {
      await serve("rows", {});
      for (const query of ["limit=ten", "limit=-1", "offset=1.5", "q=x", "q=[]", "limit="]) {
        const { statusCode, body } = await get(`rows?${query}`);
        const { code, title } = (await body.json()) as Record<string, string>;
        assert.deepEqual([statusCode, code, title], [400, "BadRequest", "Bad Request"], query);
      }
    });

    it("fact 44: has an ETag, and says when nothing changed", async () => {
      await serve("rows", {});
      let value = 1;
      ords.database.scripts.set("src", () => rows(["N"], [value]));
      const { headers } = await get("rows");
      const etag = String(headers.etag);
      assert.match(etag, /^".+"$/);
      const unchanged = await get("rows", { headers: { "if-none-match": `"x", ${etag}` } });
      assert.deepEqual([unchanged.statusCode, await unchanged.body.text()], [304, ""]);
      value = 2;
      assert.equal(await status("rows", { headers: { "if-none-match": etag } }), 200);
    });

    it("fact 44: takes the ETag from a query, or has none", async () => {
      await serve("rows/:id", { source: "src :id" }, { etag: { kind: "query", query: "version :id" } });
      ords.database.scripts.set("src :id", () => rows(["N"], [1]));
      ords.database.scripts.set("version :id", ({ binds }) =>
        rows(["V"], [`v${plainText(binds.ID ?? null)}`]),
      );
      assert.equal((await get("rows/7")).headers.etag, '"v7"');
      await ords.stop();
      await serve("rows", {}, { etag: { kind: "none" } });
      ords.database.scripts.set("src", () => rows(["N"], [1]));
      assert.equal((await get("rows")).headers.etag, undefined);
    });
  });

  it("of json/item gives the first row, or 404", async () => {
    await serve("one/:id", { sourceType: "json/item", source: "select :id" });
    ords.database.scripts.set("select :id", ({ binds }) =>
      binds.ID === "1" ? rows(["ID"], ["1"]) : rows(["ID"]),
    );
    const { id, links } = (await json("one/1")) as { id: string; links: { rel: string; href: string }[] };
    assert.equal(id, "1");
    assert.equal(links.find(({ rel }) => rel === "collection")?.href, `${ords.url}/myapi/m/one/`);
    assert.equal(await status("one/2"), 404);
  });

  it("fact 39: of the older types links by reference", async () => {
    await serve("f/", { sourceType: "json/query;type=feed", itemsPerPage: 1 });
    ords.database.scripts.set("src", () => rows(["ID"], [1], [2]));
    const at = `${ords.url}/myapi/m/f/`;
    assert.deepEqual(await json("f/"), {
      items: [{ uri: { $ref: `${at}1` }, id: 1 }],
      first: { $ref: at },
      next: { $ref: `${at}?offset=1` },
    });
  });

  it("of csv/query writes a line of names and the rows", async () => {
    await serve("c", { sourceType: "csv/query" });
    ords.database.scripts.set("src", () => rows(["ID", "NAME"], [1, 'a "b", c'], [2, null]));
    const { headers, body } = await get("c");
    assert.equal(headers["content-type"], "text/csv");
    assert.equal(await body.text(), '"ID","NAME"\n1,"a ""b"", c"\n2,\n');
  });

  it("of resource/lob gives the content under its type", async () => {
    await serve("pic", { sourceType: "resource/lob" });
    ords.database.scripts.set("src", () =>
      rows(["T", "C", "F"], ["image/png", Buffer.from([1, 2]), "a.png"]),
    );
    const { headers, body } = await get("pic");
    assert.deepEqual(
      [headers["content-type"], headers["content-disposition"], Buffer.from(await body.arrayBuffer())],
      ["image/png", 'attachment; filename="a.png"', Buffer.from([1, 2])],
    );
  });

  it("of a type that is not supported says so", async () => {
    await serve("js", { sourceType: "mle/javascript" });
    const { statusCode, body } = await get("js");
    assert.equal(statusCode, 501);
    assert.match(await body.text(), /mle\/javascript is not supported by the sandbox/);
  });

  describe("of plsql/block", () => {
    const block = (source: string, parameters: readonly Parameter[] = []): Promise<void> =>
      serve("b/:id", { method: "POST", sourceType: "plsql/block", source, parameters });
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      get(path, { method: "POST", body, headers });

    it("fact 131: sees the request in its binds", async () => {
      const source =
        "begin x(:id, :body_text, :body, :content_type, :current_user, :n, :deep, :q2, ':no', :missing, \":no\"); end; -- :no";
      await block(source);
      let seen: Readonly<Record<string, WireValue>> = {};
      ords.database.scripts.set(source, ({ binds }) => {
        seen = binds;
        return done();
      });
      const text = '{"n":7,"deep":{"a":[1]}}';
      const { statusCode } = await post("b/a%20b%2Fc?q2=z", text, { "content-type": "application/json" });
      assert.equal(statusCode, 200);
      assert.deepEqual(seen, {
        ID: "a b/c",
        BODY_TEXT: text,
        BODY: Buffer.from(text),
        CONTENT_TYPE: "application/json",
        CURRENT_USER: null,
        N: "7",
        DEEP: '{"a":[1]}',
        Q2: "z",
        MISSING: null,
      });
    });

    it("fact 48: has parameters converted to their types, and refuses what is not of them", async () => {
      const parameter = (
        name: string,
        type: Parameter["type"],
        source: Parameter["source"] = "URI",
      ): Parameter => ({
        name,
        bind: `p_${name}`,
        source,
        access: "IN",
        type,
      });
      const source = "begin x(:p_i, :p_when, :p_flag, :p_h); end;";
      await block(source, [
        parameter("i", "INT"),
        parameter("when", "TIMESTAMP"),
        parameter("flag", "BOOLEAN"),
        parameter("h", "STRING", "HEADER"),
      ]);
      ords.database.scripts.set(source, ({ binds }) => {
        assert.deepEqual(binds, { P_I: "5", P_WHEN: new Date("2026-01-01"), P_FLAG: true, P_H: "head" });
        return done();
      });
      const good = await post("b/1?i=5&when=2026-01-01T00:00:00Z&flag=true", "", { h: "head" });
      assert.equal(good.statusCode, 200);
      for (const bad of ["i=x", "i=3000000000", "when=x", "flag=yes"]) {
        assert.equal((await post(`b/1?${bad}`, "")).statusCode, 400, bad);
      }
    });

    it("fact 51: sets status, headers and members by parameters", async () => {
      const out = (
        name: string,
        source: Parameter["source"],
        type: Parameter["type"] = "STRING",
      ): Parameter => ({
        name,
        bind: name.replaceAll("-", ""),
        source,
        access: "OUT",
        type,
      });
      const source = "begin x(:XORDSSTATUSCODE, :XMine, :n, :list); end;";
      await block(source, [
        out("X-ORDS-STATUS-CODE", "HEADER", "INT"),
        out("X-Mine", "HEADER"),
        out("n", "RESPONSE", "INT"),
        out("list", "RESPONSE", "RESULTSET"),
      ]);
      const list = { columns: [{ name: "A", type: typeCodes.varchar }], rows: [["x"]] };
      ords.database.scripts.set(source, () =>
        done({ XORDSSTATUSCODE: "201", XMINE: "m\r\nX-Evil: 1", N: "12", LIST: list }),
      );
      const { statusCode, headers, body } = await post("b/1", "");
      assert.deepEqual([statusCode, headers["x-mine"], headers["x-evil"]], [201, "m X-Evil: 1", undefined]);
      assert.deepEqual(await body.json(), { n: 12, list: [{ a: "x" }] });
    });

    it("fact 132: prints status line, headers and body", async () => {
      const source = "begin p; end;";
      await block(source);
      ords.database.scripts.set(source, ({ print }) => {
        print(
          "Status: 418 Teapot\nContent-type: text/plain; charset=utf-8\nSet-Cookie: a=1\nSet-Cookie: b=2\n\nžluťoučký\n",
        );
        return done();
      });
      const { statusCode, headers, body } = await post("b/1", "");
      assert.deepEqual([statusCode, headers["content-type"]], [418, "text/plain; charset=utf-8"]);
      assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
      assert.equal(await body.text(), "žluťoučký\n");
    });

    it("forwards to another location for its answer", async () => {
      const source = "begin :status_code := 201; :forward_location := '../item'; end;";
      ords = await Ords.start({
        modules: [
          moduleAt("/m/", [
            template("b/:id", [handler({ method: "POST", sourceType: "plsql/block", source })]),
            template("item", [handler({ sourceType: "json/item", source: "item" })]),
          ]),
        ],
      });
      ords.database.scripts.set(source, () => done({ STATUS_CODE: "201", FORWARD_LOCATION: "../item" }));
      ords.database.scripts.set("item", () => {
        // What the block did is there to be seen.
        assert.deepEqual(ords.database.ended, ["commit"]);
        return rows(["ID"], [1]);
      });
      const { statusCode, headers, body } = await post("b/1", "");
      assert.deepEqual([statusCode, headers.location], [201, `${ords.url}/myapi/m/item`]);
      assert.equal(((await body.json()) as { id: number }).id, 1);
    });

    it("fact 172: is committed when it ends and undone when it fails; fact 115: with 555 and the cause", async () => {
      const source = "begin p; end;";
      await block(source);
      ords.database.scripts.set(source, ({ print }) => {
        print("half");
        return done();
      });
      await post("b/1", "");
      ords.database.scripts.set(source, ({ print }) => {
        print("half");
        throw new OraError(20001, "ORA-20001: no\nORA-06512: at line 1");
      });
      const { statusCode, body } = await post("b/1", "");
      const problem = (await body.json()) as Record<string, string>;
      assert.equal(statusCode, 555);
      assert.deepEqual(
        [problem.code, problem.title],
        ["UserDefinedResourceError", "User Defined Resource Error"],
      );
      assert.equal(problem["o:errorCode"], "ORDS-25001");
      assert.match(problem.cause ?? "", /ORA-20001: no\nORA-06512/);
      assert.deepEqual(ords.database.ended, ["commit", "rollback"]);
      assert.equal(ords.database.openSessions, 0);
    });

    it("refuses a body that is no JSON although it says so", async () => {
      const source = "begin p(:x); end;";
      await block(source);
      assert.equal((await post("b/1", "{", { "content-type": "application/json" })).statusCode, 400);
    });
  });

  it("fact 46: takes only the media types it allows", async () => {
    await serve("b", { method: "POST", sourceType: "plsql/block", mimesAllowed: ["text/plain"] });
    ords.database.scripts.set("src", () => done());
    const post = (type: string) =>
      status("b", { method: "POST", body: "x", headers: { "content-type": type } });
    assert.deepEqual([await post("text/plain; charset=utf-8"), await post("application/json")], [200, 415]);
  });

  it("answers other methods with what is allowed, and HEAD as GET", async () => {
    await serve("r", {});
    ords.database.scripts.set("src", () => rows(["N"], [1]));
    const { statusCode, headers } = await get("r", { method: "DELETE" });
    assert.deepEqual([statusCode, headers.allow], [405, "GET"]);
    const head = await get("r", { method: "HEAD" });
    assert.deepEqual([head.statusCode, await head.body.text()], [200, ""]);
    assert.ok(Number(head.headers["content-length"]) > 0);
  });
});
