/** An input: given, secret, or an output of a resource before it, alone or inside of something. */
export type Input =
  | { plain: unknown }
  | { secret: unknown }
  | { from: string; output: string; inside?: "text" | "map" | "list" };
type Kind = "Item" | "Vault" | "Plain" | "Group" | "Connection";

export interface Thing {
  name: string;
  kind: Kind;
  args: Record<string, Input>;
  options: Record<string, unknown> & {
    parent?: string;
    provider?: string;
    dependsOn?: string[];
    deletedWith?: string;
  };
}

/** What the program makes: see program.cjs. */
export interface World {
  things: Thing[];
  outputs: Record<string, Input>;
  /** Whether each resource waits for the one before it. */
  inTurn: boolean;
  /** The program throws when it has asked for so many resources. */
  throwsAfter?: number;
}

export type Pick = <T>(list: readonly T[]) => T;
export interface Chance {
  /** One of these. */
  pick: Pick;
  /** True in so many of a hundred. */
  often: (percent: number) => boolean;
  number: (most: number) => number;
}

export const TEXTS = ["one", "two", "three lines\nof\ntext", '{"a":[1,2]}', ""];
export const isCustom = ({ kind }: Thing): boolean => kind !== "Group" && kind !== "Connection";
/** The type of a resource that is made by a dynamic provider. */
export const typeOf = (kind: Kind): string =>
  kind === "Plain" ? "pulumi-nodejs:dynamic:Resource" : `pulumi-nodejs:dynamic/recorder:${kind}`;
export const keyOf = ({ args, name }: Thing): string =>
  args.key && "plain" in args.key ? String(args.key.plain) : name;

/** Names that others refer to. */
const needs = ({ args, options }: Thing): string[] => [
  ...Object.values(args).flatMap((input) => ("from" in input ? [input.from] : [])),
  ...[options.parent, options.provider, options.deletedWith].filter((name) => name !== undefined),
  ...(options.dependsOn ?? []),
];

export function inputs(chance: Chance, before: readonly Thing[]): Record<string, Input> {
  const { pick, often, number } = chance;
  const args: Record<string, Input> = {};
  const sources = before.filter(isCustom);
  if (often(60)) args.text = { plain: pick(TEXTS) };
  if (often(30)) args.size = { plain: number(3) };
  if (often(25)) args.tags = { plain: pick([["a"], ["a", "b"], [], ["c", "b"]]) };
  if (often(25)) args.nested = { plain: pick([{ a: 1 }, { a: 2, b: { c: "x" } }, { b: { c: "y" } }]) };
  if (often(20)) args.secret = { secret: pick(["hush-one", "hush-two", { deep: "hush-three" }]) };
  if (often(10)) args.payload = { secret: ["hush-list"] };
  if (sources.length > 0 && often(55))
    args.upstream = {
      from: pick(sources).name,
      output: pick(["serial", "serial", "text", "revision", "id", "secret"]),
      ...(often(25) && { inside: pick(["text", "map", "list"]) }),
    };
  return args;
}

const OPTIONS: Record<string, (chance: Chance, thing: Thing, before: readonly Thing[]) => unknown> = {
  // Read by id, not made.
  id: (_chance, { name }) => `found-${name}`,
  protect: () => true,
  retainOnDelete: () => true,
  ignoreChanges: ({ pick }) => [
    pick(["text", "size", "tags", "nested.a", "tags[0]", "nested", "*", "upstream"]),
  ],
  deleteBeforeReplace: ({ often }) => often(80),
  replaceOnChanges: ({ pick }) => [pick(["text", "size", "*", "nested.a", "nested.b.c", "tags[0]"])],
  additionalSecretOutputs: ({ pick }) => [pick(["serial", "text", "size"])],
  customTimeouts: () => ({ create: "5m" }),
  version: ({ pick }) => pick(["1.0.0", "2.1.0"]),
  dependsOn: ({ pick }, _thing, before) => (before.length > 0 ? [pick(before).name] : undefined),
  parent: ({ pick }, _thing, before) => {
    const parents = before.filter(({ kind }) => kind !== "Connection");
    return parents.length > 0 ? pick(parents).name : undefined;
  },
  provider: ({ pick }, _thing, before) => {
    const providers = before.filter(({ kind }) => kind === "Connection");
    return providers.length > 0 ? pick(providers).name : undefined;
  },
  deletedWith: ({ pick }, _thing, before) => {
    const others = before.filter(isCustom);
    return others.length > 0 ? pick(others).name : undefined;
  },
};
const RARE = new Set(["id", "version", "deletedWith", "retainOnDelete"]);
const OF_GROUPS = new Set(["protect", "parent", "provider", "dependsOn"]);
const OF_PROVIDERS = new Set(["protect", "parent", "dependsOn"]);

