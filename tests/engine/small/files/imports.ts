import { readFileSync } from "node:fs";
import { Problem, problems } from "../state/problem";
import { isProvider, openSecrets, typeOf } from "../state/state";
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
}

/** What the file says of a resource. Without a name it is called by its logical name, which is the one in its URN. */
type Entry = Partial<Wanted> & { logicalName?: string };
type Named = Entry & Record<"type" | "name" | "logicalName", string>;

interface ImportFile {
  resources?: Entry[];
  /** URNs of what is not in the file, by the names that are used in it. */
  nameTable?: Record<string, string>;
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

/** What an entry lacks, or has and may not. */
function faultsOf(one: Entry, at: number): string[] {
  const { type, name, id, component } = one;
  const faults = [
    !type && "has no type",
    !name && "has no name",
    !id && !component && "has no ID",
    id && component && "has an ID, but is marked as a component",
    type?.startsWith("pulumi:providers:") && "is a provider, which this engine does not import",
  ].filter((fault) => typeof fault === "string");
  return faults.map((fault) => `${described(one, at)} ${fault}`);
}

/** A secret has a plaintext; the provider's envelope is refused (rule 46). */
function sealedFaults(one: Named, at: number): string[] {
  return (["inputs", "outputs"] as const).flatMap((side) => {
    try {
      openSecrets(one[side] ?? {});
      return [];
    } catch (error) {
      return `could not deserialize ${side} for ${described(one, at)}: ${(error as Error).message}`;
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
  const { resources = [], nameTable = {} } = read(file);
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
    return { ...one, name: one.logicalName, parent, provider };
  });
  refuse([...faults, ...faultsOfProviders]);
  refuse(all.flatMap(sealedFaults));
  return wanted;
}
