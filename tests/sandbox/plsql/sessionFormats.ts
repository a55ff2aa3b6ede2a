import { AsyncLocalStorage } from "node:async_hooks";

/** NLS_DATE_FORMAT and its like, where ALTER SESSION has set them. */
export interface SessionFormats {
  readonly date: string | undefined;
  readonly timestamp: string | undefined;
}

/** Those of the session whose call is under way: conversions that nobody asks for are deep in expressions. */
const current = new AsyncLocalStorage<SessionFormats>();

export function sessionFormats(): SessionFormats | undefined {
  return current.getStore();
}

/** Runs a call with the formats of its session. */
export function withFormats<Result>(environment: ReadonlyMap<string, string>, run: () => Result): Result {
  const date = environment.get("NLS_DATE_FORMAT");
  const timestamp = environment.get("NLS_TIMESTAMP_FORMAT");
  const usual = (date === undefined || date === "DD-MON-RR") && timestamp === undefined;
  return usual ? run() : current.run({ date, timestamp }, run);
}
