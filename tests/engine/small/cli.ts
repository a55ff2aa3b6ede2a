import { Arguments } from "./arguments";
import { Problem } from "./problem";
import { STACK_COMMANDS } from "./stacks";
import { update } from "./updates";

const COMMANDS: Record<string, (args: Arguments) => unknown> = {
  ...STACK_COMMANDS,
  up: (args) => update("up", args),
  preview: (args) => update("up", args, true),
  refresh: (args) => update("refresh", args),
  destroy: (args) => update("destroy", args),
  import: (args) => update("import", args),
};

/** Commands of the real command line that this engine may be taken to have. */
const LACKING: ReadonlySet<string> = new Set(
  "about api config console convert deployment env gen-completion insights install login logout logs neo new org package plugin policy project schema stack state template version watch whoami".split(
    " ",
  ),
);

/** Runs one command; its status is 0, 1 for any failure, 7 for --expect-no-changes with changes (rule 39). */
export async function main(texts: readonly string[]): Promise<number> {
  try {
    const args = new Arguments(texts);
    const [first = "", second = ""] = args.words;
    const command = COMMANDS[`${first} ${second}`] ?? COMMANDS[first];
    if (!command && LACKING.has(first))
      throw new Problem(
        `the command "${[first, second].join(" ").trim()}" is not supported by this engine, which has only ${Object.keys(COMMANDS).join(", ")}`,
      );
    if (!command)
      throw new Problem(
        `unknown command "${[first, second].join(" ").trim()}" for "pulumi": this engine is a tool for tests and has only ${Object.keys(COMMANDS).join(", ")}`,
      );
    const status = await command(args);
    return typeof status === "number" ? status : 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return error.status;
  }
}
