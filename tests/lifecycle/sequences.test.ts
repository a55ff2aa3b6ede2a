import { runSequences } from "./sequences";

describe("random sequences of programs", function () {
  this.timeout(60_000);

  it("end as the last program would have by itself, with everything else untouched", async () => {
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const programs = await runSequences(6, seed);
    console.log(`      ${programs} programs (seed ${seed})`);
  });
});
