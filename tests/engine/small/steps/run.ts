import type { Urns } from "./goal";
import { needsButProvider, needsOf, providerUrn } from "../state/graph";
import type { Host, ReadAnswer } from "../host/host";
import { type Change, changeOf } from "../display/display";
import type { Patterns } from "./patterns";
import type { Settings } from "../files/settings";
import { outputsOfStack, type Stack } from "../files/stack";
import type { Providers } from "../host/providers";
import type { Report } from "../display/report";
import type { Keeper } from "../state/snapshot";
import { HOST_TYPE, type Resource, STACK_REFERENCE } from "../state/state";
import type { Op, TITLES } from "../display/words";

/** What of a command its steps depend on. */
export interface RunOptions {
  kind: keyof typeof TITLES;
  planning: boolean;
  /** Whether each resource is read when the program registers it. */
  refreshEach: boolean;
  /** What the program's registrations are for: to be carried out, only read, or deleted afterwards (rule 18). */
  mode: "update" | "refresh" | "destroy";
  parallel: number;
  continueOnError: boolean;
  targetDependents: boolean;
  targets: Patterns;
  excludes: Patterns;
  excludeDependents: boolean;
  /** What is to be replaced whatever its diff says. */
  replaces: Patterns;
  /** The stack, beside which those are that it refers to (rule 27). */
  context: Stack;
  /** Its configuration, the default provider's inputs among it (rule 17). */
  config: ReturnType<Settings["open"]>;
}

/** What is protected is not deleted; everything that it does not need goes on (rule 53). */
export class Protected extends Error {
  constructor(urn: string) {
    super(
      `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${urn}'\``,
    );
  }
}

/** Ends planning: why is already reported (rule 34). */
export class Stop extends Error {}

/** One thing done to one resource. It may fail, and is then reported. */
export interface Step {
  op: Op;
  /** The resource as it is to be, or as it goes. */
  resource: Resource;
  /** As it was. */
  old?: Resource;
  /** Properties that force a replacement. */
  keys?: string[];
  /** Whether other steps go on when it fails. */
  isAlone?: boolean;
  /** Whether the engine itself compared the inputs. */
  isCompared?: boolean;
  apply: () => Promise<void> | void;
}

