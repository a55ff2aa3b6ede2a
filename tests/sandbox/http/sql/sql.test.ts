import { strict as assert } from "node:assert";
import { request } from "undici";
import { OraError } from "../../errors";
import { typeCodes } from "../../net/codec";
import { basic, client, done, Ords, rows } from "../fixture";
import { split } from "./script";

interface Item {
  readonly [member: string]: unknown;
  readonly errorCode?: number;
  readonly response?: readonly string[];
  readonly binds?: readonly Record<string, unknown>[];
}

describe("REST-enabled SQL", () => {
  let ords: Ords;
  beforeEach(async () => {
    ords = await Ords.start();
    ords.database.clients.push(client("dev..", { roles: ["SQL Developer"] }), client("other.."));
  });
  afterEach(() => ords.stop());

  const owner = basic("MYAPI", "tiger");
  const post = (body: string, type: string, authorization: string | undefined = owner) =>
    request(`${ords.url}/myapi/_/sql`, {
      method: "POST",
      headers: { "content-type": type, ...(authorization === "" ? {} : { authorization }) },
      body,
    });
  const script = async (text: string): Promise<readonly Item[]> => {
    const { statusCode, body } = await post(text, "application/sql");
    assert.equal(statusCode, 200);
    return ((await body.json()) as { items: Item[] }).items;
  };
  const document = async (value: object): Promise<Item> => {
    const { statusCode, body } = await post(JSON.stringify(value), "application/json");
    assert.equal(statusCode, 200);
    const { items } = (await body.json()) as { items: Item[] };
    assert.equal(items.length, 1);
    return items[0]!;
  };

  it("fact 123: answers a query with its columns and rows", async () => {
    ords.database.scripts.set("select * from t", () => rows(["ID", "NAME"], [1, "one"], [2, null]));
    assert.deepEqual(await document({ statementText: "select * from t", limit: 1 }), {
      statementId: 1,
      statementType: "query",
      statementPos: { startLine: 1, endLine: 1 },
      statementText: "select * from t",
      resultSet: {
        metadata: [
          {
            columnName: "ID",
            jsonColumnName: "id",
            columnTypeName: "NUMBER",
            precision: 0,
            scale: 0,
            isNullable: 1,
          },
          {
            columnName: "NAME",
            jsonColumnName: "name",
            columnTypeName: "VARCHAR2",
            precision: 0,
            scale: 0,
            isNullable: 1,
          },
        ],
        items: [{ id: 1, name: "one" }],
        hasMore: true,
        limit: 1,
        offset: 0,
        count: 1,
      },
      response: [],
      result: 0,
    });
  });

  it("fact 125: cuts the limit", async () => {
    ords.database.scripts.set("select 1 from dual", () => rows(["1"], [1]));
    const { resultSet } = await document({ statementText: "select 1 from dual", limit: 99_999 });
    assert.equal((resultSet as { limit: number }).limit, 10_000);
  });

  it("fact 121: gives back what binds hold, by name and by position", async () => {
    ords.database.fallback = ({ binds }) => done({ A: `${Number(binds.B) + 1}`, P1: "12345678901234567890" });
    const named = await document({
      statementText: "begin :a := :b + 1; end;",
      binds: [
        { name: "a", data_type: "NUMBER", mode: "out" },
        { name: "b", data_type: "NUMBER", value: 41 },
      ],
    });
    assert.deepEqual(named.binds, [
      { name: "A", data_type: "NUMBER", mode: "out", value: null, result: 42 },
      { name: "B", data_type: "NUMBER", mode: "in", value: 41 },
    ]);
    const { body } = await post(
      JSON.stringify({
        statementText: "{? = call f('?', ?)}",
        binds: [
          { index: 1, data_type: "NUMBER", mode: "out" },
          { index: 2, data_type: "VARCHAR2", value: "x" },
        ],
      }),
      "application/json",
    );
    assert.match(await body.text(), /"result":12345678901234567890\b/);
  });

  it("passes dates, texts of megabytes and binary data as such", async () => {
    let seen: Readonly<Record<string, unknown>> = {};
    ords.database.fallback = ({ binds }) => {
      seen = binds;
      return done();
    };
    await document({
      statementText: "begin p(?, ?, ?); end;",
      binds: [
        { index: 1, data_type: "DATE", value: "01-Jan-2016" },
        { index: 2, data_type: "CLOB", value: "ä".repeat(1_000_000) },
        { index: 3, data_type: "RAW", value: "00ff" },
      ],
    });
    assert.deepEqual(seen, {
      P1: new Date("2016-01-01"),
      P2: "ä".repeat(1_000_000),
      P3: Buffer.from([0, 255]),
    });
  });

  it("returns a cursor as a result set", async () => {
    const column = { name: "X", type: typeCodes.number };
    ords.database.fallback = () => done({ C: { columns: [column], rows: [["1.5"]] } });
    const { binds } = await document({
      statementText: "begin open :c for select 1.5 x from dual; end;",
      binds: [{ name: "c", data_type: "CURSOR", mode: "out" }],
    });
    const { items } = binds?.[0]?.resultSet as { items: unknown };
    assert.deepEqual(items, [{ x: 1.5 }]);
  });

  it("fact 124: says 200 and what failed, goes on, and undoes all", async () => {
    ords.database.scripts.set("insert into t values (1)", () => ({
      kind: "done",
      rowsAffected: 1,
      inTransaction: true,
    }));
    ords.database.scripts.set("begin\n  nope;\nend;", () => {
      throw new OraError(6550, "ORA-06550: line 2, column 3:\nPLS-00201: identifier 'NOPE' must be declared");
    });
    const items = await script(
      "insert into t values (1);\nbegin\n  nope;\nend;\n/\ninsert into t values (1);\n",
    );
    assert.deepEqual(
      items.map(({ errorCode }) => errorCode),
      [undefined, 6550, undefined],
    );
    assert.deepEqual(items[0]?.response, ["\n1 row inserted.\n"]);
    assert.deepEqual([items[1]?.errorLine, items[1]?.errorColumn], [3, 3]);
    assert.match(String(items[1]?.errorDetails), /PLS-00201/);
    assert.deepEqual(ords.database.ended, ["rollback"]);
    const stopped = await script(
      "whenever sqlerror exit\nbegin\n  nope;\nend;\n/\ninsert into t values (1);",
    );
    assert.equal(stopped.length, 2);
  });

  it("fact 127: commits a request that went well", async () => {
    ords.database.fallback = () => done();
    const items = await script("exec p('a;b')\n");
    assert.deepEqual(items[0]?.response, ["\nPL/SQL procedure successfully completed.\n"]);
    assert.deepEqual(ords.database.ended, ["commit"]);
    assert.equal(ords.database.openSessions, 0);
  });

  it("fact 126: lets in the schema's own user and clients with the role", async () => {
    ords.database.fallback = ({ user }) => rows(["USER"], [user]);
    const status = async (authorization: string): Promise<number> =>
      (await post("select user from dual", "application/sql", authorization)).statusCode;
    assert.equal(await status(owner), 200);
    assert.equal(await status(`Bearer ${await ords.token("dev..")}`), 200);
    assert.equal(await status(`Bearer ${await ords.token("other..")}`), 401);
    assert.equal(await status(basic("OTHER", "lion")), 401);
    assert.equal(await status(basic("MYAPI", "lion")), 401);
    assert.equal(await status(""), 401);
  });

  it("refuses what is no request of its", async () => {
    assert.equal((await post("{", "application/json")).statusCode, 400);
    assert.equal((await post("{}", "application/json")).statusCode, 400);
    assert.equal((await post('{"statementText":"x","limit":"a"}', "application/json")).statusCode, 400);
    assert.equal((await post("<x/>", "application/xml")).statusCode, 415);
    const unbound = await document({ statementText: "begin p(:a); end;" });
    assert.equal(unbound.errorCode, 1008);
    const array = await document({
      statementText: "begin p(:a); end;",
      binds: [{ name: "a", data_type: "VARRAY", value: [1] }],
    });
    assert.match(String(array.errorDetails), /not supported by the sandbox/);
  });

  it("fact 117: can be off, for all or for a schema", async () => {
    const off = await Ords.start({ properties: { "restEnabledSql.active": "false" } });
    try {
      const { statusCode } = await request(`${off.url}/myapi/_/sql`, {
        method: "POST",
        headers: { authorization: owner },
      });
      assert.equal(statusCode, 404);
    } finally {
      await off.stop();
    }
  });
});

