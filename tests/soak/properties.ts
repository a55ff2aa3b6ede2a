import { everyVersion } from "../lifecycle/profiles";
import { runSequences } from "../lifecycle/sequences";
import { checkTexts } from "../lifecycle/strings";
import type { Soak } from "./soak";

/** Texts a run: 100 runs are 10,000 of them. */
const textsPerRun = 100;

export const texts: Soak = {
  name: "texts",
  what: "random texts as names, comments, patterns and sources; a run is a hundred, over all versions of ORDS",
  async run({ runs, seed, say }) {
    for (const profile of everyVersion) {
      const { stored, refused } = await checkTexts(share(runs * textsPerRun), seed, profile);
      say(`${profile.version}: ${stored} stored, ${refused} refused`);
    }
  },
};

export const sequences: Soak = {
  name: "sequences",
  what: "random sequences of programs; a run is a sequence, over all versions of ORDS",
  async run({ runs, seed, say }) {
    for (const profile of everyVersion) {
      say(`${profile.version}: ${await runSequences(share(runs), seed, profile)} programs brought up`);
    }
  },
};

function share(runs: number): number {
  return Math.ceil(runs / everyVersion.length);
}