/** Does work, at most so many pieces of it at once. */
function slots(free: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Whether these name a resource, or with what comes after them something that it needs. */
const isMeant = (patterns: Patterns, resource: Resource, withDependents: boolean): boolean =>
  patterns.has(resource.urn) || (withDependents && needsOf(resource).some((need) => patterns.has(need)));

/** One preview or update under way: carries steps out, several at once, and knows what failed (rules 29, 43). */
export class Run {
  /** Does work that is one of so many at once. */
  readonly inSlot = slots(this.options.parallel);
  /** What failed, and what was left out because it needs that. */
  readonly failed = new Set<string>();
  /** What is to be deleted, now or at the end: what goes with it need not be asked for. */
  readonly going = new Set<string>();
  /** Whether a preview went on after something that an update refuses. */
  isRefused = false;
  /** Targets and excludes, with what comes after them where the program has come to it. */
  readonly targets = this.options.targets.copy();
  readonly excludes = this.options.excludes.copy();
  #stopped = false;
  #isTerminated = false;
  #active = 0;
  #halt: () => void = () => undefined;
  /** When the run was stopped and what was in progress has ended. */
  readonly halted = new Promise<void>((resolve) => (this.#halt = resolve));

  constructor(
    readonly options: RunOptions,
    readonly urns: Urns,
    readonly keeper: Keeper,
    readonly report: Report,
    readonly providers: Providers,
  ) {}

  isStopped(): boolean {
    return this.#stopped;
  }

  /** Nothing new starts; what is in progress ends (rules 34, 43). */
  stop(): void {
    this.#stopped = true;
    if (this.#active === 0) this.#halt();
  }

  /** Nothing is waited for either (rule 54). */
  terminate(): void {
    this.#isTerminated = true;
    this.#stopped = true;
    this.#halt();
  }

  /** Work that a stopped run waits for. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#active += 1;
    try {
      return await work();
    } finally {
      this.#active -= 1;
      if (this.#stopped && this.#active === 0) this.#halt();
    }
  }

  /** Steps without those of resources that need what failed, which are left out (rule 32). */
  screen(steps: readonly Step[]): readonly Step[] {
    return steps.filter(({ resource }) => {
      const isLeftOut = needsButProvider(resource).some((need) => this.failed.has(need));
      if (isLeftOut) this.failed.add(resource.urn);
      return !isLeftOut;
    });
  }

  /** Steps of one resource, one after another; false when one failed or the run was stopped before one (rule 29). */
  execute(steps: readonly Step[]): Promise<boolean> {
    return this.inSlot(async () => {
      for (const { op, resource, old, keys, isAlone, isCompared, apply } of steps) {
        if (this.#stopped) return false;
        const isGoing = /^(delete|discard)|^remove/.test(op);
        const present = (): Resource => this.keeper.find(resource.urn) ?? resource;
        const change = (now: Resource): Change =>
          isGoing ? changeOf(op, resource) : { ...changeOf(op, old, now, keys), isCompared };
        // What is deleted ahead of its replacement is said to be replaced before that is made.
        const isToMake = op === "replace" && present().pendingReplacement;
        this.report.begin(change(op === "replace" && !isToMake ? present() : resource));
        try {
          await apply();
          await this.keeper.flush();
        } catch (error) {
          await this.keeper.flush();
          this.fail(op, resource, error as Error, isAlone);
          return false;
        }
        this.report.end(change(isToMake ? resource : present()));
      }
      return true;
    });
  }

  /** A failed step: the run stops, unless it may go on without it (rules 29, 32). */
  fail(op: Op, resource: Resource, error: Error, isAlone = false): void {
    if (this.#isTerminated) return;
    this.sayFailed(op, resource, error);
    this.failed.add(resource.urn);
    if (!this.options.continueOnError && !isAlone && !(error instanceof Protected)) this.stop();
  }

  /** Says that a step failed. */
  sayFailed(op: Op, resource: Resource, error: Error): void {
    const preview = this.options.planning ? "Preview failed: " : "";
    this.report.say("error", `${preview}${error.message}`, resource.urn);
    this.report.fail(changeOf(op, resource));
  }

  /** The process for a resource in the state: its provider is configured from the state (rule 18). */
  hostOf({ provider }: Resource): Promise<Host> {
    const urn = providerUrn(provider);
    // One that was replaced is still there for what it made.
    const own = this.keeper.all.find((one) => provider === `${one.urn}::${one.id ?? ""}`);
    const resource = own ?? this.keeper.find(urn);
    return this.providers.open(resource ?? { urn, id: "", type: HOST_TYPE }, resource?.inputs ?? {});
  }

  /** What there is of a resource; of a StackReference the engine itself knows it (rule 27). */
  async read(resource: Resource): Promise<ReadAnswer> {
    const { type, id = "", inputs = {}, outputs = inputs } = resource;
    if (type === STACK_REFERENCE)
      return { id, inputs, outputs: { name: id, ...outputsOfStack(this.options.context, id) } };
    const host = await this.hostOf(resource);
    return host.read({ ...resource, inputs, outputs });
  }

  /** Whether `--target`, with `--target-dependents` what comes after it, and `--exclude` leave a resource in (rule 20). */
  isIncluded(resource: Resource): boolean {
    const { targets } = this.options;
    return targets.isGiven ? this.isTargeted(resource) : !this.isExcluded(resource);
  }

  isTargeted(resource: Resource): boolean {
    return isMeant(this.targets, resource, this.options.targetDependents);
  }

  isExcluded(resource: Resource): boolean {
    return isMeant(this.excludes, resource, this.options.excludeDependents);
  }
}
