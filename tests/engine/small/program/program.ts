import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Problem } from "../state/problem";
import type { Project } from "../files/project";
import type { Run } from "../steps/run";

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

/** The SDK's own program runner, in a process of its own that ends with the engine at this address (rule 40). */
export function startProgram({ options, report }: Run, address: string): Program {
  const { project, stack } = options.context;
  const folder = programFolder(project);
  const find = createRequire(join(folder, "index.js"));
  const main = resolve(project.folder, project.main);
  const args = [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project.name}`,
    `--stack=${stack}`,
    "--organization=organization",
    `--parallel=${options.parallel}`,
    `--pwd=${folder}`,
    `--root-directory=${project.folder}`,
    ...(options.planning ? ["--dry-run"] : []),
    main === folder ? "." : main,
  ];
  const child = spawn(process.execPath, [find.resolve("@pulumi/pulumi/cmd/run"), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(options.config.values),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.config.secrets),
      PULUMI_NODEJS_TYPESCRIPT: `${project.typescript}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", report.lines("info"));
  child.stderr.setEncoding("utf8").on("data", report.lines("info#err"));
  const ended = once(child, "close").then(([code]) => (code as number | null) ?? -1);
  return { ended, stop: () => void child.kill("SIGKILL") };
}
