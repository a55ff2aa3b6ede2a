/**
 * Messages of the engine, not of a provider, that may be worded otherwise: what they must say, by a pattern over the
 * words of either engine. What a pattern captures belongs to the meaning. Everything else is compared word by word.
 */
const MEANINGS: readonly (readonly [meaning: string, pattern: RegExp])[] = [
  [
    "the stack is locked by $1, pulumi cancel removes the lock",
    /stack is currently locked by (\d+) lock[\s\S]*pulumi cancel/,
  ],
  ["wrong passphrase", /incorrect passphrase/],
  ["the file is from a newer version", /newer than what this version/],
  ["the file is not JSON", /invalid character|not valid JSON|is not JSON|Unexpected token/i],
  ["the secret in the file is malformed", /malformed secret value/],
  [
    "the file has no secrets provider",
    /<crash of the command line: attempt to encrypt value>|no secrets provider/i,
  ],
  [
    "a dependent is not targeted: $1",
    /Resource '([^']+)' will be destroyed but was not specified in --target/,
  ],
  ["program failed: $1", /unhandled exception:\s+(?:<ref \*1> )?([^\n]*)/],
  ["node warns of a promise handled late", /PromiseRejectionHandledWarning|^\(Use `node --trace-warnings/],
];

/** A message's meaning where the table has one, else its words. */
export function meaningOf(text: string): string {
  for (const [meaning, pattern] of MEANINGS) {
    const found = pattern.exec(text);
    if (found) return `<${meaning.replace("$1", found[1] ?? "")}>`;
  }
  return text;
}
