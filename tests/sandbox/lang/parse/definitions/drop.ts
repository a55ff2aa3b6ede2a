import type { Drop } from "../../ast";
import type { TokenStream } from "../../stream";
import { skipRest } from "./shared";

const types: readonly Drop["type"][] = [
  "package body",
  "type body",
  "public synonym",
  "table",
  "view",
  "sequence",
  "index",
  "synonym",
  "user",
  "role",
  "procedure",
  "function",
  "package",
  "trigger",
  "type",
];

export function drop(s: TokenStream, pos: number): Drop {
  const type = types.find((one) => s.accept(...one.toUpperCase().split(" ")));
  if (type === undefined) return s.fail(950);
  const ifExists = s.accept("IF", "EXISTS");
  const name = s.path();
  const cascade = s.accept("CASCADE");
  skipRest(s);
  return { kind: "drop", pos, type, name, ifExists, cascade };
}
