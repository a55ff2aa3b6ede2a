import { ora } from "./failure";

/** LIKE, case-sensitive; null where one side is. */
export function like(
  value: string | null,
  pattern: string | null,
  escape: string | undefined,
): boolean | null {
  if (value === null || pattern === null) return null;
  let source = "";
  for (let index = 0; index < pattern.length; index++) {
    let character = pattern.charAt(index);
    if (character === escape) {
      character = pattern.charAt(++index);
      if (character !== "%" && character !== "_" && character !== escape) {
        throw ora(1424, "missing or illegal character following the escape character");
      }
    } else if (character === "%" || character === "_") {
      source += character === "%" ? ".*" : ".";
      continue;
    }
    source += character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  }
  return new RegExp(`^${source}$`, "su").test(value);
}
