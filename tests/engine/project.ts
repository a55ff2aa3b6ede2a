import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { type EngineCommand, KEYS, STARTUP } from "./engines";
import { Stack } from "./stack";

const MODULES = join(__dirname, "..", "..", "node_modules");

export interface ProjectOptions {
  engine: EngineCommand;
  /** Name of the project. Default: that of `from`, or `project`. */
  name?: string;
  /** A folder to copy, such as an example: its Pulumi.yaml, program and settings, without node_modules. */
  from?: string;
  /** Text of the program. TypeScript unless `language` says otherwise. */
  program?: string;
  language?: "typescript" | "javascript";
  /** More files by their path in the folder. */
  files?: Record<string, string>;
  /** Default "test". */
  passphrase?: string;
  /** Environment of every command. */
  env?: Record<string, string | undefined>;
  /** The folder that holds backend and projects; given by another project to share its backend. */
  home?: string;
}

/**
 * A project folder for tests and the demo, in a temporary place with a file backend of its own. `node_modules` is the
 * repository's, so that a program imports `pulumi-ords` by name and shares the one copy of the SDK.
 */
export class Project {
  readonly home: string;
  readonly folder: string;
  readonly name: string;
  readonly engine: EngineCommand;
  readonly #env: Record<string, string | undefined>;
  readonly #isOwner: boolean;

  constructor(options: ProjectOptions) {
    const { engine, from, home, program, language = "typescript" } = options;
    this.engine = engine;
    this.name = options.name ?? (from ? basename(from) : "project");
    this.#isOwner = home === undefined;
    this.home = home ?? realpathSync(mkdtempSync(join(tmpdir(), "stacks-")));
    this.folder = join(this.home, "projects", this.name);
    mkdirSync(join(this.home, "backend"), { recursive: true });
    mkdirSync(this.folder, { recursive: true });
    if (from) {
      const isWanted = (file: string): boolean =>
        basename(file) !== "node_modules" && !/^Pulumi\..+\.yaml$/.test(basename(file));
      cpSync(from, this.folder, { recursive: true, filter: isWanted });
    }
    symlinkSync(MODULES, join(this.folder, "node_modules"), "junction");
    const main = language === "typescript" ? "index.ts" : "index.js";
    if (!from) {
      const isTypeScript = language === "typescript";
      this.write(
        "Pulumi.yaml",
        `name: ${this.name}\nruntime:\n  name: nodejs\n  options:\n    typescript: ${isTypeScript}\n`,
      );
      this.write("package.json", JSON.stringify({ name: this.name, private: true, main }));
      if (isTypeScript) this.write("tsconfig.json", JSON.stringify(SETTINGS));
    }
    if (program !== undefined) this.write(main, program);
    for (const [file, text] of Object.entries(options.files ?? {})) this.write(file, text);
    this.#env = { PULUMI_CONFIG_PASSPHRASE: options.passphrase ?? "test", ...options.env };
  }

  /** A second project whose stacks can refer to this one's. */
  beside(options: Omit<ProjectOptions, "engine" | "home">): Project {
    return new Project({
      ...options,
      env: { ...this.#env, ...options.env },
      engine: this.engine,
      home: this.home,
    });
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** What every command of this project runs with. */
  get environment(): NodeJS.ProcessEnv {
    const path = [this.engine.path, process.env.PATH].filter(Boolean).join(delimiter);
    return {
      ...process.env,
      PATH: path,
      FORCE_COLOR: undefined,
      PULUMI_BACKEND_URL: `file://${join(this.home, "backend")}`,
      NODE_OPTIONS: STARTUP,
      ORDS_ENGINE_KEYS: KEYS,
      PULUMI_HOME: join(this.home, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // The event log, from which change counts and messages come, is a debugging feature of the CLI.
      PULUMI_DEBUG_COMMANDS: "true",
      // Types of programs are checked by the compiler, once, not at every run.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...this.#env,
    };
  }

  /** A stack that does not exist yet. */
  async init(stack = "dev"): Promise<Stack> {
    const made = new Stack(this, stack);
    await made.init();
    return made;
  }

  /** A stack that exists already. */
  stack(name = "dev"): Stack {
    return new Stack(this, name);
  }

  /** Removes the folders, also those of the projects beside it. Resources must have been destroyed before. */
  close(): void {
    if (this.#isOwner) rmSync(this.home, { recursive: true, force: true, maxRetries: 3 });
  }
}

const SETTINGS = {
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    noEmit: true,
  },
  files: ["index.ts"],
};
