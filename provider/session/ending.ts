import { readFileSync } from "node:fs";

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
  const engine = enginePid();
  const look = setInterval(() => {
    if (enginePid() === engine && isAlive(engine)) return;
    clearInterval(look);
    void close();
  }, lookEvery);
  // It keeps no process running.
  look.unref();
}

/** The process that started this one; where that is the shell around a provider host, the process that started the shell. */
function enginePid(): number {
  const parent = process.ppid;
  return isShell(parent) ? (parentOf(parent) ?? parent) : parent;
}

function isShell(pid: number): boolean {
  return read(`/proc/${pid}/cmdline`)?.includes("pulumi-resource-pulumi-nodejs") === true;
}

function parentOf(pid: number): number | undefined {
  const parent = Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1]);
  return Number.isInteger(parent) ? parent : undefined;
}

/** Undefined where there is no such file system. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
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
