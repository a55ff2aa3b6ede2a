import { strict as assert } from "node:assert";
import initSqlJs from "sql.js";
import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import { request } from "undici";
import type { Column, ExecuteResult, WireValue } from "../../net/backend";
import { typeCodes } from "../../net/codec";
import { client, Ords } from "../fixture";
import type { Running } from "../fixture";

const columns: readonly Column[] = [
  { name: "ID", type: typeCodes.number },
  { name: "NAME", type: typeCodes.varchar },
  { name: "HIRED", type: typeCodes.date },
];

/** Runs the statements of AutoREST on SQLite, which takes them as they are but for the block around RETURNING. */
function run(tables: Database, { sql, binds }: Running): ExecuteResult {
  if (sql.includes("user_constraints")) {
    return { kind: "rows", columns: [{ name: "COLUMN_NAME", type: typeCodes.varchar }], rows: [["ID"]] };
  }
  const inserting = /^begin (insert [\s\S]*?) returning ("\w+") into :K1; end;$/.exec(sql);
  const text = inserting === null ? sql : `${inserting[1]} returning ${inserting[2]}`;
  const given = Object.entries(binds).filter(([name]) => inserting === null || !name.startsWith("K"));
  const found = tables.exec(
    text,
    Object.fromEntries(given.map(([name, value]) => [`:${name}`, stored(value)])),
  );
  const rows = (found[0]?.values ?? []).map((row) => row.map(read));
  if (inserting !== null)
    return { kind: "block", outs: { K1: rows[0]?.[0] ?? null }, outOnly: [], inTransaction: true };
  if (/^select/.test(sql)) return { kind: "rows", columns, rows };
  return { kind: "done", rowsAffected: tables.getRowsModified(), inTransaction: true };
}

function stored(value: WireValue): SqlValue {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" || typeof value === "number" || value === null
    ? value
    : JSON.stringify(value);
}

function read(value: SqlValue, at: number): WireValue {
  if (value === null) return null;
  return at === 2 ? new Date(String(value)) : String(value);
}

type Options = Parameters<typeof request>[1];

