import type { Attribute } from "../lifecycle/description";
import { flag, setOf, text } from "../lifecycle/shapes";
import type { Shape } from "../lifecycle/shapes";

/** A property that the program gives; ORDS's own value or "not set" is null in its views. */
export function orNothing<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

/** Names of database users are in the dictionary in upper case unless they were quoted (fact 35). */
function dictionaryName(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name.toUpperCase();
}

export const schemaName = text({ max: 128, normal: dictionaryName });

/** Attributes that every resource has. */
export const common: {
  readonly schema: Attribute<object, string>;
  readonly adopt: Attribute<object, boolean>;
} = {
  schema: { is: schemaName, change: "replace", keep: true, parent: true, unobserved: true },
  adopt: { is: flag(), change: "none" },
};

/** What `allowRebuild` says to rebuilds. */
export function lossOf({ allowRebuild }: { readonly allowRebuild?: boolean }): {
  readonly allowLoss: boolean;
} {
  return { allowLoss: allowRebuild === true };
}

/** What URLs are made of that belongs to another object. The constructors take it from that object; programs never give it. */
export const followed: Attribute<object, string> = { is: text(), keep: true, change: "look" };

/** ORDS keeps such lists as one comma-separated text of at most `max` bytes. */
export function commaList(max: number): Shape<readonly string[]> {
  return setOf(text({ matches: /^[^,\s]+$/, must: "has a comma or white space in it" }), { max });
}

export function fromCommaList(value: string | null | undefined): string[] | undefined {
  const items = (value ?? "").split(",").map((item) => item.trim());
  const kept = [...new Set(items.filter((item) => item !== ""))].sort();
  return kept.length === 0 ? undefined : kept;
}

/** Stored as given, without the slash that begins every path (fact 29); `/` alone is the module's root (fact 161). */
export const templatePattern = text({
  max: 600,
  matches: /^[^/]|^\/$/,
  must: "must not begin with a slash: it continues the module's base path",
});

/** The documented length of comments in every ORDS table, in bytes (fact 32). */
export const comments = text({ max: 4000 });

/** Names that begin so belong to ORDS itself (fact 59): this package never touches them. */
export const ordsOwnNames = {
  matches: /^(?!oracle\.)/,
  must: 'must not begin with "oracle.": ORDS keeps such names for itself',
} as const;

/** Where browsers and ORDS itself are sent: over TLS, unless it is this very machine. */
export const webUrl = text({
  max: 4000,
  matches: /^(?:https:\/\/[^\s/]\S*|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/?]\S*)?)$/i,
  must: "must be an https URL; plain http is for localhost only",
});

/** What ORA-01403 means where names of other objects were sent: it tells none of them (fact 153). */
export function missingAmong(
  named: Readonly<Record<string, readonly string[] | undefined>>,
): Readonly<Record<number, string>> {
  const names = Object.entries(named).flatMap(([kind, all = []]) => all.map((name) => `${kind} "${name}"`));
  const [first = "", ...more] = names;
  if (first === "") return {};
  const who =
    more.length === 0 ? first.charAt(0).toUpperCase() + first.slice(1) : `One of ${names.join(", ")}`;
  return { 1403: `${who} does not exist in the schema: make it first and refer to it.` };
}
