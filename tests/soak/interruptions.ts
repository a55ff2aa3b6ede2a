import { interrupt } from "../lifecycle/interruptions";
import { everyVersion } from "../lifecycle/profiles";
import type { Soak } from "./soak";

/** Resources of the stack that is interrupted. */
const size = 40;

export const interruptions: Soak = {
  name: "interruptions",
  what: "connections and sessions that end in the middle of up, update and destroy; a run is an interruption",
  async run({ runs, seed, say }) {
    const all = { kills: 0, convergences: 0 };
    for (const profile of everyVersion) {
      const wanted = Math.ceil(runs / everyVersion.length);
      const { kills, convergences } = await interrupt(wanted, seed, size, profile);
      say(`${profile.version}: ${kills} interruptions, ${convergences} convergences`);
      all.kills += kills;
      all.convergences += convergences;
    }
    say(`${all.kills} interruptions, ${all.convergences} convergences`);
  },
};
