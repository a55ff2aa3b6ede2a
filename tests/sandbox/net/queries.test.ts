import { strict as assert } from "node:assert";
import oracledb from "oracledb";
import { errorOf, longText, typeValues, Wire } from "./fixture";

describe("queries and DML", () => {
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

  it("give all rows, whatever is fetched at once", async () => {
    const fetches: oracledb.ExecuteOptions[] = [
      {},
      { fetchArraySize: 7 },
      { prefetchRows: 0 },
      { prefetchRows: 500 },
    ];
    for (const n of [0, 1, 2, 99, 100, 101, 1000]) {
      for (const options of fetches) {
        const { rows } = await connection.execute<[number, string]>(
          "select id, name from many where rownum <= :n",
          { n },
          options,
        );
        assert.equal(rows?.length, n);
        if (n > 0) assert.equal(rows[n - 1]?.[0], n);
      }
    }
  });

  it("stream, and stop when told to", async () => {
    let count = 0;
    for await (const row of connection.queryStream("select id, name from many") as AsyncIterable<unknown[]>) {
      count += row.length / 2;
    }
    assert.equal(count, 1000);
    assert.equal((await connection.execute("select id, name from many", [], { maxRows: 5 })).rows?.length, 5);
  });

  it("describe and carry every type", async () => {
    const { rows, metaData } = await connection.execute<unknown[]>("select * from types", [], {
      fetchInfo: { N: { type: oracledb.STRING } },
    });
    assert.deepEqual(
      metaData?.map(({ dbTypeName }) => dbTypeName),
      [
        "VARCHAR2",
        "NUMBER",
        "DATE",
        "TIMESTAMP",
        "TIMESTAMP WITH TIME ZONE",
        "TIMESTAMP WITH LOCAL TIME ZONE",
        "RAW",
        "BINARY_DOUBLE",
        "BINARY_FLOAT",
        "CHAR",
        "BOOLEAN",
      ],
    );
    // The driver gives what has no time zone as local time.
    const expected = [...typeValues];
    expected[2] = new Date(2024, 1, 29, 23, 59, 58);
    expected[3] = new Date(2024, 1, 29, 23, 59, 58, 123);
    assert.deepEqual(rows?.[0], expected);
    assert.ok(rows[1]?.every((value) => value === null));
  });

  it("give LOBs as objects and as text, twice each", async () => {
    for (let i = 0; i < 2; i++) {
      const { rows } = await connection.execute<[number, oracledb.Lob | null, oracledb.Lob | null]>(
        "select id, doc, bin from docs",
      );
      assert.equal(await rows?.[0]?.[1]?.getData(), "small");
      assert.equal(rows?.[1]?.[1], null);
      assert.equal(await rows[2]?.[1]?.getData(), longText);
      assert.deepEqual(await rows[2]?.[2]?.getData(), Buffer.alloc(100_000, 7));
    }
    for (let i = 0; i < 2; i++) {
      const { rows } = await connection.execute<unknown[]>("select id, doc, bin from docs d", [], {
        fetchInfo: { DOC: { type: oracledb.STRING }, BIN: { type: oracledb.BUFFER } },
      });
      assert.equal(rows?.[2]?.[1], longText);
      assert.deepEqual(rows[0]?.[2], Buffer.from([1, 2, 3]));
    }
  });

  it("write LOBs in pieces, and free them", async () => {
    const lob = await connection.createLob(oracledb.CLOB);
    await new Promise<void>((resolve, reject) => {
      lob.on("finish", resolve);
      lob.on("error", reject);
      for (let at = 0; at < longText.length; at += 3000) lob.write(longText.slice(at, at + 3000));
      lob.end();
    });
    const binds = { i_t: lob, o_t: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 1_000_000 } };
    const { outBinds } = await connection.execute("begin copy(:i_t, :o_t); end;", binds);
    assert.deepEqual(outBinds, { o_t: longText });
    lob.destroy();
    await new Promise((resolve) => lob.once("close", resolve));
    await connection.ping();
    const [session] = wire.listener.sessions;
    assert.ok(session !== undefined && session.lobs.size <= 1);
  });

  it("take long binds in plain SQL, which travel last", async () => {
    const { rowsAffected } = await connection.execute("insert into t (doc, id) values (:doc, :id)", {
      doc: "D".repeat(200_000),
      id: 5,
    });
    assert.equal(rowsAffected, 1);
    const { rows } = await connection.execute("select echo_binds(:l, :s) from dual", { l: "L", s: "S" });
    assert.deepEqual(rows, [[JSON.stringify({ L: "L", S: "S" })]]);
  });

  it("insert many rows, and say which failed", async () => {
    const rows = Array.from({ length: 500 }, (_, n) => ({ id: n + 100, s: "s".repeat(n) }));
    assert.equal((await connection.executeMany("insert into t values (:id, :s)", rows)).rowsAffected, 500);
    const some = [{ id: 12 }, { id: 13 }, { id: 14 }];
    const result = await connection.executeMany("insert into t values (:id)", some, {
      batchErrors: true,
      dmlRowCounts: true,
    });
    assert.equal(result.rowsAffected, 2);
    assert.deepEqual(
      result.batchErrors?.map(({ offset, message }) => [offset, message.trim()]),
      [[1, "ORA-00001: unique constraint violated"]],
    );
    assert.deepEqual(result.dmlRowCounts, [1, 0, 1]);
    assert.equal((await errorOf(connection.executeMany("insert into t values (:id)", some))).number, 1);
  });

  it("return what they changed", async () => {
    for (let i = 0; i < 2; i++) {
      const result = await connection.execute("update t set a = :a returning id into :rid", {
        a: 1,
        rid: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
      });
      assert.deepEqual(result.outBinds, { rid: [101, 102] });
      assert.equal(result.rowsAffected, 2);
    }
  });

  it("are described without being run", async () => {
    const info = await connection.getStatementInfo("select id, name from many where x = :q");
    assert.deepEqual(info.bindNames, ["Q"]);
    assert.equal(info.metaData?.length, 2);
  });

  it("fail with a position", async () => {
    const error = await errorOf(connection.execute("select * from nosuchtable"));
    assert.deepEqual([error.number, error.offset], [942, 14]);
  });

  it("commit by call, with the statement, and not at all", async () => {
    const changes = async (work: () => Promise<unknown>): Promise<string[]> => {
      wire.database.log.length = 0;
      await work();
      return wire.database.log.filter((entry) => !entry.startsWith("insert"));
    };
    const insert = (options: oracledb.ExecuteOptions = {}): Promise<unknown> =>
      connection.execute("insert into t values (:id)", { id: 1 }, options);
    assert.deepEqual(await changes(() => insert()), []);
    assert.equal(connection.transactionInProgress, true);
    assert.deepEqual(await changes(() => connection.commit()), ["commit"]);
    assert.equal(connection.transactionInProgress, false);
    assert.deepEqual(await changes(() => insert({ autoCommit: true })), ["commit"]);
    assert.deepEqual(await changes(() => insert({ autoCommit: true })), ["commit"]);
    await insert();
    assert.deepEqual(await changes(() => connection.rollback()), ["rollback"]);
  });
});
