import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Problem } from "./problem";
import type { Project } from "./project";

export interface RunOptions {
  project: Project;
  stack: string;
  address: string;
  dryRun: boolean;
  parallel: number;
  config: Record<string, string>;
  secretKeys: string[];
  onText: (text: string) => void;
}

/** Where the program is: a folder with a package.json or index file, or a file. */
export function programFolder({ folder, main }: Project): string {
  const path = resolve(folder, main);
  if (!existsSync(path)) throw new Problem(`could not find the program ${path}`);
  return statSync(path).isDirectory() ? path : dirname(path);
}

/** The SDK's own program runner, in a process of its own that ends with the engine (rule 40). */
export class Program {
  private constructor(
    readonly process: ChildProcess,
    readonly ended: Promise<number>,
  ) {}

  static run({ project, stack, address, dryRun, parallel, config, secretKeys, onText }: RunOptions): Program {
    const folder = programFolder(project);
    const find = createRequire(join(folder, "index.js"));
    const args = [
      `--monitor=${address}`,
      `--engine=${address}`,
      `--project=${project.name}`,
      `--stack=${stack}`,
      "--organization=organization",
      `--parallel=${parallel}`,
      `--pwd=${folder}`,
      `--root-directory=${project.folder}`,
      ...(dryRun ? ["--dry-run"] : []),
      resolve(project.folder, project.main) === folder ? "." : resolve(project.folder, project.main),
    ];
    const child = spawn(process.execPath, [find.resolve("@pulumi/pulumi/cmd/run"), ...args], {
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: `${project.typescript}`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onText);
    const ended = new Promise<number>((done, fail) => {
      child.once("error", fail).once("close", (code) => done(code ?? 1));
    });
    return new Program(child, ended);
  }

  stop(): void {
    this.process.kill("SIGKILL");
  }
}
