/** What an alias stands for in the text of a tnsnames.ora, or undefined. Aliases may share a descriptor: `a, b = (...)`. */
export function descriptorOf(text: string, alias: string): string | undefined {
  const plain = text.replace(/#.*$/gm, "");
  let at = 0;
  while (at < plain.length) {
    const open = plain.indexOf("(", at);
    if (open < 0) return undefined;
    const end = closing(plain, open);
    const names = /([^()=]*)=\s*$/.exec(plain.slice(at, open))?.[1]?.split(",") ?? [];
    if (names.some((name) => name.trim().toLowerCase() === alias.toLowerCase())) {
      return plain.slice(open, end).replace(/\s+/g, " ");
    }
    at = end;
  }
  return undefined;
}

/** Just after the bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return text.length;
}
