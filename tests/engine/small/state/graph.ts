import type { Resource } from "./state";

/** The URN in a provider reference, `urn::id`. */
export const providerUrn = (reference = ""): string => reference.split("::").slice(0, 4).join("::");

/** What a resource refers to besides its provider and its parent. */
const dependenciesOf = ({ deletedWith, dependencies, propertyDependencies = {} }: Resource): string[] =>
  [deletedWith ?? [], dependencies ?? [], ...Object.values(propertyDependencies)].flat();

/** What a resource refers to besides its provider. */
export const needsButProvider = (resource: Resource): string[] =>
  [resource.parent ?? [], dependenciesOf(resource)].flat();

/** What must stand before a resource in the state and go after it (rules 3, 5, 22). */
export const needsOf = (resource: Resource): string[] => [
  ...new Set([...(resource.provider ? [providerUrn(resource.provider)] : []), ...needsButProvider(resource)]),
];

/** What a resource needs of those before it: a component that it depends on with everything in that (rule 4). */
export function neededBefore(resource: Resource, all: readonly Resource[]): Resource[] {
  const urns = new Set([providerUrn(resource.provider), ...dependenciesOf(resource)]);
  const inside = new Set<string>();
  return all.slice(0, all.indexOf(resource)).filter(({ urn, custom, parent = "" }) => {
    const isNeeded = urns.has(urn) || inside.has(parent);
    if (isNeeded && (!custom || inside.has(parent))) inside.add(urn);
    return isNeeded || urn === resource.parent;
  });
}

/**
 * Resources to delete in rounds: each round at once and entirely before the next one, dependents first (rule 5). A
 * resource goes as late as its own needs allow, as the real engine has it, not as early as its dependents would.
 */
export function rounds(going: ReadonlySet<Resource>, all: readonly Resource[]): Resource[][] {
  const needs = new Map(
    [...going].map((one) => [one, neededBefore(one, all).filter((need) => going.has(need))] as const),
  );
  const found: Resource[][] = [];
  while (needs.size > 0) {
    const round = [...needs.keys()].filter(
      (resource) => !needs.get(resource)?.some((need) => needs.has(need)),
    );
    for (const resource of round) needs.delete(resource);
    found.unshift(round);
  }
  return found;
}

/** What comes after a resource in the state and depends on it or on another dependent; children only if asked for (rules 11, 20). */
export function dependentsOf(root: Resource, all: readonly Resource[], withChildren: boolean): Resource[] {
  const known = new Set([root.urn]);
  return all.slice(all.indexOf(root) + 1).filter((resource) => {
    const needs = [providerUrn(resource.provider), ...dependenciesOf(resource)];
    const isDependent =
      needs.some((need) => known.has(need)) || (withChildren && known.has(resource.parent ?? ""));
    if (isDependent) known.add(resource.urn);
    return isDependent;
  });
}

/** These resources and what `next` finds for each, and for each of those. */
export function closure(
  roots: readonly Resource[],
  next: (resource: Resource) => readonly Resource[],
): Set<Resource> {
  const found = new Set<Resource>(roots);
  for (const resource of found) for (const more of next(resource)) found.add(more);
  return found;
}
