import assert from "node:assert/strict";
import fc from "fast-check";
import { OraError } from "../errors";
import { openStore } from ".";
import type { Savepoint, Transaction } from ".";

/** One step of one of two transactions. Rows are meant by their key, and by the order of those that are there. */
type Step =
  | { readonly kind: "insert"; readonly who: 0 | 1; readonly key: number }
  | { readonly kind: "update"; readonly who: 0 | 1; readonly row: number; readonly key: number }
  | { readonly kind: "delete"; readonly who: 0 | 1; readonly row: number }
  | { readonly kind: "savepoint" | "rollbackTo" | "commit" | "rollback"; readonly who: 0 | 1 };

const who = fc.constantFrom(0 as const, 1 as const);
const key = fc.integer({ min: 1, max: 4 });
const row = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("insert" as const), who, key }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("update" as const), who, row, key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("delete" as const), who, row }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("savepoint", "rollbackTo", "commit", "rollback"), who }),
  },
);

/** What a transaction sees, and what it wrote: rows by number, null for a deleted one. */
interface Side {
  readonly written: Map<number, number | null>;
  saved: { readonly position: Savepoint; readonly written: ReadonlyMap<number, number | null> } | undefined;
}

/** The simplest thing that could be right: all rows committed, and what each transaction changed. */
class Model {
  readonly committed = new Map<number, number>();
  readonly sides: readonly [Side, Side] = [
    { written: new Map(), saved: undefined },
    { written: new Map(), saved: undefined },
  ];

  sees(side: Side): Map<number, number> {
    const rows = new Map(this.committed);
    for (const [number, value] of side.written) {
      if (value === null) rows.delete(number);
      else rows.set(number, value);
    }
    return rows;
  }
}

const path = "APP.T";

describe("the store, against a model", () => {
  it("shows each transaction what is committed and what it wrote, whatever they do", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const store = await openStore();
        try {
          store.createTable({
            owner: "APP",
            name: "T",
            columns: [{ name: "K", type: "NUMBER" }],
            unique: [{ name: "T_PK", columns: ["K"] }],
          });
          const begin = (): Transaction => store.begin({ signal: () => undefined });
          const transactions = [begin(), begin()] as const;
          const model = new Model();
          for (const one of steps) {
            await take(model, transactions, one);
            for (const side of [0, 1] as const) {
              const seen = transactions[side].rows(path).map(({ rowId, values }) => [rowId, values["K"]]);
              const wanted = [...model.sees(model.sides[side])].sort(([a], [b]) => a - b);
              assert.deepEqual(seen, wanted);
            }
          }
        } finally {
          store.close();
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** A step that has to wait for the other is given up: both run in one thread of thought here. */
async function take(
  model: Model,
  transactions: readonly [Transaction, Transaction],
  one: Step,
): Promise<void> {
  const side = model.sides[one.who];
  const transaction = transactions[one.who];
  switch (one.kind) {
    case "commit":
      for (const [number, value] of side.written) {
        if (value === null) model.committed.delete(number);
        else model.committed.set(number, value);
      }
      transaction.commit();
      side.written.clear();
      side.saved = undefined;
      return;
    case "rollback":
      transaction.rollback();
      side.written.clear();
      side.saved = undefined;
      return;
    case "savepoint":
      side.saved = { position: transaction.savepoint(), written: new Map(side.written) };
      return;
    case "rollbackTo":
      if (side.saved === undefined) return;
      transaction.rollbackTo(side.saved.position);
      side.written.clear();
      for (const [number, value] of side.saved.written) side.written.set(number, value);
      return;
  }
  const other = model.sides[1 - one.who]!;
  const seen = model.sees(side);
  const row = one.kind === "insert" ? undefined : [...seen.keys()].sort((a, b) => a - b)[one.row];
  if (one.kind !== "insert" && row === undefined) return;
  if (row !== undefined && other.written.has(row)) return;
  if (one.kind === "delete") {
    assert.equal(await transaction.delete(path, row!), true);
    side.written.set(row!, null);
    return;
  }
  if (isContested(model, other, one.key)) return;
  const taken = [...seen].some(([number, value]) => value === one.key && number !== row);
  const change = async (): Promise<number> => {
    if (row === undefined) return (await transaction.insert(path, { K: one.key })).rowId;
    assert.equal(await transaction.update(path, row, { K: one.key }), true);
    return row;
  };
  if (taken) {
    await assert.rejects(change(), (error) => error instanceof OraError && error.code === 1);
  } else {
    const number = await change();
    side.written.set(number, one.key);
  }
}

/** Whether the other has touched a row with that key, so that one would wait, or fail, for it. */
function isContested(model: Model, other: Side, wanted: number): boolean {
  return [...other.written].some(
    ([number, value]) => value === wanted || model.committed.get(number) === wanted,
  );
}
