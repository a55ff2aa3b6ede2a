import { omit, type Operation, type Resource, type Snapshot } from "./state";

/** The state while a run changes it: what the run made, in order, before what it has not come to yet (rule 22). */
export class Keeper {
  readonly #olds: Resource[];
  #news: Resource[] = [];
  readonly #pending: Set<Operation>;

  constructor(
    { resources, pending }: Snapshot,
    readonly save: (snapshot: Snapshot) => void,
  ) {
    this.#olds = [...resources];
    this.#pending = new Set(pending);
  }

  get snapshot(): Snapshot {
    return { resources: [...this.#news, ...this.#olds], pending: [...this.#pending] };
  }

  get all(): Resource[] {
    return this.snapshot.resources;
  }

  find(urn: string): Resource | undefined {
    return this.all.find((resource) => resource.urn === urn && !resource.delete);
  }

  /** Puts a resource in the place of another one, or at the end of what this run made. */
  put(resource: Resource, old?: Resource): void {
    this.#drop(old);
    const at = this.#news.findIndex(
      (known) => known.urn === resource.urn && !known.delete && !resource.delete,
    );
    if (at >= 0) this.#news[at] = resource;
    else this.#news.push(resource);
    this.write();
  }

  /** Changes a resource where it stands. */
  change(old: Resource, resource: Resource): void {
    for (const list of [this.#news, this.#olds]) {
      const at = list.indexOf(old);
      if (at >= 0) list[at] = resource;
    }
    this.write();
  }

  /** Condemned ones wait at the end. */
  putAfter(resource: Resource): void {
    this.#olds.push(resource);
  }

  /** A resource has another URN now: whatever refers to it follows. */
  rename(from: string, to: string): void {
    const named = (text: string): string =>
      text === from ? to : text.startsWith(`${from}::`) ? to + text.slice(from.length) : text;
    const follow = (resource: Resource): Resource => {
      const { parent, provider, dependencies, propertyDependencies = {}, deletedWith } = resource;
      const properties = Object.entries(propertyDependencies).map(
        ([name, urns]) => [name, urns.map(named)] as const,
      );
      return {
        ...resource,
        urn: named(resource.urn),
        ...(parent && { parent: named(parent) }),
        ...(provider && { provider: named(provider) }),
        ...(deletedWith && { deletedWith: named(deletedWith) }),
        ...(dependencies && { dependencies: dependencies.map(named) }),
        ...(resource.propertyDependencies && { propertyDependencies: Object.fromEntries(properties) }),
      };
    };
    this.#news = this.#news.map(follow);
    this.#olds.splice(0, this.#olds.length, ...this.#olds.map(follow));
  }

  /** A resource is gone without a delete: nothing depends on it any more (rule 36). */
  forget(gone: Resource): void {
    this.#drop(gone);
    const without = (urns: string[]): string[] => urns.filter((urn) => urn !== gone.urn);
    for (const resource of this.all.filter(({ dependencies }) => dependencies?.includes(gone.urn))) {
      const dependencies = without(resource.dependencies ?? []);
      const entries = Object.entries(resource.propertyDependencies ?? {}).map(
        ([name, urns]) => [name, without(urns)] as const,
      );
      const left = entries.filter(([, urns]) => urns.length > 0);
      const rest = omit(resource, "dependencies", "propertyDependencies");
      this.change(resource, {
        ...rest,
        ...(dependencies.length > 0 && { dependencies }),
        ...(left.length > 0 && { propertyDependencies: Object.fromEntries(left) }),
      });
    }
    this.write();
  }

  remove(old: Resource): void {
    this.#drop(old);
    this.write();
  }

  #drop(old: Resource | undefined): void {
    for (const list of [this.#news, this.#olds]) {
      const at = old ? list.indexOf(old) : -1;
      if (at >= 0) list.splice(at, 1);
    }
  }

  begin(operation: Operation): () => void {
    this.#pending.add(operation);
    this.write();
    return () => this.#pending.delete(operation);
  }

  dropPendingCreates(): void {
    for (const operation of this.#pending) if (operation.type === "creating") this.#pending.delete(operation);
    this.write();
  }

  write(): void {
    this.save(this.snapshot);
  }
}
