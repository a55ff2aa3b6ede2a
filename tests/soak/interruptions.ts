import { interrupt } from "../lifecycle/interruptions";
import type { Soak } from "./soak";

/** Resources of the stack that is interrupted. */
const size = 40;

export const interruptions: Soak = {
  name: "interruptions",
  what: "connections and sessions that end in the middle of up, update and destroy; a run is an interruption",
  async run({ runs, seed, say }) {
    const { kills, convergences } = await interrupt(runs, seed, size);
    say(`${kills} interruptions, ${convergences} convergences`);
  },
};
