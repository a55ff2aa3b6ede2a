import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { failedOut } from "../../provider/session/block";
import { Lane } from "../../provider/session/lane";
import type { Operation, Outs } from "../../provider/session/operation";
import { failure, operation } from "./fixture";

const named = (text: string, given: Partial<Operation> = {}): Operation => ({ ...operation(text), ...given });

const textOf = ({ parts: [first] }: Operation): string => (typeof first === "string" ? first : "");

/** A lane whose blocks take a moment; `fails` says which operation raises what, alone or together with others. */
function laneWith(fails: Readonly<Record<string, string>> = {}): {
  lane: Lane;
  blocks: string[][];
  labels: string[];
} {
  const blocks: string[][] = [];
  const labels: string[] = [];
  const lane = new Lane(async (operations, label) => {
    const texts = operations.map(textOf);
    blocks.push(texts);
    labels.push(label);
    await sleep(5);
    const broken = texts.map((text) => fails[text]).find((code) => code?.startsWith("ORA-06550"));
    if (broken !== undefined) throw new Error(broken);
    const [first = ""] = texts;
    if (texts.length === 1 && fails[first] !== undefined) throw new Error(fails[first]);
    return texts.map((text): Outs => ({ [failedOut]: fails[text] === undefined ? null : 1, who: text }));
  });
  return { lane, blocks, labels };
}

describe("operations of one schema", () => {
  it("that wait at the same moment travel together, in order", async () => {
    const { lane, blocks, labels } = laneWith();
    const outs = await Promise.all(["a", "b", "c"].map((text) => lane.submit(named(text), `do ${text}`)));
    assert.deepEqual(blocks, [["a", "b", "c"]]);
    assert.deepEqual(labels, ["do a and 2 more"]);
    assert.deepEqual(
      outs.map(({ who }) => who),
      ["a", "b", "c"],
    );
  });

  it("take turns: what comes meanwhile goes with the next block", async () => {
    const { lane, blocks } = laneWith();
    const first = lane.submit(named("a"), "a");
    await sleep(2);
    await Promise.all([first, lane.submit(named("b"), "b"), lane.submit(named("c"), "c")]);
    assert.deepEqual(blocks, [["a"], ["b", "c"]]);
  });

  it("that commit by themselves travel alone", async () => {
    const { lane, blocks } = laneWith();
    const all = [named("a"), named("ddl", { alone: true }), named("b")];
    await Promise.all(all.map((one) => lane.submit(one, "")));
    assert.deepEqual(blocks, [["a"], ["ddl"], ["b"]]);
  });

  it("are at most 32, and at most a million characters of values, in a block", async () => {
    const { lane, blocks } = laneWith();
    const texts = Array.from({ length: 40 }, (_, index) => `o${index}`);
    await Promise.all(texts.map((text) => lane.submit(named(text), "")));
    assert.deepEqual(
      blocks.map(({ length }) => length),
      [32, 8],
    );
    const large = laneWith();
    const value = { bind: "x".repeat(600_000) };
    const many = ["a", "b", "c"].map((text) => ({ ...operation(text, value) }));
    await Promise.all(many.map((one) => large.lane.submit(one, "")));
    assert.deepEqual(large.blocks, [["a"], ["b"], ["c"]]);
  });

  it("fail alone, with their own error", async () => {
    const { lane, blocks } = laneWith({ b: "ORA-20001: no" });
    const results = await Promise.allSettled(["a", "b", "c"].map((text) => lane.submit(named(text), "")));
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.deepEqual(blocks, [["a", "b", "c"], ["b"]]);
  });

  it("that keep a block from compiling are found by halves; the others go on together", async () => {
    const texts = Array.from({ length: 32 }, (_, index) => `o${index}`);
    const { lane, blocks } = laneWith({ o5: "ORA-06550: line 1: PLS-00306" });
    const results = await Promise.allSettled(texts.map((text) => lane.submit(named(text), "")));
    assert.deepEqual(
      results.flatMap(({ status }, index) => (status === "rejected" ? [index] : [])),
      [5],
    );
    assert.ok(blocks.length <= 11, `${blocks.length} blocks`);
  });

  it("all hear of it when the connection is lost, and nothing is sent twice", async () => {
    const blocks: number[] = [];
    const lane = new Lane((operations) => {
      blocks.push(operations.length);
      return Promise.reject(new Error("NJS-500: connection to Oracle Database was closed or broken"));
    });
    const results = await Promise.allSettled(["a", "b"].map((text) => lane.submit(named(text), "")));
    assert.ok(results.every(({ status }) => status === "rejected"));
    assert.deepEqual(blocks, [2]);
  });

  for (const [code, tries] of [
    ["ORA-00060", 5],
    ["ORA-00054", 6],
    ["ORA-04068", 3],
    ["ORA-00001", 2],
    ["ORA-20001", 1],
  ] as const) {
    it(`that meet ${code} are tried ${tries} times at most`, async function () {
      this.timeout(10_000);
      const { lane, blocks } = laneWith({ a: `${code}: busy` });
      assert.match((await failure(lane.submit(named("a"), ""))).message, new RegExp(code));
      assert.equal(blocks.length, tries);
    });
  }

  it("that meet a deadlock once go on", async () => {
    let count = 0;
    const lane = new Lane(() => {
      count += 1;
      return count === 1 ? Promise.reject(new Error("ORA-00060: deadlock")) : Promise.resolve([{ who: "a" }]);
    });
    assert.deepEqual(await lane.submit(named("a"), ""), { who: "a" });
  });

  describe("far from the database", () => {
    const far = (trip: number): { lane: Lane; blocks: number[] } => {
      const blocks: number[] = [];
      const lane = new Lane(async (operations) => {
        blocks.push(operations.length);
        await sleep(trip);
        return operations.map(() => ({}));
      });
      return { lane, blocks };
    };
    /** As the engine does: so many at once, and the next as soon as one is done. */
    const workers = async (lane: Lane, atOnce: number, each: number): Promise<void> => {
      const worker = async (number: number): Promise<void> => {
        for (let count = 0; count < each; count++) {
          await lane.submit(named("a"), "");
          await sleep(number);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, (_, number) => worker(number)));
    };

    it("wait a moment for as many as came last time", async () => {
      const { lane, blocks } = far(60);
      await workers(lane, 8, 5);
      assert.ok(blocks.length <= 8, JSON.stringify(blocks));
    });

    it("do not wait for company when they come one by one", async () => {
      const { lane } = far(60);
      const from = performance.now();
      await workers(lane, 1, 5);
      assert.ok(performance.now() - from < 5 * 60 + 200);
    });

    it("wait no longer than a quarter of a round trip", async () => {
      const { lane } = far(60);
      await Promise.all([lane.submit(named("a"), ""), lane.submit(named("b"), "")]);
      const from = performance.now();
      await lane.submit(named("c"), "");
      assert.ok(performance.now() - from < 2 * 60);
    });
  });
});
