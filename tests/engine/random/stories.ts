import fc, { type Arbitrary } from "fast-check";

/** An input: given, secret, or an output of a resource before it. */
type Input = { plain: unknown } | { secret: unknown } | { from: string; output: string };
type Kind = "Item" | "Vault" | "Group" | "Connection";

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

/** What the program makes: see world.cjs. */
export interface World {
  things: Thing[];
  outputs: Record<string, Input>;
  /** Whether each resource waits for the one before it. */
  inTurn: boolean;
}

/** One command of a story, the program as it then is, and how the provider misbehaves. */
export interface Chapter {
  command: string[];
  world: World;
  steer: Record<string, Record<string, unknown>>;
}

type Pick = <T>(list: readonly T[]) => T;
interface Chance {
  /** One of these. */
  pick: Pick;
  /** True in so many of a hundred. */
  often: (percent: number) => boolean;
  number: (most: number) => number;
}

const TEXTS = ["one", "two", "three lines\nof\ntext", '{"a":[1,2]}', ""];
const isCustom = ({ kind }: Thing): boolean => kind === "Item" || kind === "Vault";
const keyOf = ({ args, name }: Thing): string =>
  args.key && "plain" in args.key ? String(args.key.plain) : name;

/** Names that others refer to. */
const needs = ({ args, options }: Thing): string[] => [
  ...Object.values(args).flatMap((input) => ("from" in input ? [input.from] : [])),
  ...[options.parent, options.provider, options.deletedWith].filter((name) => name !== undefined),
  ...(options.dependsOn ?? []),
];

function inputs(chance: Chance, before: readonly Thing[]): Record<string, Input> {
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
    };
  return args;
}

