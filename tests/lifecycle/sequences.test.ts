import { onEachProfile } from "./profiles";
import { runSequences } from "./sequences";

onEachProfile("random sequences of programs", (profile) => {
  it("end as the last program would have by itself, with everything else untouched", async () => {
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const programs = await runSequences(3, seed, profile);
    console.log(`      ${programs} programs (seed ${seed})`);
  });
});
