import type { Resource } from "./state";
import type { Props } from "./values";

/** Another name of a resource: a URN, or what of its URN was different. */
export interface Alias {
  urn?: string;
  name?: string;
  type?: string;
  parent?: string;
  noParent?: boolean;
}

/** What a program asks for. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  parent?: string;
  inputs: Props;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  provider?: string;
  /** Of the provider, for which there is a default provider of its own. */
  version?: string;
  protect: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  hideDiff: string[];
  /** Undefined where the program leaves it to the provider. */
  deleteBeforeReplace?: boolean;
  additionalSecretOutputs: string[];
  aliases: Alias[];
  retainOnDelete: boolean;
  deletedWith?: string;
  customTimeouts?: Resource["customTimeouts"];
  importId?: string;
  marks: Pick<Resource, "sourcePosition" | "stackTrace">;
}

/** A goal with no options. */
export function plainGoal(type: string, name: string, inputs: Props): Goal {
  return {
    type,
    name,
    inputs,
    custom: true,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    hideDiff: [],
    additionalSecretOutputs: [],
    aliases: [],
    retainOnDelete: false,
    marks: {},
  };
}

/** The state of a goal before anything is done. `same` and updates take the new options this way (rule 24). */
export function stateOf(urn: string, goal: Goal, old?: Resource): Resource {
  return {
    urn,
    custom: goal.custom,
    type: goal.type,
    inputs: goal.inputs,
    ...(goal.parent && { parent: goal.parent }),
    ...(goal.protect && { protect: true }),
    ...(goal.dependencies.length > 0 && { dependencies: [...goal.dependencies].sort() }),
    ...((goal.custom || Object.keys(goal.propertyDependencies).length > 0) && {
      propertyDependencies: goal.propertyDependencies,
    }),
    ...(goal.additionalSecretOutputs.length > 0 && { additionalSecretOutputs: goal.additionalSecretOutputs }),
    ...(goal.customTimeouts && { customTimeouts: goal.customTimeouts }),
    ...(goal.retainOnDelete && { retainOnDelete: true }),
    ...(goal.deletedWith && { deletedWith: goal.deletedWith }),
    ...(goal.ignoreChanges.length > 0 && { ignoreChanges: goal.ignoreChanges }),
    ...(goal.replaceOnChanges.length > 0 && { replaceOnChanges: goal.replaceOnChanges }),
    ...(goal.hideDiff.length > 0 && { hideDiff: goal.hideDiff }),
    ...(old?.created && { created: old.created }),
    ...(old?.modified && { modified: old.modified }),
    ...goal.marks,
  };
}

/** Builds URNs of one stack and project. */
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
    const own = goal.aliases.map((alias) => {
      if (alias.urn) return alias.urn;
      const above = alias.noParent ? "" : alias.parent ? (formerOf(alias.parent) ?? alias.parent) : parent;
      return this.of(alias.type || type, alias.name || name, above);
    });
    const former = formerOf(parent);
    if (!former) return [...new Set(own)];
    const parentName = parent.split("::").at(-1) ?? "";
    const formerName = former.split("::").at(-1) ?? "";
    // A child named after its parent was named after the parent's former name.
    const inherited = (childType: string, childName: string): string =>
      this.of(
        childType,
        childName.startsWith(parentName) ? formerName + childName.slice(parentName.length) : childName,
        former,
      );
    const ofAliases = own.map((urn) => {
      const [, , chain = "", aliasName = ""] = urn.split("::");
      return inherited(chain.split("$").at(-1) ?? "", aliasName);
    });
    return [...new Set([...own, inherited(type, name), ...ofAliases])];
  }
}
