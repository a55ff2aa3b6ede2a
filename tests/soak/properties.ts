import { runSequences } from "../lifecycle/sequences";
import { checkTexts } from "../lifecycle/strings";
import type { Soak } from "./soak";

/** Texts a run: 100 runs are 10,000 of them. */
const textsPerRun = 100;

export const texts: Soak = {
  name: "texts",
  what: "random texts as names, comments, patterns and sources",
  async run({ runs, seed, say }) {
    const { stored, refused } = await checkTexts(runs * textsPerRun, seed);
    say(`${stored} stored, ${refused} refused`);
  },
};

export const sequences: Soak = {
  name: "sequences",
  what: "random sequences of programs; a run is a sequence",
  async run({ runs, seed, say }) {
    say(`${await runSequences(runs, seed)} programs brought up`);
  },
};