describe("AutoREST over a table", () => {
  let engine: SqlJsStatic;
  let tables: Database;
  let ords: Ords;
  before(async () => {
    engine = await initSqlJs();
  });
  beforeEach(async () => {
    tables = new engine.Database();
    tables.run(`create table "EMP" ("ID" integer primary key, "NAME" text, "HIRED" text)`);
    tables.run(
      `insert into emp values (1, 'Ann', '2020-01-01T00:00:00.000Z'), (2, 'Bob', '2021-01-01T00:00:00.000Z'), (3, 'Cy', null)`,
    );
    const object = (name: string, type = "TABLE", authenticated = false) => ({
      name,
      alias: name.toLowerCase(),
      type,
      authenticated,
    });
    ords = await Ords.start({
      objects: [object("EMP"), object("P", "PROCEDURE"), { ...object("EMP", "TABLE", true), alias: "safe" }],
    });
    ords.database.fallback = (running) => run(tables, running);
  });
  afterEach(async () => {
    tables.close();
    await ords.stop();
  });

  const send = (path: string, options?: Options) => request(`${ords.url}/myapi/${path}`, options);
  const write = (method: "POST" | "PUT", path: string, body: object, headers: Record<string, string> = {}) =>
    send(path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("lists rows a page at a time, by their key", async () => {
    const { body } = await send("emp/?limit=2");
    const at = `${ords.url}/myapi/emp/`;
    assert.deepEqual(await body.json(), {
      items: [
        { id: 1, name: "Ann", hired: "2020-01-01T00:00:00Z", links: [{ rel: "self", href: `${at}1` }] },
        { id: 2, name: "Bob", hired: "2021-01-01T00:00:00Z", links: [{ rel: "self", href: `${at}2` }] },
      ],
      hasMore: true,
      limit: 2,
      offset: 0,
      count: 2,
      links: [
        { rel: "self", href: at },
        { rel: "edit", href: at },
        { rel: "describedby", href: `${ords.url}/myapi/metadata-catalog/emp/` },
        { rel: "first", href: `${at}?limit=2` },
        { rel: "next", href: `${at}?limit=2&offset=2` },
      ],
    });
  });

  const filters: readonly (readonly [object, readonly number[]])[] = [
    [{ name: "Bob" }, [2]],
    [{ id: { $gte: 2 }, name: { $ne: "Cy" } }, [2]],
    [{ id: [{ $gt: 1 }, { $lt: 3 }] }, [2]],
    [{ $or: [{ id: 1 }, { name: { $like: "C%" } }] }, [1, 3]],
    [{ id: { $between: [2, 3] }, $orderby: { name: "desc" } }, [3, 2]],
    [{ hired: null }, [3]],
    [{ hired: { $notnull: null } }, [1, 2]],
    [{ hired: { $lt: { $date: "2020-06-01T00:00:00Z" } } }, [1]],
    [{ name: { $instr: "n" } }, [1]],
  ];
  for (const [q, ids] of filters) {
    it(`filters by ${JSON.stringify(q)}`, async () => {
      const { statusCode, body } = await send(`emp/?q=${encodeURIComponent(JSON.stringify(q))}`);
      assert.equal(statusCode, 200);
      const { items } = (await body.json()) as { items: { id: number }[] };
      assert.deepEqual(
        items.map(({ id }) => id),
        ids,
      );
    });
  }

  it("refuses filters and documents that name what isn't there", async () => {
    for (const q of ["{", '{"nope":1}', '{"id":{"$nope":1}}', '{"id":"x"}', '{"id":{"$between":1}}']) {
      assert.equal((await send(`emp/?q=${encodeURIComponent(q)}`)).statusCode, 400, q);
    }
    assert.equal((await write("POST", "emp/", { nope: 1 })).statusCode, 400);
    assert.equal((await send("emp/", { method: "POST" })).statusCode, 400);
  });

  it("gives a row by its key, and says when it has not changed", async () => {
    const { statusCode, headers, body } = await send("emp/2");
    const { name, links } = (await body.json()) as { name: string; links: { rel: string }[] };
    assert.deepEqual([statusCode, name], [200, "Bob"]);
    assert.deepEqual(
      links.map(({ rel }) => rel),
      ["self", "edit", "describedby", "collection"],
    );
    const again = await send("emp/2", { headers: { "if-none-match": String(headers.etag) } });
    assert.equal(again.statusCode, 304);
    assert.deepEqual([(await send("emp/9")).statusCode, (await send("emp/1,2")).statusCode], [404, 400]);
  });

  it("inserts a row and says where it is", async () => {
    const { statusCode, headers, body } = await write("POST", "emp/", {
      name: "Di",
      hired: "2022-02-02T00:00:00Z",
    });
    assert.deepEqual([statusCode, headers.location], [201, `${ords.url}/myapi/emp/4`]);
    assert.equal(((await body.json()) as { id: number }).id, 4);
    assert.deepEqual(ords.database.ended, ["commit"]);
  });

  it("changes a row by its key, or makes it, unless it is another version than the caller's", async () => {
    const changed = await write("PUT", "emp/2", { id: 77, name: "Bert" });
    assert.deepEqual([changed.statusCode, ((await changed.body.json()) as { id: number }).id], [200, 2]);
    const made = await write("PUT", "emp/8", { name: "Eve" });
    assert.deepEqual([made.statusCode, made.headers.location], [201, `${ords.url}/myapi/emp/8`]);
    const stale = await write("PUT", "emp/2", { name: "X" }, { "if-match": '"old"' });
    assert.equal(stale.statusCode, 412);
    const found = tables.exec("select id, name from emp where id in (2, 8) order by id")[0]?.values;
    assert.deepEqual(found, [
      [2, "Bert"],
      [8, "Eve"],
    ]);
  });

  it("deletes by key or by a filter, and never all", async () => {
    const deleted = async (path: string): Promise<unknown> => {
      const { statusCode, body } = await send(path, { method: "DELETE" });
      return [statusCode, ((await body.json()) as { rowsDeleted?: number }).rowsDeleted];
    };
    assert.deepEqual(await deleted("emp/1"), [200, 1]);
    assert.deepEqual(await deleted("emp/1"), [404, undefined]);
    assert.deepEqual(await deleted(`emp/?q=${encodeURIComponent('{"name":"Bob"}')}`), [200, 1]);
    assert.deepEqual(await deleted("emp/"), [400, undefined]);
  });

  it("answers other methods with what is allowed, and PL/SQL units with a refusal", async () => {
    const { statusCode, headers } = await send("emp/1", { method: "PATCH" });
    assert.deepEqual([statusCode, headers.allow], [405, "DELETE, GET, PUT"]);
    assert.equal((await send("p/", { method: "POST" })).statusCode, 501);
  });

  it("is described in the metadata catalogue, as its links say", async () => {
    const list = (await (await send("metadata-catalog/")).body.json()) as { items: { name: string }[] };
    assert.deepEqual(
      list.items.map(({ name }) => name),
      ["EMP", "P", "EMP"],
    );
    const { statusCode, body } = await send("metadata-catalog/emp/");
    const { primarykey, members } = (await body.json()) as Record<string, unknown>;
    assert.equal(statusCode, 200);
    assert.deepEqual([primarykey, (members as unknown[])[2]], [["id"], { name: "hired", type: "DATE" }]);
    assert.equal((await send("metadata-catalog/nope/")).statusCode, 404);
  });

  it("fact 60: is closed to callers without the role where it asks for one", async () => {
    ords.database.clients.push(
      client("a..", { roles: ["oracle.dbtools.role.autorest.any.MYAPI"] }),
      client("b.."),
    );
    const status = async (clientId: string): Promise<number> =>
      (await send("safe/", { headers: { authorization: `Bearer ${await ords.token(clientId)}` } }))
        .statusCode;
    assert.deepEqual(
      [(await send("safe/")).statusCode, await status("a.."), await status("b..")],
      [401, 200, 401],
    );
  });
});
