import { kindOfLine } from "./commands";

/** A piece of a script as it is written, before variables are put in. */
export type Piece =
  /** A client command; lines that end with a hyphen are joined. */
  | { readonly kind: "command"; readonly text: string; readonly line: number }
  | { readonly kind: "sql" | "block"; readonly text: string; readonly line: number }
  /** A slash by itself: what stands in the buffer, again. */
  | { readonly kind: "again"; readonly line: number };

/** PL/SQL ends with a slash on a line of its own. */
const block =
  /^(declare\b|begin\b|<<|with\s+(function|procedure)\b|create\s+(or\s+replace\s+)?(and\s+(compile|resolve)\s+)?(force\s+)?((non)?editionable\s+)?(function|procedure|package|trigger|type|library|java|mle\s+module)\b)/i;

/** Comments, literals and quoted names, in which nothing ends. */
const opaque =
  /--[^\n]*|\/\*[^]*?(?:\*\/|$)|n?q'\[[^]*?(?:\]'|$)|n?q'\{[^]*?(?:\}'|$)|n?q'<[^]*?(?:>'|$)|n?q'\([^]*?(?:\)'|$)|n?q'([^\s[{<(])[^]*?(?:\1'|$)|'(?:[^']|'')*(?:'|$)|"[^"\n]*(?:"|\n|$)|[A-Za-z_$#][\w$#]*/iy;

const slash = /^[ \t]*\/[ \t\r]*$/;

/** Reads a script piece by piece, as SQL*Plus and SQLcl do; blank lines do not end a statement, as in SQLcl. */
export function* pieces(script: string): Generator<Piece> {
  const text = script.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let at = 0;
  let counted = 0;
  let line = 1;
  for (;;) {
    at = skipBlank(text, at);
    if (at >= text.length) return;
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++;
    const lineEnd = endOfLine(text, at);
    const first = text.slice(at, lineEnd);
    if (slash.test(first)) {
      yield { kind: "again", line };
      at = lineEnd;
      continue;
    }
    if (kindOfLine(first).kind !== "sql") {
      const end = endOfCommand(text, at);
      yield { kind: "command", text: text.slice(at, end).replace(/-[ \t]*\n/g, "\n"), line };
      at = end;
      continue;
    }
    const isBlock = block.test(text.slice(at, at + 300));
    const [end, next] = isBlock ? endOfBlock(text, at) : endOfSql(text, at);
    yield { kind: isBlock ? "block" : "sql", text: text.slice(at, end).trimEnd(), line };
    at = next;
  }
}

function skipBlank(text: string, from: number): number {
  const blank = /(?:\s|--[^\n]*|\/\*[^]*?\*\/|\brem(?:ark)?\b[^\n]*|;)*/iy;
  blank.lastIndex = from;
  return from + (blank.exec(text)?.[0].length ?? 0);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function endOfCommand(text: string, from: number): number {
  let end = endOfLine(text, from);
  while (
    end < text.length &&
    /-[ \t]*$/.test(text.slice(from, end)) &&
    !/^\s*(pro|prompt)\b/i.test(text.slice(from, end))
  )
    end = endOfLine(text, end + 1);
  return end;
}

/** End of the text, and where the next piece is looked for. */
function endOfBlock(text: string, from: number): readonly [number, number] {
  let start = from;
  while (start < text.length) {
    const end = endOfLine(text, start);
    const line = text.slice(start, end);
    if (slash.test(line)) return [start, end];
    // A point ends the text without running it.
    if (/^[ \t]*\.[ \t]*$/.test(line)) return [start, end];
    start = end + 1;
  }
  return [text.length, text.length];
}

function endOfSql(text: string, from: number): readonly [number, number] {
  let at = from;
  while (at < text.length) {
    opaque.lastIndex = at;
    const skipped = opaque.exec(text)?.[0] ?? "";
    if (skipped !== "") {
      at += skipped.length;
      continue;
    }
    if (text[at] === ";") return [at, at + 1];
    if (text[at] === "\n") {
      const end = endOfLine(text, at + 1);
      if (slash.test(text.slice(at + 1, end))) return [at, end];
    }
    at++;
  }
  return [text.length, text.length];
}
