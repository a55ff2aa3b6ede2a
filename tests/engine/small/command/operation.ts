import { deleteAll } from "../plan/deletion";
import { Urns } from "../steps/goal";
import type { Wanted } from "../files/imports";
import { importAll } from "../plan/imports";
import { interrupts, Terminated } from "../steps/interrupts";
import { serve } from "../program/monitor";
import { Planner } from "../plan/planner";
import { Problem } from "../state/problem";
import { type Program, programFolder, startProgram } from "../program/program";
import { Host } from "../host/host";
import { Providers } from "../host/providers";
import type { Stack } from "../files/stack";
import { refreshAll } from "../plan/refresh";
import type { DisplayOptions } from "../display/display";
import { Report } from "../display/report";
import { Run, type RunOptions } from "../steps/run";
import { Keeper } from "../state/snapshot";
import { deploymentText, type Operation as Pending, type Resource, subjectOf } from "../state/state";
import type { Props } from "../state/values";

/** What the command line asks for. */
export interface OperationOptions
  extends Omit<RunOptions, "planning" | "config" | "context">, Omit<DisplayOptions, "root" | "stack"> {
  runsProgram: boolean;
  /** Whether everything is read before anything else is done. */
  refreshFirst: boolean;
  clearPendingCreates: boolean;
  imports: Wanted[];
  protectImports: boolean;
}

/** From which the status follows (rule 39). */
export interface Outcome {
  succeeded: boolean;
  changed: boolean;
}

/** Opened once; whoever waits for it goes on then. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** One preview or update, with its own report, program run and provider processes (rule 7). */
export class Operation {
  readonly #pending: readonly Pending[];
  readonly #run: Run;
  readonly #planner: Planner;
  /** Where the program's services are. */
  #address = "127.0.0.1:0";
  #program: Program | undefined;
  #outputs: Props | undefined;
  /** The stack's outputs before. */
  readonly #before: Props | undefined;
  #isDeleting = false;
  #isReading = false;

