import { needsOf } from "./graph";
import { omit, type Operation, type Resource, type Snapshot } from "./state";
import type { Props } from "./values";

/** The state while a run changes it: what the run came to, in order, before what it has not come to yet (rule 22). */
export class Keeper {
  #news: Resource[] = [];
  #olds: Resource[];
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
    this.#olds = [...resources];
    // Only creates stay pending: of the others the state says enough (rule 42).
    this.#pending = new Set(pending.filter(({ type }) => type === "creating"));
  }

  get all(): Resource[] {
    return [...this.#news, ...this.#olds];
  }

  find(urn: string): Resource | undefined {
    const isIt = (resource: Resource): boolean => resource.urn === urn && !resource.delete;
    return this.#news.find(isIt) ?? this.#olds.find(isIt);
  }

  /** Where a resource stands now: it may have been changed or renamed since it was found. */
  #place(wanted: Resource): [list: Resource[], at: number] | undefined {
    const isLike = ({ urn, id, delete: condemned }: Resource): boolean =>
      urn === wanted.urn && id === wanted.id && Boolean(condemned) === Boolean(wanted.delete);
    for (const list of [this.#news, this.#olds]) {
      const at = list.includes(wanted) ? list.indexOf(wanted) : list.findIndex(isLike);
      if (at >= 0) return [list, at];
    }
    return undefined;
  }

  /** A resource as it is now. */
  present(resource: Resource): Resource | undefined {
    const place = this.#place(resource);
    return place?.[0][place[1]];
  }

  #drop(resource: Resource | undefined): void {
    const place = resource && this.#place(resource);
    if (place) place[0].splice(place[1], 1);
  }

  /** Puts a resource at the end of what this run came to, in place of another one if that is given, and saves. */
  put(resource: Resource, old?: Resource): void {
    this.keep(resource, old);
    this.write();
  }

  /** The same where nothing is lost if it is saved later only: the resource was there before. */
  keep(resource: Resource, old?: Resource): void {
    this.#drop(old);
    this.#news.push(resource);
  }

  /** Changes a resource where it stands. */
  change(old: Resource, resource: Resource): void {
    const place = this.#place(old);
    if (place) place[0][place[1]] = resource;
    this.write();
  }

  /** What a component or the stack says its outputs are, each secret in its place (rule 28). */
  setOutputs(resource: Resource, outputs: Props): void {
    this.change(resource, { ...resource, outputs });
  }

  remove(old: Resource): void {
    this.#drop(old);
    this.write();
  }

  /** A resource has another URN now: whatever refers to it follows (rule 24). */
  rename(from: string, to: string): void {
    const named = (text: string): string =>
      text === from ? to : text.startsWith(`${from}::`) ? to + text.slice(from.length) : text;
    const follow = (resource: Resource): Resource => {
      if (resource.urn !== from && !needsOf(resource).includes(from)) return resource;
      const { parent, provider, dependencies, propertyDependencies, deletedWith } = resource;
      const properties = Object.entries(propertyDependencies ?? {}).map(
        ([name, urns]) => [name, urns.map(named)] as const,
      );
      return {
        ...resource,
        urn: named(resource.urn),
        ...(parent && { parent: named(parent) }),
        ...(provider && { provider: named(provider) }),
        ...(deletedWith && { deletedWith: named(deletedWith) }),
        ...(dependencies && { dependencies: dependencies.map(named) }),
        ...(propertyDependencies && { propertyDependencies: Object.fromEntries(properties) }),
      };
    };
    this.#news = this.#news.map(follow);
    this.#olds = this.#olds.map(follow);
  }

  /** A resource is gone without a delete: nothing depends on it any more, its children move up (rule 36). */
  forget(gone: Resource): void {
    this.#drop(gone);
    const without = (urns: string[]): string[] => urns.filter((urn) => urn !== gone.urn);
    const repair = (resource: Resource): Resource => {
      if (!needsOf(resource).includes(gone.urn)) return resource;
      const dependencies = without(resource.dependencies ?? []);
      const properties = Object.entries(resource.propertyDependencies ?? {})
        .map(([name, urns]) => [name, without(urns)] as const)
        .filter(([, urns]) => urns.length > 0);
      return {
        ...omit(resource, "dependencies", "propertyDependencies", "parent", "deletedWith"),
        ...(dependencies.length > 0 && { dependencies }),
        ...(properties.length > 0 && { propertyDependencies: Object.fromEntries(properties) }),
        ...(resource.parent === gone.urn
          ? gone.parent && { parent: gone.parent }
          : resource.parent && { parent: resource.parent }),
        ...(resource.deletedWith &&
          resource.deletedWith !== gone.urn && { deletedWith: resource.deletedWith }),
      };
    };
    this.#news = this.#news.map(repair);
    this.#olds = this.#olds.map(repair);
    this.write();
  }

  /** What a refresh does to all resources: property dependencies without any go (rule 22). */
  tidy(isLeftOut: (urn: string) => boolean): void {
    const bare = (resource: Resource): Resource => {
      if (isLeftOut(resource.urn)) return resource;
      const given = Object.entries(resource.propertyDependencies ?? {}).filter(([, urns]) => urns.length > 0);
      const rest = omit(resource, "propertyDependencies");
      return given.length > 0 ? { ...rest, propertyDependencies: Object.fromEntries(given) } : rest;
    };
    this.#news = this.#news.map(bare);
    this.#olds = this.#olds.map(bare);
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
    this.#flushing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#flushing = undefined;
        try {
          if (this.#isDirty && !this.#isFrozen)
            this.save({ resources: this.all, pending: [...this.#begun, ...this.#pending] });
          this.#isDirty = false;
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    return this.#flushing;
  }
}
