/** Runs jobs a few at a time: asked for one by one, or all at once so that they fill each other's waits. */
export class Schedule<T> {
  readonly #started = new Map<string, Promise<T>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(
    width: number,
    readonly run: (name: string) => Promise<T>,
  ) {
    this.#free = width;
  }

  /** The job of that name, started when there is room for it. */
  get(name: string): Promise<T> {
    const known = this.#started.get(name);
    if (known) return known;
    const job = this.#turn()
      .then(() => this.run(name))
      .finally(() => this.#next());
    // Whoever asks for it later hears of a failure.
    job.catch(() => undefined);
    this.#started.set(name, job);
    return job;
  }

  async #turn(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
