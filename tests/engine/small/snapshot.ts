import { setImmediate } from "node:timers/promises";
import { needsOf } from "./graph";
import type { Operation, Resource, Snapshot } from "./state";

/** A resource in whose references another URN stands for one, or none. */
function redirected(resource: Resource, from: string, to: (urn: string) => string | undefined): Resource {
  if (!needsOf(resource).includes(from)) return resource;
  const { parent, provider, deletedWith, dependencies = [], propertyDependencies = {} } = resource;
  const all = (urns: string[]): string[] => urns.flatMap((urn) => to(urn) ?? []);
  const others = all(dependencies);
  const properties = Object.entries(propertyDependencies).map(([name, urns]) => [name, all(urns)] as const);
  return {
    ...resource,
    parent: parent && to(parent),
    provider: provider && to(provider),
    deletedWith: deletedWith && to(deletedWith),
    dependencies: others.length > 0 ? others : undefined,
    propertyDependencies: resource.propertyDependencies && Object.fromEntries(properties),
  };
}

/** Properties that depend on nothing need not be named. */
function tidied(resource: Resource): Resource {
  const { propertyDependencies = {} } = resource;
  const given = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  return { ...resource, propertyDependencies: given.length > 0 ? Object.fromEntries(given) : undefined };
}

/** The state while a run changes it: what the run came to, in order, before what it has not come to yet (rule 22). */
export class Keeper {
  #all: Resource[];
  /** How many of them the run came to. */
  #reached = 0;
  /** Operations of a killed run, and those in progress. */
  readonly #pending: Set<Operation>;
  readonly #begun = new Set<Operation>();
  #isFrozen = false;
  #isDirty = false;
  #flushing: Promise<void> | undefined;

  constructor(
    { resources, pending }: Snapshot,
    readonly save: (snapshot: Snapshot) => void,
  ) {
    this.#all = [...resources];
    // Only creates stay pending: of the others the state says enough (rule 42).
    this.#pending = new Set(pending.filter(({ type }) => type === "creating"));
  }

  get all(): Resource[] {
    return [...this.#all];
  }

  find(urn: string): Resource | undefined {
    return this.#all.find((resource) => resource.urn === urn && !resource.delete);
  }

  /** Where a resource stands now: it may have been changed or renamed since it was found. */
  #place(wanted: Resource): number {
    const isLike = ({ urn, id, delete: condemned }: Resource): boolean =>
      urn === wanted.urn && id === wanted.id && Boolean(condemned) === Boolean(wanted.delete);
    return this.#all.includes(wanted) ? this.#all.indexOf(wanted) : this.#all.findIndex(isLike);
  }

  /** A resource as it is now. */
  present(resource: Resource): Resource | undefined {
    return this.#all[this.#place(resource)];
  }

  #drop(resource: Resource): void {
    const at = this.#place(resource);
    if (at < 0) return;
    this.#all.splice(at, 1);
    if (at < this.#reached) this.#reached -= 1;
  }

  /** Puts a resource at the end of what this run came to, in place of another one if that is given, and saves. */
  put(resource: Resource, old?: Resource): void {
    this.keep(resource, old);
    this.write();
  }

  /** The same where nothing is lost if it is saved later only: the resource was there before. */
  keep(resource: Resource, old?: Resource): void {
    if (old) this.#drop(old);
    this.#all.splice(this.#reached, 0, resource);
    this.#reached += 1;
  }

  /** Changes a resource where it stands. */
  change(old: Resource, resource: Resource): void {
    const at = this.#place(old);
    if (at >= 0) this.#all[at] = resource;
    this.write();
  }

  remove(old: Resource): void {
    this.#drop(old);
    this.write();
  }

  /** A resource has another URN now: whatever refers to it follows (rule 24). */
  rename(from: string, to: string): void {
    const named = (text: string): string =>
      text === from ? to : text.startsWith(`${from}::`) ? to + text.slice(from.length) : text;
    this.#all = this.#all.map((resource) =>
      resource.urn === from ? { ...resource, urn: to } : redirected(resource, from, named),
    );
  }

  /** A resource is gone without a delete: nothing depends on it any more, its children move up (rule 36). */
  forget(gone: Resource): void {
    this.#drop(gone);
    this.#all = this.#all.map((resource) => {
      const { parent } = resource;
      const left = redirected(resource, gone.urn, (urn) => (urn === gone.urn ? undefined : urn));
      if (left === resource) return resource;
      return tidied({ ...left, parent: parent === gone.urn ? gone.parent : parent });
    });
    this.write();
  }

  /** What a refresh does to all resources: property dependencies without any go (rule 22). */
  tidy(isLeftOut: (urn: string) => boolean): void {
    this.#all = this.#all.map((resource) => (isLeftOut(resource.urn) ? resource : tidied(resource)));
    this.write();
  }

  /** An operation is in progress, which the state says before it starts; a killed engine leaves it there (rule 40). */
  async begin(operation: Operation): Promise<() => void> {
    this.#begun.add(operation);
    this.write();
    await this.flush();
    return () => this.#begun.delete(operation);
  }

  dropPendingCreates(): void {
    this.#pending.clear();
    this.write();
  }

  /** From now on the state stays what it is in the file (rule 54). */
  freeze(): void {
    this.#isFrozen = true;
  }

  /** The state is to be saved. */
  write(): void {
    this.#isDirty = true;
  }

  /** When it is saved. Steps that end at the same moment are saved together. */
  flush(): Promise<void> {
    const save = async (): Promise<void> => {
      await setImmediate();
      this.#flushing = undefined;
      if (this.#isDirty && !this.#isFrozen)
        this.save({ resources: this.all, pending: [...this.#begun, ...this.#pending] });
      this.#isDirty = false;
    };
    this.#flushing ??= save();
    return this.#flushing;
  }
}
