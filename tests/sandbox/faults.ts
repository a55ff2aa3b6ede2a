import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { OraError } from "./errors";
import type { CallInfo, Interference } from "./net/interference";

/** What a fault does to a call, or to a connection. */
export type Effect =
  /** The call waits before it is carried out, in milliseconds. */
  | { readonly effect: "latency"; readonly ms: number }
  /** Calls that read or write LOBs wait. */
  | { readonly effect: "slowLob"; readonly ms: number }
  /** The call fails with this error and nothing else happens. */
  | { readonly effect: "error"; readonly code: number; readonly message?: string }
  /** The session is killed: ORA-00028, then the connection closes. */
  | { readonly effect: "kill" }
  /** The connection is cut: before the call, when it is about to commit, when it has committed, or with its answer. */
  | { readonly effect: "cut"; readonly at: "call" | "beforeCommit" | "afterCommit" | "answer" }
  /** The listener takes connections and says nothing. */
  | { readonly effect: "stall" }
  /** Nothing is answered, by any port. */
  | { readonly effect: "pause" };

/** Which calls a fault is for; what is left out fits all. */
export interface Scope {
  readonly user?: string;
  /** Number of a session. */
  readonly session?: number;
  /** Part of the statement's text, whatever its case. */
  readonly text?: string;
  /** The n-th call that fits, from 1. */
  readonly nth?: number;
  /** How often it happens from then on; always where it is left out, once where `nth` is given. */
  readonly times?: number;
}

export type Fault = Effect & Scope;

export interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  /** How often it has happened. */
  readonly happened: number;
  remove(): boolean;
}

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  seen: number;
  happened: number;
  /** Wakes those who wait for the fault to go. */
  readonly gone: AbortController;
}

/** Calls that faults are about: the driver's own housekeeping is not. */
const counted: readonly CallInfo["kind"][] = [
  "execute",
  "reexecute",
  "fetch",
  "lob",
  "commit",
  "rollback",
  "ping",
];

/** Faults on demand, between the clients and their answers. */
export class Faults implements Interference {
  readonly #entries = new Map<number, Entry>();
  readonly #committed = new WeakSet<CallInfo>();
  #next = 1;

  get active(): ActiveFault[] {
    return [...this.#entries.values()].map((entry) => this.#view(entry));
  }

  add(fault: Fault): ActiveFault {
    const entry = { id: this.#next++, fault, seen: 0, happened: 0, gone: new AbortController() };
    this.#entries.set(entry.id, entry);
    return this.#view(entry);
  }

  /** False where there is no such fault. */
  remove(id: number): boolean {
    this.#entries.get(id)?.gone.abort();
    return this.#entries.delete(id);
  }

  clear(): void {
    for (const id of [...this.#entries.keys()]) this.remove(id);
  }

  /** Ends when nothing is paused; other ports wait here too. */
  async unpaused(signal?: AbortSignal): Promise<void> {
    for (const entry of this.#of("pause")) {
      entry.happened += 1;
      await until(entry.gone.signal, signal);
    }
  }

  async connecting(): Promise<void> {
    for (const entry of this.#of("stall")) {
      if (this.#happens(entry)) await until(entry.gone.signal);
    }
    await this.unpaused();
  }

  async before(call: CallInfo): Promise<void> {
    await this.unpaused(call.signal);
    if (!counted.includes(call.kind)) return;
    for (const entry of this.#fitting(call)) {
      const { fault } = entry;
      switch (fault.effect) {
        case "latency":
          if (this.#happens(entry)) await pass(fault.ms, call.signal);
          break;
        case "slowLob":
          if (call.kind === "lob" && this.#happens(entry)) await pass(fault.ms, call.signal);
          break;
        case "error":
          if (this.#happens(entry)) throw new OraError(fault.code, fault.message ?? "raised on demand");
          break;
        case "kill":
          if (this.#happens(entry)) throw new OraError(28, "your session has been killed", { close: true });
          break;
        case "cut":
          if (fault.at === "call" && this.#happens(entry)) throw cutError(call);
          break;
        default:
      }
    }
  }

  committing(call: CallInfo): Promise<void> {
    for (const entry of this.#cuts(call, "beforeCommit")) {
      if (this.#happens(entry)) {
        return Promise.reject(cutError(call));
      }
    }
    this.#committed.add(call);
    return Promise.resolve();
  }

  after(call: CallInfo): Promise<void> {
    if (!counted.includes(call.kind)) return Promise.resolve();
    const cuts = [
      ...this.#cuts(call, "answer"),
      ...(this.#committed.has(call) ? this.#cuts(call, "afterCommit") : []),
    ];
    return cuts.some((entry) => this.#happens(entry)) ? Promise.reject(cutError(call)) : Promise.resolve();
  }

  #of(effect: Effect["effect"]): Entry[] {
    return [...this.#entries.values()].filter(({ fault }) => fault.effect === effect);
  }

  #fitting({ user, session, sql }: CallInfo): Entry[] {
    return [...this.#entries.values()].filter(
      ({ fault }) =>
        (fault.user === undefined || fault.user.toUpperCase() === user) &&
        (fault.session === undefined || fault.session === session) &&
        (fault.text === undefined || sql?.toLowerCase().includes(fault.text.toLowerCase()) === true),
    );
  }

  #cuts(call: CallInfo, at: string): Entry[] {
    return this.#fitting(call).filter(({ fault }) => fault.effect === "cut" && fault.at === at);
  }

  /** Counts a call that fits, and says whether the fault is to happen to it. */
  #happens(entry: Entry): boolean {
    const { nth = 1, times = entry.fault.nth === undefined ? Infinity : 1 } = entry.fault;
    entry.seen += 1;
    if (entry.seen < nth || entry.happened >= times) return false;
    entry.happened += 1;
    return true;
  }

  #view(entry: Entry): ActiveFault {
    const { id, fault } = entry;
    return {
      id,
      fault,
      get happened() {
        return entry.happened;
      },
      remove: () => this.remove(id),
    };
  }
}

function cutError(call: CallInfo): OraError {
  call.cut();
  return new OraError(3113, "end-of-file on communication channel", { close: true });
}

/** Waits until one of the signals is given. */
async function until(...signals: (AbortSignal | undefined)[]): Promise<void> {
  const any = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  if (!any.aborted) await once(any, "abort");
}

async function pass(ms: number, signal: AbortSignal): Promise<void> {
  // Whoever gives up waiting is not in error.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
