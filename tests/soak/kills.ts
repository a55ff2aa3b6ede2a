import { chooseEngine } from "../engine";
import { kill } from "../lifecycle/kills";
import type { Soak } from "./soak";

/** Resources of the stack whose engine or provider host is killed. */
const size = 40;

export const kills: Soak = {
  name: "kills",
  what: "engines and provider hosts killed in the middle of up, update and destroy; a run is a kill",
  async run({ runs, seed, say }) {
    const { engines, hosts, convergences } = await kill(runs, seed, size, say, chooseEngine({ say }));
    say(`${engines} engines and ${hosts} provider hosts killed, ${convergences} convergences`);
  },
};
