import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Places } from "./clean";
import { type EngineCommand, KEYS, STARTUP } from "../engines";
import { type Json, type JsonObject, objectOf, parse } from "./json";
import { normalise, type NormalStep, type RawStep } from "./normalise";
import { execute } from "./processes";
import { type LogLine, PROGRAM, type ProjectFiles, type RecordedStep, type ScenarioStep } from "./recording";

const OPERATIONS = ["up", "preview", "refresh", "destroy", "import"];
const MODULES = join(__dirname, "..", "..", "..", "node_modules");

export interface CommandOptions {
  env?: Record<string, string>;
  signal?: ScenarioStep["signal"];
  /** A file of the project that gets the output. */
  stdout?: string;
}

/** The last line of a killed process may be cut off. */
function readLines(file: string): JsonObject[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.flatMap((line) => {
    try {
      return [objectOf(parse(line))];
    } catch {
      return [];
    }
  });
}

function countLocks(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".json")).length;
}

/** What every command is given besides what its recording shows. */
function fullArguments(command: readonly string[], events: string): string[] {
  if (!OPERATIONS.includes(command[0] ?? "")) return [...command, "--non-interactive"];
  const quiet = ["--non-interactive", "--color", "never", "--suppress-progress", "--event-log", events];
  const yes = command[0] === "preview" || command.includes("--preview-only") ? [] : ["--yes"];
  return [...command, ...quiet, ...yes];
}

/** The folders of one scenario's run: projects, a file backend, logs. */
export class Workspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "replay-")));
  #steps = 0;
  readonly #exports = new Map<string, Json | undefined>();
  /** The passphrases and state files that those exports are of. */
  readonly #opened = new Map<string, string>();

  constructor(readonly engine: EngineCommand) {
    mkdirSync(join(this.root, "backend"));
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }

  get places(): Places {
    return [
      [this.root, "<dir>"],
      [dirname(PROGRAM), "<engine>"],
    ];
  }

  /** A project folder: the program, its packages by link, the scenarios beside it. */
  project(name: string): string {
    const folder = join(this.root, name);
    if (existsSync(folder)) return folder;
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    for (const file of ["index.js", "package.json"]) cpSync(join(PROGRAM, file), join(folder, file));
    const manifest = readFileSync(join(PROGRAM, "Pulumi.yaml"), "utf8");
    writeFileSync(join(folder, "Pulumi.yaml"), manifest.replace(/^name: .*/, `name: ${name}`));
    const packages = {
      recorder: join(PROGRAM, "recorder"),
      "@pulumi": join(MODULES, "@pulumi"),
      typescript: join(MODULES, "typescript"),
    };
    for (const [link, target] of Object.entries(packages))
      symlinkSync(target, join(folder, "node_modules", link), "junction");
    cpSync(join(PROGRAM, "scenarios"), join(folder, "scenarios"), { recursive: true });
    return folder;
  }

  environment(more: Record<string, string>): NodeJS.ProcessEnv {
    return {
      ...process.env,
      FORCE_COLOR: undefined,
      PULUMI_BACKEND_URL: `file://${join(this.root, "backend")}`,
      PULUMI_HOME: join(this.root, "home"),
      NODE_OPTIONS: STARTUP,
      ORDS_ENGINE_KEYS: KEYS,
      PULUMI_CONFIG_PASSPHRASE: "first",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_COMMANDS: "true",
      ...more,
    };
  }

  /** Every recording begins after this. */
  async initialise(): Promise<void> {
    const how = { cwd: this.project("recording"), env: this.environment({}) };
    const command = ["stack", "init", "dev", "--non-interactive"];
    const { exitCode, stderr } = await execute(this.engine, command, how, undefined, () => []);
    if (exitCode !== 0) throw new Error(`${this.engine.name} cannot make a stack: ${stderr}`);
    this.#exports.set(how.cwd, await this.#export(how.cwd, how.env));
  }

  /** One recorded step. */
  async run(recorded: RecordedStep, scenario: ScenarioStep): Promise<NormalStep> {
    const folder = this.project(recorded.project ?? "recording");
    for (const [name, content] of Object.entries(recorded.files ?? {})) {
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    scenario.prepare?.(filesOf(folder));
    const { command, signal, stdout } = scenario;
    return normalise(await this.command(folder, command, { env: recorded.env, signal, stdout }), this.places);
  }

  /** One command in a project folder, with what it left behind. */
  async command(folder: string, command: readonly string[], how: CommandOptions): Promise<RawStep> {
    const number = ++this.#steps;
    const log = join(this.root, `${number}.log`);
    const events = join(this.root, `${number}.events`);
    const env = this.environment({ RECORDER_LOG: log, ...how.env });
    const readLog = (): LogLine[] => readLines(log) as LogLine[];
    const ended = await execute(
      this.engine,
      fullArguments(command, events),
      { cwd: folder, env },
      how.signal,
      readLog,
    );
    if (how.stdout) writeFileSync(join(folder, how.stdout), ended.stdout);
    const stateFile = this.stateFile(folder);
    const hasState = existsSync(stateFile);
    const stateText = hasState ? readFileSync(stateFile, "utf8") : "";
    const opened = `${env.PULUMI_CONFIG_PASSPHRASE} ${stateText}`;
    const isUnchanged = this.#exports.has(folder) && this.#opened.get(folder) === opened;
    if (!isUnchanged) this.#exports.set(folder, hasState ? await this.#export(folder, env) : undefined);
    this.#opened.set(folder, opened);
    return {
      ...ended,
      log: readLog(),
      events: readLines(events),
      stateText,
      exported: this.#exports.get(folder),
      locks: countLocks(join(this.root, "backend", ".pulumi", "locks")),
    };
  }

  stateFile(folder: string): string {
    return join(this.root, "backend", ".pulumi", "stacks", basename(folder), "dev.json");
  }

  /** The state, with secrets opened where the passphrase allows it. */
  async #export(cwd: string, env: NodeJS.ProcessEnv): Promise<Json | undefined> {
    const command = ["stack", "export", "--stack", "dev", "--non-interactive"];
    for (const more of [["--show-secrets"], []]) {
      const ended = await execute(this.engine, [...command, ...more], { cwd, env }, undefined, () => []);
      if (ended.exitCode === 0) return parse(ended.stdout);
    }
    return undefined;
  }
}

function filesOf(folder: string): ProjectFiles {
  return {
    readFileSync: (name, encoding) => readFileSync(join(folder, name), encoding),
    writeFileSync: (name, text) => writeFileSync(join(folder, name), text),
  };
}
