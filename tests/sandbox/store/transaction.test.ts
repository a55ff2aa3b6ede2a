import assert from "node:assert/strict";
import { OraError } from "../errors";
import { openStore } from ".";
import type { Store, StoredValue, Transaction } from ".";

const path = "APP.ITEMS";

describe("transactions of the store", () => {
  let store: Store;
  let one: Transaction;
  let two: Transaction;
  const begin = (signal?: AbortSignal): Transaction => store.begin({ signal: () => signal });
  const names = (transaction: Transaction): StoredValue[] =>
    transaction.rows(path).map(({ values }) => values["NAME"]!);

  beforeEach(async () => {
    store = await openStore();
    store.createTable({
      owner: "APP",
      name: "ITEMS",
      columns: [
        { name: "ID", type: "NUMBER", nullable: false, precision: 10, scale: 0 },
        { name: "NAME", type: "VARCHAR2", size: 10, nullable: false },
        { name: "MADE", type: "DATE" },
        { name: "TEXT", type: "CLOB" },
        { name: "DATA", type: "BLOB" },
      ],
      unique: [
        { name: "ITEMS_PK", columns: ["ID"], primary: true },
        { name: "ITEMS_NAME", columns: ["NAME"] },
      ],
    });
    one = begin();
    two = begin();
  });

  afterEach(() => store.close());

  async function add(transaction: Transaction, id: number, name: string): Promise<number> {
    return (await transaction.insert(path, { ID: id, NAME: name })).rowId;
  }

  /** Whether a promise is still open after everything that can go on has gone on. */
  async function waits(promise: Promise<unknown>): Promise<boolean> {
    let open = true;
    const close = (): void => void (open = false);
    promise.then(close, close);
    await new Promise((resolve) => setImmediate(resolve));
    return open;
  }

  function raises(code: number, text?: RegExp) {
    return (error: unknown): boolean =>
      error instanceof OraError && error.code === code && (text === undefined || text.test(error.message));
  }

  it("shows others what is committed, and itself all that it wrote", async () => {
    await add(one, 1, "a");
    assert.deepEqual(names(one), ["a"]);
    assert.deepEqual(names(two), []);
    assert.equal(one.active, true);
    one.commit();
    assert.equal(one.active, false);
    assert.deepEqual(names(two), ["a"]);
    const { rowId } = two.row(path, { ID: 1 })!;
    await two.update(path, rowId, { NAME: "b" });
    assert.deepEqual(names(one), ["a"]);
    await two.delete(path, rowId);
    assert.deepEqual([names(one), names(two)], [["a"], []]);
    two.rollback();
    assert.deepEqual(names(two), ["a"]);
  });

  it("keeps values of all types", async () => {
    const values = {
      ID: 12345678901,
      NAME: "ÄÖ\u{1F600}",
      MADE: new Date("2026-01-31T10:20:30Z"),
      TEXT: "x".repeat(100_000),
      DATA: Buffer.from([0, 1, 255]),
    };
    await assert.rejects(one.insert(path, values), raises(1438));
    const { rowId } = await one.insert(path, { ...values, ID: 7 });
    assert.deepEqual(one.row(path, { ID: 7 }), { rowId, values: { ...values, ID: 7 } });
    assert.equal(one.rows(path, { MADE: values.MADE }).length, 1);
  });

  it("matches null with null, in the order of insertion", async () => {
    for (const [id, name] of [[3, "c"], [1, "a"], [2, "b"]] as const) await add(one, id, name); // prettier-ignore
    assert.deepEqual(
      one.rows(path, { TEXT: null }).map(({ values }) => values["ID"]),
      [3, 1, 2],
    );
    await one.update(path, one.row(path, { ID: 3 })!.rowId, { TEXT: "t", NAME: "d" });
    assert.deepEqual(names(one), ["d", "a", "b"]);
    assert.equal(one.rows(path, { TEXT: null }).length, 2);
  });

  it("goes back to a savepoint, and gives locks back that came after it", async () => {
    const row = await add(one, 1, "a");
    one.commit();
    await one.update(path, row, { TEXT: "first" });
    const savepoint = one.savepoint();
    const other = await add(one, 2, "b");
    await one.update(path, row, { TEXT: "second", NAME: "z" });
    await one.delete(path, other);
    one.rollbackTo(savepoint);
    assert.deepEqual(names(one), ["a"]);
    assert.equal(one.row(path, { ID: 1 })!.values["TEXT"], "first");
    one.rollback();
    assert.equal(await two.lock(path, row, 0), true);
  });

  it("refuses nulls, long values and numbers as Oracle words it", async () => {
    await assert.rejects(
      one.insert(path, { ID: 1 }),
      raises(1400, /^ORA-01400: cannot insert NULL into \("APP"\."ITEMS"\."NAME"\)$/),
    );
    const row = await add(one, 1, "a");
    await assert.rejects(
      one.update(path, row, { NAME: "" }),
      raises(1407, /^ORA-01407: cannot update \("APP"\."ITEMS"\."NAME"\) to NULL$/),
    );
    await assert.rejects(
      one.update(path, row, { NAME: "ÄÄÄÄÄÄ" }),
      raises(
        12899,
        /^ORA-12899: value too large for column "APP"\."ITEMS"\."NAME" \(actual: 12, maximum: 10\)$/,
      ),
    );
  });

  it("tells a duplicate with its constraint and values (fact 149)", async () => {
    await add(one, 1, "a");
    await assert.rejects(
      add(one, 2, "a"),
      raises(
        1,
        /^ORA-00001: unique constraint \(APP\.ITEMS_NAME\) violated on table .*\nORA-03301: .*NAME:'a'/,
      ),
    );
    const old = await openStore({ release: 19 });
    old.createTable(store.table("APP", "ITEMS")!);
    const transaction = old.begin({ signal: () => undefined });
    await transaction.insert(path, { ID: 1, NAME: "a" });
    await assert.rejects(
      transaction.insert(path, { ID: 1, NAME: "b" }),
      raises(1, /^ORA-00001: unique constraint \(APP\.ITEMS_PK\) violated$/),
    );
    old.close();
  });

  it("waits for an uncommitted rival of a key, and fails when that commits", async () => {
    await add(one, 1, "a");
    const rival = add(two, 2, "a");
    assert.equal(await waits(rival), true);
    one.commit();
    await assert.rejects(rival, raises(1));
    assert.equal(two.waits, 1);
  });

  it("takes the key when the rival rolls back, or has deleted it and commits", async () => {
    await add(one, 1, "a");
    const first = add(two, 2, "a");
    assert.equal(await waits(first), true);
    one.rollback();
    const row = await first;
    two.commit();
    await one.delete(path, row);
    const second = add(two, 3, "a");
    assert.equal(await waits(second), true);
    one.commit();
    await second;
    assert.deepEqual(names(two), ["a"]);
  });

  it("waits for whoever has the row, then sees what that did", async () => {
    const row = await add(one, 1, "a");
    one.commit();
    await one.update(path, row, { TEXT: "one" });
    const update = two.update(path, row, { MADE: null, NAME: "b" });
    assert.equal(await waits(update), true);
    one.commit();
    assert.equal(await update, true);
    assert.equal(two.row(path, { ID: 1 })!.values["TEXT"], "one");
    const gone = one.delete(path, row);
    await two.delete(path, row);
    two.commit();
    assert.equal(await gone, false);
  });

  it("ends a deadlock for the one who closes the circle", async () => {
    const [a, b] = [await add(one, 1, "a"), await add(one, 2, "b")];
    one.commit();
    await one.lock(path, a);
    await two.lock(path, b);
    const first = one.lock(path, b);
    assert.equal(await waits(first), true);
    await assert.rejects(
      two.lock(path, a),
      raises(60, /^ORA-00060: deadlock detected while waiting for resource$/),
    );
    two.rollback();
    assert.equal(await first, true);
  });

  it("waits no longer than it is told", async () => {
    const row = await add(one, 1, "a");
    one.commit();
    await one.lock(path, row);
    await assert.rejects(two.lock(path, row, 0), raises(54));
    await assert.rejects(two.lock(path, row, 0.02), raises(30006));
    const controller = new AbortController();
    const three = begin(controller.signal);
    const waiting = three.lock(path, row);
    assert.equal(await waits(waiting), true);
    controller.abort(new OraError(1013, "user requested cancel of current operation"));
    await assert.rejects(waiting, raises(1013));
  });

  it("locks a whole table", async () => {
    const row = await add(one, 1, "a");
    await assert.rejects(two.lockTable(path, 0), raises(54));
    one.commit();
    await two.lockTable(path);
    const update = one.update(path, row, { NAME: "b" });
    const insert = begin().insert(path, { ID: 5, NAME: "e" });
    assert.equal(await waits(Promise.race([update, insert])), true);
    two.commit();
    assert.equal(await update, true);
    await insert;
  });

  it("numbers its changes, so that others know when to look again", async () => {
    const { revision, definitions } = store;
    const row = await add(one, 1, "a");
    assert.equal(store.revision, revision);
    one.commit();
    assert.notEqual(store.revision, revision);
    const after = store.revision;
    await one.lock(path, row);
    one.commit();
    assert.equal(store.revision, after);
    assert.equal(store.dropTable("APP", "ITEMS"), true);
    assert.notEqual(store.definitions, definitions);
    assert.throws(() => one.rows(path), raises(942));
  });
});
