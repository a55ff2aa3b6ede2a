import { createHash } from "node:crypto";
import { isObject, type Json, type JsonObject, parse } from "./json";

/** How an unknown value reaches the provider: a constant of the protocol, which stays readable. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Characters; a longer text is compared by its length and hash. */
const LONG = 5000;

/** Folders of this run and the token each is recorded as, the longer first. */
export type Places = readonly (readonly [folder: string, token: string])[];

const TOKENS: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [
    /=+\nThe Pulumi CLI encountered a fatal error[\s\S]*Panic: +([^\n]*)[\s\S]*/,
    "<crash of the command line: $1>",
  ],
  [
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    (found) => (found === UNKNOWN ? found : "<uuid>"),
  ],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/v1:[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+(:[A-Za-z0-9+/=]+(:[A-Za-z0-9+/=]+)?)?/g, "<ciphertext>"],
  [/\((\d+(\.\d+)?m?s|\d+m\d+s)\)/g, "(<duration>)"],
  [/Duration: \S+/g, "Duration: <duration>"],
  [/(127\.0\.0\.1|localhost):\d+/g, "<address>"],
  [/\S+@\S+ \(pid \d+\) at \S+/g, "<owner> (pid <pid>) at <time>"],
  [/dev\.\d{10,}(\.json)?/g, "dev.<number>$1"],
  [/\(node:\d+\)/g, "(node:<pid>)"],
  [/( running +)at [^\n]*/g, "$1at <stack>"],
  [/(\n *at [^\n]*)+/g, "\n    at <stack>"],
  [/(\n {2}\* [^\n]*)+/g, (found) => found.split("\n").sort().join("\n")],
  [/^at .* \(.*:\d+:\d+\)/, "at <stack>"],
];

/** Paths, ids, times, ciphertexts and stack traces become tokens. */
export function cleanText(text: string, places: Places): string {
  let clean = text;
  for (const [place, token] of places) clean = clean.split(place).join(token);
  for (const [pattern, token] of TOKENS) {
    clean = typeof token === "string" ? clean.replace(pattern, token) : clean.replace(pattern, token);
  }
  return clean;
}

/** A long text by its length and hash. */
export function shorten(text: string): string {
  if (text.length <= LONG) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `<${text.length} characters, sha256 ${hash}…>`;
}

/** A value with its texts cleaned; a secret becomes `{"<secret>": its plain value}`. */
export function tidy(value: Json | undefined, places: Places): Json {
  if (value === undefined) return null;
  if (typeof value === "string") return cleanText(shorten(value), places);
  if (Array.isArray(value)) return value.map((item) => tidy(item, places));
  if (!isObject(value)) return value;
  if (value[SIGNATURE] && typeof value.plaintext === "string") {
    return { "<secret>": tidy(parse(value.plaintext), places) };
  }
  if (value[SIGNATURE] && "ciphertext" in value) return { "<secret>": "<ciphertext>" };
  return tidyObject(value, places);
}

export function tidyObject(value: JsonObject, places: Places): JsonObject {
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(given.map(([name, item]) => [name, tidy(item, places)]));
}

/** The URN without stack and project. */
export const short = (urn: string): string => urn.split("::").slice(2).join("::");
