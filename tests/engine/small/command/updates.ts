import type { Arguments } from "./arguments";
import { contextOf } from "./context";
import { readImports, type Wanted } from "../files/imports";
import { Operation, type OperationOptions, type Outcome } from "./operation";
import { Terminated } from "../steps/interrupts";
import { Patterns } from "../steps/patterns";
import { Problem } from "../state/problem";
import { Urns } from "../steps/goal";

function importsOf(args: Arguments, urns: Urns): Wanted[] {
  const file = args.one("file");
  if (file) return readImports(file, urns.of.bind(urns));
  const [, type = "", name = "", id = ""] = args.words;
  const missing = Object.entries({ type, name, id }).flatMap(([what, text]) => (text ? [] : [what]));
  if (missing.length > 0)
    throw new Problem(
      `an inline resource must be specified if no converter or import file is used, missing ${missing.join(" and ")}`,
    );
  return [{ type, name, id }];
}

function parallelOf(args: Arguments): number {
  const given = args.one("parallel");
  const parallel = Number(given ?? 8);
  if (!Number.isInteger(parallel) || parallel < 0)
    throw new Problem(
      `invalid argument "${given ?? ""}" for --parallel: it must be a whole number, not below 0`,
    );
  return Math.max(1, parallel);
}

/** up, preview, refresh, destroy and import: a preview unless it is skipped, and then the operation itself (rules 7, 39). */
export async function update(
  kind: OperationOptions["kind"],
  args: Arguments,
  onlyPreview = args.flag("preview-only"),
): Promise<number> {
  args.refuse(kind, "json", "show-secrets");
  const isApproved = args.flag("yes") || args.flag("skip-preview");
  if (!isApproved && !onlyPreview)
    throw new Problem(
      "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
    );
  if (args.flag("preview-only") && isApproved) {
    const other = args.flag("skip-preview") ? "skip-preview" : "yes";
    throw new Problem(`--${other} and --preview-only cannot be used together`);
  }
  const context = contextOf(args);
  const { backend, project, stack } = context;
  const runsProgram = kind === "up" || args.flag("run-program");
  const isRefresh = kind === "refresh" || args.flag("refresh");
  const refreshEach = isRefresh && args.flag("run-program") && kind !== "destroy";
  const replaces = args.many("target-replace");
  const options: Omit<OperationOptions, "planning"> = {
    kind,
    mode: kind === "refresh" || kind === "destroy" ? kind : "update",
    runsProgram,
    refreshEach,
    refreshFirst: isRefresh && !refreshEach,
    clearPendingCreates: args.flag("clear-pending-creates"),
    parallel: parallelOf(args),
    continueOnError: args.flag("continue-on-error"),
    targets: new Patterns([...args.many("target"), ...replaces]),
    targetDependents: args.flag("target-dependents"),
    excludes: new Patterns(args.many("exclude")),
    excludeDependents: args.flag("exclude-dependents"),
    replaces: new Patterns([...args.many("replace"), ...replaces]),
    diff: args.flag("diff"),
    suppressOutputs: args.flag("suppress-outputs"),
    showReplacementSteps: args.flag("show-replacement-steps"),
    events: args.one("event-log"),
    imports: kind === "import" ? importsOf(args, new Urns(stack, project.name)) : [],
    protectImports: args.one("protect") !== "false",
  };
  if (options.targets.isGiven && options.excludes.isGiven)
    throw new Problem("--target and --exclude cannot be used together");
  // A wrong passphrase is refused before anything is done, and so is wrong configuration (rules 48, 84).
  context.settings.crypter();
  context.settings.open();
  const statusOf = ({ succeeded, changed }: Outcome): number => {
    if (!succeeded) return 1;
    if (!args.flag("expect-no-changes") || !changed) return 0;
    const what = kind === "up" ? (onlyPreview ? "preview" : "update") : kind;
    throw new Problem(`no changes were expected for ${what} but changes were proposed`, 7);
  };
  const operate = (planning: boolean): Promise<Outcome> =>
    new Operation(context, { ...options, planning }).perform();
  if (onlyPreview)
    return operate(true).then(statusOf, (error: unknown) => {
      throw kind === "up" && error instanceof Terminated ? new Problem("context canceled") : error;
    });
  const unlock = backend.lock(project.name, stack);
  try {
    if (!args.flag("skip-preview") && !(await operate(true)).succeeded) return 1;
    const outcome = await operate(false);
    if (kind === "destroy" && outcome.succeeded && !options.targets.isGiven) {
      process.stdout.write(
        `\nThe resources in the stack have been deleted, but the history and configuration associated with the stack are still maintained. \nIf you want to remove the stack completely, run \`pulumi stack rm ${stack}\`.\n`,
      );
    }
    return statusOf(outcome);
  } finally {
    unlock();
  }
}
