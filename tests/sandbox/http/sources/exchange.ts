import type { HandlerSession } from "../database";
import type { Handler } from "../metadata";
import type { Circumstances } from "../parameters";

/** One request on its way through a handler. */
export interface Exchange extends Circumstances {
  readonly handler: Handler;
  readonly session: HandlerSession;
  readonly signal: AbortSignal;
  /** The URL of the request without its query, as links name it. */
  readonly self: string;
  readonly describedBy: string;
}
