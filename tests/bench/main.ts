import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark";
import { engine } from "./engine";
import { latency } from "./latency";
import { provider } from "./provider";
import { sandbox } from "./sandbox";

/** What `npm run bench` measures, in this order. */
const benchmarks: readonly Benchmark[] = [provider, engine, latency, sandbox];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { runs: { type: "string" }, large: { type: "boolean" } },
    allowPositionals: true,
  });
  const runs = Number(values.runs ?? 3);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a whole number from 1");
  const unknown = positionals.filter((name) => !benchmarks.some((one) => one.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no benchmark ${unknown.join(", ")}: choose ${benchmarks.map(({ name }) => name).join(", ")}.`,
    );
  }
  for (const benchmark of benchmarks) {
    if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
    console.log(`${benchmark.name}: ${benchmark.what}`);
    for (const line of await benchmark.run({ runs, large: values.large ?? false })) console.log(`  ${line}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
