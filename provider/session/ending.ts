import { execFileSync } from "node:child_process";

/** How often the engine is looked for, in milliseconds. */
const lookEvery = 1000;

/** Longest time between a signal and the end of the process, in milliseconds. */
const deadline = 4800;

/**
 * Calls `close` when the process is told to end, and then ends it: a database session that is just cut would stay behind for
 * a while. Calls it as well when the engine has gone without a word: its provider hosts live on (rule 40), and would keep
 * their sessions for ever.
 */
export function closeAtTheEnd(close: () => Promise<void>): void {
  const end = (): void => {
    setTimeout(() => process.exit(0), deadline).unref();
    void close().finally(() => process.exit(0));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  const parent = process.ppid;
  const engine = enginePid(parent);
  const look = setInterval(() => {
    if (process.ppid === parent && isAlive(engine)) return;
    clearInterval(look);
    void close();
  }, lookEvery);
  // It keeps no process running.
  look.unref();
}

/** The parent; where that is the shell around a provider host, which would live on as well, the process that started it. */
function enginePid(parent: number): number {
  const [, above = "", command = ""] = /^\s*(\d+)\s+([\s\S]*)$/.exec(processLine(parent)) ?? [];
  return command.includes("pulumi-resource-pulumi-nodejs") ? Number(above) : parent;
}

/** The parent of a process and its command line; nothing on Windows, where the host's parent is taken for the engine. */
function processLine(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8", timeout: 2000 });
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