export function options(chance: Chance, thing: Thing, before: readonly Thing[]): Thing["options"] {
  const names = Object.keys(OPTIONS).filter(
    (name) => isCustom(thing) || (thing.kind === "Group" ? OF_GROUPS : OF_PROVIDERS).has(name),
  );
  const chosen = names.filter((name) =>
    chance.often(name === "parent" || name === "provider" ? 30 : RARE.has(name) ? 5 : 10),
  );
  const given = chosen.map((name) => [name, OPTIONS[name]?.(chance, thing, before)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** What a component is given, and says its outputs are. */
function group({ often, number, pick }: Chance, before: readonly Thing[]): Thing["args"] {
  const sources = before.filter(isCustom);
  const size: Thing["args"] = often(50) ? { size: { plain: number(2) } } : {};
  return sources.length > 0 && often(30)
    ? { ...size, inner: { from: pick(sources).name, output: pick(["serial", "text", "secret"]) } }
    : size;
}

/** For whom a provider works: named, or what another resource says, which may be unknown. */
export function user({ pick, often }: Chance, before: readonly Thing[]): Input {
  const sources = before.filter(isCustom);
  if (sources.length > 0 && often(20))
    return { from: pick(sources).name, output: pick(["serial", "text", "revision"]) };
  return often(10) ? { secret: "hush-user" } : { plain: pick(["ann", "bob", "cyn"]) };
}

/** What the stack says its outputs are. */
export function outputs({ pick, often, number }: Chance, things: readonly Thing[]): World["outputs"] {
  const sources = things.filter(isCustom);
  const found: World["outputs"] = {};
  if (often(70)) found.size = { plain: number(2) };
  if (often(20)) found.hidden = { secret: pick(["hush-out", { deep: ["hush-out"] }]) };
  if (often(20)) found.list = { plain: pick([[1, 2], [], ["a", { b: "c" }], { d: null }]) };
  if (sources.length > 0 && often(80))
    found.serial = { from: pick(sources).name, output: pick(["serial", "serial", "text", "tags", "nested"]) };
  return found;
}

export function thing(chance: Chance, name: string, before: readonly Thing[]): Thing {
  const kind = chance.pick<Kind>(["Item", "Item", "Item", "Item", "Vault", "Plain", "Group", "Connection"]);
  const made: Thing = { name, kind, args: {}, options: {} };
  if (kind === "Connection") made.args = { "recorder:user": user(chance, before) };
  else if (kind === "Group") made.args = group(chance, before);
  else made.args = { key: { plain: name }, ...inputs(chance, before) };
  made.options = options(chance, made, before);
  return made;
}

/** A world in which nothing refers to what is not before it. */
export function tidy(things: Thing[]): Thing[] {
  const known = new Set<string>();
  return things.map((one) => {
    const lost = needs(one).filter((name) => !known.has(name));
    known.add(one.name);
    if (lost.length === 0) return one;
    const keep = (name?: string): boolean => name !== undefined && !lost.includes(name);
    const { parent, provider, deletedWith, dependsOn, ...rest } = one.options;
    return {
      ...one,
      args: Object.fromEntries(
        Object.entries(one.args).filter(([, input]) => !("from" in input) || keep(input.from)),
      ),
      options: {
        ...rest,
        ...(keep(parent) && { parent }),
        ...(keep(provider) && { provider }),
        ...(keep(deletedWith) && { deletedWith }),
        ...(dependsOn && { dependsOn: dependsOn.filter(keep) }),
      },
    };
  });
}
