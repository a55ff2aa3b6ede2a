import { setTimeout as sleep } from "node:timers/promises";

/** Codes of a database that is not there yet: no service, starting, no listener, ORDS without a database. */
const starting =
  /ORA-(?:12514|12505|12528|12541|01033|01034|01109|01090)|NJS-(?:518|519|511)|ECONNREFUSED|HTTP 503/;

/** Longest pause between two tries, in milliseconds. */
const longestPause = 5000;

export interface Patience {
  /** In seconds. */
  readonly waitFor: number;
  readonly target: string;
  readonly signal: AbortSignal;
}

/** Makes a connection; while the database is starting, tries again, with a line of progress, as long as `waitFor` says. */
export async function whileStarting<Result>(
  { waitFor, target, signal }: Patience,
  connect: () => Promise<Result>,
): Promise<Result> {
  const until = Date.now() + waitFor * 1000;
  for (let pause = 500; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await connect();
    } catch (error) {
      const left = until - Date.now();
      if (left <= 0 || signal.aborted || !isStarting(error)) throw error;
      console.log(
        `${target} is not ready yet (${codeOf(error)}); waiting, ${Math.ceil(left / 1000)} s at most.`,
      );
      // A run that ends wakes it, and the next try says so.
      await sleep(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
    }
  }
}

function isStarting(error: unknown): boolean {
  return starting.test(described(error));
}

function codeOf(error: unknown): string {
  return starting.exec(described(error))?.[0] ?? "";
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return [error.message, String(code), ...(error.cause === undefined ? [] : [described(error.cause)])].join(
    "\n",
  );
}
