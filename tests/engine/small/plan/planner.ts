import { setImmediate } from "node:timers/promises";
import { decide } from "./decision";
import { type Goal, stateOf } from "../steps/goal";
import { providerUrn } from "../state/graph";
import { type Run, type Step, Stop } from "../steps/run";
import { HOST_TYPE, isProvider, type Resource } from "../state/state";
import { readStep, replaceStep } from "../steps/steps";
import { type Props, UNKNOWN } from "../state/values";

/** What a program hears of a resource it registered. */
export interface Answer {
  urn: string;
  id: string;
  outputs: Props;
  result?: "fail" | "skip";
}

/** What is to be done for a registration, decided. */
export interface Plan {
  steps?: readonly Step[];
  /** Work that is no step; false when it failed. */
  work?: () => Promise<boolean>;
  /** Decides on the rest when that is done. */
  next?: () => Promise<Plan>;
  /** Unless given, what the state then says. */
  answer?: Partial<Answer>;
}

/** What a registration means for a resource that the state has. */
type Decision = "create" | "same" | "update" | "replace" | "read" | "refresh";

/** Decides what each registration of a program means: one at a time, for the whole stack (rules 2, 3). */
export class Planner {
  readonly #named = new Set<string>();
  readonly #decisions = new Map<string, Decision>();
  /** Deleted ahead of a replacement, to be created again when they are registered: what forces it (rule 11). */
  readonly ahead = new Map<string, string[]>();
  /** To be deleted at the end though the state has left them behind when the new one is there (rules 53, 74). */
  readonly late: Resource[] = [];
  /** Not made because they are not targeted, or because the stack goes. */
  readonly skipped = new Set<string>();
  /** In a destroy with its program: what it registered, to be deleted afterwards (rule 18). */
  readonly toDelete = new Set<string>();
  /** Former URNs by present ones, and the other way round. */
  readonly #former = new Map<string, string>();
  readonly #present = new Map<string, string>();
  /** What the program asked for by URN, which children inherit from. */
  readonly goals = new Map<string, Goal>();
  /** The newest version of any provider that the state has, for whoever asks for none (rule 52). */
  readonly newestVersion = this.run.keeper.all
    .flatMap(({ type, inputs }) =>
      type === HOST_TYPE && typeof inputs?.version === "string" ? [inputs.version] : [],
    )
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  readonly #defaults = new Map<string, Promise<Answer>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly run: Run) {}

  /** Whether the program named a resource, under this URN or another one. */
  isNamed(urn: string): boolean {
    return this.#named.has(this.#present.get(urn) ?? urn);
  }

  decided(urn: string, decision: Decision): void {
    this.#named.add(urn);
    this.#decisions.set(urn, decision);
  }

  /** Whether it is known what becomes of a resource. */
  isDecided(urn: string): boolean {
    const decision = this.#decisions.get(urn);
    return (decision !== undefined && decision !== "refresh") || this.ahead.has(urn);
  }

  /** Whether the program has a resource of the state, under this URN or another one. */
  isOperatedOn(urn: string): boolean {
    const decision = this.#decisions.get(this.#present.get(urn) ?? urn);
    return decision !== undefined && decision !== "create";
  }

  /** Registers a resource, with what it inherits from its parent. Once the run is stopped there is no answer. */
  async register(goal: Goal): Promise<Answer> {
    const parent = this.goals.get(goal.parent ?? "");
    const hasSameProvider =
      goal.custom && !isProvider(goal.type) && parent?.custom && !isProvider(parent.type);
    const whole = {
      ...goal,
      deletedWith: goal.deletedWith ?? parent?.deletedWith,
      protect: goal.protect ?? parent?.protect,
      retainOnDelete: goal.retainOnDelete ?? parent?.retainOnDelete,
      provider: goal.provider ?? (hasSameProvider ? parent.provider : undefined),
    };
    const provider = goal.custom && !isProvider(goal.type) ? await this.provider(whole) : undefined;
    return this.#take(goal, (urn) => {
      if (goal.parent && !this.#named.has(goal.parent))
        throw this.refuse(urn, `could not find parent resource ${goal.parent}`);
      return decide(this, whole, urn, provider, this.#find(urn, whole));
    });
  }

