import type { Ddl } from "../ast";
import type { TokenStream } from "../stream";

/** Definitions of objects, users and rights. */
export function ddl(_s: TokenStream): Ddl | undefined {
  return undefined;
}
