import { Deletion } from "./deletion";
import { type Host, Unfinished } from "./host";
import { HOST_TYPE, nameOf, Providers, subjectOf } from "./providers";
import { changedNames, type Op, type Report } from "./report";
import type { Keeper } from "./snapshot";
import { omit, type Resource } from "./state";
import {
  equal,
  hasUnknown,
  isSecret,
  plain,
  plainProps,
  type Props,
  sealLike,
  sealLists,
  sealNamed,
  UNKNOWN,
  type Value,
} from "./values";

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
  protect: boolean;
  ignoreChanges: string[];
  deleteBeforeReplace: boolean;
  additionalSecretOutputs: string[];
  aliases: string[];
  retainOnDelete: boolean;
  deletedWith?: string;
  importId?: string;
  marks: Pick<Resource, "sourcePosition" | "stackTrace">;
}

export interface Answer {
  urn: string;
  id: string;
  outputs: Props;
  result?: "fail" | "skip";
}

export interface DeploymentOptions {
  project: string;
  stack: string;
  planning: boolean;
  parallel: number;
  continueOnError: boolean;
  /** The stack's configuration: the default provider's inputs (rule 17). */
  config: Props;
  isTargeted: (urn: string) => boolean;
}

/** Ends planning: the failure is already reported. */
class Stop extends Error {}

