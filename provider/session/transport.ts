import type { Block } from "./block";
import type { Operation, Outs } from "./operation";

/** A way that blocks take to the database. */
export interface Transport {
  /** Where it leads, for messages: `host:1521/service`, or a URL. */
  readonly target: string;
  /** One round trip, save for values too long for it. `label` says what it is for, to whoever looks at the database. */
  run(block: Block, label: string): Promise<Outs[]>;
  /** Why this way cannot carry an operation, as the end of a sentence. */
  refuses?(operation: Operation): string | undefined;
  /** Ends the calls under way; what they had not committed is undone. Later calls fail. */
  close(): Promise<void>;
}

/** Why a call fails that comes, or is waiting, when the run ends. */
export class EndingError extends Error {
  readonly code = "ORDS_ENDING";

  constructor(options?: ErrorOptions) {
    super("The run is ending.", options);
    this.name = "EndingError";
  }
}

/** Waits, but not longer than `ms`; says whether the promise was settled by then. */
export async function settledWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
