import type { Request } from "./requests";

/** A call, as faults see it. */
export interface CallInfo {
  /** Number of the session. */
  readonly session: number;
  /** Undefined until the log on is done. */
  readonly user: string | undefined;
  readonly kind: Request["kind"];
  readonly sql: string | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Cuts the connection, as when the server process dies. */
  cut(): void;
}

/** What may come between a client and its answers. Each may wait, or throw an OraError for the client to get. */
export interface Interference {
  /** A connection has come; while it waits the client hears nothing. */
  connecting(): Promise<void>;
  before(call: CallInfo): Promise<void>;
  committing(call: CallInfo): Promise<void>;
  /** The call is carried out and its answer not yet sent. */
  after(call: CallInfo): Promise<void>;
}

export const undisturbed: Interference = {
  connecting: () => Promise.resolve(),
  before: () => Promise.resolve(),
  committing: () => Promise.resolve(),
  after: () => Promise.resolve(),
};
