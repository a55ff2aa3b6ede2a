import assert from "node:assert/strict";
import { interrupt } from "./interruptions";

describe("interrupted anywhere", function () {
  this.timeout(120_000);

  it("and run again, a stack ends as without the interruption, with nothing doubled and no secret lost", async () => {
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const { kills, convergences } = await interrupt(12, seed, 13);
    console.log(`      ${kills} interruptions, ${convergences} convergences (seed ${seed})`);
    assert.ok(kills >= 12);
  });
});
