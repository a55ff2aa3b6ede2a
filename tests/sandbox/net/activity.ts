import type { Request } from "./requests";

/** A text that a client had executed. */
export interface Executed {
  readonly session: number;
  readonly user: string;
  readonly sql: string;
}

/** Longest log of texts: older ones are forgotten. */
const longestLog = 10_000;

/** What the clients did since the start. */
export class Activity {
  /** Calls on the wire, log on included. */
  roundTrips = 0;
  logins = 0;
  #log: Executed[] = [];

  get executed(): readonly Executed[] {
    return this.#log;
  }

  called(kind: Request["kind"]): void {
    if (kind !== "release") this.roundTrips += 1;
  }

  ran(executed: Executed): void {
    this.#log.push(executed);
    if (this.#log.length > 2 * longestLog) this.#log = this.#log.slice(-longestLog);
  }

  forget(): void {
    this.roundTrips = 0;
    this.logins = 0;
    this.#log = [];
  }
}
