import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface NodeProgram {
  readonly path: string;
  readonly version: string;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function versionOf(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return undefined;
  }
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return /^v\d+\.\d+\.\d+$/.test(stdout.trim()) ? stdout.trim() : undefined;
}

/**
 * The Node that runs this; those on PATH as `node`, `node22` and the like; and those that ORDS_TEST_NODES lists, separated like
 * PATH. One a version.
 */
export function nodesHere(): NodeProgram[] {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) =>
      filesOf(folder)
        .filter((name) => /^node-?\d*(\.exe)?$/.test(name))
        .map((name) => join(folder, name)),
    );
  const listed = (process.env.ORDS_TEST_NODES ?? "").split(delimiter).filter(Boolean);
  const found = new Map([[process.version, process.execPath]]);
  for (const path of [...onPath, ...listed]) {
    const version = versionOf(path);
    if (version !== undefined && !found.has(version)) found.set(version, path);
  }
  return [...found].map(([version, path]) => ({ version, path }));
}
