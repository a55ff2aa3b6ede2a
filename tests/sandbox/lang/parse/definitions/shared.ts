import type { TokenStream } from "../../stream";

/** Storage, parallelism and the like: nothing that can be seen here. */
export function skipRest(s: TokenStream): void {
  while (!s.kindIs("end") && !s.is(";")) s.next();
}

/** From `(` to its `)`. */
export function skipParenthesised(s: TokenStream): void {
  let depth = 0;
  do {
    if (s.kindIs("end")) s.fail(907, ")");
    if (s.is("(")) depth++;
    if (s.is(")")) depth--;
    s.next();
  } while (depth > 0);
}

export function ifNotExists(s: TokenStream): boolean {
  return s.accept("IF", "NOT", "EXISTS");
}