  constructor(
    context: Stack,
    readonly options: OperationOptions,
  ) {
    const { backend, project, settings, stack } = context;
    const { planning, runsProgram } = options;
    const crypter = settings.crypter();
    const snapshot = backend.open(project.name, stack, settings);
    this.#pending = snapshot.pending;
    const keeper = new Keeper(snapshot, (next) => {
      if (!planning) backend.save(project.name, stack, deploymentText(next, crypter));
    });
    const urns = new Urns(stack, project.name);
    const root = subjectOf(urns.root);
    const report = new Report({ ...options, root, stack });
    const folder = runsProgram ? programFolder(project) : project.folder;
    const say = report.lines("info#err");
    const providers = new Providers(() => Host.start(folder, this.#address, project.name, say));
    const whole = { ...options, context, config: settings.open() };
    this.#run = new Run(whole, urns, keeper, report, providers);
    this.#planner = new Planner(this.#run);
    this.#before = keeper.find(urns.root)?.outputs;
  }

  async perform(): Promise<Outcome> {
    const run = this.#run;
    const { report, keeper } = run;
    // What is deleted goes on without the program, which has asked for everything by then.
    const interrupt = interrupts(run, () => this.#isDeleting && this.#program?.stop());
    const what = this.options.planning ? "preview" : "update";
    try {
      await Promise.race([this.#work(), interrupt.terminated]);
      if (this.options.kind !== "import" && (run.failed.size > 0 || run.isRefused))
        report.say("error", `${what} failed`);
      // A Ctrl-C among the deletes ends them and is no failure (rule 43).
      if (interrupt.happened && !this.#isDeleting) report.say("error", `${what} canceled`);
    } catch (error) {
      if (!(error instanceof Terminated)) throw error;
      // What a refresh has read is kept, and what the program has for outputs (rule 54).
      if (this.#isReading) keeper.rebuild();
      this.#mergeOutputs();
      if (this.#outputs) keeper.setOutputs(run.urns.root, this.#outputs);
      await keeper.flush();
      keeper.freeze();
      run.terminate();
      this.#program?.stop();
      await this.#program?.ended;
      report.say("error", `${what} failed`);
      report.finish(this.#outputs, "canceled");
      throw error;
    } finally {
      interrupt.stop();
      await run.providers.stop();
    }
    if (this.#outputs) keeper.setOutputs(run.urns.root, this.#outputs);
    keeper.write();
    await keeper.flush();
    report.finish(this.#outputs);
    const changed = Object.keys(report.changes).some((op) => op !== "same");
    return { succeeded: !report.failed, changed };
  }

  async #work(): Promise<void> {
    const { kind, planning, targets, excludes, replaces } = this.options;
    const [run, planner] = [this.#run, this.#planner];
    const { report, keeper } = run;
    if (kind === "import") return importAll(planner, this.options.imports, this.options.protectImports);
    const lost = [...targets.texts, ...excludes.texts].find((urn) => !urn.includes("*") && !keeper.find(urn));
    if (kind !== "up" && lost) throw new Problem(`no resource named '${lost}' found`);
    if (this.options.clearPendingCreates) keeper.dropPendingCreates();
    if (this.options.refreshFirst) await this.#refresh(keeper.all);
    else if (!planning) warnOfPending(report, this.#pending);
    if (run.isStopped() || this.#sayMissing(replaces.texts)) return;
    const after = async (): Promise<void> => {
      this.#sayMissing(targets.texts);
      this.#isDeleting = true;
      if (kind !== "refresh") return deleteAll(planner);
      const others = keeper.olds.filter(({ urn }) => !planner.isOperatedOn(urn));
      return this.#refresh(others, true);
    };
    if (this.options.runsProgram) await this.#runProgram(after);
    else if (kind === "destroy") await after();
  }

  /** What failed may have kept the program from naming some (rule 28). */
  #mergeOutputs(): void {
    if (this.#outputs) this.#outputs = { ...this.#before, ...this.#outputs };
  }

  async #refresh(resources: readonly Resource[], isRest = false): Promise<void> {
    this.#isReading = true;
    await refreshAll(this.#run, resources, isRest);
    this.#isReading = false;
  }

  /** Says of named resources that they are nowhere; a pattern may match nothing (rule 20). */
  #sayMissing(named: readonly string[]): boolean {
    const { keeper, report } = this.#run;
    const isThere = (urn: string): boolean => Boolean(keeper.find(urn)) || this.#planner.isNamed(urn);
    const missing = named.filter((urn) => !urn.includes("*") && !isThere(urn));
    for (const urn of missing) {
      const advice = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
      report.say("error", `Target '${urn}' could not be found in the stack.${advice}`);
    }
    return missing.length > 0;
  }

  /** Runs the program and, when it asks for nothing more, what comes after it; only then may it end (rule 70). */
  async #runProgram(after: () => Promise<void>): Promise<void> {
    const run = this.#run;
    const { report } = run;
    const [done, over] = [new Gate(), new Gate()];
    const monitor = await serve({
      planner: this.#planner,
      onStackOutputs: (given) => {
        if (!run.isStopped()) this.#outputs = given;
      },
      onDone: () => {
        done.open();
        return over.opened;
      },
    });
    this.#address = monitor.address;
    const program = startProgram(run, this.#address);
    this.#program = program;
    const first = await Promise.race([program.ended, done.opened.then(() => 0), run.halted]);
    if (first === undefined) program.stop();
    if (first === 0 && !run.isStopped()) await after();
    if (first !== 0 || report.failed) this.#mergeOutputs();
    over.open();
    const code = await program.ended;
    monitor.stop();
    if (first !== 0 || code !== 0) report.failed = true;
    // The runner ends with 32 when it has reported the failure itself.
    if (first !== undefined && code !== 0 && code !== 32)
      report.say("error", `an unhandled error occurred: Program exited with non-zero exit code: ${code}`);
  }
}

const ADVICE =
  "These resources are in an unknown state because the Pulumi CLI was interrupted while waiting for changes to these resources to complete. You should confirm whether or not the operations listed completed successfully by checking the state of the appropriate provider. For example, if you are using AWS, you can confirm using the AWS Console.\n\nOnce you have confirmed the status of the interrupted operations, you can repair your stack using `pulumi refresh` which will refresh the state from the provider you are using and clear the pending operations if there are any.\n\nNote that `pulumi refresh` will need to be run interactively to clear pending CREATE operations.";

/** A killed engine's operations are named before the next update (rule 41). */
function warnOfPending(report: Report, pending: readonly Pending[]): void {
  if (pending.length === 0) return;
  const list = pending
    .map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`)
    .join("");
  report.say(
    "warning",
    `Attempting to deploy or update resources with ${pending.length} pending operations from previous deployment.\n${list}${ADVICE}`,
  );
}
