import { dependentsOf, providerUrn } from "../state/graph";
import type { Planner } from "./planner";
import { isProvider, type Resource } from "../state/state";
import { type Props, UNKNOWN } from "../state/values";

/** A resource's inputs with those unknown that come from what goes away; undefined when there are none. */
function withLoss(
  { inputs = {}, propertyDependencies = {} }: Resource,
  gone: ReadonlySet<string>,
): Props | undefined {
  const isLost = (name: string): boolean => (propertyDependencies[name] ?? []).some((need) => gone.has(need));
  const lost = Object.keys(inputs).filter(isLost);
  return lost.length > 0
    ? { ...inputs, ...Object.fromEntries(lost.map((name) => [name, UNKNOWN])) }
    : undefined;
}

/**
 * The dependents of a resource that must be replaced when it is deleted first, each with the properties that force it, in
 * the order of the state: those of a provider that goes, and those whose diff says so with what they lose unknown. A mere
 * dependsOn is not asked, nor is what the run has come to already (rules 11, 20).
 */
export async function dependentsToReplace(
  planner: Planner,
  root: Resource,
): Promise<Map<Resource, string[]>> {
  const { run } = planner;
  const gone = new Set([root.urn]);
  const found = new Map<Resource, string[]>();
  const candidates = run.keeper.base.filter((one) => one === root || !planner.isDecided(one.urn));
  for (const resource of dependentsOf(root, candidates, false)) {
    if (!resource.custom || resource.external) continue;
    const inputs = withLoss(resource, gone);
    if (gone.has(providerUrn(resource.provider))) found.set(resource, []);
    else if (!inputs || isProvider(resource.type)) continue;
    else {
      const host = await run.hostOf(resource);
      const { replaces } = await host.diff({ ...resource, inputs }, resource);
      if (replaces.length === 0) continue;
      found.set(resource, replaces);
    }
    gone.add(resource.urn);
  }
  return found;
}
