import assert from "node:assert/strict";
import { onEachProfile } from "./profiles";
import { checkTexts } from "./strings";

onEachProfile("any text", (profile) => {
  it("comes back exactly, or is refused before anything is sent", async () => {
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const { stored, refused } = await checkTexts(60, seed, profile);
    console.log(`      ${stored} stored, ${refused} refused (seed ${seed})`);
    assert.ok(stored > 0 && refused > 0);
  });
});
