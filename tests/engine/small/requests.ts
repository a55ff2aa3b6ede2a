import * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import type { Goal } from "./goal";
import { props, struct } from "./host";
import type { Answer } from "./planning";
import { isProps, mapProps, type Props, SIGNATURE, type Value } from "./values";

function urnsOf(map: {
  forEach: (each: (value: { getUrnsList: () => string[] }, name: string) => void) => void;
}): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  map.forEach((value, name) => (found[name] = value.getUrnsList()));
  return found;
}

const placeOf = (place: SourcePosition): string =>
  `${place.getUri()}#${place.getLine()},${place.getColumn()}`;

/** Where the program asked for a resource. */
export const marksOf = (
  request: resource.RegisterResourceRequest | resource.ReadResourceRequest,
): Goal["marks"] => {
  const [place, trace] = [request.getSourceposition(), request.getStacktrace()];
  const frames = trace?.getFramesList().map((frame) => frame.getPc());
  return {
    ...(place && { sourcePosition: placeOf(place) }),
    ...(frames && { stackTrace: frames.map((at) => (at ? { sourcePosition: placeOf(at) } : {})) }),
  };
};

/** A Go duration such as `1h30m` in seconds. */
function seconds(text: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  return parts.reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (units[unit] ?? 0), 0);
}

function timeoutsOf(request: resource.RegisterResourceRequest): Goal["customTimeouts"] {
  const given = request.getCustomtimeouts();
  const entries = Object.entries({
    create: seconds(given?.getCreate() ?? ""),
    update: seconds(given?.getUpdate() ?? ""),
    delete: seconds(given?.getDelete() ?? ""),
  }).filter(([, value]) => value > 0);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** What a registration asks for. */
export function goalOf(request: resource.RegisterResourceRequest): Goal {
  const timeouts = timeoutsOf(request);
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    ...(request.getParent() && { parent: request.getParent() }),
    inputs: resources(props(request.getObject())),
    dependencies: request.getDependenciesList(),
    propertyDependencies: urnsOf(request.getPropertydependenciesMap()),
    ...(request.getProvider() && { provider: request.getProvider() }),
    ...(request.getVersion() && { version: request.getVersion() }),
    protect: Boolean(request.getProtect()),
    ignoreChanges: request.getIgnorechangesList(),
    hideDiff: request.getHidediffsList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    ...(request.getDeletebeforereplacedefined() && { deleteBeforeReplace: request.getDeletebeforereplace() }),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [
      ...request.getAliasesList().map((alias) => {
        const given = alias.getSpec();
        return {
          urn: alias.getUrn(),
          name: given?.getName(),
          type: given?.getType(),
          parent: given?.getParenturn(),
          noParent: given?.getNoparent(),
        };
      }),
      ...request.getAliasurnsList().map((urn) => ({ urn })),
    ],
    retainOnDelete: Boolean(request.getRetainondelete()),
    ...(request.getDeletedwith() && { deletedWith: request.getDeletedwith() }),
    ...(timeouts && { customTimeouts: timeouts }),
    ...(request.getImportid() && { importId: request.getImportid() }),
    marks: marksOf(request),
  };
}

const isReference = (value: Props): boolean => value[SIGNATURE] === "5cf8f73096256a8f31e491e813e4eb8e";

function eachReference(values: Props, to: (reference: Props) => Value): Props {
  const one = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(one);
    if (!isProps(value)) return value;
    return isReference(value) ? to(value) : mapProps(value, one);
  };
  return mapProps(values, one);
}

/** A reference to a resource is its id, or its URN when it has none. */
export const resources = (values: Props): Props => eachReference(values, ({ id, urn = null }) => id || urn);

/** References as a component's outputs keep them. */
export const references = (values: Props): Props =>
  eachReference(values, (reference) => ({ packageVersion: "", ...reference }));

const RESULTS = { fail: resource.Result.FAIL, skip: resource.Result.SKIP };

/** What the program hears of it. */
export function registered({ urn, id, outputs, result }: Answer): resource.RegisterResourceResponse {
  const answer = new resource.RegisterResourceResponse();
  answer.setUrn(urn);
  answer.setId(id);
  answer.setObject(struct(outputs));
  if (result) answer.setResult(RESULTS[result]);
  return answer;
}