const OPTIONS: Record<string, (chance: Chance, thing: Thing, before: readonly Thing[]) => unknown> = {
  protect: () => true,
  retainOnDelete: () => true,
  ignoreChanges: ({ pick }) => [
    pick(["text", "size", "tags", "nested.a", "tags[0]", "nested", "*", "upstream"]),
  ],
  deleteBeforeReplace: ({ often }) => often(80),
  replaceOnChanges: ({ pick }) => [pick(["text", "size", "*", "nested.a"])],
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
const RARE = new Set(["version", "replaceOnChanges", "deletedWith", "retainOnDelete"]);
const OF_GROUPS = new Set(["protect", "parent", "dependsOn"]);

function options(chance: Chance, thing: Thing, before: readonly Thing[]): Thing["options"] {
  const names = Object.keys(OPTIONS).filter((name) => isCustom(thing) || OF_GROUPS.has(name));
  const chosen = names.filter((name) =>
    chance.often(name === "parent" || name === "provider" ? 30 : RARE.has(name) ? 5 : 10),
  );
  const given = chosen.map((name) => [name, OPTIONS[name]?.(chance, thing, before)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function thing(chance: Chance, name: string, before: readonly Thing[]): Thing {
  const kind = chance.pick<Kind>(["Item", "Item", "Item", "Item", "Vault", "Group", "Connection"]);
  const made: Thing = { name, kind, args: {}, options: {} };
  if (kind === "Connection") made.args = { "recorder:user": { plain: chance.pick(["ann", "bob"]) } };
  else if (kind === "Group") made.args = chance.often(50) ? { size: { plain: chance.number(2) } } : {};
  else made.args = { key: { plain: name }, ...inputs(chance, before) };
  made.options = options(chance, made, before);
  return made;
}

/** A world in which nothing refers to what is not before it. */
function tidy(things: Thing[]): Thing[] {
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

/** One thing that may happen to a program between two commands. */
const CHANGES: ((chance: Chance, things: Thing[], next: () => string) => Thing[])[] = [
  // Other inputs.
  (chance, things) =>
    alter(chance, things, isCustom, (one, before) => ({
      ...one,
      args: { ...inputs(chance, before), key: one.args.key! },
    })),
  (chance, things) =>
    alter(chance, things, isCustom, (one) => ({
      ...one,
      args: { ...one.args, text: { plain: chance.pick(TEXTS) } },
    })),
  (chance, things) =>
    alter(chance, things, isCustom, (one) => ({
      ...one,
      args: { ...one.args, text: { plain: chance.pick(TEXTS) } },
    })),
  (chance, things) =>
    alter(
      chance,
      things,
      ({ kind }) => kind === "Connection",
      (one) => ({ ...one, args: { "recorder:user": { plain: chance.pick(["ann", "bob", "cyn"]) } } }),
    ),
  // Another key, which replaces.
  (chance, things, next) =>
    alter(chance, things, isCustom, (one) => ({
      ...one,
      args: { ...one.args, key: { plain: `${one.name}-${next()}` } },
    })),
  (chance, things, next) =>
    alter(chance, things, isCustom, (one) => ({
      ...one,
      args: { ...one.args, key: { plain: `${one.name}-${next()}` } },
    })),
  // Other options.
  (chance, things) =>
    alter(
      chance,
      things,
      () => true,
      (one, before) => ({ ...one, options: options(chance, one, before) }),
    ),
  (chance, things) =>
    alter(
      chance,
      things,
      () => true,
      (one) => ({ ...one, options: {} }),
    ),
  // Gone, new, renamed with and without an alias.
  (chance, things) => things.filter((one) => one !== chance.pick(things)),
  (chance, things) => {
    const gone = chance.pick(things);
    return things.filter((one) => one !== gone);
  },
  (chance, things, next) => [...things, thing(chance, next(), things)],
  (chance, things, next) => rename(things, chance.pick(things), next(), true),
  (chance, things, next) => rename(things, chance.pick(things), next(), chance.often(50)),
];

function alter(
  { pick }: Chance,
  things: Thing[],
  fits: (one: Thing) => boolean,
  to: (one: Thing, before: Thing[]) => Thing,
): Thing[] {
  const those = things.filter(fits);
  if (those.length === 0) return things;
  const chosen = pick(those);
  return things.map((one, at) => (one === chosen ? to(one, things.slice(0, at)) : one));
}

function rename(things: Thing[], old: Thing, name: string, hasAlias: boolean): Thing[] {
  const follow = (other?: string): string | undefined => (other === old.name ? name : other);
  return things.map((one) => {
    const { options, args } = one;
    const { parent, provider, deletedWith, dependsOn } = options;
    const moved = {
      ...one,
      args: Object.fromEntries(
        Object.entries(args).map(([key, input]) => [
          key,
          "from" in input ? { ...input, from: follow(input.from)! } : input,
        ]),
      ),
      options: {
        ...options,
        ...(parent && { parent: follow(parent) }),
        ...(provider && { provider: follow(provider) }),
        ...(deletedWith && { deletedWith: follow(deletedWith) }),
        ...(dependsOn && { dependsOn: dependsOn.map((other) => follow(other)!) }),
      },
    };
    if (one !== old) return moved;
    return {
      ...moved,
      name,
      options: { ...moved.options, ...(hasAlias && { aliases: [{ name: old.name }] }) },
    };
  });
}

const urnOf = ({ name }: Thing): string => `**::${name}`;

/** How the provider misbehaves; everything but delays asks for a run in turn. */
function misbehaviour({ pick, often }: Chance, things: readonly Thing[], command: string): Chapter["steer"] {
  const those = things.filter(isCustom);
  if (those.length === 0) return {};
  const key = keyOf(pick(those));
  const faults: Record<string, [method: string, steer: Record<string, unknown>][]> = {
    up: [
      ["create", { throw: `no ${key}` }],
      ["update", { throw: `no update of ${key}` }],
      ["create", { partial: [`half of ${key}`, "and more"] }],
      ["update", { partial: [`half of ${key}`] }],
      ["delete", { throw: "busy" }],
      ["check", { failures: [{ property: "text", reason: "bad" }] }],
      ["check", { throw: "cannot check" }],
      ["diff", { throw: "cannot compare" }],
      ["diff", { answer: { changes: true, replaces: ["text"] } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["create", { outs: { text: "made otherwise" } }],
    ],
    refresh: [
      ["read", { gone: true }],
      ["read", { inputs: { text: "drifted" } }],
      ["read", { outs: { serial: "another" } }],
      ["read", { throw: "cannot look" }],
      ["diff", { answer: { changes: true } }],
    ],
    destroy: [["delete", { throw: "busy" }]],
  };
  const kind = command === "preview" ? "up" : command;
  const list = often(25) ? [...(faults[kind] ?? []), ...(faults.refresh ?? [])] : (faults[kind] ?? []);
  const [method, steer] = pick(list);
  return { [`${method} ${key}`]: steer };
}

function command(chance: Chance, things: readonly Thing[]): string[] {
  const { pick, often } = chance;
  const verb = pick(["up", "up", "up", "up", "up", "preview", "refresh", "refresh", "destroy"]);
  const words = [verb];
  if (verb !== "preview" && often(85)) words.push("--skip-preview");
  if ((verb === "up" || verb === "preview" || verb === "destroy") && often(12)) words.push("--refresh");
  if ((verb === "refresh" || verb === "destroy") && often(35)) words.push("--run-program");
  if (things.length > 0 && often(verb === "destroy" ? 50 : 15)) {
    words.push("--target", urnOf(pick(things)));
    if (often(50)) words.push("--target-dependents");
  } else if (things.length > 0 && often(10)) {
    words.push("--exclude", urnOf(pick(things)));
    if (often(50) && verb !== "destroy") words.push("--exclude-dependents");
  }
  if (verb === "up" && things.length > 0 && often(5)) words.push("--replace", urnOf(pick(things)));
  if (often(15) && verb !== "preview" && verb !== "refresh") words.push("--continue-on-error");
  if (often(15)) words.push("--diff");
  return words;
}

/** A story of so many commands on one stack. */
function story(chance: Chance, length: number): Chapter[] {
  let count = 0;
  const next = (): string => `n${++count}`;
  let things: Thing[] = [];
  for (let wanted = 3 + chance.number(4); wanted > 0; wanted--) things.push(thing(chance, next(), things));
  const chapters: Chapter[] = [];
  for (let at = 0; at < length; at++) {
    if (at > 0) {
      for (let changes = chance.number(3); changes > 0 && things.length > 0; changes--)
        things = tidy(chance.pick(CHANGES)(chance, things, next));
      things = things.map((one) =>
        chapters.at(-1)?.world.things.some(({ name }) => name === one.name) ? withoutAliases(one) : one,
      );
    }
    const words = at === 0 ? ["up", "--skip-preview"] : command(chance, things);
    const steer = chance.often(at === 0 ? 20 : 40) ? misbehaviour(chance, things, words[0] ?? "") : {};
    const inTurn = Object.keys(steer).length > 0 || chance.often(50);
    const sources = things.filter(isCustom);
    const outputs: World["outputs"] =
      sources.length > 0
        ? { serial: { from: chance.pick(sources).name, output: "serial" }, size: { plain: chance.number(2) } }
        : {};
    chapters.push({
      command: inTurn ? [...words, "--parallel", "1"] : words,
      world: structuredClone({ things, outputs, inTurn }),
      steer,
    });
  }
  return chapters;
}

/** An alias is dropped in the step after the one that used it. */
const withoutAliases = (one: Thing): Thing => ({ ...one, options: { ...one.options, aliases: undefined } });

const stories = (length: number): Arbitrary<Chapter[]> =>
  fc.gen().map((generate) => {
    const number = (most: number): number => generate(fc.nat, most);
    const pick: Pick = (list) => list[number(list.length - 1)]!;
    return story({ pick, number, often: (percent) => number(99) < percent }, length);
  });

/** The story of a seed: always the same. */
export const storyOf = (seed: number, length: number): Chapter[] =>
  fc.sample(stories(length), { seed, numRuns: 1 })[0]!;
