import { deleteAll } from "../plan/deletion";
import { Urns } from "../steps/goal";
import type { Wanted } from "../files/imports";
import { importAll } from "../plan/imports";
import { interrupts, Terminated } from "../steps/interrupts";
import { serve } from "../program/monitor";
import { Patterns } from "../steps/patterns";
import { Planner } from "../plan/planner";
import { Problem } from "../state/problem";
import { type Program, programFolder, startProgram } from "../program/program";
import { Providers } from "../host/providers";
import { outputsOfStack, type Stack } from "../files/stack";
import { refreshAll } from "../plan/refresh";
import { Report } from "../display/report";
import { Run } from "../steps/run";
import { Keeper } from "../state/snapshot";
import { deploymentText, type Operation, subjectOf } from "../state/state";
import { type Props, seal } from "../state/values";

/** What the command line asks for. */
export interface OperationOptions {
  kind: "up" | "refresh" | "destroy" | "import";
  planning: boolean;
  parallel: number;
  targets: string[];
  excludes: string[];
  excludeDependents: boolean;
  replaces: string[];
  targetDependents: boolean;
  continueOnError: boolean;
  /** Whether up and destroy read everything, before the program or, where it runs for that, with it. */
  refresh: boolean;
  runProgram: boolean;
  clearPendingCreates: boolean;
  diff: boolean;
  showReplacementSteps: boolean;
  suppressOutputs: boolean;
  events?: string;
  imports: Wanted[];
  protectImports: boolean;
}

/** From which the status follows (rule 39). */
export interface Outcome {
  succeeded: boolean;
  changed: boolean;
}

/** Text in pieces of any size, said line by line. */
const lines = (say: (line: string) => void): ((text: string) => void) => {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) say(`${line}\n`);
  };
};

