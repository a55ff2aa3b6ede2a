import { parseArgs } from "node:util";
import { interruptions } from "./interruptions";
import { kills } from "./kills";
import { listener } from "./listener";
import { profiles } from "./profiles";
import { sequences, texts } from "./properties";
import { sandbox } from "./sandbox";
import type { Soak } from "./soak";

/** What `npm run soak` runs, in this order. */
const soaks: readonly Soak[] = [listener, sandbox, profiles, interruptions, kills, texts, sequences];

const usage = `npm run soak -- [names] [--runs N] [--seed S]

${soaks.map(({ name, what }) => `  ${name.padEnd(16)} ${what}\n`).join("")}`;

function whole(name: string, text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number, not ${text}`);
  return number;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { runs: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const runs = whole("runs", values.runs, 100);
  // A seed that nobody chose differs from day to day, and is printed so that the run can be had again.
  const seed = whole("seed", values.seed, Date.now() % 1_000_000_007);
  const chosen = soaks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const unknown = positionals.filter((name) => !soaks.some((soak) => soak.name === name));
  if (unknown.length > 0) throw new Error(`There is no soak ${unknown.join(", ")}.\n\n${usage}`);
  let failed = 0;
  for (const soak of chosen) {
    const { name, what } = soak;
    console.log(`${name}: ${what} (--runs ${runs} --seed ${seed})`);
    const began = performance.now();
    try {
      await soak.run({ runs, seed, say: (line) => console.log(`  ${line}`) });
      console.log(`  passed in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    } catch (error) {
      failed += 1;
      console.log(`  FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
