import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { Problem } from "../state/problem";
import type { Props } from "../state/values";

/** Pulumi.yaml. */
export interface Project {
  name: string;
  folder: string;
  /** The program's folder or file. */
  main: string;
  typescript: boolean;
  /** Configuration of all its stacks: a value, or what is declared of one. */
  config: Props;
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
  const { name, main = ".", runtime, config = {} } = read(file);
  if (!name) throw new Problem(`${file} has no name`);
  const language: Runtime | undefined = typeof runtime === "string" ? { name: runtime } : runtime;
  if (language?.name !== "nodejs")
    throw new Problem(`the runtime ${language?.name} is not supported by this engine, only nodejs`);
  return { name, folder, main, typescript: language.options?.typescript ?? true, config };
}

function read(file: string): Partial<Project> & { runtime?: string | Runtime } {
  try {
    return load(readFileSync(file, "utf8")) as ReturnType<typeof read>;
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Problem(`could not unmarshal '${file}': invalid YAML file: ${reason}`);
  }
}
