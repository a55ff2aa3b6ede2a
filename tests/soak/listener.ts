import { soak } from "../sandbox/net/soak";
import type { Soak } from "./soak";

/** Milliseconds at full speed for each run. */
const fullSpeedPerRun = 1200;

export const listener: Soak = {
  name: "listener",
  what: "noise, mutations of what drivers say, crowds, log ons and full speed on the sandbox's port",
  async run({ runs, seed, say }) {
    const { calls, growth } = await soak(runs, seed, runs * fullSpeedPerRun);
    say(`${calls} calls at full speed; the heap grew by ${growth.toFixed(1)} MB over the second half`);
  },
};
