/** Text in which colons are no binds: comments, literals of every delimiter, quoted names. */
const skipped = [
  /--[^\n]*/,
  /\/\*[\s\S]*?\*\//,
  /n?q'\[[\s\S]*?\]'/,
  /n?q'\{[\s\S]*?\}'/,
  /n?q'<[\s\S]*?>'/,
  /n?q'\([\s\S]*?\)'/,
  /n?q'([^\s[{<(])[\s\S]*?\1'/,
  /'(?:[^']|'')*'/,
  /"[^"]*"/,
].map(({ source }) => source);

const token = new RegExp(`${skipped.join("|")}|:=|::|:\\s*([A-Za-z][A-Za-z0-9_$#]*)`, "gi");

/** Names of the binds of a source in order of appearance, each once, in upper case. */
export function bindNames(source: string): readonly string[] {
  const names = new Set<string>();
  for (const match of source.matchAll(token)) {
    const name = match[2];
    if (name !== undefined) names.add(name.toUpperCase());
  }
  return [...names];
}

/** Puts named binds where question marks stand; returns the text and how many there were. */
export function namePositions(source: string): { readonly text: string; readonly count: number } {
  let count = 0;
  const positions = new RegExp(`${skipped.join("|")}|\\?`, "gi");
  const text = source.replace(positions, (found) => (found === "?" ? `:P${++count}` : found));
  return { text, count };
}
