import { sqlSyntaxText, SyntaxProblem } from "./problem";
import type { SqlSyntaxCode } from "./problem";

export type TokenKind = "word" | "quoted" | "number" | "string" | "bind" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** A word in upper case, a quoted identifier's or a string's content, a number's digits, a bind's name, a symbol. */
  readonly value: string;
  readonly pos: number;
  /** Offset after the token. */
  readonly end: number;
}

const space = /[\s\u00a0]+/y;
const word = /[\p{L}][\p{L}\p{N}_$#]*/uy;
/** `1..10` is a range: a point followed by a point does not belong to the number. */
const number = /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?([fFdD](?![\p{L}\p{N}_$#]))?/uy;
const bind = /:\s*(?:"([^"]+)"|([\p{L}\p{N}][\p{L}\p{N}_$#]*))/uy;
const symbols = [
  "=>", ":=", "||", "**", "<<", ">>", "<=", ">=", "<>", "!=", "^=", "~=", "..",
  "(", ")", ",", ";", ".", "+", "-", "*", "/", "=", "<", ">", "%", "@", "[", "]", "{", "}", "|", "?", ":", "!", "^", "~", "&", "$",
]; // prettier-ignore
const closing: Readonly<Record<string, string>> = { "[": "]", "{": "}", "<": ">", "(": ")" };

/** Splits SQL or PL/SQL into tokens, the last of them `end`. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  const fail = (pos: number, code: SqlSyntaxCode): never => {
    throw new SyntaxProblem(pos, text.slice(pos, pos + 1), [], code, sqlSyntaxText(code));
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const add = (kind: TokenKind, value: string, end: number): void => {
    found.push({ kind, value, pos: at, end });
    at = end;
  };
  const addString = (quote: number): void => {
    const [value, end] = plainString(text, quote) ?? fail(at, 1756);
    add("string", value, end);
  };
  const addQuoted = (open: number): void => {
    const close = closing[text.charAt(open)] ?? text.charAt(open);
    const end = close === "" ? -1 : text.indexOf(`${close}'`, open + 1);
    if (end < 0) fail(at, 1756);
    add("string", text.slice(open + 1, end), end + 2);
  };
  for (;;) {
    at += match(space)?.[0].length ?? 0;
    if (at >= text.length) break;
    const first = text.charAt(at);
    if (first === "-" && text.startsWith("--", at)) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (first === "/" && text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) fail(at, 1742);
      at = end + 2;
    } else if (first === "'") addString(at);
    else if (/^[qQ]'/.test(text.slice(at, at + 2))) addQuoted(at + 2);
    else if (/^[nN][qQ]'/.test(text.slice(at, at + 3))) addQuoted(at + 3);
    else if (/^[nN]'/.test(text.slice(at, at + 2))) addString(at + 1);
    else if (first === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) fail(at, 1740);
      if (end === at + 1) fail(at, 1741);
      add("quoted", text.slice(at + 1, end), end + 1);
    } else {
      const isWord = match(word);
      const isNumber = isWord === null ? match(number) : null;
      const isBind = first === ":" && text.charAt(at + 1) !== "=" ? match(bind) : null;
      if (isWord !== null) add("word", isWord[0].toUpperCase(), at + isWord[0].length);
      else if (isNumber !== null)
        add(
          "number",
          isNumber[0].slice(0, isNumber[0].length - (isNumber[1]?.length ?? 0)),
          at + isNumber[0].length,
        );
      else if (isBind !== null) add("bind", isBind[1] ?? isBind[2]!.toUpperCase(), at + isBind[0].length);
      else {
        const symbol = symbols.find((candidate) => text.startsWith(candidate, at)) ?? fail(at, 911);
        add("symbol", symbol, at + symbol.length);
      }
    }
  }
  found.push({ kind: "end", value: "", pos: text.length, end: text.length });
  return found;
}

/** The content of a string whose quote is at `quote`, with doubled quotes undone, and the offset after it. */
function plainString(text: string, quote: number): [string, number] | undefined {
  let end = text.indexOf("'", quote + 1);
  let doubled = false;
  while (end >= 0 && text.charAt(end + 1) === "'") {
    doubled = true;
    end = text.indexOf("'", end + 2);
  }
  if (end < 0) return undefined;
  const content = text.slice(quote + 1, end);
  return [doubled ? content.replaceAll("''", "'") : content, end + 1];
}
