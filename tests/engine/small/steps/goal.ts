import { nameOf, omit, type Resource, typeOf } from "../state/state";
import { given, type Props } from "../state/values";

/** Another name of a resource: a URN, or what of its URN was different. */
export interface Alias {
  urn?: string;
  name?: string;
  type?: string;
  parent?: string;
  noParent?: boolean;
}

/** What the engine says of a resource in the state, and no program. */
type Found =
  "urn" | "id" | "outputs" | "delete" | "pendingReplacement" | "external" | "initErrors" | "importID";

/** What a program asks for. */
export interface Goal extends Omit<Resource, Found | "created" | "modified"> {
  name: string;
  inputs: Props;
  /** Of the provider, for which there is a default provider of its own. */
  version?: string;
  /** Undefined where the program leaves it to the provider. */
  deleteBeforeReplace?: boolean;
  aliases?: Alias[];
  importId?: string;
}

/** The state of a goal before anything is done. `same` and updates take the new options this way (rule 24). */
export function stateOf(urn: string, goal: Goal, old?: Resource): Resource {
  const { type, custom, inputs, dependencies = [] } = goal;
  const options = omit(goal, "name", "version", "deleteBeforeReplace", "aliases", "importId", "provider");
  const { created, modified } = old ?? {};
  return {
    urn,
    custom,
    type,
    inputs,
    ...given({ ...options, dependencies: [...dependencies].sort(), created, modified }),
  };
}

/** Builds URNs of one stack and project (rule 24). */
export class Urns {
  constructor(
    readonly stack: string,
    readonly project: string,
  ) {}

  of(type: string, name: string, parent = ""): string {
    const above = parent.split("::")[2] ?? "";
    const chain = above && above !== "pulumi:pulumi:Stack" ? `${above}$${type}` : type;
    return `urn:pulumi:${this.stack}::${this.project}::${chain}::${name}`;
  }

  get root(): string {
    return this.of("pulumi:pulumi:Stack", `${this.project}-${this.stack}`);
  }

  /** The URNs a resource may have had: its aliases, and what its parent's alias makes of each (rule 24). */
  aliases(goal: Goal, formerOf: (urn: string) => string | undefined): string[] {
    const { type, name, parent = "" } = goal;
    const own = (goal.aliases ?? []).map((alias) => {
      if (alias.urn) return alias.urn;
      const above = alias.noParent ? "" : alias.parent ? (formerOf(alias.parent) ?? alias.parent) : parent;
      return this.of(alias.type || type, alias.name || name, above);
    });
    const former = formerOf(parent);
    if (!former) return [...new Set(own)];
    const [parentName, formerName] = [nameOf(parent), nameOf(former)];
    // A child named after its parent was named after the parent's former name.
    const inherited = (childType: string, childName: string): string =>
      this.of(
        childType,
        childName.startsWith(parentName) ? formerName + childName.slice(parentName.length) : childName,
        former,
      );
    const ofAliases = own.map((urn) => inherited(typeOf(urn), nameOf(urn)));
    return [...new Set([...own, inherited(type, name), ...ofAliases])];
  }
}