  /** A resource read by id, which the engine does not own (rules 27, 47). */
  async read(goal: Goal, id: string): Promise<Answer> {
    const { run } = this;
    const provider = await this.provider(goal);
    return this.#take(goal, async (urn) => {
      const old = this.#find(urn, goal);
      const state: Resource = {
        ...stateOf(urn, goal),
        propertyDependencies: undefined,
        id,
        external: true,
        provider: `${provider.urn}::${provider.id ?? ""}`,
      };
      const isReplaced = old !== undefined && !old.external && old.id !== id;
      if (run.options.mode === "destroy" && !isReplaced) this.toDelete.add(urn);
      this.decided(urn, isReplaced ? "replace" : "read");
      if (isReplaced) this.late.push(old);
      const step = readStep(run, state, old, isReplaced);
      return { steps: isReplaced ? [step, replaceStep(state, old, [])] : [step] };
    });
  }

  /** One after another; what one has decided begins before the next one is decided. */
  async #inTurn(plan: () => Promise<Plan>): Promise<Plan> {
    const turn = this.#turn.then(async () => {
      if (this.run.isStopped()) throw new Stop();
      return plan();
    });
    this.#turn = turn.then(
      () => setImmediate(),
      () => undefined,
    );
    return turn;
  }

  async #take(goal: Goal, first: (urn: string) => Promise<Plan>): Promise<Answer> {
    const { run } = this;
    const never = (): Promise<never> => new Promise<never>(() => undefined);
    if (run.isStopped()) return never();
    const urn = run.urns.of(goal.type, goal.name, goal.parent);
    const nothing = { urn, id: "", outputs: {} };
    const answer = await run.track(async () => {
      try {
        for (let plan: (() => Promise<Plan>) | undefined = () => this.#name(urn, first); plan;) {
          const { steps = [], work, next, answer: given } = await this.#inTurn(plan);
          const kept = run.screen(steps);
          const isGood = (!work || (await work())) && (kept.length === 0 || (await run.execute(kept)));
          if (!isGood) return run.isStopped() ? undefined : { ...nothing, result: "fail" as const };
          if (kept.length < steps.length) return { ...nothing, result: "skip" as const };
          if (!next && given) return { ...nothing, ...given };
          plan = next;
        }
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
        run.stop();
        return undefined;
      }
      const { id = "", outputs = {}, custom = false } = run.keeper.find(urn) ?? {};
      return { urn, id: id === UNKNOWN ? "" : id, outputs: custom ? outputs : {} };
    });
    return answer ?? never();
  }

  /** A registration that ends the run: its message is said already (rule 34). */
  refuse(urn: string, message?: string): Stop {
    if (message) this.run.report.say("error", message, urn);
    this.run.stop();
    return new Stop();
  }

  /** A name is the program's once, and no other resource's former one (rule 57). */
  #name(urn: string, first: (urn: string) => Promise<Plan>): Promise<Plan> {
    if (this.#named.has(urn))
      throw this.refuse(urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
    const present = this.#present.get(urn);
    if (present)
      throw this.refuse(
        urn,
        `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${present}'`,
      );
    this.#named.add(urn);
    return first(urn);
  }

  /** The resource's state, under its own URN or one it had; whatever refers to it follows (rule 24). */
  #find(urn: string, goal: Goal): Resource | undefined {
    const { keeper, urns } = this.run;
    const known = keeper.find(urn);
    if (known) return known;
    const aliases = urns.aliases(goal, (one) => this.#former.get(one));
    const alias = aliases.find((name) => this.#present.has(name) || keeper.find(name));
    if (!alias) return undefined;
    const owner = this.#present.get(alias) ?? (this.#named.has(alias) ? urn : undefined);
    if (owner)
      throw this.refuse(
        urn,
        `Duplicate resource alias '${alias}' applied to resource with URN '${urn}' conflicting with resource with URN '${owner}'`,
      );
    this.#former.set(urn, alias);
    this.#present.set(alias, urn);
    return keeper.find(alias);
  }

  /**
   * The provider resource a goal names, or the default one, which is registered ahead of the first resource that needs
   * it: one for every version asked for, of which the newest in the state is for whoever asks for none (rules 23, 52).
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
    const wanted = isHost ? (version ?? this.newestVersion) : undefined;
    const name = wanted ? `default_${wanted.replace(/[-.+]/g, "_")}` : "default";
    const urn = urns.of(own, name);
    // An import does not compare one that is there with the configuration (rule 83).
    const present = options.kind === "import" ? keeper.find(urn) : undefined;
    if (present) return present;
    const { inputs } = options.config;
    const asked = wanted ? { ...inputs, version: wanted, __internal: {} } : inputs;
    const goal = { type: own, name, custom: true, inputs: isHost ? asked : {} };
    const known = this.#defaults.get(urn) ?? this.register(goal);
    this.#defaults.set(urn, known);
    await known;
    const found = keeper.find(urn);
    if (!found) throw new Error(`the provider ${urn} is not there`);
    return found;
  }
}
