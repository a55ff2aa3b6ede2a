/** Something the user can act on, said in one sentence; ends the command with its status. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
  }
}

/** Several at once, in a list; a single one as it is. */
export function problems(texts: readonly string[]): Problem {
  const list = texts.map((text, at) => `    ${at + 1}) ${text}\n`);
  return new Problem(
    texts.length === 1 ? (texts[0] ?? "") : `${texts.length} errors occurred:\n${list.join("")}`,
  );
}
