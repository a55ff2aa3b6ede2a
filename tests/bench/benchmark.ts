export interface BenchOptions {
  /** How often each measurement is made; the median counts. */
  readonly runs: number;
  /** Whether the sizes that take minutes are measured too. */
  readonly large: boolean;
}

/** Something that is measured. Its lines are the result, for people. */
export interface Benchmark {
  readonly name: string;
  /** What is measured against what, in one sentence. */
  readonly what: string;
  run(options: BenchOptions): Promise<readonly string[]>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
