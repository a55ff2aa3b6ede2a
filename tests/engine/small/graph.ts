import type { Resource } from "./state";

/** The URN in a provider reference, `urn::id`. */
export const providerUrn = (reference = ""): string => reference.split("::").slice(0, 4).join("::");

/** What must stand before a resource in the state and go after it (rules 3, 5, 22). */
export function needsOf(resource: Resource): string[] {
  const { parent, provider, deletedWith, dependencies = [], propertyDependencies = {} } = resource;
  const single = [parent, provider && providerUrn(provider), deletedWith];
  const all = [...single, ...dependencies, ...Object.values(propertyDependencies).flat()];
  return [...new Set(all.filter((need): need is string => Boolean(need) && need !== resource.urn))];
}

/**
 * Resources to delete in rounds: each round at once and entirely before the next one, dependents first (rule 5). A
 * resource goes as late as its own needs allow, as the real engine has it, not as early as its dependents would.
 */
export function rounds(resources: readonly Resource[]): Resource[][] {
  let left = [...resources];
  const found: Resource[][] = [];
  while (left.length > 0) {
    const urns = new Set(left.map(({ urn }) => urn));
    const free = left.filter((resource) => !needsOf(resource).some((need) => urns.has(need)));
    const round = free.length > 0 ? free : left;
    found.unshift(round);
    left = left.filter((resource) => !round.includes(resource));
  }
  return found;
}

/** Dependents of these and of each other, children included, in the order of the state. */
export function dependentsOf(urns: Iterable<string>, all: readonly Resource[]): Resource[] {
  const known = new Set(urns);
  const found = new Set<Resource>();
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const resource of all) {
      if (known.has(resource.urn) || !needsOf(resource).some((need) => known.has(need))) continue;
      known.add(resource.urn);
      found.add(resource);
    }
  }
  return all.filter((resource) => found.has(resource));
}

/** What these need, and what that needs. */
export function needsOfAll(urns: Iterable<string>, all: readonly Resource[]): Set<string> {
  const known = new Set(urns);
  for (let before = -1; before !== known.size;) {
    before = known.size;
    for (const resource of all)
      if (known.has(resource.urn)) for (const need of needsOf(resource)) known.add(need);
  }
  return known;
}
