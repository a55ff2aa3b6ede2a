import { badRequest } from "./problems";

/** A path in one spelling: characters that need no encoding have none; only `%` and `/` in a segment stay encoded. */
export function canonical(path: string): string {
  return path
    .split("/")
    .map((segment) => decoded(segment).replace(/[%/]/g, (character) => (character === "%" ? "%25" : "%2F")))
    .join("/");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest("The request path is not valid");
  }
}

/** Takes the path apart: ORDS's own context, the alias, and what follows it, which begins with a slash or is empty. */
export function splitPath(path: string): { readonly alias: string; readonly rest: string } | undefined {
  const [, context, alias = "", ...rest] = path.split("/");
  if (context !== "ords" || alias === "") return undefined;
  return { alias, rest: rest.map((segment) => `/${segment}`).join("") };
}
