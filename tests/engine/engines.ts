import { execFileSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, sep } from "node:path";

/** Ways to an engine: `pulumi` on PATH, the npm package `pulumi`, the repository's own small engine. */
export type EngineKind = "cli" | "npm" | "small";

/** A command line that is driven like `pulumi`. */
export interface EngineCommand {
  readonly kind: EngineKind;
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What its processes need on PATH before everything else: the language hosts beside the CLI. */
  readonly path?: string;
}

const ROOT = join(__dirname, "..", "..");
const BINARY = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** Options for Node with which programs and provider hosts start faster. */
export const STARTUP = `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(join(__dirname, "startup.cjs"))}`;

/** Where the small engine keeps the keys of the passphrases that tests and the demo use. */
export const KEYS = join(ROOT, "node_modules", ".cache", "pulumi-ords", "keys");

export const small: EngineCommand = {
  kind: "small",
  name: "the small engine",
  command: process.execPath,
  args: ["-r", join(ROOT, "tests", "setup.cjs"), join(ROOT, "tests", "engine", "small", "main.ts")],
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The real command line on PATH, if any. npm's downloader of the same name, which npm puts on PATH, is none. */
export function pulumiOnPath(): EngineCommand | undefined {
  const command = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder && !folder.includes(`node_modules${sep}.bin`))
    .map((folder) => join(folder, BINARY))
    .find(isExecutable);
  return command ? { kind: "cli", name: "pulumi on PATH", command, args: [] } : undefined;
}

/** Where the npm package puts the CLI of its version. */
function npmBinary(): string {
  const { version } = JSON.parse(readFileSync(require.resolve("pulumi/package.json"), "utf8")) as {
    version: string;
  };
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  return join(home, "versions", version, "bin", BINARY);
}

/** The CLI of the npm package `pulumi`, if it is there already, or can be fetched where that is allowed. */
export function pulumiOfNpm(mayDownload: boolean): EngineCommand | undefined {
  const command = npmBinary();
  if (!isExecutable(command) && mayDownload) {
    try {
      const run = join(dirname(require.resolve("pulumi/package.json")), "run.js");
      // Milliseconds: a network that answers nothing must not hold up whoever asks.
      execFileSync(process.execPath, [run, "version"], { stdio: "ignore", timeout: 120_000 });
    } catch {
      return undefined;
    }
  }
  if (!isExecutable(command)) return undefined;
  return { kind: "npm", name: "the npm package pulumi", command, args: [], path: dirname(command) };
}

const KINDS: readonly EngineKind[] = ["cli", "npm", "small"];

function forced(): EngineKind | undefined {
  const kind = process.env.ORDS_ENGINE;
  if (!kind) return undefined;
  const known = KINDS.find((name) => name === kind);
  if (!known) throw new Error(`ORDS_ENGINE is ${kind}; it must be one of ${KINDS.join(", ")}`);
  return known;
}

function find(kind: EngineKind, mayDownload: boolean): EngineCommand | undefined {
  if (kind === "cli") return pulumiOnPath();
  return kind === "npm" ? pulumiOfNpm(mayDownload) : small;
}

/**
 * The engine to use: what `ORDS_ENGINE` forces, else the first there is of `pulumi` on PATH, the npm package and the
 * small engine. The choice is said in one line.
 */
export function chooseEngine({
  mayDownload = false,
  say = (line: string): void => void process.stdout.write(`${line}\n`),
} = {}): EngineCommand {
  const kind = forced();
  const engine = (kind ? [kind] : KINDS)
    .map((one) => find(one, mayDownload))
    .find((one) => one !== undefined);
  if (!engine) throw new Error(`ORDS_ENGINE is ${kind ?? ""}, and there is no such engine on this machine`);
  const why = kind ? `forced by ORDS_ENGINE=${kind}` : "the first there is of pulumi on PATH, npm and small";
  const what = engine.kind === "small" ? ", a tool for tests and the demo, not Pulumi" : "";
  say(`Engine: ${engine.name}${what} (${why}).`);
  return engine;
}

/** The engines that tests run on: the small one always, `pulumi` on PATH where there is one; never a download. */
export function testEngines(): EngineCommand[] {
  const kind = forced();
  const engines = kind ? [find(kind, false)] : [small, pulumiOnPath()];
  return engines.filter((engine) => engine !== undefined);
}
