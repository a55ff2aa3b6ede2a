import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Project } from "./project";
import type { Deployment } from "./small/state/state";

/** Milliseconds after which a command that does not end is ended. */
const PATIENCE = 300_000;

export interface RunOptions {
  /** Environment besides the project's. */
  env?: Record<string, string | undefined>;
  /** Gets what the command prints, as it comes. */
  onText?: (text: string) => void;
  /** The engine's process, to be interrupted. */
  onStart?: (process: ChildProcess) => void;
  /** Whether a status other than 0 is an answer. Default: it is thrown as {@link EngineFailure}. */
  mayFail?: boolean;
}

export interface OperationOptions extends RunOptions {
  /** URNs to do alone, URNs to leave out. */
  targets?: readonly string[];
  exclude?: readonly string[];
  targetDependents?: boolean;
  /** The most steps at once. */
  parallel?: number;
  /** Whether up reads everything first. */
  refresh?: boolean;
  /** Whether refresh and destroy run the program. */
  runProgram?: boolean;
  /** Status 7 when there is something to change. */
  expectNoChanges?: boolean;
  continueOnError?: boolean;
  clearPendingCreates?: boolean;
  /** Shows what differs inside resources. */
  diff?: boolean;
  /** Whether a preview comes before it. Default false. */
  preview?: boolean;
  /** Other options of the command line, as they are. */
  more?: readonly string[];
}

export interface Message {
  severity: string;
  urn?: string;
  text: string;
}

/** What a command did. */
export interface Result {
  /** A number, or the name of the signal that ended it. */
  exitCode: number | string;
  stdout: string;
  stderr: string;
  /** Resources by what was done with them: `{ same: 2, create: 1 }`. */
  changes: Partial<Record<string, number>>;
  /** Diagnostics, without debug. */
  messages: Message[];
}

