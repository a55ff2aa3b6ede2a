import { OraError } from "../errors";
import type { SequenceOptions } from "../lang/ast";

/** Numbers that no rollback turns back. */
export class Sequence {
  #next: number;
  #options: SequenceOptions;

  constructor(
    readonly owner: string,
    readonly name: string,
    options: SequenceOptions,
  ) {
    this.#options = options;
    this.#next = options.startWith ?? (this.increment > 0 ? this.least : this.most);
  }

  get increment(): number {
    return this.#options.incrementBy ?? 1;
  }

  get least(): number {
    return this.#options.minValue ?? (this.increment > 0 ? 1 : -1e27);
  }

  get most(): number {
    return this.#options.maxValue ?? (this.increment > 0 ? 1e28 : -1);
  }

  /** What NEXTVAL gives next, as LAST_NUMBER shows it without a cache. */
  get upcoming(): number {
    return this.#next;
  }

  /** @throws OraError 8004 */
  next(): number {
    const value = this.#next;
    if (value > this.most || value < this.least) {
      const [end, limit] = value > this.most ? ["MAXVALUE", "exceeds"] : ["MINVALUE", "goes below"];
      if (this.#options.cycle !== true)
        throw new OraError(8004, `sequence ${this.name}.NEXTVAL ${limit} ${end} and cannot be instantiated`);
      this.#next = this.increment > 0 ? this.least : this.most;
      return this.next();
    }
    this.#next += this.increment;
    return value;
  }

  alter(options: SequenceOptions): void {
    this.#options = { ...this.#options, ...options };
    if (options.startWith !== undefined) this.#next = options.startWith;
  }
}
