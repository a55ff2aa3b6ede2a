import { version } from "@pulumi/pulumi/version";
import { Arguments } from "./command/arguments";
import { Problem } from "./state/problem";
import { STACK_COMMANDS } from "./command/stacks";
import type * as Updates from "./command/updates";

/** An operation, whose modules take longer to load than most other commands take. */
const operation =
  (kind: "up" | "refresh" | "destroy" | "import", onlyPreview?: true) =>
  (args: Arguments): Promise<number> => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only this loads it when it is needed
    const { update } = require("./command/updates") as typeof Updates;
    return update(kind, args, onlyPreview);
  };

const COMMANDS: Record<string, (args: Arguments) => unknown> = {
  ...STACK_COMMANDS,
  up: operation("up"),
  preview: operation("up", true),
  refresh: operation("refresh"),
  destroy: operation("destroy"),
  import: operation("import"),
  // The Automation API asks for it before anything else.
  version: () => process.stdout.write(`v${version}\n`),
};

/** Commands of the real command line that this engine may be taken to have. */
const LACKING =
  `about api config console convert deployment env gen-completion insights install login logout logs
  neo new org package plugin policy project schema stack state template watch whoami`.split(/\s+/);

/** Runs one command; its status is 0, 1 for any failure, 7 for --expect-no-changes with changes (rule 39). */
async function main(texts: readonly string[]): Promise<number> {
  try {
    if (process.env.PULUMI_AUTOMATION_API)
      throw new Problem("the Automation API is not supported by this engine, which is a tool for tests");
    const args = new Arguments(texts);
    const [first = "", second = ""] = args.words;
    const command = COMMANDS[`${first} ${second}`] ?? COMMANDS[first];
    if (!command) {
      const [name, has] = [`${first} ${second}`.trim(), Object.keys(COMMANDS).join(", ")];
      throw new Problem(
        LACKING.includes(first)
          ? `the command "${name}" is not supported by this engine, which has only ${has}`
          : `unknown command "${name}" for "pulumi": this engine is a tool for tests and has only ${has}`,
      );
    }
    const status = await command(args);
    return typeof status === "number" ? status : 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return error.status;
  }
}

void main(process.argv.slice(2)).then(
  (status) => process.stdout.write("", () => process.exit(status)),
  (error: unknown) => {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exit(1);
  },
);
