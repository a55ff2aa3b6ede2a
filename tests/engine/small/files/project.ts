import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { Problem } from "../state/problem";

/** Pulumi.yaml. */
export interface Project {
  name: string;
  folder: string;
  /** The program's folder or file. */
  main: string;
  typescript: boolean;
}

interface Runtime {
  name?: string;
  options?: { typescript?: boolean };
}

/** The project of a folder, or of one above it. */
export function findProject(start: string, folder = resolve(start)): Project {
  const file = join(folder, "Pulumi.yaml");
  const above = dirname(folder);
  if (!existsSync(file) && above !== folder) return findProject(start, above);
  if (!existsSync(file))
    throw new Problem(`no Pulumi.yaml project file found (searching upwards from ${resolve(start)})`);
  const content = load(readFileSync(file, "utf8")) as Partial<Project> & { runtime?: string | Runtime };
  const { name, main = ".", runtime } = content;
  if (!name) throw new Problem(`${file} has no name`);
  const language: Runtime | undefined = typeof runtime === "string" ? { name: runtime } : runtime;
  if (language?.name !== "nodejs")
    throw new Problem(`the runtime ${language?.name} is not supported by this engine, only nodejs`);
  return { name, folder, main, typescript: language.options?.typescript ?? true };
}
