import { strict as assert } from "node:assert";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import oracledb from "oracledb";
import { errorOf, out, Wire } from "./fixture";

describe("log on", () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await Wire.start();
  });
  afterEach(() => wire.stop());

  it("lets the unmodified driver in and says which version it speaks", async () => {
    await wire.with((connection) => {
      assert.equal(connection.oracleServerVersionString, "19.28.0.0.0");
      assert.equal(wire.listener.sessions.size, 1);
      return Promise.resolve();
    });
  });

  it("takes connect data that comes in a packet of its own", () =>
    wire.with((connection) => connection.ping(), {
      connectString: `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${wire.port}))(CONNECT_DATA=(SERVICE_NAME=FREEPDB1)(X=${"y".repeat(400)})))`,
    }));

  it("does not know other services", async () => {
    const { message } = await errorOf(wire.connect({ connectString: `127.0.0.1:${wire.port}/nope` }));
    assert.match(message, /NJS-518/);
  });

  it("answers a wrong password and an unknown user alike", async () => {
    const wrong = await errorOf(wire.connect({ password: "lion" }));
    const unknown = await errorOf(wire.connect({ user: "nobody" }));
    assert.deepEqual([wrong.number, unknown.number], [1017, 1017]);
    assert.equal(wrong.message, unknown.message);
  });

  it("knows each user by an own password, whatever the case of the name", async () => {
    const who = async (user: string, password: string): Promise<unknown> => {
      const result = await wire.with(
        (connection) => connection.execute<{ who: string }>("begin whoami(:who); end;", { who: out.text() }),
        { user, password },
      );
      return result.outBinds?.who;
    };
    assert.equal(await who("Scott", "tiger"), "SCOTT");
    assert.equal(await who('"OTHER"', "lion"), "OTHER");
    assert.equal((await errorOf(who("other", "tiger"))).number, 1017);
  });

  it("takes long, short and Unicode passwords", async () => {
    for (const password of ["x", "1234567890123456", `žluťoučký kůň 😀 ${"p".repeat(60)}`]) {
      wire.database.passwords.set("ODD", password);
      await wire.with((connection) => connection.ping(), { user: "odd", password });
      assert.equal((await errorOf(wire.connect({ user: "odd", password: `${password} ` }))).number, 1017);
    }
  });

  it("refuses administrators, proxies and new passwords, which it does not have", async () => {
    assert.equal((await errorOf(wire.connect({ privilege: oracledb.SYSDBA }))).number, 1031);
    assert.equal((await errorOf(wire.connect({ user: "scott[OTHER]" }))).number, 28150);
    await wire.with(async (connection) => {
      const { message } = await errorOf(connection.changePassword("scott", "tiger", "lion"));
      assert.match(message, /ORA-03115: changing a password is not supported/);
      await connection.ping();
    });
  });

  it("refuses editions and tokens that its database does not know", async () => {
    assert.equal((await errorOf(wire.connect({ edition: "E9" }))).number, 38802);
    await wire.with((connection) => connection.ping(), { edition: "ora$base" });
    const { connectString } = wire;
    const external = oracledb.getConnection({ connectString, externalAuth: true });
    assert.equal((await errorOf(external)).number, 1017);
  });

  it("hears what the client says of itself", () =>
    wire.with(async (connection) => {
      connection.module = "mod";
      connection.action = "act";
      connection.clientId = "me@x";
      connection.currentSchema = "APP";
      await connection.ping();
      const { module, action, clientId, schema } = wire.database.attributes;
      assert.deepEqual(
        { module, action, clientId, schema },
        { module: "mod", action: "act", clientId: "me@x", schema: "APP" },
      );
    }));

  it("closes the database's session when the client leaves, and rolls back before", async () => {
    await wire.with((connection) => connection.execute("insert into t values (:id)", { id: 1 }));
    await sleep(20);
    assert.deepEqual(wire.database.log.slice(1), ["rollback", "close"]);
    assert.equal(wire.listener.sessions.size, 0);
  });

  it("serves a pool and what its sessions are reused for", async () => {
    const { connectString } = wire;
    const pool = await oracledb.createPool({
      user: "scott",
      password: "tiger",
      connectString,
      poolMin: 1,
      poolMax: 4,
      poolPingInterval: 0,
    });
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const connection = await pool.getConnection();
        const binds = { a: `p${n}`, n, b: out.text() };
        const result = await connection.execute<{ b: string }>("begin greet(:a, :b, :n); end;", binds);
        assert.equal(result.outBinds?.b, `got p${n}`);
        await connection.close();
      }),
    );
    assert.ok(wire.listener.activity.logins <= 4);
    await pool.close(0);
  });

  it("does not wait for ever for a client that says nothing, before it has logged on", async () => {
    const impatient = await Wire.start({ patience: 50 });
    try {
      await impatient.with(async (connection) => {
        const silent = connect(impatient.port, "127.0.0.1").resume();
        await once(silent, "close");
        await sleep(20);
        assert.equal(impatient.listener.sessions.size, 1);
        await connection.ping();
      });
    } finally {
      await impatient.stop();
    }
  });

  it("counts round trips and log ons, and keeps the texts", async () => {
    await wire.with(async (connection) => {
      wire.listener.activity.forget();
      await connection.execute("begin nothing; end;");
      await connection.execute("begin nothing; end;");
      assert.equal(wire.listener.activity.roundTrips, 2);
      assert.deepEqual(
        wire.listener.activity.executed.map(({ user, sql }) => [user, sql]),
        [
          ["SCOTT", "begin nothing; end;"],
          ["SCOTT", "begin nothing; end;"],
        ],
      );
    });
  });
});
