import { planCustom, withIgnored } from "./custom";
import { type Goal, stateOf } from "./goal";
import { needsOf, providerUrn } from "./graph";
import { type Answer, carriedOut, type Plan, type Planning } from "./planning";
import { HOST_TYPE, isDefaultProvider } from "./providers";
import { refreshOne } from "./refresh";
import { type Run, type Step, Stop } from "./run";
import { nameOf, omit, type Resource } from "./state";
import { type Made, providerStep, replaceStep, sameStep, sealed, skipStep } from "./steps";
import { equal, hasUnknown, type Props, UNKNOWN } from "./values";

/** Decides what each registration of a program means: one at a time, for the whole stack (rules 2, 3). */
export class Planner implements Planning {
  readonly registered = new Set<string>();
  /** In a destroy with its program: what it registered, to be deleted afterwards (rule 18). */
  readonly toDelete: Resource[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  /** Former URNs by present ones, and the other way round. */
  readonly #former = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  /** Deleted ahead of a replacement, to be created again when they are registered: what forces it (rule 11). */
  readonly ahead = new Map<string, string[]>();
  /** Not made because they are not targeted, or because the stack goes. */
  readonly #skipped = new Set<string>();

  readonly #newestVersion: string | undefined;

  constructor(readonly run: Run) {
    const versions = run.keeper.all.flatMap(({ urn, type, inputs }) =>
      type === HOST_TYPE && isDefaultProvider(urn) && typeof inputs?.version === "string"
        ? [inputs.version]
        : [],
    );
    this.#newestVersion = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  }

  /** Registers a resource. Once the run is stopped there is no answer. */
  register(goal: Goal): Promise<Answer> {
    return this.#take(() => this.#plan(goal));
  }

  /** A resource read by id, which the engine does not own (rules 27, 47). */
  read(goal: Goal, id: string, look: (state: Resource) => Promise<Props>): Promise<Answer> {
    return this.#take(async () => {
      const { keeper } = this.run;
      const urn = this.#name(goal);
      const provider = await this.provider(goal);
      const old = keeper.find(urn);
      const base = omit(stateOf(urn, goal, old), "propertyDependencies");
      const state: Resource = {
        ...base,
        id,
        external: true,
        provider: `${provider.urn}::${provider.id ?? ""}`,
      };
      const made: Made = { id, outputs: {} };
      const isReplaced = old !== undefined && !old.external && old.id !== id;
      const apply = async (): Promise<void> => {
        made.outputs = id === UNKNOWN ? {} : sealed(await look(state), state);
        if (isReplaced) keeper.change(old, { ...old, delete: true });
        keeper.put({ ...state, outputs: made.outputs }, isReplaced ? undefined : old);
      };
      const step: Step = { op: isReplaced ? "read-replacement" : "read", resource: state, old, apply };
      const steps = isReplaced ? [step, replaceStep(state, old, [])] : [step];
      return carriedOut(this.run, steps, () => ({ urn, ...made }));
    });
  }

