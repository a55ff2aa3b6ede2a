import { writeFileSync } from "node:fs";
import { asJson, asText, parseCommand, usage } from "./command";
import { SandboxError } from "./errors";
import { Sandbox } from "./index";
import { wholeParts } from "./parts";

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.help) {
    process.stdout.write(usage);
    return;
  }
  const sandbox = await Sandbox.start(command.sandbox);
  if (command.tlsFile !== undefined) writeFileSync(command.tlsFile, sandbox.wallet ?? "", { mode: 0o600 });
  if (command.scripts.length > 0) {
    const failed = await wholeParts.runScripts(sandbox, command.scripts, command.as);
    await sandbox.stop();
    process.exitCode = failed === 0 ? 0 : 1;
    return;
  }
  process.stdout.write(command.json ? `${asJson(sandbox)}\n` : asText(sandbox));
}

// Whoever reads has seen enough.
process.stdout.on("error", () => process.exit());

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof SandboxError ? `${error.message}\n` : `${(error as Error).stack ?? String(error)}\n`,
  );
  process.exit(error instanceof SandboxError ? 2 : 1);
});