/** At most so many at once. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  constructor(width: number) {
    this.#free = width;
  }
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** Carries out a program's registrations: one is planned at a time, several are carried out at once (rule 2). */
export class Deployment {
  readonly registered = new Set<string>();
  readonly slots: Slots;
  readonly deletion: Deletion;
  #planner: Promise<unknown> = Promise.resolve();
  #active = 0;
  #stopped = false;
  #halt: () => void = () => undefined;
  /** When the run was stopped and what was in progress has ended. */
  readonly halted = new Promise<void>((resolve) => (this.#halt = resolve));
  /** Deleted ahead of a replaced resource, to be created again when they are registered (rule 11). */
  readonly #awaiting = new Map<string, { keys: string[] }>();
  readonly #failed = new Set<string>();

  constructor(
    readonly options: DeploymentOptions,
    readonly keeper: Keeper,
    readonly report: Report,
    readonly providers: Providers,
  ) {
    this.slots = new Slots(options.parallel);
    this.deletion = new Deletion(this);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  urn(type: string, name: string, parent?: string): string {
    const { stack, project } = this.options;
    const above = parent?.split("::")[2] ?? "";
    const chain = above && above !== "pulumi:pulumi:Stack" ? `${above}$${type}` : type;
    return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
  }

  /** Nothing new starts; what is in progress ends (rules 34, 43). */
  stop(): void {
    this.#stopped = true;
    if (this.#active === 0) this.#halt();
  }

  /** A failed step: the run stops unless it may go on without it (rules 29, 32). */
  fail(op: Op, resource: { urn: string; type: string }, error: Error): void {
    this.report.fail(op, subjectOf(resource));
    this.report.say(
      "error",
      `${this.options.planning ? "Preview failed: " : ""}${error.message}`,
      resource.urn,
    );
    this.#failed.add(resource.urn);
    if (!this.options.continueOnError) this.stop();
  }

  get hasFailed(): boolean {
    return this.#failed.size > 0;
  }

  /** Registers a resource. Once the run is stopped there is no answer. */
  async register(goal: Goal): Promise<Answer> {
    return this.#tracked(() => this.#plan(goal));
  }

  async #tracked(plan: () => Promise<() => Promise<Answer>>): Promise<Answer> {
    if (this.#stopped) return new Promise<never>(() => undefined);
    this.#active += 1;
    try {
      const turn = this.#planner.then(() => {
        if (this.#stopped) throw new Stop();
        return plan();
      });
      this.#planner = turn.catch(() => undefined);
      const answer = await (await turn)();
      if (this.stopped && this.#failed.has(answer.urn)) throw new Stop();
      return answer;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.stop();
      return await new Promise<never>(() => this.#settle());
    } finally {
      this.#settle();
    }
  }

  #settle(): void {
    this.#active = Math.max(0, this.#active - 1);
    if (this.#stopped && this.#active === 0) this.#halt();
  }

  async #plan(goal: Goal): Promise<() => Promise<Answer>> {
    const urn = this.urn(goal.type, goal.name, goal.parent);
    if (this.registered.has(urn)) {
      this.report.say("error", `Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
      throw new Stop();
    }
    this.registered.add(urn);
    const alias = goal.aliases.find((name) => !this.registered.has(name) && this.keeper.find(name));
    const old = this.keeper.find(urn) ?? (alias ? this.keeper.find(alias) : undefined);
    if (old && old.urn !== urn) {
      this.registered.add(old.urn);
      this.keeper.rename(old.urn, urn);
    }
    if (!goal.custom) return this.#planComponent(urn, goal, old);
    if (goal.type.startsWith("pulumi:providers:")) return this.#planProvider(urn, goal, old);
    return this.#planCustom(urn, goal, old && { ...this.keeper.find(urn)! });
  }

  #stateOf(urn: string, goal: Goal, old?: Resource): Resource {
    const now = new Date().toISOString();
    return {
      urn,
      custom: goal.custom,
      type: goal.type,
      inputs: goal.inputs,
      ...(goal.parent && { parent: goal.parent }),
      ...(goal.protect && { protect: true }),
      ...(goal.dependencies.length > 0 && { dependencies: [...goal.dependencies].sort() }),
      ...(goal.custom && { propertyDependencies: goal.propertyDependencies }),
      ...(goal.additionalSecretOutputs.length > 0 && {
        additionalSecretOutputs: goal.additionalSecretOutputs,
      }),
      ...(goal.retainOnDelete && { retainOnDelete: true }),
      ...(goal.deletedWith && { deletedWith: goal.deletedWith }),
      ...(goal.ignoreChanges.length > 0 && { ignoreChanges: goal.ignoreChanges }),
      created: old?.created ?? now,
      modified: old?.modified ?? now,
      ...goal.marks,
    };
  }

  #planComponent(urn: string, goal: Goal, old: Resource | undefined): () => Promise<Answer> {
    const op = old ? "same" : "create";
    const resource: Resource = { ...this.#stateOf(urn, goal, old), outputs: old?.outputs };
    if (goal.type === "pulumi:pulumi:Stack") delete resource.inputs;
    this.report.begin(op, subjectOf(resource));
    this.keeper.put(resource, this.keeper.find(urn));
    this.report.end(op, subjectOf(resource));
    return async () => ({ urn, id: "", outputs: goal.inputs });
  }

  /** A provider's changed input is an update of it, never a replacement (rule 15). */
  async #planProvider(urn: string, goal: Goal, old: Resource | undefined): Promise<() => Promise<Answer>> {
    const isUnknown = hasUnknown(goal.inputs);
    const op = !old ? "create" : equal(goal.inputs, old.inputs ?? {}) ? "same" : "update";
    const id = old?.id ?? (isUnknown ? UNKNOWN : Providers.newId(this.options.planning));
    const base = this.#stateOf(urn, goal, old);
    const modified = op === "update" ? new Date().toISOString() : base.modified;
    const resource: Resource = { ...base, id, outputs: goal.inputs, modified };
    if (urn.endsWith("::default")) {
      delete resource.propertyDependencies;
      if (Object.keys(goal.inputs).length === 0) {
        delete resource.inputs;
        delete resource.outputs;
      }
    }
    this.report.begin(op, subjectOf(resource), [], old ? changedNames(old.inputs ?? {}, goal.inputs) : []);
    this.keeper.put(resource, this.keeper.find(urn));
    this.report.end(op, subjectOf(resource));
    if (!isUnknown && goal.type === HOST_TYPE && !urn.endsWith("::default"))
      await this.providers.open(resource, goal.inputs);
    return async () => ({ urn, id: isUnknown ? "" : id, outputs: goal.inputs });
  }

  /** The default provider comes with the first resource that needs it (rule 23). */
  async defaultProvider(type = HOST_TYPE): Promise<Resource> {
    const urn = this.urn(type, "default");
    if (!this.registered.has(urn)) {
      this.registered.add(urn);
      const inputs = type === HOST_TYPE ? this.options.config : {};
      const goal: Goal = {
        type,
        name: "default",
        custom: true,
        inputs,
        dependencies: [],
        propertyDependencies: {},
        protect: false,
        ignoreChanges: [],
        deleteBeforeReplace: false,
        additionalSecretOutputs: [],
        aliases: [],
        retainOnDelete: false,
        marks: {},
      };
      await this.#planProvider(urn, goal, this.keeper.find(urn));
    }
    return this.keeper.find(urn)!;
  }

  async #providerOf(reference: string | undefined): Promise<Resource> {
    if (!reference) return this.defaultProvider();
    return this.keeper.find(reference.split("::").slice(0, 4).join("::")) ?? this.defaultProvider();
  }

  /** The process for a resource in the state: its provider is configured from the state (rule 18). */
  hostOf({ provider }: Resource): Promise<Host> {
    const urn = provider?.split("::").slice(0, 4).join("::") ?? "";
    const resource = this.keeper.all.find((known) => known.urn === urn);
    return this.providers.open(resource ?? { urn, id: "", type: HOST_TYPE }, resource?.inputs ?? {});
  }

  async #planCustom(urn: string, goal: Goal, old: Resource | undefined): Promise<() => Promise<Answer>> {
    const subject = { urn, type: goal.type, name: goal.name };
    const same =
      (outputs: Props, id = ""): (() => Promise<Answer>) =>
      async () => ({ urn, id, outputs });
    if (!this.options.isTargeted(urn)) {
      this.report.begin("same", subject);
      this.report.end("same", subject);
      if (!old) return async () => ({ urn, id: "", outputs: goal.inputs, result: "skip" });
      this.keeper.put({ ...old }, this.keeper.find(urn));
      return same(old.outputs ?? {}, old.id);
    }
    const provider = await this.#providerOf(goal.provider);
    if (provider.id === UNKNOWN && hasUnknown(provider.inputs)) {
      const op = old ? "same" : "create";
      this.report.begin(op, subject);
      this.report.end(op, subject);
      return same({});
    }
    const host = await this.providers.open(provider, provider.inputs ?? {});
    const awaiting = this.#awaiting.get(urn);
    const current = awaiting ? undefined : old;
    const asked = ignore(goal, current);
    const state: Resource = {
      ...this.#stateOf(urn, goal, current),
      provider: `${provider.urn}::${provider.id}`,
    };
    const depends = goal.dependencies.some((need) => this.#failed.has(need));
    const check = async (olds: Props): Promise<Props> =>
      this.#check(host, subject, olds, depends ? withoutUnknown(asked) : asked);
    if (goal.importId && !current) {
      return this.#failing("import", state, async () => {
        await host.read(subject, goal.importId!);
        return undefined;
      });
    }
    let inputs = await check(current?.inputs ?? {});
    if (awaiting) return this.#create("create-replacement", host, { ...state, inputs }, awaiting.keys);
    if (!current) {
      if (depends) return this.#skip(urn);
      return this.#create("create", host, { ...state, inputs });
    }
    const olds = [plainProps(current.outputs ?? {}), plainProps(current.inputs ?? {})] as const;
    const diff = await this.#reporting(subject, () =>
      host.diff(subject, current.id ?? "", ...olds, plainProps(inputs)),
    );
    if (depends) return this.#skip(urn);
    if (diff.replaces.length > 0) {
      inputs = await check({});
      const next = { ...state, inputs };
      const first = diff.deleteBeforeReplace || goal.deleteBeforeReplace;
      return first
        ? this.#deleteFirst(host, next, diff.replaces)
        : this.#replace(host, next, current, diff.replaces);
    }
    const isChanged =
      diff.changes === "unknown"
        ? !equal(plain(inputs), plain(current.inputs ?? {}))
        : diff.changes === "some";
    const outputs = sealNamed(current.outputs ?? {}, goal.additionalSecretOutputs);
    if (!isChanged && !current.initErrors) {
      this.report.begin("same", subject);
      this.keeper.put({ ...state, id: current.id, inputs, outputs }, this.keeper.find(urn));
      this.report.end("same", subject);
      return same(outputs, current.id);
    }
    return this.#update(host, { ...state, id: current.id, inputs }, current);
  }

  #skip(urn: string): () => Promise<Answer> {
    this.#failed.add(urn);
    return async () => ({ urn, id: "", outputs: {}, result: "skip" });
  }

  /** check's failures in the engine's words, values of secrets included (rule 33). */
  async #check(
    host: Host,
    subject: { urn: string; type: string; name: string },
    olds: Props,
    news: Props,
  ): Promise<Props> {
    const { inputs, failures } = await this.#reporting(subject, () =>
      host.check(subject, plainProps(olds), plainProps(news)),
    );
    for (const { property, reason } of failures) {
      const where = property ? `: property ${property} value {${printed(news[property])}}` : "";
      this.report.say(
        "error",
        `${subject.type} resource '${subject.name}'${where} has a problem: ${reason}`,
        subject.urn,
      );
    }
    if (failures.length > 0) throw this.#refuse(subject.urn);
    return sealLists(sealLike(inputs, news)) as Props;
  }

  #refuse(urn: string): Stop {
    this.registered.add(urn);
    this.stop();
    return new Stop();
  }

  async #reporting<T>(subject: { urn: string }, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.report.say("error", (error as Error).message, subject.urn);
      throw this.#refuse(subject.urn);
    }
  }

  /** Runs a step and reports its failure; the answer tells the program (rules 29, 32). */
  #failing(op: Op, resource: Resource, step: () => Promise<Answer | undefined>): () => Promise<Answer> {
    this.report.begin(op, subjectOf(resource));
    return async () => {
      try {
        const answer = await this.slots.run(step);
        if (answer) return answer;
      } catch (error) {
        this.fail(op, resource, error as Error);
      }
      return { urn: resource.urn, id: resource.id ?? "", outputs: {}, result: "fail" };
    };
  }

  #create(
    op: "create" | "create-replacement",
    host: Host,
    state: Resource,
    keys: string[] = [],
  ): () => Promise<Answer> {
    const { urn, inputs = {} } = state;
    this.report.begin(op, subjectOf(state), keys);
    if (this.options.planning) {
      this.keeper.put({ ...state, id: UNKNOWN, outputs: inputs });
      this.report.end(op, subjectOf(state));
      return async () => ({ urn, id: "", outputs: inputs });
    }
    const rest = omit(state, "created", "modified");
    return async () => {
      const ended = this.keeper.begin({ type: "creating", resource: rest });
      const keep = (id: string, outputs: Props, initErrors?: string[]): Answer => {
        const now = new Date().toISOString();
        const sealed = this.#sealed(outputs, state);
        ended();
        this.keeper.put({
          ...state,
          id,
          outputs: sealed,
          created: now,
          modified: now,
          ...(initErrors && { initErrors }),
        });
        return { urn, id, outputs: sealed };
      };
      try {
        return await this.slots.run(async () => {
          const { id, outputs } = await host.create(subjectOf(state), plainProps(inputs));
          this.report.end(op, subjectOf(state));
          return keep(id, outputs);
        });
      } catch (error) {
        if (error instanceof Unfinished) keep(error.id, error.outputs, error.reasons);
        ended();
        this.keeper.write();
        this.fail(op, state, error as Error);
        return { urn, id: "", outputs: {}, result: "fail" };
      }
    };
  }

  #sealed(outputs: Props, { inputs = {}, additionalSecretOutputs = [] }: Resource): Props {
    return sealNamed(sealLists(sealLike(outputs, inputs)) as Props, additionalSecretOutputs);
  }

  #update(host: Host, state: Resource, old: Resource): () => Promise<Answer> {
    const { urn, id = "", inputs = {} } = state;
    const changed = changedNames(old.inputs ?? {}, inputs);
    this.report.begin("update", subjectOf(state), [], changed);
    if (this.options.planning) {
      this.keeper.put({ ...state, outputs: inputs }, this.keeper.find(urn));
      this.report.end("update", subjectOf(state));
      return async () => ({ urn, id, outputs: inputs });
    }
    return async () => {
      const modified = new Date().toISOString();
      const ended = this.keeper.begin({ type: "updating", resource: state });
      const olds = [plainProps(old.outputs ?? {}), plainProps(old.inputs ?? {})] as const;
      try {
        const outputs = await this.slots.run(() =>
          host.update(subjectOf(state), id, ...olds, plainProps(inputs)),
        );
        const sealed = this.#sealed(outputs, state);
        ended();
        this.keeper.put({ ...state, outputs: sealed, modified }, this.keeper.find(urn));
        this.report.end("update", subjectOf(state), changed);
        return { urn, id, outputs: sealed };
      } catch (error) {
        ended();
        if (error instanceof Unfinished) {
          const outputs = this.#sealed(error.outputs, state);
          this.keeper.put(
            { ...state, inputs: old.inputs, outputs, initErrors: error.reasons, modified },
            this.keeper.find(urn),
          );
        } else this.keeper.write();
        this.fail("update", state, error as Error);
        return { urn, id, outputs: {}, result: "fail" };
      }
    };
  }

  /** Create before delete: the old one stays condemned in the state until the end of the run (rule 5). */
  #replace(host: Host, state: Resource, old: Resource, keys: string[]): () => Promise<Answer> {
    const known = this.keeper.find(state.urn)!;
    const step = this.#create("create-replacement", host, state, keys);
    if (this.options.planning) {
      this.keeper.putAfter({ ...old, delete: true });
      this.#replaced(state, keys);
      return step;
    }
    this.keeper.change(known, { ...old, delete: true });
    return async () => {
      const answer = await step();
      if (answer.result === "fail") {
        const condemned = this.keeper.all.find(
          (one) => one.urn === old.urn && one.id === old.id && one.delete,
        );
        if (condemned) this.keeper.change(condemned, old);
      } else this.#replaced(state, keys);
      return answer;
    };
  }

  #replaced(state: Resource, keys: string[]): void {
    this.report.begin("replace", subjectOf(state), keys);
    this.report.end("replace", subjectOf(state));
  }

  /** Delete before create, dependents that must be replaced too going first (rule 11). */
  async #deleteFirst(host: Host, state: Resource, keys: string[]): Promise<() => Promise<Answer>> {
    const dependents = await this.#doomedBy(state.urn);
    for (const resource of [...dependents.reverse(), this.keeper.find(state.urn)!]) {
      if (!(await this.deletion.one(resource, "delete-replaced"))) throw new Stop();
      if (resource.urn !== state.urn) this.#replaced(resource, []);
    }
    this.#replaced(state, keys);
    return this.#create("create-replacement", host, state, keys);
  }

  async #doomedBy(urn: string): Promise<Resource[]> {
    const doomed: Resource[] = [];
    const gone = new Set([urn]);
    for (const resource of this.keeper.all) {
      const inputs = this.lossOf(resource, gone);
      if (!inputs || resource.delete || this.registered.has(resource.urn)) continue;
      const diff = await this.diffLoss(resource, inputs);
      if (diff.length === 0) continue;
      gone.add(resource.urn);
      this.#awaiting.set(resource.urn, { keys: diff });
      doomed.push(resource);
    }
    return doomed;
  }

  /** A resource's inputs with those unknown that come from what goes away; undefined when there are none. */
  lossOf({ inputs = {}, propertyDependencies = {} }: Resource, gone: ReadonlySet<string>): Props | undefined {
    const lost = Object.entries(propertyDependencies).filter(([, urns]) =>
      urns.some((need) => gone.has(need)),
    );
    if (lost.length === 0) return undefined;
    return { ...inputs, ...Object.fromEntries(lost.map(([name]) => [name, UNKNOWN])) };
  }

  async diffLoss(resource: Resource, inputs: Props): Promise<string[]> {
    const host = await this.hostOf(resource);
    const { outputs = {}, inputs: old = {} } = resource;
    return this.#reporting(resource, async () => {
      const diff = await host.diff(
        subjectOf(resource),
        resource.id ?? "",
        plainProps(outputs),
        plainProps(old),
        plainProps(inputs),
      );
      return diff.replaces;
    });
  }

  /** A resource read by id (rule 47). */
  async read(goal: Goal, id: string): Promise<Answer> {
    return this.#tracked(async () => {
      const urn = this.urn(goal.type, goal.name, goal.parent);
      this.registered.add(urn);
      const provider = await this.#providerOf(goal.provider);
      const host = await this.providers.open(provider, provider.inputs ?? {});
      const state = omit(this.#stateOf(urn, goal), "created", "modified", "propertyDependencies");
      return this.#failing("read", state, async () => {
        const read = await host.read(subjectOf(state), id, plainProps(goal.inputs), plainProps(goal.inputs));
        const outputs = this.#sealed(read.outputs, state);
        const resource = {
          ...state,
          id,
          external: true,
          outputs,
          provider: `${provider.urn}::${provider.id}`,
        };
        this.keeper.put(resource, this.keeper.find(urn));
        this.report.end("read", subjectOf(state));
        return { urn, id, outputs };
      });
    });
  }

  /** What the engine itself answers: the outputs of another stack (rule 27). */
  async reference(
    goal: Goal,
    id: string,
    outputsOf: (name: string) => { outputs: Props; secretOutputNames: string[] },
  ): Promise<Answer> {
    return this.#tracked(async () => {
      const urn = this.urn(goal.type, goal.name, goal.parent);
      this.registered.add(urn);
      const provider = await this.defaultProvider("pulumi:providers:pulumi");
      const state = omit(this.#stateOf(urn, goal), "created", "modified", "propertyDependencies");
      return this.#failing("read", state, async () => {
        const outputs = { name: id, ...outputsOf(id) };
        const resource = {
          ...state,
          id,
          external: true,
          outputs,
          provider: `${provider.urn}::${provider.id}`,
        };
        this.keeper.put(resource, this.keeper.find(urn));
        this.report.end("read", subjectOf(state));
        return { urn, id, outputs };
      });
    });
  }

  outputs(urn: string, outputs: Props): void {
    const resource = this.keeper.find(urn);
    if (resource) this.keeper.change(resource, { ...resource, outputs: sealLists(outputs) as Props });
  }

  get name(): string {
    return nameOf(this.options.stack);
  }
}

const withoutUnknown = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => !hasUnknown(value)));

/** ignoreChanges: the old input stands. */
function ignore({ inputs, ignoreChanges }: Goal, old: Resource | undefined): Props {
  if (!old || ignoreChanges.length === 0) return inputs;
  const result: Props = { ...inputs };
  for (const name of ignoreChanges.flatMap((path) =>
    path === "*" ? Object.keys({ ...inputs, ...old.inputs }) : [path],
  )) {
    setPath(result, old.inputs ?? {}, name.split(/[.[\]"]+/).filter(Boolean));
  }
  return result;
}

function setPath(target: Props, olds: Props, [name = "", ...rest]: string[]): void {
  const [value, old] = [target[name], olds[name]];
  if (rest.length > 0 && value && old && typeof value === "object" && typeof old === "object") {
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Props;
    setPath(copy, old as Props, rest);
    target[name] = copy;
  } else if (old === undefined) Reflect.deleteProperty(target, name);
  else target[name] = old;
}

/** A value as the engine prints it in a check failure (rule 33). */
function printed(value: Value | undefined): string {
  if (value === undefined || value === null) return "<nil>";
  if (isSecret(value)) return `&{{${printed(value.value ?? null)}}}`;
  if (Array.isArray(value)) return `[${value.map((item) => `{${printed(item)}}`).join(" ")}]`;
  if (typeof value === "object") {
    return `map[${Object.keys(value)
      .sort()
      .map((name) => `${name}:{${printed(value[name])}}`)
      .join(" ")}]`;
  }
  return String(value);
}
