import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import { Problem } from "./problem";

/** Pulumi.yaml. */
export interface Project {
  name: string;
  folder: string;
  /** The program's folder or file. */
  main: string;
  typescript: boolean;
}

interface ProjectFile {
  name?: string;
  main?: string;
  runtime?: string | { name?: string; options?: { typescript?: boolean } };
}

/** The project of a folder, or of one above it. */
export function findProject(start: string): Project {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const file = join(folder, "Pulumi.yaml");
    if (existsSync(file)) {
      const { name, main = ".", runtime } = load(readFileSync(file, "utf8")) as ProjectFile;
      if (!name) throw new Problem(`${file} has no name`);
      const language = typeof runtime === "string" ? runtime : runtime?.name;
      if (language !== "nodejs")
        throw new Problem(`the runtime ${language} is not supported by this engine, only nodejs`);
      const typescript = typeof runtime === "string" ? true : (runtime?.options?.typescript ?? true);
      return { name, folder, main, typescript };
    }
    if (dirname(folder) === folder) {
      throw new Problem(`no Pulumi.yaml project file found (searching upwards from ${resolve(start)})`);
    }
  }
}
