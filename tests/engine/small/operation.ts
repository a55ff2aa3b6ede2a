import { readFileSync } from "node:fs";
import type { Backend } from "./backend";
import { Deployment } from "./deployment";
import { Monitor } from "./monitor";
import { Problem } from "./problem";
import { Program, programFolder } from "./program";
import type { Project, Settings } from "./project";
import { Providers, subjectOf } from "./providers";
import { refresh } from "./refresh";
import { Report } from "./report";
import type { Crypter } from "./secrets";
import { Keeper } from "./snapshot";
import { deserialise, loaded, openSecrets, type Resource, serialise } from "./state";
import { hasSecret, plainProps, type Props, seal } from "./values";

export interface Context {
  backend: Backend;
  project: Project;
  settings: Settings;
  stack: string;
  crypter: () => Crypter;
}

export interface OperationOptions {
  kind: "up" | "refresh" | "destroy" | "import";
  planning: boolean;
  parallel: number;
  targets: string[];
  excludes: string[];
  targetDependents: boolean;
  continueOnError: boolean;
  refreshFirst: boolean;
  runProgram: boolean;
  clearPendingCreates: boolean;
  events?: string;
  importFile?: string;
  importOne?: { type: string; name: string; id: string };
}

export interface Outcome {
  succeeded: boolean;
  changed: boolean;
}

const lines = (say: (line: string) => void): ((text: string) => void) => {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) say(`${line}\n`);
  };
};

