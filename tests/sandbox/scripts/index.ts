import { SandboxError } from "../errors";
import type { Sandbox } from "../index";
import { runOne } from "./run";
import { readScript } from "./session";

/**
 * Runs SQL*Plus scripts one after another, each in a session of its own; says each failing statement and, at the end, how
 * many there were. Resolves with the number of failures.
 */
export async function runScripts(
  sandbox: Sandbox,
  files: readonly string[],
  as: string,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  sandbox.user(as);
  let statements = 0;
  let failures = 0;
  for (const file of files) {
    const script = readScript(file, undefined);
    if (script === undefined) throw new SandboxError(`The file ${file} cannot be read.`);
    const session = await runOne(sandbox, script.file, script.text, as, print);
    statements += session.statements;
    failures += session.failures;
  }
  print(`${statements} statements, ${failures} failed\n`);
  return failures;
}
