import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Problem } from "../state/problem";
import type { Project } from "../files/project";

interface RunOptions {
  project: Project;
  stack: string;
  address: string;
  dryRun: boolean;
  parallel: number;
  config: Record<string, string>;
  secretKeys: string[];
  /** Get what the program prints as errors, and otherwise. */
  onText: (text: string) => void;
  onOutput: (text: string) => void;
}

/** Where the program is: a folder with a package.json or index file, or a file. */
export function programFolder({ folder, main }: Project): string {
  const path = resolve(folder, main);
  if (!existsSync(path)) throw new Problem(`could not find the program ${path}`);
  return statSync(path).isDirectory() ? path : dirname(path);
}

/** A program under way. */
export interface Program {
  /** With its status, -1 when it was killed. */
  ended: Promise<number>;
  stop: () => void;
}

/** The SDK's own program runner, in a process of its own that ends with the engine (rule 40). */
export function startProgram(options: RunOptions): Program {
  const { project, address, onText, onOutput } = options;
  const folder = programFolder(project);
  const find = createRequire(join(folder, "index.js"));
  const main = resolve(project.folder, project.main);
  const args = [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project.name}`,
    `--stack=${options.stack}`,
    "--organization=organization",
    `--parallel=${options.parallel}`,
    `--pwd=${folder}`,
    `--root-directory=${project.folder}`,
    ...(options.dryRun ? ["--dry-run"] : []),
    main === folder ? "." : main,
  ];
  const child = spawn(process.execPath, [find.resolve("@pulumi/pulumi/cmd/run"), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(options.config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretKeys),
      PULUMI_NODEJS_TYPESCRIPT: `${project.typescript}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", onOutput);
  child.stderr.setEncoding("utf8").on("data", onText);
  const ended = once(child, "close").then(([code]) => (code as number | null) ?? -1);
  return { ended, stop: () => void child.kill("SIGKILL") };
}
