import { parseArgs, type ParseArgsConfig } from "node:util";
import { Problem } from "../state/problem";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Options: flags, and those with a value, each of which may be given more than once. Others are refused. */
const FLAGS = words(`yes skip-preview non-interactive suppress-permalink suppress-progress suppress-outputs
  expect-no-changes diff json show-secrets show-replacement-steps target-dependents exclude-dependents
  continue-on-error refresh run-program clear-pending-creates preview-only generate-code protect force secret
  plaintext path`);
const VALUES = words(`message stack cwd color parallel event-log file target exclude replace target-replace`);

/** What the real command line has besides, by the feature that this engine lacks. */
const LACKING = {
  "policy packs are": words("policy-pack policy-pack-config show-policy-remediations"),
  "update plans are": words("plan save-plan strict"),
  "debuggers are": words("attach-debugger"),
  "configuration beside the stack's own file is": words("config config-file config-path override-env"),
  "other secrets providers than a passphrase are": words("secrets-provider"),
  "the option is": words(`ignore-protect exclude-protected remove import-file import-pending-creates
    preview-import show-config show-full-output show-reads show-sames show-name show-urns show-ids urns debug neo
    output out from provider parent properties skip-pending-creates logflow logtostderr verbose tracing otel-traces
    profiling memprofilerate disable-integrity-checking fully-qualify-stack-names emoji copilot all version`),
};

const SHORT = new Map(
  words(`yes=y skip-preview=f stack=s cwd=C parallel=p target=t json=j config=c debug=d emoji=e message=m
    refresh=r verbose=v`).map((text) => text.split("=") as [string, string]),
);

const optionsOf = (names: readonly string[], type: "boolean" | "string"): ParseArgsConfig["options"] =>
  Object.fromEntries(
    names.map((name) => [name, { type, multiple: true, ...(SHORT.has(name) && { short: SHORT.get(name) }) }]),
  );
const OPTIONS = {
  ...optionsOf([...FLAGS, ...Object.values(LACKING).flat()], "boolean"),
  ...optionsOf(VALUES, "string"),
};

/** A command's words and options, as the real command line takes them. */
export class Arguments {
  readonly words: string[] = [];
  readonly #given = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    const how = { options: OPTIONS, strict: false, allowPositionals: true, tokens: true } as const;
    for (const token of parseArgs({ ...how, args: [...texts] }).tokens) {
      if (token.kind === "positional") this.words.push(token.value);
      if (token.kind !== "option") continue;
      const { name, rawName, value = FLAGS.includes(name) ? "true" : undefined } = token;
      const lacking = Object.entries(LACKING).find(([, names]) => names.includes(name));
      if (lacking) throw new Problem(`${lacking[0]} not supported by this engine: --${name}`);
      const kind = rawName.startsWith("--") ? "flag" : "shorthand flag";
      if (!Object.hasOwn(OPTIONS, name)) throw new Problem(`unknown ${kind}: ${rawName}`);
      if (value === undefined) throw new Problem(`flag needs an argument: ${rawName}`);
      this.#given.set(name, [...this.many(name), value]);
    }
  }

  flag(name: string): boolean {
    return this.one(name) === "true";
  }
  one(name: string): string | undefined {
    return this.many(name).at(-1);
  }
  many(name: string): string[] {
    return this.#given.get(name) ?? [];
  }
}
