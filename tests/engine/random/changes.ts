import { type Chance, inputs, isCustom, options, TEXTS, type Thing, thing, typeOf, user } from "./world";

type Change = (chance: Chance, things: Thing[], next: () => string) => Thing[];

const otherText: Change = (chance, things) =>
  alter(chance, things, isCustom, (one) => ({
    ...one,
    args: { ...one.args, text: { plain: chance.pick(TEXTS) } },
  }));

/** Another key, which replaces. */
const otherKey: Change = (chance, things, next) =>
  alter(chance, things, isCustom, (one) => ({
    ...one,
    args: { ...one.args, key: { plain: `${one.name}-${next()}` } },
  }));

const otherInputs: Change = (chance, things) =>
  alter(chance, things, isCustom, (one, before) => ({
    ...one,
    args: { ...inputs(chance, before), key: one.args.key! },
  }));

const otherConnection: Change = (chance, things) =>
  alter(
    chance,
    things,
    ({ kind }) => kind === "Connection",
    (one, before) => ({ ...one, args: { "recorder:user": user(chance, before) } }),
  );

const otherOptions: Change = (chance, things) =>
  alter(
    chance,
    things,
    () => true,
    (one, before) => ({ ...one, options: chance.often(50) ? options(chance, one, before) : {} }),
  );

const gone: Change = ({ pick }, things) => {
  const one = pick(things);
  return things.filter((other) => other !== one);
};

const added: Change = (chance, things, next) => [...things, thing(chance, next(), things)];

const renamed: Change = (chance, things, next) =>
  rename(things, chance.pick(things), next(), chance.often(75));

/** Another parent, or none, most often said by an alias. */
const moved: Change = (chance, things) =>
  alter(
    chance,
    things,
    (one) => one.kind !== "Connection",
    (one, before) => {
      const { parent, ...others } = one.options;
      const parents = before.filter(({ kind, name }) => kind !== "Connection" && name !== parent);
      const above = parents.length > 0 && chance.often(70) ? chance.pick(parents).name : undefined;
      const alias = parent && before.some(({ name }) => name === parent) ? { parent } : { noParent: true };
      return {
        ...one,
        options: {
          ...others,
          ...(above && { parent: above }),
          ...(chance.often(80) && (parent ?? above) && { aliases: [alias] }),
        },
      };
    },
  );

/** Another type of the same name. */
const retyped: Change = (chance, things) =>
  alter(chance, things, isCustom, (one) => {
    const alias = { type: typeOf(one.kind) };
    return {
      ...one,
      kind: one.kind === "Item" ? "Vault" : "Item",
      options: { ...one.options, ...(chance.often(70) && { aliases: [alias] }) },
    };
  });

/** What may happen to a program between two commands; what is named twice happens more often. */
export const CHANGES: readonly Change[] = [
  ...[otherText, otherText, otherKey, otherKey, otherOptions, otherOptions, renamed, renamed],
  ...[otherInputs, otherConnection, gone, added, moved, retyped],
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
