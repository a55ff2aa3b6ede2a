import { type Places, tidyObject } from "./clean";
import { isObject, type Json, type JsonObject, listOf, objectOf, sortBy, textOf } from "./json";

const TOKENS = { created: "<time>", modified: "<time>", sourcePosition: "<position>", stackTrace: "<trace>" };

const sorted = (urns: Json | undefined): string[] => listOf(urns).map(textOf).sort();

function resource(raw: JsonObject, places: Places): JsonObject {
  const marks = Object.entries(TOKENS).filter(([name]) => name in raw);
  const byProperty = Object.entries(objectOf(raw.propertyDependencies));
  const sets = {
    ...(raw.dependencies && { dependencies: sorted(raw.dependencies) }),
    ...(raw.propertyDependencies && {
      propertyDependencies: Object.fromEntries(byProperty.map(([name, urns]) => [name, sorted(urns)])),
    }),
  };
  return { ...tidyObject({ ...raw, ...sets, stackTrace: undefined }, places), ...Object.fromEntries(marks) };
}

/** Whether everything a resource refers to stands before it in the state. */
function isTopological(resources: readonly JsonObject[]): boolean {
  const known = new Set<string>();
  return resources.every(({ urn, parent, provider, dependencies }) => {
    const providerUrn = textOf(provider).split("::").slice(0, -1).join("::");
    known.add(textOf(urn));
    return [textOf(parent), providerUrn, ...sorted(dependencies)]
      .filter(Boolean)
      .every((need) => known.has(need));
  });
}

/** A stack's export: secrets opened, times and ids as tokens, resources by URN (those to be deleted after). */
export function stateOf(exported: Json | undefined, places: Places): JsonObject | null {
  if (!isObject(exported)) return null;
  const { manifest, secrets_providers: secrets, ...rest } = objectOf(exported.deployment);
  const { resources: all, pending_operations: operations, ...others } = rest;
  const resources = listOf(all).filter(isObject);
  const pending = listOf(operations).map(objectOf);
  const state = {
    version: exported.version,
    manifest: { ...objectOf(manifest), time: "<time>", magic: "<magic>", version: "<version>" },
    secrets_providers: secrets && { ...objectOf(secrets), state: "<salt>" },
    resources: sortBy(
      resources.map((raw) => resource(raw, places)),
      ({ urn, delete: condemned, id }) => `${textOf(urn)} ${condemned ? 1 : 0} ${textOf(id)}`,
    ),
    inOrder: isTopological(resources),
    pending_operations: sortBy(
      pending.map(({ resource: raw, type }) => ({ type, resource: resource(objectOf(raw), places) })),
      (item) => textOf(item.resource.urn),
    ),
    ...tidyObject(others, places),
  };
  return JSON.parse(JSON.stringify(state)) as JsonObject;
}

/** The stack's outputs in a normalised state. */
export function outputsOf(state: JsonObject | null): JsonObject {
  const resources = listOf(state?.resources).map(objectOf);
  return objectOf(resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs);
}

/** Secrets of the scenarios (`hush-...`) that stand in plain text, by place. */
export function plainSecrets(texts: Record<string, string>): Record<string, string[]> {
  const found = Object.entries(texts).map(
    ([place, text]) => [place, [...new Set(text.match(/hush-[a-z0-9-]*[a-z0-9]/g) ?? [])].sort()] as const,
  );
  return Object.fromEntries(found.filter(([, values]) => values.length > 0));
}
