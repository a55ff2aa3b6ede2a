import assert from "node:assert/strict";
import fc from "fast-check";
import { CheckFailure, declare, openSite } from "./fixture";
import type { Declared, Stack } from "./fixture";
import type { Profile } from "./profiles";

/** What breaks text that is put together: quotes, binds, substitution, statement ends, and the edges of sizes. */
const nasty = fc.constantFrom(
  "'",
  "''",
  '"',
  "q'[x]'",
  "]'",
  ":name",
  ":1",
  "&var",
  "&&v.",
  ";",
  "\n/\n",
  "\r\n",
  "--",
  "/*",
  "*/",
  "\\",
  "\t",
  "\0",
  "{fn x}",
  "?",
  "%",
  "é",
  "漢",
  "😀",
  "\ud83d",
  "\ude00",
  "\u2028",
  "\ufeff",
  "x".repeat(3_997),
  "漢".repeat(1_334),
  "y".repeat(32_767),
);

const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 12 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

/** One text in each place that takes one. */
const places: readonly ((text: string) => Declared)[] = [
  (text) => declare("it", "OrdsModule", { name: "it", basePath: "/it/", comments: text }),
  (text) => declare("it", "OrdsModule", { name: text, basePath: "/it/" }),
  (text) => declare("it", "OrdsHandler", { module: "m", pattern: text, source: "x" }),
  (text) => declare("it", "OrdsHandler", { module: "m", pattern: "it", source: text, comments: text }),
  (text) =>
    declare("it", "OrdsHandler", {
      module: "m",
      pattern: "it",
      source: "x",
      parameters: [{ name: text, bindVariable: "b", comments: text }],
    }),
  (text) => declare("it", "OrdsRole", { name: text }),
  (text) => declare("it", "OrdsPrivilege", { name: text, label: text, description: text }),
  (text) => declare("it", "OrdsOAuthClient", { name: text, description: text, clientSecret: text }),
];

export interface Checked {
  stored: number;
  refused: number;
}

/** Each text comes back from the database as it was given, or is refused before anything is sent. */
export async function checkTexts(runs: number, seed: number, profile: Profile): Promise<Checked> {
  const site = await openSite(profile);
  const counts = { stored: 0, refused: 0 };
  try {
    const stack = site.stack();
    const module = declare("m", "OrdsModule", { name: "m", basePath: "/m/" });
    await stack.up([module]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anyText, async (place, text) => {
        const declared = place(text);
        const sent = site.sandbox.activity.roundTrips;
        try {
          await stack.up([module, declared]);
        } catch (error) {
          if (!(error instanceof CheckFailure)) throw error;
          assert.equal(site.sandbox.activity.roundTrips, sent, "refused before anything is sent");
          counts.refused += 1;
          return;
        }
        assert.equal((await stack.refresh())["it"], "same");
        assert.deepEqual(comparable(stack, declared), comparable(undefined, declared));
        await stack.up([module]);
        counts.stored += 1;
      }),
      { numRuns: runs, seed, interruptAfterTimeLimit: 600_000 },
    );
    return counts;
  } finally {
    await site.stop();
  }
}

/** The properties that the text is in, as given, or as they are in the state. */
function comparable(stack: Stack | undefined, { inputs }: Declared): unknown {
  const from = stack?.outputs("it") ?? inputs;
  return Object.keys(inputs).map((name) => {
    const value = from[name];
    return name === "parameters"
      ? (value as { name: string; comments: string }[]).map((one) => [one.name, one.comments])
      : value;
  });
}
