import { readFileSync } from "node:fs";
import { Problem, problems } from "../state/problem";
import { HOST_TYPE, isProvider, openSecrets, typeOf } from "../state/state";
import type { Props } from "../state/values";

/** A resource to import, as the command line's arguments or a file name it. */
export interface Wanted {
  type: string;
  name: string;
  id?: string;
  inputs?: Props;
  outputs?: Props;
  component?: boolean;
  /** The parent's URN, in the file its name. */
  parent?: string;
  /** The provider's URN, in the file its name. */
  provider?: string;
  /** Of a provider, or of the default one that it has. */
  version?: string;
}

/** What the file says of a resource. Without a name it is called by its logical name, which is the one in its URN. */
type Entry = Partial<Wanted> & { logicalName?: string };
type Named = Entry & Record<"type" | "name" | "logicalName", string>;

interface ImportFile {
  resources?: Entry[];
  /** URNs of what is not in the file, by the names that are used in it. */
  nameTable?: Record<string, string>;
  /** Another place for the inputs of providers, which is deprecated. */
  providerInputs?: unknown;
}

function read(file: string): ImportFile {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ImportFile;
  } catch (error) {
    const isLost = (error as { code?: string }).code === "ENOENT";
    const reason = isLost ? `open ${file}: no such file or directory` : (error as Error).message;
    throw new Problem(`could not read import file: ${reason}`);
  }
}

const described = ({ name, id, type }: Entry, at: number): string =>
  `resource ${name || id ? `'${name || id}'` : at}${type ? ` of type '${type}'` : ""}`;

/** A version with all its three numbers: `v1.2` is 1.2.0. Nothing where it is none. */
function wholeVersion(text: string): string | undefined {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:[-+].+)?)$/.exec(text.trim());
  if (!parts) return undefined;
  const [, major, minor = "0", patch = "0", rest = ""] = parts;
  return `${[major, minor, patch].map(Number).join(".")}${rest}`;
}

/** What an entry lacks, or has and may not. */
function faultsOf(one: Entry, at: number): string[] {
  const { type = "", name, id, component, outputs = {} } = one;
  const isToMake = isProvider(type);
  const isForeign = !component && type !== "" && type !== HOST_TYPE && !type.startsWith("pulumi-nodejs:");
  const faults = [
    !type && "has no type",
    !name && "has no name",
    isToMake && id && "has an ID, but is a provider, which is created rather than read",
    isToMake && component && "is a provider and may not be marked as a component",
    isToMake && Object.keys(outputs).length > 0 && "is a provider and may not have outputs",
    !isToMake && !id && !component && "has no ID",
    !isToMake && id && component && "has an ID, but is marked as a component",
    isForeign && "is of another provider, which this engine does not have",
  ].filter((fault) => typeof fault === "string");
  return faults.map((fault) => `${described(one, at)} ${fault}`);
}

/** A secret has a plaintext; the provider's envelope is refused (rule 46). */
function sealedFaults(one: Wanted, at: number): string[] {
  return (["inputs", "outputs"] as const).flatMap((side) => {
    try {
      openSecrets(one[side] ?? {});
      return [];
    } catch (error) {
      return `could not deserialize ${isProvider(one.type) ? "provider " : ""}${side} for ${described(one, at)}: ${(error as Error).message}`;
    }
  });
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw problems(faults);
}

/** The resources in the file of `pulumi import --file`, parents and providers by their URNs (rule 83). */
export function readImports(
  file: string,
  urnOf: (type: string, name: string, parent?: string) => string,
): Wanted[] {
  const { resources = [], nameTable = {}, providerInputs } = read(file);
  if (providerInputs)
    throw new Problem(
      "providerInputs are not supported by this engine: declare the provider in 'resources', with its 'inputs'",
    );
  const entries = resources.map(({ name, logicalName, ...rest }) => {
    return { ...rest, name: name ?? logicalName, logicalName: logicalName ?? name };
  });
  refuse(entries.flatMap(faultsOf));
  const all = entries as Named[];
  const named = (name?: string): Named[] => all.filter((one) => one.name === name);
  /** What a name stands for; nothing where parents go in a circle. */
  const urnBy = (name = "", depth = 0): string | undefined => {
    const [found] = named(name);
    if (nameTable[name] || !found || depth > all.length) return nameTable[name];
    return urnOf(found.type, found.logicalName, urnBy(found.parent, depth + 1));
  };
  const taken = new Set(Object.values(nameTable));
  const faults: string[] = [];
  const faultsOfProviders: string[] = [];
  const wanted = all.map((one, at) => {
    const what = described(one, at);
    const [parent, provider] = [urnBy(one.parent), urnBy(one.provider)];
    if (one.parent && named(one.parent).length > 1) faults.push(`${what} has an ambiguous parent`);
    if (one.parent && !parent)
      faults.push(`the parent '${one.parent}' for ${what} has no entry in 'nameTable'`);
    const urn = urnOf(one.type, one.logicalName, parent);
    if (taken.has(urn)) faults.push(`${what} has an ambiguous URN, set name (or logical name) to be unique`);
    taken.add(urn);
    if (one.provider && named(one.provider).length > 1)
      faultsOfProviders.push(`${what} has an ambiguous provider`);
    const isOther = !isProvider(typeOf(provider ?? ""));
    const lack = provider ? "is not a provider" : "has no entry in 'nameTable' or 'resources'";
    if (one.provider && isOther) faultsOfProviders.push(`the provider '${one.provider}' for ${what} ${lack}`);
    const version = one.version && wholeVersion(one.version);
    if (one.version && !version)
      faultsOfProviders.push(`could not parse version '${one.version}' for ${what}: it is no version`);
    return { ...one, name: one.logicalName, parent, provider, version };
  });
  refuse([...faults, ...faultsOfProviders]);
  refuse(wanted.flatMap(sealedFaults));
  return wanted;
}
