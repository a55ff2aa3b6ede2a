import { soakSandbox } from "../sandbox/strength";
import type { Soak } from "./soak";

/** Milliseconds at full speed for each run. */
const fullSpeedPerRun = 1200;

export const sandbox: Soak = {
  name: "sandbox",
  what: "noise and what is nearly a request on all ports of the whole sandbox, crowds, log ons (a hundred a run, 10,000 at most) and full speed",
  async run({ runs, seed, say }) {
    const { calls, growth } = await soakSandbox(runs, seed, runs * fullSpeedPerRun);
    say(`${calls} blocks at full speed; the heap grew by ${growth.toFixed(1)} MB over the second half`);
  },
};