/** A command that ended with a status other than 0. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  constructor(
    readonly command: string,
    readonly result: Result,
  ) {
    super(`${command} ended with ${result.exitCode}:\n${result.stdout}${result.stderr}`);
  }
}

/** An engine's event, of which only this is read. */
interface EngineEvent {
  diagnosticEvent?: { severity: string; urn?: string; message: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** One stack on one engine: every command the tests and the demo need. */
export class Stack {
  #events = 0;

  constructor(
    readonly project: Project,
    readonly name: string,
  ) {}

  /** `organization/project/stack`, by which a StackReference finds it. */
  get fullName(): string {
    return `organization/${this.project.name}/${this.name}`;
  }

  init(options?: RunOptions): Promise<Result> {
    return this.run(["stack", "init"], options);
  }
  select(options?: RunOptions): Promise<Result> {
    return this.run(["stack", "select"], options);
  }
  remove({ force = false, ...options }: RunOptions & { force?: boolean } = {}): Promise<Result> {
    return this.run(["stack", "rm", "--yes", ...(force ? ["--force"] : [])], options);
  }
  cancel(options?: RunOptions): Promise<Result> {
    return this.run(["cancel", "--yes"], options);
  }

  /** Sets a value of the configuration: plain, secret, or at a path inside a structured value. */
  setConfig(
    key: string,
    value: string,
    { secret = false, path = false, ...options }: RunOptions & { secret?: boolean; path?: boolean } = {},
  ): Promise<Result> {
    const how = [secret ? "--secret" : "--plaintext", ...(path ? ["--path"] : [])];
    return this.run(["config", "set", ...how, "--", key, value], options);
  }
  async getConfig(key: string, options?: RunOptions): Promise<string> {
    return (await this.run(["config", "get", key], options)).stdout.trimEnd();
  }
  removeConfig(key: string, options?: RunOptions): Promise<Result> {
    return this.run(["config", "rm", key], options);
  }

  preview(options?: Omit<OperationOptions, "preview">): Promise<Result> {
    return this.#operate("preview", options);
  }
  up(options?: OperationOptions): Promise<Result> {
    return this.#operate("up", options);
  }
  refresh(options?: OperationOptions): Promise<Result> {
    return this.#operate("refresh", options);
  }
  destroy(options?: OperationOptions): Promise<Result> {
    return this.#operate("destroy", options);
  }

  /** Takes resources by file: type, name, id, inputs and outputs each (`pulumi import --file`). */
  import(file: string, options: OperationOptions = {}): Promise<Result> {
    const more = ["--file", file, ...(options.more ?? [])];
    return this.#operate("import", { ...options, more });
  }

  /** The state in the command line's own format: `{ version, deployment }`. */
  async export({ showSecrets = false, ...options }: RunOptions & { showSecrets?: boolean } = {}): Promise<{
    version: number;
    deployment: Deployment;
  }> {
    const command = ["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])];
    const { stdout } = await this.run(command, options);
    return JSON.parse(stdout) as { version: number; deployment: Deployment };
  }

  /** Replaces the state by a file of {@link export} (`pulumi stack import`). */
  importState(file: string, options?: RunOptions): Promise<Result> {
    return this.run(["stack", "import", "--file", file], options);
  }

  /** The stack's outputs; secrets are `[secret]` unless they are asked for. */
  async outputs({ showSecrets = false, ...options }: RunOptions & { showSecrets?: boolean } = {}): Promise<
    Record<string, unknown>
  > {
    const command = ["stack", "output", "--json", ...(showSecrets ? ["--show-secrets"] : [])];
    return JSON.parse((await this.run(command, options)).stdout) as Record<string, unknown>;
  }

  /** Where the backend keeps the state, and what it says as it stands: secrets as ciphertexts. */
  get stateFile(): string {
    const { home, name } = this.project;
    return join(home, "backend", ".pulumi", "stacks", name, `${this.name}.json`);
  }
  get stateText(): string {
    return existsSync(this.stateFile) ? readFileSync(this.stateFile, "utf8") : "";
  }
  get state(): Deployment | undefined {
    if (!this.stateText) return undefined;
    return (JSON.parse(this.stateText) as { checkpoint: { latest?: Deployment } }).checkpoint.latest;
  }

  async #operate(verb: string, options: OperationOptions = {}): Promise<Result> {
    const { targets = [], exclude = [], parallel, preview = false } = options;
    const flag = (name: string, isSet = false): string[] => (isSet ? [`--${name}`] : []);
    const isPreview = verb === "preview";
    return this.run(
      [
        verb,
        ...["--color", "never", "--suppress-progress"],
        ...(isPreview ? [] : ["--yes"]),
        ...flag("skip-preview", !isPreview && !preview),
        ...targets.flatMap((urn) => ["--target", urn]),
        ...exclude.flatMap((urn) => ["--exclude", urn]),
        ...flag("target-dependents", options.targetDependents),
        ...(parallel === undefined ? [] : ["--parallel", `${parallel}`]),
        ...flag("refresh", options.refresh),
        ...flag("run-program", options.runProgram),
        ...flag("expect-no-changes", options.expectNoChanges),
        ...flag("continue-on-error", options.continueOnError),
        ...flag("clear-pending-creates", options.clearPendingCreates),
        ...flag("diff", options.diff),
        ...(options.more ?? []),
      ],
      options,
    );
  }

  /** Any command, in the project's folder, for this stack. */
  async run(command: readonly string[], options: RunOptions = {}): Promise<Result> {
    const { engine, folder, home, environment } = this.project;
    const events = join(home, "events", `${process.pid}-${this.name}-${++this.#events}`);
    mkdirSync(join(home, "events"), { recursive: true });
    const isOperation = /^(preview|up|refresh|destroy|import)$/.test(command[0] ?? "");
    const dashes = command.includes("--") ? command.indexOf("--") : command.length;
    const args = [
      ...engine.args,
      ...command.slice(0, dashes),
      ...["--stack", this.name, "--non-interactive"],
      ...(isOperation ? ["--event-log", events] : []),
      ...command.slice(dashes),
    ];
    const child = spawn(engine.command, args, {
      cwd: folder,
      env: { ...environment, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    options.onStart?.(child);
    const ended = { exitCode: 0 as number | string, stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        ended[name] += text;
        options.onText?.(text);
      });
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    try {
      const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
      ended.exitCode = await new Promise((resolve, reject) => {
        child.once("error", reject).once("exit", (code, signal) => resolve(code ?? signal ?? "ended"));
      });
      // A provider host that outlives a killed engine keeps the pipes open.
      await Promise.race([closed, wait(2000)]);
    } finally {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
    }
    const result = { ...ended, ...summaryOf(isOperation ? events : undefined) };
    if (result.exitCode !== 0 && !options.mayFail) throw new EngineFailure(command.join(" "), result);
    return result;
  }
}

function summaryOf(file: string | undefined): Pick<Result, "changes" | "messages"> {
  const lines = file && existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const events = lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch {
      // A killed engine may leave its last line cut off.
      return [];
    }
  });
  const messages = events.flatMap(({ diagnosticEvent: event }) => {
    if (!event || event.severity === "debug" || event.ephemeral) return [];
    return [{ severity: event.severity, ...(event.urn && { urn: event.urn }), text: event.message.trim() }];
  });
  const summaries = events.flatMap(({ summaryEvent }) => (summaryEvent ? [summaryEvent] : []));
  const changes = summaries.at(-1)?.resourceChanges ?? {};
  return { changes, messages };
}