describe("a script", () => {
  const texts = (script: string): unknown => split(script).map(({ text, type }) => [type, text]);

  it("ends SQL at semicolons that are none of a text, a comment or a name", () => {
    assert.deepEqual(texts(`select ';' a, q'[;']' b, ";" /* ; */ from t -- ;\n where 1 = 1; commit;`), [
      ["query", `select ';' a, q'[;']' b, ";" /* ; */ from t -- ;\n where 1 = 1`],
      ["transaction-control", "commit"],
    ]);
  });

  it("ends PL/SQL at a slash alone, and runs again what stands at another", () => {
    assert.deepEqual(texts("begin\n  a := 1/2;\nend;\n/\n/\nset define off\ncreate table t (a number)\n/"), [
      ["plsql", "begin\n  a := 1/2;\nend;"],
      ["plsql", "begin\n  a := 1/2;\nend;"],
      ["sqlplus", "set define off"],
      ["ddl", "create table t (a number)"],
    ]);
  });

  it("knows where each statement stands", () => {
    const places = split("\n-- first\nselect 1\nfrom dual;\n\nrollback;").map(({ startLine, endLine }) => [
      startLine,
      endLine,
    ]);
    assert.deepEqual(places, [
      [3, 4],
      [6, 6],
    ]);
  });
});
