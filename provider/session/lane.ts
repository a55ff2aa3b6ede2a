import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { failedOut } from "./block";
import type { Operation, Outs } from "./operation";
import { pauseBefore } from "./retry";

/** Most operations that travel together: bounds the text the database has to parse at once. */
const mostTogether = 32;

/** Most characters of values that travel together. */
const mostCharacters = 1_000_000;

/** Longest wait for company before a block leaves, in milliseconds; it is a quarter of a round trip at most. */
const longestWait = 25;

type Run = (operations: readonly Operation[], label: string) => Promise<Outs[]>;

interface Waiting {
  readonly operation: Operation;
  /** What it is for. */
  readonly label: string;
  readonly resolve: (outs: Outs) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The turn-taking of one schema: one block at a time, and what has come to wait meanwhile goes together in the next.
 * Writers of one schema thus never meet in the database, where redefinitions of the same parent would undo one another.
 */
export class Lane {
  readonly #run: Run;
  #waiting: Waiting[] = [];
  #busy = false;
  /** The shortest round trip so far, in milliseconds. */
  #trip = 0;
  /** How many travelled last time or came meanwhile: about as many will come again, once their answers are back. */
  #company = 0;
  /** Ends the wait for them. */
  #complete: (() => void) | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  submit(operation: Operation, label: string): Promise<Outs> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, label, resolve, reject });
      if (!this.#busy) void this.#work();
      else if (this.#waiting.length >= Math.min(this.#company, mostTogether)) this.#complete?.();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const together = this.#waiting.splice(0, countTogether(this.#waiting));
      await this.#travel(together);
      this.#company = together.length + this.#waiting.length;
    }
    this.#busy = false;
  }

  /**
   * The engine hands over what it has ready one by one, and the next as soon as it has an answer. A moment's wait spares each
   * of them a round trip of its own; who comes alone does not wait.
   */
  async #gather(): Promise<void> {
    const wait = Math.min(this.#trip / 4, longestWait);
    if (wait < 1 || this.#waiting.length >= Math.min(this.#company, mostTogether)) {
      await turn();
      return;
    }
    const enough = new AbortController();
    this.#complete = () => enough.abort();
    await sleep(wait, undefined, { signal: enough.signal }).catch(() => undefined);
    this.#complete = undefined;
  }

  async #travel(together: readonly Waiting[]): Promise<void> {
    const [first] = together;
    if (first === undefined) return;
    if (together.length === 1) return this.#alone(first);
    let outs: Outs[];
    try {
      outs = await this.#timed(together);
    } catch (error) {
      if (didNotCompile(error)) {
        // The one at fault is in one half; the other goes on together.
        const half = Math.ceil(together.length / 2);
        await this.#travel(together.slice(0, half));
        return this.#travel(together.slice(half));
      }
      for (const one of together) one.reject(error);
      return;
    }
    for (const [index, one] of together.entries()) {
      const out = outs[index] ?? {};
      if (out[failedOut] === 1) await this.#alone(one);
      else one.resolve(out);
    }
  }

  async #alone(one: Waiting): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const [outs] = await this.#timed([one]);
        one.resolve(outs ?? {});
        return;
      } catch (error) {
        const pause = pauseBefore(error, tries);
        if (pause === undefined) {
          one.reject(error);
          return;
        }
        await sleep(pause);
      }
    }
  }

  async #timed(together: readonly Waiting[]): Promise<Outs[]> {
    const start = performance.now();
    const more = together.length > 1 ? ` and ${together.length - 1} more` : "";
    const outs = await this.#run(
      together.map(({ operation }) => operation),
      `${together[0]?.label ?? ""}${more}`,
    );
    const trip = performance.now() - start;
    this.#trip = this.#trip === 0 ? trip : Math.min(this.#trip, trip);
    return outs;
  }
}

/**
 * A call that one operation should not have made keeps the whole block from running (fact 184). Any other error that
 * leaves the block is about the connection or the commit; trying each by itself would log in, or write, again and again.
 */
function didNotCompile(error: unknown): boolean {
  return error instanceof Error && error.message.includes("ORA-06550");
}

/** How many of those waiting, from the front, go in the next block. */
function countTogether(waiting: readonly Waiting[]): number {
  let characters = 0;
  for (const [index, { operation }] of waiting.entries()) {
    if (index === mostTogether || operation.alone) return Math.max(index, 1);
    characters += operation.parts.reduce(
      (sum, part) => sum + (typeof part === "object" && "bind" in part ? String(part.bind ?? "").length : 0),
      0,
    );
    if (characters > mostCharacters) return Math.max(index, 1);
  }
  return waiting.length;
}
