export interface SoakOptions {
  /** How many times, or how many random sequences: each test says what a run is. */
  readonly runs: number;
  readonly seed: number;
  /** Prints progress. */
  readonly say: (line: string) => void;
}

/** A test that is too long for `npm test`, which runs a short seeded sample of it. It throws when something is wrong. */
export interface Soak {
  readonly name: string;
  readonly what: string;
  run(options: SoakOptions): Promise<void>;
}
