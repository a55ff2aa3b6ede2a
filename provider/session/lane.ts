import { failedOut } from "./block";
import type { Operation, Outs } from "./operation";

/** Most operations that travel together: bounds the text the database has to parse at once. */
const mostTogether = 32;

/** Most characters of values that travel together. */
const mostCharacters = 1_000_000;

interface Waiting {
  readonly operation: Operation;
  readonly resolve: (outs: Outs) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The turn-taking of one schema: one block at a time, and what has come to wait meanwhile goes together in the next.
 * Writers of one schema thus never meet in the database, where redefinitions of the same parent would undo one another.
 */
export class Lane {
  readonly #run: (operations: readonly Operation[]) => Promise<Outs[]>;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(run: (operations: readonly Operation[]) => Promise<Outs[]>) {
    this.#run = run;
  }

  submit(operation: Operation): Promise<Outs> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    // What was submitted in this very moment comes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, countTogether(this.#waiting));
      await this.#travel(together);
    }
    this.#busy = false;
  }

  async #travel(together: readonly Waiting[]): Promise<void> {
    const [first] = together;
    if (together.length === 1 && first !== undefined) {
      await this.#alone(first);
      return;
    }
    let outs: Outs[];
    try {
      outs = await this.#run(together.map(({ operation }) => operation));
    } catch (error) {
      if (!didNotCompile(error)) {
        for (const one of together) one.reject(error);
        return;
      }
      for (const one of together) await this.#alone(one);
      return;
    }
    for (const [index, one] of together.entries()) {
      const out = outs[index] ?? {};
      if (out[failedOut] === 1) await this.#alone(one);
      else one.resolve(out);
    }
  }

  async #alone(one: Waiting): Promise<void> {
    try {
      const [outs] = await this.#run([one.operation]);
      one.resolve(outs ?? {});
    } catch (error) {
      one.reject(error);
    }
  }
}

/**
 * A call that one operation should not have made keeps the whole block from running (fact 184). Any other error that
 * leaves the block is about the connection or the commit; trying each by itself would log in, or write, again and again.
 */
function didNotCompile(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("ORA-06550");
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
