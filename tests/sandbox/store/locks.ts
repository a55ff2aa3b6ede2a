import { OraError } from "../errors";

/** Who holds and waits for locks: a session's transaction, one after another. */
export interface Holder {
  /** The one it waits for. */
  waitsFor: Holder | undefined;
  /** Resolves when its present transaction has ended. */
  readonly ended: Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** How long to wait, in seconds: undefined for ever, 0 not at all. */
export type Wait = number | undefined;

/**
 * Locks of rows and tables until the end of a transaction. Whoever meets a lock waits for the transaction that holds it to
 * end, even where that gives the lock up earlier, as in Oracle.
 */
export class Locks {
  readonly #rows = new Map<string, Map<number, Holder>>();
  readonly #tables = new Map<string, Holder>();

  /** Takes the lock of a row and says whether it was free; otherwise waits and has to be asked again. */
  takeRow(holder: Holder, table: string, row: number): Holder | "taken" | "held" {
    const whole = this.#tables.get(table);
    if (whole !== undefined && whole !== holder) return whole;
    let rows = this.#rows.get(table);
    if (rows === undefined) this.#rows.set(table, (rows = new Map<number, Holder>()));
    const other = rows.get(row);
    if (other === holder) return "held";
    if (other !== undefined) return other;
    rows.set(row, holder);
    return "taken";
  }

  takeTable(holder: Holder, table: string): Holder | "taken" | "held" {
    const whole = this.#tables.get(table);
    if (whole === holder) return "held";
    if (whole !== undefined) return whole;
    const other = this.holderIn(table, holder);
    if (other !== undefined) return other;
    this.#tables.set(table, holder);
    return "taken";
  }

  /** Somebody else who has locked a row of a table, or all of it. */
  holderIn(table: string, but?: Holder): Holder | undefined {
    const whole = this.#tables.get(table);
    if (whole !== undefined && whole !== but) return whole;
    for (const other of this.#rows.get(table)?.values() ?? []) if (other !== but) return other;
    return undefined;
  }

  tableHolder(table: string): Holder | undefined {
    return this.#tables.get(table);
  }

  freeRow(table: string, row: number): void {
    this.#rows.get(table)?.delete(row);
  }

  freeTable(table: string): void {
    this.#tables.delete(table);
  }

  /** Waits for the other's end. @throws OraError 60, 54, 30006, or what the signal was aborted with */
  async wait(holder: Holder, other: Holder, wait: Wait): Promise<void> {
    if (wait !== undefined && wait <= 0) {
      throw new OraError(54, "resource busy and acquire with NOWAIT specified or timeout expired");
    }
    for (let next: Holder | undefined = other; next !== undefined; next = next.waitsFor) {
      if (next === holder) throw new OraError(60, "deadlock detected while waiting for resource");
    }
    holder.waitsFor = other;
    try {
      await endOf(other.ended, holder.signal, wait);
    } finally {
      holder.waitsFor = undefined;
    }
  }
}

function endOf(ended: Promise<void>, signal: AbortSignal | undefined, wait: Wait): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer =
      wait === undefined
        ? undefined
        : setTimeout(() => {
            leave();
            reject(new OraError(30006, "resource busy; acquire with WAIT timeout expired"));
          }, wait * 1000);
    const givenUp = (): void => {
      leave();
      reject(
        signal?.reason instanceof Error
          ? signal.reason
          : new OraError(1013, "user requested cancel of current operation"),
      );
    };
    const leave = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", givenUp);
    };
    if (signal?.aborted === true) {
      givenUp();
      return;
    }
    signal?.addEventListener("abort", givenUp);
    void ended.then(() => {
      leave();
      resolve();
    });
  });
}
