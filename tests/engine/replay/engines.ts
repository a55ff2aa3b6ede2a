import { accessSync, constants } from "node:fs";
import { delimiter, join, sep } from "node:path";

/** A command line that is driven like `pulumi`. */
export interface EngineCommand {
  name: string;
  command: string;
  args: readonly string[];
}

const ROOT = join(__dirname, "..", "..", "..");

export const small: EngineCommand = {
  name: "the small engine",
  command: process.execPath,
  args: ["-r", join(ROOT, "tests", "setup.cjs"), join(ROOT, "tests", "engine", "small", "main.ts")],
};

/** The real command line on PATH, if any. npm's downloader of the same name, which npm puts on PATH, is none. */
export function pulumiOnPath(): EngineCommand | undefined {
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder && !folder.includes(`node_modules${sep}.bin`));
  for (const folder of folders) {
    const command = join(folder, process.platform === "win32" ? "pulumi.exe" : "pulumi");
    try {
      accessSync(command, constants.X_OK);
      return { name: "pulumi on PATH", command, args: [] };
    } catch {
      continue;
    }
  }
  return undefined;
}
