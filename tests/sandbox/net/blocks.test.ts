import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { errorOf, moment, out, Wire } from "./fixture";
import { statementOf } from "./statement";

const inOutNumber = (val: number | null): oracledb.BindParameter => ({
  dir: oracledb.BIND_INOUT,
  val,
  type: oracledb.NUMBER,
});

describe("blocks", () => {
  let wire: Wire;
  let connection: oracledb.Connection;
  beforeEach(async () => {
    wire = await Wire.start();
    connection = await wire.connect();
  });
  afterEach(async () => {
    await connection.close().catch(() => undefined);
    await wire.stop();
  });

  const greet = "begin greet(p_a => :a, p_b => :b, p_n => :n); end;";

  it("take binds in, out and both ways, again and again", async () => {
    for (let i = 0; i < 4; i++) {
      const a = `x${"y".repeat(i)}`;
      const { outBinds } = await connection.execute(greet, { a, b: out.text(), n: inOutNumber(41 + i) });
      assert.deepEqual(outBinds, { b: `got ${a}`, n: 42 + i });
    }
    const { outBinds } = await connection.execute(greet, { a: null, b: out.text(), n: inOutNumber(null) });
    assert.deepEqual(outBinds, { b: "got null", n: 1 });
  });

  it("take binds by position", async () => {
    const { outBinds } = await connection.execute("begin greet(:a, :b, :n); end;", [
      "q",
      out.text(),
      inOutNumber(1),
    ]);
    assert.deepEqual(outBinds, ["got q", 2]);
  });

  it("find binds in the text as drivers do", async () => {
    const text = `begin /* :no1 */ copy(q'[:no2 it's]', ':no3', ":no4", :i_x, :"I_y", :i_x); -- :no5
      l := :o_x || :O_y; end;`;
    const { outBinds } = await connection
      .execute<Record<string, string>>(text, {
        i_x: "1",
        '"I_y"': "2",
        o_x: out.text(),
        O_y: out.text(),
      })
      .catch((error: unknown) => assert.fail(String(error)));
    assert.equal(outBinds?.["o_x"], "1");
  });

  it("find no binds in members of JSON", () => {
    const { binds } = statementOf("select json_object('a' : x, q'[b]':y, 'c' value :z) from t where d = :d");
    assert.deepEqual(binds, ["Z", "D"]);
  });

  it("carry every type in and out", async () => {
    const values: Record<string, [oracledb.DbType | number, unknown]> = {
      str: [oracledb.STRING, `ř${"a".repeat(30_000)}`],
      num: [oracledb.NUMBER, -1234.5678],
      bool: [oracledb.DB_TYPE_BOOLEAN, true],
      date: [oracledb.DB_TYPE_DATE, new Date(2024, 1, 29, 23, 59, 58)],
      raw: [oracledb.BUFFER, Buffer.from("deadbeef", "hex")],
      dbl: [oracledb.DB_TYPE_BINARY_DOUBLE, Math.PI],
      tstz: [oracledb.DB_TYPE_TIMESTAMP_TZ, moment],
    };
    const names = Object.keys(values);
    const text = `begin copy(${names.map((name) => `:i_${name}, :o_${name}`).join(", ")}); end;`;
    for (const empty of [false, true, false]) {
      const binds: oracledb.BindParameters = {};
      for (const [name, [type, value]] of Object.entries(values)) {
        const size = type === oracledb.STRING || type === oracledb.BUFFER ? { maxSize: 32_767 } : {};
        binds[`i_${name}`] = { val: empty ? null : value, type, ...size };
        binds[`o_${name}`] = { dir: oracledb.BIND_OUT, type, ...size };
      }
      const { outBinds } = await connection.execute<Record<string, unknown>>(text, binds);
      for (const name of names)
        assert.deepEqual(outBinds?.[`o_${name}`], empty ? null : values[name]?.[1], name);
    }
  });

  it("keep NUMBERs exact", async () => {
    for (const n of [
      0, 1, -1, 10, 100, 99, 101, 0.5, 0.05, -0.001, 123456789012345, 1e20, 1.5e-10, -1e100, 1e-7,
    ]) {
      const binds = { i_n: n, o_n: out.number() };
      const { outBinds } = await connection.execute("begin copy(:i_n, :o_n); end;", binds);
      assert.deepEqual(outBinds, { o_n: n });
    }
  });

  it("carry megabytes of CLOB both ways", async () => {
    const text = "z😀ž".repeat(1_500_000);
    for (const type of [oracledb.CLOB, oracledb.STRING]) {
      const { outBinds } = await connection.execute<{ o_t: oracledb.Lob | string }>(
        "begin copy(:i_t, :o_t); end;",
        {
          i_t: { val: text, type },
          o_t: { dir: oracledb.BIND_OUT, type, maxSize: 20_000_000 },
        },
      );
      const back = outBinds?.o_t;
      assert.ok((typeof back === "string" ? back : await back?.getData()) === text);
    }
  });

  it("take and give arrays", async () => {
    const array = { type: oracledb.STRING, maxSize: 100 };
    const { outBinds } = await connection.execute("begin echo_array(:i, :o); end;", {
      i: { ...array, dir: oracledb.BIND_IN, val: ["a", "b"] },
      o: { ...array, dir: oracledb.BIND_OUT, maxArraySize: 10 },
    });
    assert.deepEqual(outBinds, { o: ["a!", "b!"] });
  });

  it("give cursors with LOBs in them", async () => {
    const { outBinds } = await connection.execute<{ rc: oracledb.ResultSet<unknown[]> }>(
      "begin open cursor(:rc); end;",
      {
        rc: { dir: oracledb.BIND_OUT, type: oracledb.CURSOR },
      },
    );
    const rows = await outBinds?.rc.getRows(10);
    assert.ok(rows?.length === 3);
    assert.equal(await (rows[0]?.[1] as oracledb.Lob).getData(), "small");
    await outBinds?.rc.close();
  });

  it("fail with number, text and stack, and the session goes on", async () => {
    const error = await errorOf(connection.execute("begin shipped(:a); end;", { a: 1 }));
    assert.equal(error.number, 20001);
    assert.match(error.message, /ORA-20001: already shipped\nORA-06512: at "APP.PKG", line 42/);
    await connection.ping();
  });

  it("do not give more than the bind holds", async () => {
    const binds = { a: "long value", b: out.text(3), n: 1 };
    assert.equal((await errorOf(connection.execute("begin greet(:a, :b, :n); end;", binds))).number, 6502);
  });

  it("run for many rows of binds", async () => {
    const { outBinds } = await connection.executeMany<{ b: string }>(
      "begin greet(:a, :b, :n); end;",
      [
        { a: "x", n: 1 },
        { a: "y", n: 2 },
      ],
      {
        bindDefs: {
          a: { type: oracledb.STRING, maxSize: 10 },
          n: { type: oracledb.NUMBER },
          b: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 50 },
        },
      },
    );
    assert.deepEqual(
      outBinds?.map(({ b }) => b),
      ["got x", "got y"],
    );
  });
});
