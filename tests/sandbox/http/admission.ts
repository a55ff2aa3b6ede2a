import type { Privilege } from "./metadata";
import { invalidToken, unauthenticated } from "./problems";
import { mayUse } from "./protection";
import type { Caller } from "./protection";

/** Lets a caller pass, or throws; one who gave credentials is told that they don't do (fact 168). */
export function admit(caller: Caller, privileges: readonly Privilege[]): void {
  if (mayUse(caller, privileges)) return;
  throw caller.kind === "anonymous" ? unauthenticated() : invalidToken();
}
