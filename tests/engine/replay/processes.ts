import { execFileSync, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { EngineCommand } from "../engines";
import type { LogLine, ScenarioStep } from "./recording";

/** Milliseconds after which a command that does not end is ended. */
const PATIENCE = 120_000;

export interface Ended {
  exitCode: number | string;
  leftBehind: string[];
  stdout: string;
  stderr: string;
}

interface Running {
  pid: number;
  args: string;
}

/** Kinds of processes an engine starts, by a part of their command line. */
const KINDS: readonly (readonly [part: string, kind: string])[] = [
  ["pulumi-language-nodejs", "language host"],
  ["pulumi-resource-pulumi-nodejs", "shell of the provider host"],
  ["dynamic-provider", "provider host"],
  ["cmd/run", "program"],
];

const kindOf = ({ args }: Running): string => KINDS.find(([part]) => args.includes(part))?.[1] ?? "other";

function descendants(pid: number): Running[] {
  const text = execFileSync("ps", ["-axo", "pid=,ppid=,args="], { encoding: "utf8" });
  const table = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const below = (parent: number): Running[] =>
    table
      .filter(([, ppid]) => Number(ppid) === parent)
      .flatMap(([id, , ...args]) => [{ pid: Number(id), args: args.join(" ") }, ...below(Number(id))]);
  return below(pid);
}

function isAlive({ pid }: Running): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether every call in the log has ended. */
function isQuiet(log: readonly LogLine[]): boolean {
  const count = (event: string): number => log.filter((line) => line.event === event).length;
  return count("begin") === count("end");
}

/** Which processes of a killed engine live on until its provider is done; those are then ended, by their own ids. */
async function leftBehind(started: readonly Running[], ms: number, log: () => LogLine[]): Promise<string[]> {
  const until = Date.now() + ms;
  // An engine that is killed leaves its program a moment to notice.
  await wait(Math.min(ms, 1500));
  while (Date.now() < until && !isQuiet(log())) await wait(200);
  const living = started.filter(isAlive);
  for (const { pid } of living) process.kill(pid, "SIGKILL");
  return living.map(kindOf).sort();
}

/** Runs one command; with a signal in the step, sends it to the engine alone once the log satisfies `when`. */
export async function execute(
  engine: EngineCommand,
  args: readonly string[],
  how: { cwd: string; env: NodeJS.ProcessEnv },
  signal: ScenarioStep["signal"],
  log: () => LogLine[],
): Promise<Ended> {
  const child = spawn(engine.command, [...engine.args, ...args], {
    ...how,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text.stdout += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text.stderr += part));
  const exited = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject).once("exit", (code, name) => resolve(code ?? name ?? "ended"));
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  try {
    if (!signal) {
      const exitCode = await exited;
      // A provider host that outlives its engine keeps the pipes open.
      await Promise.race([closed, wait(2000)]);
      return { exitCode, leftBehind: [], ...text };
    }
    while (!signal.when(log()) && child.exitCode === null) await wait(50);
    await wait(signal.settle);
    const started = descendants(child.pid ?? 0);
    child.kill(signal.name);
    if (signal.again !== undefined) {
      await wait(signal.again);
      child.kill(signal.name);
    }
    const exitCode = await exited;
    const left = await leftBehind(started, signal.watch, log);
    await Promise.race([closed, wait(2000)]);
    return { exitCode, leftBehind: left, ...text };
  } finally {
    clearTimeout(timer);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}
