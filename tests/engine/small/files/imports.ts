import { readFileSync } from "node:fs";
import { problems } from "../state/problem";
import { openSecrets } from "../state/state";
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

interface ImportFile {
  resources?: (Partial<Wanted> & { logicalName?: string })[];
  /** URNs of what is not in the file, by the names that are used in it. */
  nameTable?: Record<string, string>;
}

function read(file: string): ImportFile {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ImportFile;
  } catch (error) {
    const isLost = (error as { code?: string }).code === "ENOENT";
    const reason = isLost ? `open ${file}: no such file or directory` : (error as Error).message;
    throw problems([`could not read import file: ${reason}`]);
  }
}

const described = ({ name, id, type }: Partial<Wanted>, at: number): string =>
  `resource ${name || id ? `'${name || id}'` : at}${type ? ` of type '${type}'` : ""}`;

/** What one of them lacks, or has and may not. A secret has a plaintext; the provider's envelope is refused (rule 46). */
function faultsOf(one: Partial<Wanted>, at: number): string[] {
  const { type, name, id, component, inputs = {}, outputs = {} } = one;
  const faults = [
    !type && "has no type",
    !name && "has no name",
    !id && !component && "has no ID",
    id && component && "has an ID, but is marked as a component",
    type?.startsWith("pulumi:providers:") && "is a provider, which this engine does not import",
  ].filter((fault) => typeof fault === "string");
  try {
    openSecrets(outputs);
    openSecrets(inputs);
  } catch (error) {
    return [`could not deserialize outputs for ${described(one, at)}: ${(error as Error).message}`];
  }
  return faults.map((fault) => `${described(one, at)} ${fault}`);
}

/** The resources in the file of `pulumi import --file`, parents and providers by their URNs (rule 83). */
export function readImports(
  file: string,
  urnOf: (type: string, name: string, parent?: string) => string,
): Wanted[] {
  const { resources = [], nameTable = {} } = read(file);
  const wanted = resources.map(({ logicalName, ...one }) => ({ ...one, name: one.name ?? logicalName }));
  const faults = wanted.flatMap(faultsOf);
  if (faults.length > 0) throw problems(faults);
  const all = wanted as Wanted[];
  const named = (name?: string): Wanted[] => all.filter((one) => one.name === name);
  /** The URN of what a name stands for, of what is in the file too. */
  const urnBy = (name: string | undefined, depth = 0): string | undefined => {
    const [found] = named(name);
    const known = name === undefined ? undefined : nameTable[name];
    if (known || !found || depth > all.length) return known;
    const { logicalName = found.name } = resources[all.indexOf(found)] ?? {};
    return urnOf(found.type, logicalName, urnBy(found.parent, depth + 1));
  };
  const taken = new Set(Object.values(nameTable));
  return all.map((one, at) => {
    const { parent, provider } = one;
    const name = resources[at]?.logicalName ?? one.name;
    if (parent && named(parent).length > 1) faults.push(`${described(one, at)} has an ambiguous parent`);
    const above = urnBy(parent);
    if (parent && !above)
      faults.push(`the parent '${parent}' for ${described(one, at)} has no entry in 'nameTable'`);
    if (provider && !urnBy(provider))
      faults.push(
        `the provider '${provider}' for ${described(one, at)} has no entry in 'nameTable' or 'resources'`,
      );
    const urn = urnOf(one.type, name, above);
    if (taken.has(urn))
      faults.push(`${described(one, at)} has an ambiguous URN, set name (or logical name) to be unique`);
    taken.add(urn);
    if (faults.length > 0) throw problems(faults);
    return { ...one, name, parent: above, provider: urnBy(provider) };
  });
}