  async #take(plan: () => Promise<Plan>): Promise<Answer> {
    const { run } = this;
    const never = (): Promise<never> => new Promise<never>(() => undefined);
    if (run.isStopped()) return never();
    const answer = await run.track(async () => {
      const turn = this.#turn.then(async () => {
        if (run.isStopped()) throw new Stop();
        return plan();
      });
      this.#turn = turn.catch(() => undefined);
      try {
        const { work, answer } = await turn;
        const isGood = !work || (await work());
        if (isGood) return answer();
        return run.isStopped() ? undefined : { ...answer(), result: "fail" as const };
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
        run.stop();
        return undefined;
      }
    });
    return answer ?? never();
  }

  /** A registration that ends the run: its message is said already (rule 34). */
  refuse(urn: string, message?: string): Stop {
    if (message) this.run.report.say("error", message, urn);
    this.run.stop();
    return new Stop();
  }

  #name({ type, name, parent }: Goal): string {
    const urn = this.run.urns.of(type, name, parent);
    if (this.registered.has(urn))
      throw this.refuse(urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
    const taken = this.#taken.get(urn);
    if (taken)
      throw this.refuse(
        urn,
        `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${taken}'`,
      );
    this.registered.add(urn);
    return urn;
  }

  /** The resource's state, under its own URN or one it had; whatever refers to it follows (rule 24). */
  #find(urn: string, goal: Goal): Resource | undefined {
    const { keeper, urns } = this.run;
    const known = keeper.find(urn);
    if (known) return known;
    const aliases = urns.aliases(goal, (one) => this.#former.get(one));
    const alias = aliases.find((name) => this.#taken.has(name) || keeper.find(name));
    if (!alias) return undefined;
    const owner = this.#taken.get(alias) ?? (this.registered.has(alias) ? urn : undefined);
    if (owner)
      throw this.refuse(
        urn,
        `Duplicate resource alias '${alias}' applied to resource with URN '${urn}' conflicting with resource with URN '${owner}'`,
      );
    this.#former.set(urn, alias);
    this.#taken.set(alias, urn);
    keeper.rename(alias, urn);
    return keeper.find(urn);
  }

  async #plan(goal: Goal): Promise<Plan> {
    const urn = this.#name(goal);
    const old = this.#find(urn, goal);
    if (!goal.custom) return this.#component(urn, goal, old);
    if (goal.type.startsWith("pulumi:providers:")) return this.#provider(urn, goal, old);
    const provider = await this.provider(goal);
    const state: Resource = { ...stateOf(urn, goal, old), provider: `${provider.urn}::${provider.id ?? ""}` };
    if (this.run.options.mode !== "update") return this.#known(urn, state, old);
    if (!this.run.isTargeted(state)) return this.#untargeted(urn, state, old);
    this.#refuseSkipped(state);
    return planCustom(this, goal, state, old, provider);
  }

  /** A component is kept, or updated when its inputs change; no provider is asked (rule 21). */
  #component(urn: string, goal: Goal, old: Resource | undefined): Plan {
    const { keeper, options } = this.run;
    const time = new Date().toISOString();
    const inputs = goal.type === "pulumi:pulumi:Stack" ? undefined : goal.inputs;
    const op = !old ? "create" : equal(inputs ?? {}, old.inputs ?? {}) ? "same" : "update";
    const { created = time, modified = time, ...rest } = stateOf(urn, goal, old);
    const state: Resource = {
      ...rest,
      inputs,
      outputs: old?.outputs,
      created,
      modified: op === "update" ? time : modified,
    };
    if (options.mode === "destroy") this.toDelete.push(state);
    const apply = (): void => (op === "same" ? keeper.keep(state, old) : keeper.put(state, old));
    const refreshed: Step[] =
      options.mode === "refresh" && old
        ? [{ op: "refresh", resource: state, old, apply: () => undefined }]
        : [];
    return carriedOut(this.run, [...refreshed, { op, resource: state, old, apply }], () => ({
      urn,
      id: "",
      outputs: goal.inputs,
    }));
  }

  #provider(urn: string, goal: Goal, old: Resource | undefined): Plan {
    const { options } = this.run;
    const asked = old ? { ...goal, inputs: withIgnored(this, goal, old) } : goal;
    const state = stateOf(urn, asked, old);
    const op = !old ? "create" : equal(asked.inputs, old.inputs ?? {}) ? "same" : "update";
    const step = providerStep(this.run, state, old, op);
    if (options.mode === "destroy") this.toDelete.push(step.resource);
    const refreshed: Step[] =
      options.mode === "refresh" && old
        ? [{ op: "refresh", resource: state, old, apply: () => undefined }]
        : [];
    const id = step.resource.id ?? "";
    const answer = { urn, id: hasUnknown(asked.inputs) ? "" : id, outputs: asked.inputs };
    return carriedOut(this.run, [...refreshed, step], () => answer);
  }

  /**
   * The provider resource a goal names, or the default one, which comes with the first resource that needs it: one for
   * every version asked for, of which the newest in the state is for whoever asks for none (rules 23, 52).
   */
  async provider({
    type,
    provider,
    version,
  }: Pick<Goal, "type" | "provider" | "version">): Promise<Resource> {
    const { keeper, urns, options } = this.run;
    const named = provider ? keeper.find(providerUrn(provider)) : undefined;
    if (named) return named;
    const isHost = !type.startsWith("pulumi:pulumi:");
    const own = isHost ? HOST_TYPE : "pulumi:providers:pulumi";
    const wanted = isHost ? (version ?? this.#newestVersion) : undefined;
    const urn = urns.of(own, wanted ? `default_${wanted.replace(/[-.+]/g, "_")}` : "default");
    if (!this.registered.has(urn)) {
      this.registered.add(urn);
      const asked = wanted ? { ...options.config, version: wanted, __internal: {} } : options.config;
      const goal = { type: own, name: nameOf(urn), custom: true, inputs: isHost ? asked : {} };
      await this.#provider(urn, goal, keeper.find(urn)).work?.();
    }
    const found = keeper.find(urn);
    if (!found) throw new Stop();
    return found;
  }

  /** With --run-program a refresh reads what is registered, a destroy keeps it for the deletes; nothing is made (rule 18). */
  #known(urn: string, state: Resource, old: Resource | undefined): Plan {
    const { run } = this;
    const dependsOnSkipped = needsOf(state).some((need) => this.#skipped.has(need));
    if (!old || dependsOnSkipped) {
      this.#skipped.add(urn);
      return carriedOut(this.run, [skipStep(state)], () => ({
        urn,
        id: old?.id ?? "",
        outputs: old?.outputs ?? {},
      }));
    }
    const kept = { ...state, id: old.id, inputs: old.inputs, outputs: old.outputs };
    if (run.options.mode === "destroy") {
      this.toDelete.push(kept);
      const { id = "", outputs = {} } = old;
      return carriedOut(this.run, [sameStep(run, kept, old)], () => ({ urn, id, outputs }));
    }
    const work = async (): Promise<boolean> => {
      run.keeper.keep(kept, old);
      return refreshOne(run, kept);
    };
    const found = (): Resource | undefined => run.keeper.find(urn);
    return { work, answer: () => ({ urn, id: found()?.id ?? "", outputs: found()?.outputs ?? {} }) };
  }

  /** Not targeted: what is there stays as it is, what is not is not made (rule 20). */
  #untargeted(urn: string, state: Resource, old: Resource | undefined): Plan {
    if (old) {
      const { id = "", outputs = {} } = old;
      const needed = needsOf(old).map((need) => this.run.keeper.find(need));
      // What it needs may not be in the program any more, and must still stand before it.
      const steps = needed
        .filter((need): need is Resource => need !== undefined && !this.registered.has(need.urn))
        .map((need) => sameStep(this.run, { ...need }, need));
      for (const { resource } of steps) this.registered.add(resource.urn);
      return carriedOut(this.run, [...steps, sameStep(this.run, { ...old }, old)], () => ({
        urn,
        id,
        outputs,
      }));
    }
    this.#skipped.add(urn);
    return carriedOut(this.run, [skipStep(state)], () => ({
      urn,
      id: "",
      outputs: state.inputs ?? {},
      result: "skip",
    }));
  }

  #refuseSkipped(state: Resource): void {
    const missing = needsOf(state).find((need) => this.#skipped.has(need));
    if (!missing) return;
    const message = `Resource '${state.urn}' depends on '${missing}' which was was not specified in --target list.`;
    if (!this.run.options.planning) throw this.refuse(state.urn, message);
    this.run.report.say("error", message, state.urn);
    this.run.isRefused = true;
    this.#skipped.delete(missing);
  }
}
