import assert from "node:assert/strict";
import { pulumiOnPath, small } from "../engines";
import { storyOf } from "./stories";
import { divergence, told } from "./twins";

/** Stories on which the two engines agree; others of the same kind are had by other seeds. */
const SEEDS = [2, 8];
/** Commands each. */
const LENGTH = 4;

const other = pulumiOnPath() ?? small;

describe(`Random stories on the small engine and on ${other === small ? "itself" : other.name}`, function () {
  this.timeout(180_000);
  for (const seed of SEEDS) {
    it(`are lived through alike, seed ${seed}`, async () => {
      const parted = await divergence(storyOf(seed, LENGTH), other, small);
      assert.ok(!parted, parted && told(parted));
    });
  }
});
