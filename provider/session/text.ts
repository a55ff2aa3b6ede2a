import { maxBindBytes } from "./operation";

/** Cuts text into pieces that each fit a VARCHAR2 bind, never inside a character. */
export function bindPieces(text: string): string[] {
  if (Buffer.byteLength(text, "utf8") <= maxBindBytes) return [text];
  const pieces: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at)!;
    const width = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes + width > maxBindBytes) {
      pieces.push(text.slice(start, at));
      start = at;
      bytes = 0;
    }
    bytes += width;
    at += point > 0xffff ? 2 : 1;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Half of a surrogate pair: a JavaScript string can hold it, a database text cannot, and drivers replace it silently. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
