import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import type { Goal } from "../steps/goal";
import { filled, props } from "../host/messages";
import type { Answer } from "../plan/planner";
import { given, isProps, type Props, replaced, SIGNATURE, type Value } from "../state/values";

const placeOf = (place: SourcePosition): string =>
  `${place.getUri()}#${place.getLine()},${place.getColumn()}`;

/** What a program says of a resource, whether it registers or reads it. */
export function sharedOf(
  request: resource.RegisterResourceRequest | resource.ReadResourceRequest,
): Omit<Goal, "custom" | "inputs"> {
  const [place, trace] = [request.getSourceposition(), request.getStacktrace()];
  const frames = trace?.getFramesList().map((frame) => frame.getPc());
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    dependencies: request.getDependenciesList(),
    provider: request.getProvider() || undefined,
    version: versionOf(request.getVersion()),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    sourcePosition: place && placeOf(place),
    stackTrace: frames?.map((at) => (at ? { sourcePosition: placeOf(at) } : {})),
  };
}

/** A version as semantic versioning has it; none is asked for without one. */
function versionOf(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+([-+].+)?$/.test(text)) return text;
  if (text) throw new Error(`No Major.Minor.Patch elements found: the version is ${JSON.stringify(text)}`);
  return undefined;
}

/** A Go duration such as `1h30m` in seconds. */
function seconds(text = ""): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 1e-6, µs: 1e-6, ns: 1e-9 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  if (parts.map(([part]) => part).join("") !== text && text !== "0")
    throw new Error(`unable to parse customTimeout Value ${text}`);
  return parts.reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (units[unit] ?? 0), 0);
}

function aliasesOf(request: resource.RegisterResourceRequest): Goal["aliases"] {
  const urns = [...request.getAliasesList().map((alias) => alias.getUrn()), ...request.getAliasurnsList()];
  const wrong = urns.find((urn) => urn && !/^urn:pulumi:.*::.*::.*::.+/.test(urn));
  if (wrong) throw new Error(`invalid alias URN: invalid URN ${JSON.stringify(wrong)}`);
  const specified = request.getAliasesList().map((alias) => {
    const given = (alias.getSpec() ?? new Alias.Spec()).toObject();
    return { ...given, urn: alias.getUrn(), parent: given.parenturn, noParent: given.noparent };
  });
  return [...specified, ...request.getAliasurnsList().map((urn) => ({ urn }))];
}

/** What a registration asks for (rules 24, 59). */
export function goalOf(request: resource.RegisterResourceRequest): Goal {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, name) => {
    propertyDependencies[name] = urns.getUrnsList();
  });
  const isOrdered = request.getDeletebeforereplacedefined();
  const timeouts = request.getCustomtimeouts();
  return {
    ...sharedOf(request),
    custom: request.getCustom(),
    inputs: resources(props(request.getObject())),
    propertyDependencies,
    protect: request.hasProtect() ? request.getProtect() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    hideDiff: request.getHidediffsList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: isOrdered ? request.getDeletebeforereplace() : undefined,
    aliases: aliasesOf(request),
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    customTimeouts: given({
      create: seconds(timeouts?.getCreate()),
      update: seconds(timeouts?.getUpdate()),
      delete: seconds(timeouts?.getDelete()),
    }),
    importId: request.getImportid(),
  };
}

const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
/** Assets and archives, of which the engine would have to know the hash. */
const FILES: Value[] = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];

function eachReference(values: Props, to: (reference: Props) => Value): Props {
  return replaced(values, (value) => {
    const signature = isProps(value) ? (value[SIGNATURE] ?? "") : "";
    if (FILES.includes(signature)) throw new Error("assets and archives are not supported by this engine");
    return isProps(value) && signature === REFERENCE ? to(value) : undefined;
  }) as Props;
}

/** A reference to a resource is its id, or its URN when it has none. */
export const resources = (values: Props): Props => eachReference(values, ({ id, urn = null }) => id || urn);

/** References as a component's outputs keep them. */
export const references = (values: Props): Props =>
  eachReference(values, (reference) => ({ packageVersion: "", ...reference }));

/** What the program hears of it (rules 20, 32). */
export function registered({ urn, id, outputs, result }: Answer): resource.RegisterResourceResponse {
  const results = { fail: resource.Result.FAIL, skip: resource.Result.SKIP };
  const fields = { urn, id, object: outputs, result: result && results[result] };
  return filled(new resource.RegisterResourceResponse(), fields);
}
