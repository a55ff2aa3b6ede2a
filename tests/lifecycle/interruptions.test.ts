import assert from "node:assert/strict";
import { interrupt } from "./interruptions";
import { onEachProfile, profiles } from "./profiles";

/** Over all profiles together, at least. */
const wanted = Math.ceil(12 / profiles.length);

onEachProfile("interrupted anywhere", (profile) => {
  it("and run again, a stack ends as without the interruption, with nothing doubled and no secret lost", async () => {
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const { kills, convergences } = await interrupt(wanted, seed, 13, profile);
    console.log(`      ${kills} interruptions, ${convergences} convergences (seed ${seed})`);
    assert.ok(kills >= wanted);
  });
});
