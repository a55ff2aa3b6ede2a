import { setImmediate } from "node:timers/promises";
import { needsButProvider, providerUrn } from "./graph";
import { nameOf, type Operation, type Resource, type Snapshot } from "./state";
import type { Props } from "./values";

/** The state while a run changes it: what the run came to, in order, before what it has not come to yet (rule 22). */
export class Keeper {
  #news: Resource[] = [];
  #olds: Resource[];
  /** What the run began with. */
  #base: readonly Resource[];
  /** Creates of a killed run: of other operations the state says enough (rule 42). */
  #pending: Operation[];
  readonly #begun = new Set<Operation>();
  /** Present URNs by former ones. The state in the file has the present ones, the run goes on with what it began with. */
  readonly #present = new Map<string, string>();
  /** What became of resources that were changed. */
  readonly #next = new WeakMap<Resource, Resource>();
  #isRefreshed = false;
  #isFrozen = false;
  #isDirty = false;
  #flushing: Promise<void> | undefined;

  constructor(
    { resources, pending }: Snapshot,
    readonly save: (snapshot: Snapshot) => void,
  ) {
    this.#olds = [...resources];
    this.#base = resources;
    this.#pending = pending.filter(({ type }) => type === "creating");
  }

  get all(): Resource[] {
    return [...this.#news, ...this.#olds];
  }

  /** What the run has not come to. */
  get olds(): readonly Resource[] {
    return this.#olds;
  }

  /** What the run began with, as far as that has not become something else. */
  get base(): Resource[] {
    return this.#base.map((resource) => this.current(resource));
  }

  /** Whether the run began with a resource of that name that is not condemned (rule 20). */
  began(urn: string): boolean {
    return this.#base.some((resource) => resource.urn === urn && !resource.delete);
  }

  /** Whether the run has come to a resource. */
  isNew(resource: Resource): boolean {
    return this.#news.includes(this.current(resource));
  }

  find(urn: string): Resource | undefined {
    const wanted = this.#present.get(urn) ?? urn;
    const isIt = (resource: Resource): boolean => resource.urn === wanted && !resource.delete;
    return this.#news.find(isIt) ?? this.#olds.find(isIt);
  }

  /** Puts a resource at the end of what this run came to, in place of another one if that is given, and saves. */
  put(resource: Resource, old?: Resource): void {
    this.keep(resource, old);
    this.write();
  }

  /** The same where nothing is lost if it is saved later only: the resource was there before. */
  keep(resource: Resource, old?: Resource): void {
    if (old) this.#replace(old);
    if (old) this.rename(old.urn, resource.urn);
    this.#news.push(resource);
  }

  /** Whatever refers to a former URN refers to the present one in the file (rule 24). */
  rename(former: string, present: string): void {
    if (former !== present) this.#present.set(former, present);
  }

  /** Changes a resource where it stands, or removes it. */
  change(old: Resource, resource?: Resource): void {
    this.#replace(old, resource);
    this.write();
  }

  /** A resource as it is now: it may have been changed since it was found. */
  current(resource: Resource): Resource {
    const next = this.#next.get(resource);
    return next ? this.current(next) : resource;
  }

  #replace(old: Resource, resource?: Resource): void {
    const present = this.current(old);
    for (const list of [this.#news, this.#olds]) {
      const at = list.indexOf(present);
      if (at >= 0) list.splice(at, 1, ...(resource ? [resource] : []));
    }
    if (resource) this.#next.set(present, resource);
  }

  /** What a component or the stack says its outputs are, each secret in its place (rule 28). */
  setOutputs(urn: string, outputs: Props): void {
    const known = this.find(urn);
    if (known) this.change(known, { ...known, outputs });
  }

  /** Something may be gone: from now on nothing in the file refers to what is not there (rule 36). */
  refreshed(): void {
    this.#isRefreshed = true;
    this.write();
  }

  /** What the run has not come to was read: it goes on with what was found (rule 22). */
  rebuild(): void {
    const known = new Set(this.#news.map(({ urn }) => urn));
    this.#olds = rebuilt(this.#olds, known, true);
    if (this.#news.length === 0) this.#base = [...this.#olds];
    this.write();
  }

  /** An operation is in progress, which the state says before it starts; a killed engine leaves it there (rule 40). */
  async begin(operation: Operation): Promise<() => void> {
    this.#begun.add(operation);
    this.write();
    await this.flush();
    return () => {
      this.#begun.delete(operation);
      this.write();
    };
  }

  dropPendingCreates(): void {
    this.#pending = [];
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
      if (this.#isDirty && !this.#isFrozen) this.save(this.#snapshot());
      this.#isDirty = false;
    };
    this.#flushing ??= save();
    return this.#flushing;
  }

  #snapshot(): Snapshot {
    const resources = this.#isRefreshed ? rebuilt(this.all, new Set(), false) : this.all;
    const pending = [...this.#begun, ...this.#pending];
    return { resources: this.#present.size > 0 ? renamed(resources, this.#present) : resources, pending };
  }
}

/** A resource whose references are those that `to` makes of them, without those of which it makes none. */
function referring(resource: Resource, to: (urn: string) => string | undefined): Resource {
  const { dependencies, propertyDependencies = {}, deletedWith } = resource;
  const all = (urns: readonly string[]): string[] => urns.flatMap((urn) => to(urn) ?? []);
  const byProperty = Object.entries(propertyDependencies).map(([name, urns]) => [name, all(urns)] as const);
  return {
    ...resource,
    deletedWith: deletedWith && to(deletedWith),
    dependencies: dependencies && all(dependencies),
    propertyDependencies: resource.propertyDependencies && Object.fromEntries(byProperty),
  };
}

/** Without properties that refer to nothing: none is left of them where one of the others changes. */
function withoutEmpty(resource: Resource): Resource {
  const entries = Object.entries(resource.propertyDependencies ?? {}).filter(([, urns]) => urns.length > 0);
  return { ...resource, propertyDependencies: entries.length > 0 ? Object.fromEntries(entries) : undefined };
}

/** Resources without references to what does not stand before them; `isTidy` also takes properties without any. */
function rebuilt(resources: readonly Resource[], known: Set<string>, isTidy: boolean): Resource[] {
  return resources.map((resource) => {
    const isThere = (need = ""): string | undefined => (known.has(need) ? need : undefined);
    const hasEmpty = Object.values(resource.propertyDependencies ?? {}).some(({ length }) => length === 0);
    const isWhole = needsButProvider(resource).every(isThere) && !(isTidy && hasEmpty);
    known.add(resource.urn);
    if (isWhole) return resource;
    const next = withoutEmpty(referring(resource, isThere));
    const dependencies = next.dependencies?.length ? next.dependencies : undefined;
    return { ...next, parent: isThere(resource.parent), dependencies };
  });
}

/** Resources under their present names, children of what has another type included. */
function renamed(resources: readonly Resource[], presents: ReadonlyMap<string, string>): Resource[] {
  const names = new Map(presents);
  for (const { urn, type, parent = "" } of resources) {
    const [stack = "", project = "", chain = ""] = (names.get(parent) ?? "").split("::");
    if (chain && chain !== "pulumi:pulumi:Stack")
      names.set(urn, [stack, project, `${chain}$${type}`, nameOf(urn)].join("::"));
  }
  const present = (urn: string): string => names.get(urn) ?? urn;
  return resources.map((resource) => {
    const { urn, parent, provider, propertyDependencies = {} } = resource;
    const reference = providerUrn(provider);
    const next = referring(resource, present);
    const isOther = Object.values(propertyDependencies)
      .flat()
      .some((one) => present(one) !== one);
    return {
      ...(isOther ? withoutEmpty(next) : next),
      urn: present(urn),
      parent: parent && present(parent),
      provider: provider && present(reference) + provider.slice(reference.length),
    };
  });
}
