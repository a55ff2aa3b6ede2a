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

/** Undefined where what is to go is of none of these types. */
export function drop(s: TokenStream, pos: number): Drop | undefined {
  const type = types.find((one) => s.accept(...one.toUpperCase().split(" ")));
  if (type === undefined) return undefined;
  const ifExists = s.accept("IF", "EXISTS");
  const name = s.path();
  const cascade = s.accept("CASCADE");
  skipRest(s);
  return { kind: "drop", pos, type, name, ifExists, cascade };
}