/** Opened once; whoever waits for it goes on then. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** One preview or update, with its own report, program run and provider processes (rule 7). */
export async function operate(context: Stack, options: OperationOptions): Promise<Outcome> {
  const { backend, project, settings, stack, crypter } = context;
  const { planning, kind } = options;
  const crypt = crypter();
  const snapshot = backend.open(project.name, stack, crypter);
  const keeper = new Keeper(snapshot, (next) => {
    if (!planning) backend.save(project.name, stack, deploymentText(next, crypt));
  });
  const { values, secrets } = settings.open();
  const config = Object.entries(values).map(
    ([key, value]) => [key, secrets.includes(key) ? seal(value) : value] as const,
  );
  const urns = new Urns(stack, project.name);
  const root = subjectOf({ urn: urns.root, type: "pulumi:pulumi:Stack" });
  const report = new Report({ ...options, root, stack });
  let address = "127.0.0.1:0";
  const onText = lines((line) => report.say("info#err", line));
  const onOutput = lines((line) => report.say("info", line));
  const runsProgram = kind === "up" || (options.runProgram && kind !== "import");
  const folder = runsProgram ? programFolder(project) : project.folder;
  const providers = new Providers(folder, () => address, project.name, onText);
  const isRefresh = kind === "refresh" || options.refresh;
  const run = new Run(
    {
      ...options,
      mode: kind === "refresh" || kind === "destroy" ? kind : "update",
      refreshEach: isRefresh && options.runProgram && kind !== "destroy",
      targets: new Patterns(options.targets),
      excludes: new Patterns(options.excludes),
      replaces: new Patterns(options.replaces),
      config: Object.fromEntries(config),
      outputsOf: (name) => outputsOfStack(context, name),
    },
    urns,
    keeper,
    report,
    providers,
  );
  const planner = new Planner(run);
  const stackBefore = keeper.find(urns.root);
  const before = stackBefore && (stackBefore.outputs ?? {});
  let outputs: Props | undefined;
  // A Ctrl-C among the deletes ends them and is no failure (rule 43).
  const phase = { isDeleting: false };
  const interrupt = interrupts(run);
  let program: Program | undefined;

  /** Runs the program and, when it asks for nothing more, what comes after it; only then may it end (rule 70). */
  const runProgram = async (after: () => Promise<void>): Promise<void> => {
    const [done, over] = [new Gate(), new Gate()];
    const monitor = await serve({
      run,
      planner,
      onStackOutputs: (given) => {
        if (!run.isStopped()) outputs = given;
      },
      onDone: () => {
        done.open();
        return over.opened;
      },
    });
    address = monitor.address;
    program = startProgram({
      project,
      stack,
      address,
      dryRun: planning,
      parallel: options.parallel,
      config: values,
      secretKeys: secrets,
      onText,
      onOutput,
    });
    const first = await Promise.race([program.ended, done.opened.then(() => 0), run.halted]);
    if (first === undefined) program.stop();
    if (first === 0 && !run.isStopped()) await after();
    // What failed may have kept the program from some (rule 28).
    if (outputs && (first !== 0 || report.failed)) outputs = { ...before, ...outputs };
    over.open();
    const code = await program.ended;
    monitor.stop();
    if (first !== 0 || code !== 0) report.failed = true;
    // The runner ends with 32 when it has reported the failure itself.
    if (first !== undefined && code !== 0 && code !== 32)
      report.say("error", `an unhandled error occurred: Program exited with non-zero exit code: ${code}`);
  };

  /** Says of named resources that they are nowhere; a pattern may match nothing (rule 20). */
  const sayMissing = (named: readonly string[]): boolean => {
    const missing = named.filter((urn) => !urn.includes("*") && !keeper.find(urn) && !planner.isNamed(urn));
    for (const urn of missing) {
      const advice = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
      report.say("error", `Target '${urn}' could not be found in the stack.${advice}`);
    }
    return missing.length > 0;
  };

  const work = async (): Promise<void> => {
    if (kind === "import") return importAll(run, planner, options.imports, options.protectImports);
    const lost = [...options.targets, ...options.excludes].find(
      (urn) => !urn.includes("*") && !keeper.find(urn),
    );
    if (kind !== "up" && lost) throw new Problem(`no resource named '${lost}' found`);
    if (kind === "refresh" && options.clearPendingCreates) keeper.dropPendingCreates();
    if (isRefresh && !run.options.refreshEach) await refreshAll(run, keeper.all);
    else if (!planning) warnOfPending(report, snapshot.pending);
    if (run.isStopped() || sayMissing(options.replaces)) return;
    const after = async (): Promise<void> => {
      sayMissing(options.targets);
      phase.isDeleting = true;
      if (kind !== "refresh") return deleteAll(run, planner);
      const others = keeper.olds.filter(({ urn }) => !planner.isOperatedOn(urn));
      return refreshAll(run, others, true);
    };
    if (runsProgram) await runProgram(after);
    else if (kind === "destroy") await after();
  };

  try {
    await Promise.race([work(), interrupt.terminated]);
    if (kind !== "import" && (run.failed.size > 0 || run.isRefused))
      report.say("error", `${planning ? "preview" : "update"} failed`);
    if (interrupt.happened && !phase.isDeleting)
      report.say("error", `${planning ? "preview" : "update"} canceled`);
  } catch (error) {
    if (!(error instanceof Terminated)) throw error;
    keeper.freeze();
    run.terminate();
    program?.stop();
    await program?.ended;
    report.say("error", "update failed");
    report.finish(undefined, "canceled");
    throw error;
  } finally {
    interrupt.stop();
    await providers.stop();
  }
  if (outputs) keeper.setOutputs(urns.root, outputs);
  keeper.write();
  await keeper.flush();
  report.finish(outputs);
  const changed = Object.keys(report.changes).some((op) => op !== "same");
  return { succeeded: !report.failed, changed };
}

const ADVICE =
  "These resources are in an unknown state because the Pulumi CLI was interrupted while waiting for changes to these resources to complete. You should confirm whether or not the operations listed completed successfully by checking the state of the appropriate provider. For example, if you are using AWS, you can confirm using the AWS Console.\n\nOnce you have confirmed the status of the interrupted operations, you can repair your stack using `pulumi refresh` which will refresh the state from the provider you are using and clear the pending operations if there are any.\n\nNote that `pulumi refresh` will need to be run interactively to clear pending CREATE operations.";

/** A killed engine's operations are named before the next update (rule 41). */
function warnOfPending(report: Report, pending: readonly Operation[]): void {
  if (pending.length === 0) return;
  const list = pending
    .map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`)
    .join("");
  report.say(
    "warning",
    `Attempting to deploy or update resources with ${pending.length} pending operations from previous deployment.\n${list}${ADVICE}`,
  );
}
