import type { Arguments } from "./arguments";
import { contextOf } from "./context";
import { readImports, type Wanted } from "../files/imports";
import { operate, type OperationOptions, type Outcome } from "./operation";
import { Problem } from "../state/problem";
import { Urns } from "../steps/goal";

function importsOf(args: Arguments, urns: Urns): Wanted[] {
  const file = args.one("file");
  if (file) return readImports(file, urns.of.bind(urns));
  const [, type, name, id] = args.words;
  if (!type || !name || !id)
    throw new Problem("an inline resource import needs a type, a name and an id; or use --file");
  return [{ type, name, id }];
}

function parallelOf(args: Arguments): number {
  const given = args.one("parallel");
  const parallel = Number(given ?? 8);
  if (!Number.isInteger(parallel))
    throw new Problem(`invalid argument "${given ?? ""}" for --parallel: it must be a whole number`);
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
  const options: Omit<OperationOptions, "planning"> = {
    kind,
    parallel: parallelOf(args),
    targets: [...args.many("target"), ...args.many("target-replace")],
    replaces: [...args.many("replace"), ...args.many("target-replace")],
    excludeDependents: args.flag("exclude-dependents"),
    excludes: args.many("exclude"),
    targetDependents: args.flag("target-dependents"),
    continueOnError: args.flag("continue-on-error"),
    refresh: args.flag("refresh"),
    runProgram: args.flag("run-program"),
    diff: args.flag("diff"),
    suppressOutputs: args.flag("suppress-outputs"),
    showReplacementSteps: args.flag("show-replacement-steps"),
    clearPendingCreates: args.flag("clear-pending-creates"),
    events: args.one("event-log"),
    protectImports: args.one("protect") !== "false",
    imports: kind === "import" ? importsOf(args, new Urns(stack, project.name)) : [],
  };
  if (options.targets.length > 0 && options.excludes.length > 0)
    throw new Problem("--target and --exclude cannot be used together");
  // A wrong passphrase is refused before anything is done (rule 48).
  context.crypter();
  const statusOf = ({ succeeded, changed }: Outcome): number => {
    if (!succeeded) return 1;
    if (!args.flag("expect-no-changes") || !changed) return 0;
    const what = onlyPreview ? "preview" : kind === "up" ? "update" : kind;
    throw new Problem(`no changes were expected for ${what} but changes were proposed`, 7);
  };
  if (onlyPreview) return statusOf(await operate(context, { ...options, planning: true }));
  const unlock = backend.lock(project.name, stack);
  try {
    if (!args.flag("skip-preview")) {
      const planned = await operate(context, { ...options, planning: true });
      if (!planned.succeeded) return 1;
    }
    const outcome = await operate(context, { ...options, planning: false });
    if (kind === "destroy" && outcome.succeeded && options.targets.length === 0) {
      process.stdout.write(
        `\nThe resources in the stack have been deleted, but the history and configuration associated with the stack are still maintained. \nIf you want to remove the stack completely, run \`pulumi stack rm ${stack}\`.\n`,
      );
    }
    return statusOf(outcome);
  } finally {
    unlock();
  }
}