/** One preview or update: with its own report, program run and provider processes (rule 7). */
export async function operate(context: Context, options: OperationOptions): Promise<Outcome> {
  const { backend, project, settings, stack, crypter } = context;
  const { planning, kind } = options;
  if (options.runProgram && kind !== "up")
    throw new Problem("--run-program is not supported by this engine, which is a tool for tests");
  if (options.importFile) refuseEnvelopes(readImport(options.importFile));
  const deployment = backend.load(project.name, stack);
  const crypt = crypter();
  const snapshot = deployment ? loaded(deserialise(deployment, crypt)) : { resources: [], pending: [] };
  const keeper = new Keeper(
    snapshot,
    (next) => planning || backend.save(project.name, stack, serialise(next, crypt)),
  );
  const { values, secrets } = settings.open(crypter);
  const config = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, secrets.includes(key) ? seal(value) : value]),
  );
  const report = new Report({ kind, planning, stack, events: options.events });
  if (snapshot.pending.length > 0 && kind === "up" && !planning) {
    const list = snapshot.pending
      .map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`)
      .join("");
    report.say(
      "warning",
      `Attempting to deploy or update resources with ${snapshot.pending.length} pending operations from previous deployment.\n${list}${ADVICE}`,
    );
  }
  const { targets, excludes } = options;
  const going = new Set(targets);
  const isTargeted = (urn: string): boolean =>
    (going.size === 0 || going.has(urn)) && !excludes.includes(urn);
  let address = "127.0.0.1:0";
  const folder = kind === "up" ? programFolder(project) : project.folder;
  const providers = new Providers(
    folder,
    () => address,
    project.name,
    lines((line) => report.say("info#err", line)),
  );
  const run = new Deployment(
    {
      project: project.name,
      stack,
      planning,
      parallel: options.parallel,
      continueOnError: options.continueOnError,
      config,
      isTargeted,
    },
    keeper,
    report,
    providers,
  );
  const onInterrupt = interrupts(run);
  const unknown = targets.filter((urn) => !keeper.find(urn));
  let outputs: Props | undefined;
  const before = snapshot.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
  try {
    if (kind === "destroy" || kind === "refresh") {
      for (const urn of unknown)
        report.say(
          "error",
          `Resource '${urn}' could not be found in the stack. Did you forget to escape $ in your shell?`,
        );
      if (unknown.length > 0) run.stop();
    }
    const runProgram = async (): Promise<boolean> => {
      const outputsOf = (name: string): { outputs: Props; secretOutputNames: string[] } =>
        outputsOfStack(context, name);
      const monitor = await Monitor.start({ run, outputsOf, onStackOutputs: (given) => (outputs = given) });
      address = monitor.address;
      const program = Program.run({
        project,
        stack,
        address,
        dryRun: planning,
        parallel: options.parallel,
        config: values,
        secretKeys: secrets,
        onText: lines((line) => report.say("info#err", line)),
      });
      const code = await Promise.race([program.ended, run.halted.then(() => undefined)]);
      if (code === undefined) program.stop();
      await program.ended;
      monitor.stop();
      // The runner ends with 32 when it has reported the failure itself.
      if (code !== undefined && code !== 0 && code !== 32 && !report.failed)
        report.say("error", `program exited with status ${code}`);
      return code === 0 && !report.failed;
    };
    if (kind === "refresh" || options.refreshFirst) {
      if (options.clearPendingCreates) keeper.dropPendingCreates();
      if (!run.stopped) await refresh(run, kind === "refresh");
    }
    if (kind === "up" && !run.stopped) {
      const good = await runProgram();
      if (good && !run.hasFailed) {
        const gone = keeper.all.filter(
          ({ urn, delete: condemned }) => condemned || (!run.registered.has(urn) && isTargeted(urn)),
        );
        await run.deletion.all(
          gone.filter(({ urn, delete: condemned }) => condemned || !excludes.includes(urn)),
        );
      }
      const root = keeper.find(run.urn("pulumi:pulumi:Stack", `${project.name}-${stack}`));
      if (root && outputs && (good || options.continueOnError)) run.outputs(root.urn, outputs);
    }
    if (kind === "destroy" && !run.stopped) {
      const dependents =
        targets.length > 0 ? await run.deletion.refuseDependents(going, options.targetDependents) : [];
      for (const { urn } of dependents) going.add(urn);
      if (report.failed) report.say("error", "update failed");
      else if (targets.length > 0) {
        for (const known of keeper.all.filter(({ urn }) => !isTargeted(urn))) {
          report.begin("same", subjectOf(known));
          report.end("same", subjectOf(known));
        }
      }
      if (!report.failed)
        await run.deletion.all(
          keeper.all.filter(({ urn, delete: condemned }) => condemned || isTargeted(urn)),
        );
    }
    if (kind === "import") await importResources(run, options);
    if (run.hasFailed && kind !== "import")
      report.say("error", planning ? "preview failed" : "update failed");
    if (onInterrupt.interrupted) report.say("error", "update canceled");
  } finally {
    onInterrupt.stop();
    await providers.stop();
  }
  if (!planning) keeper.write();
  const root = run.urn("pulumi:pulumi:Stack", `${project.name}-${stack}`);
  const kept = keeper.find(root)?.outputs;
  report.finish(
    subjectOf({ urn: root, type: "pulumi:pulumi:Stack" }),
    planning ? outputs : kept,
    before,
    report.failed ? "failed" : "succeeded",
  );
  const changed = Object.keys(report.changes).some((op) => op !== "same");
  return { succeeded: !report.failed, changed };
}

const ADVICE =
  "These resources are in an unknown state because the Pulumi CLI was interrupted while waiting for changes to these resources to complete. You should confirm whether or not the operations listed completed successfully by checking the state of the appropriate provider. For example, if you are using AWS, you can confirm using the AWS Console.\n\nOnce you have confirmed the status of the interrupted operations, you can repair your stack using `pulumi refresh` which will refresh the state from the provider you are using and clear the pending operations if there are any.\n\nNote that `pulumi refresh` will need to be run interactively to clear pending CREATE operations.";

/** One Ctrl-C: what is in progress ends and is saved. A second one ends the engine now (rule 43). */
function interrupts(run: Deployment): { interrupted: boolean; stop: () => void } {
  const state: { interrupted: boolean; stop: () => void } = { interrupted: false, stop: () => undefined };
  const on = (): void => {
    if (state.interrupted) process.exit(1);
    state.interrupted = true;
    run.stop();
  };
  process.on("SIGINT", on);
  state.stop = () => void process.off("SIGINT", on);
  return state;
}

function outputsOfStack(
  { backend, crypter }: Context,
  name: string,
): { outputs: Props; secretOutputNames: string[] } {
  const [, project = "", stack = ""] = name.split("/");
  const deployment = backend.load(project, stack);
  if (!backend.has(project, stack)) throw new Problem(`unknown stack "${name}"`);
  const { resources } = deployment
    ? deserialise(deployment, openAnother(deployment.secrets_providers?.state?.salt, crypter))
    : { resources: [] as Resource[] };
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return {
    outputs,
    secretOutputNames: Object.keys(outputs)
      .filter((key) => hasSecret(outputs[key]))
      .sort(),
  };
}

/** Another stack's secrets, under the same passphrase. */
let openAnother: (salt: string | undefined, own: () => Crypter) => Crypter = (_, own) => own();
export const setOpener = (opener: typeof openAnother): void => void (openAnother = opener);

interface ImportFile {
  resources?: { type: string; name: string; id?: string; inputs?: Props; outputs?: Props }[];
}

function readImport(file: string): ImportFile {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ImportFile;
  } catch (error) {
    throw new Problem(`could not read the import file ${file}: ${(error as Error).message}`);
  }
}

/** A secret in the file has a plaintext or a ciphertext; the provider's envelope is refused (rule 46). */
function refuseEnvelopes({ resources = [] }: ImportFile): void {
  for (const { name, type, outputs } of resources) {
    try {
      openSecrets(outputs ?? {});
    } catch (error) {
      throw new Problem(
        `could not deserialize outputs for resource '${name}' of type '${type}': ${(error as Error).message}`,
      );
    }
  }
}

/** Resources by file: with inputs and outputs only check is called (rules 44 to 46). */
async function importResources(run: Deployment, { importFile, importOne }: OperationOptions): Promise<void> {
  const { resources = [] } = importFile
    ? readImport(importFile)
    : { resources: [{ ...importOne!, inputs: undefined, outputs: undefined }] };
  const { keeper, report, options } = run;
  const root = run.urn("pulumi:pulumi:Stack", `${options.project}-${options.stack}`);
  const stack = keeper.find(root);
  for (const known of keeper.all) {
    if (known.urn.endsWith("::default")) continue;
    report.begin("same", subjectOf(known));
    report.end("same", subjectOf(known));
  }
  await run.defaultProvider();
  for (const known of keeper.all) keeper.put(known, known);
  for (const { type, name, id = "", inputs, outputs } of resources) {
    const provider = await run.defaultProvider();
    const urn = run.urn(type, name, stack?.urn);
    const known = keeper.find(urn);
    const resource: Resource = {
      urn,
      custom: true,
      type,
      id,
      ...(stack && { parent: stack.urn }),
      protect: true,
      provider: `${provider.urn}::${provider.id}`,
    };
    if (known) continue;
    const subject = subjectOf(resource);
    report.begin("import", subject);
    try {
      const host = await run.hostOf(resource);
      if (!inputs || !outputs) await host.read(subject, id);
      else {
        const asked = plainProps(openSecrets(inputs));
        await host.check(subject, asked, asked);
        const now = new Date().toISOString();
        keeper.put({
          ...resource,
          inputs: openSecrets(inputs),
          outputs: openSecrets(outputs),
          created: now,
          modified: now,
        });
        report.end("import", subject);
      }
    } catch (error) {
      run.fail("import", resource, error as Error);
      report.say("error", `update failed: step application failed: ${(error as Error).message}`);
      return;
    }
  }
}
