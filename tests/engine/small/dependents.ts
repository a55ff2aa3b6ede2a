import { providerUrn } from "./graph";
import type { Run } from "./run";
import type { Resource } from "./state";
import { type Props, UNKNOWN } from "./values";

/** A resource's inputs with those unknown that come from what goes away; undefined when there are none. */
function withLoss(
  { inputs = {}, propertyDependencies = {} }: Resource,
  gone: ReadonlySet<string>,
): Props | undefined {
  const lost = Object.entries(propertyDependencies).filter(([, urns]) => urns.some((need) => gone.has(need)));
  if (lost.length === 0) return undefined;
  return { ...inputs, ...Object.fromEntries(lost.map(([name]) => [name, UNKNOWN])) };
}

/**
 * The dependents of a resource that must be replaced when it is deleted first, in the order of the state, with what
 * forces each: their diff is asked with what they lose unknown, and a mere dependsOn is not (rules 11, 20).
 */
export async function dependentsToReplace(
  run: Run,
  root: Resource,
  isLeftOut: (urn: string) => boolean,
): Promise<{ resource: Resource; keys: string[] }[]> {
  const gone = new Set([root.urn]);
  const found: { resource: Resource; keys: string[] }[] = [];
  for (const resource of run.keeper.all) {
    const { urn } = resource;
    const isAsked = resource.custom && !resource.external && !resource.delete && !isLeftOut(urn);
    if (!isAsked || urn === root.urn) continue;
    const inputs = withLoss(resource, gone);
    if (!inputs && !gone.has(providerUrn(resource.provider))) continue;
    if (resource.type.startsWith("pulumi:")) continue;
    const host = await run.hostOf(resource);
    const diff = await host.diff({ ...resource, inputs: inputs ?? resource.inputs }, resource);
    if (diff.replaces.length === 0) continue;
    gone.add(urn);
    found.push({ resource, keys: diff.replaces });
  }
  return found;
}
