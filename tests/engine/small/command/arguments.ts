import { parseArgs, type ParseArgsConfig } from "node:util";
import { Problem } from "../state/problem";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Options with a value, each of which may be given more than once. All others are flags. */
const VALUES = words(`message stack cwd color parallel event-log file target exclude replace target-replace`);

const EVERY = words("stack cwd color non-interactive");
const RUN = words(
  `message parallel event-log diff json suppress-permalink suppress-progress suppress-outputs`,
);
const PLAN = [...RUN, ...words("target target-dependents exclude run-program show-replacement-steps")];
const UPDATE = [
  ...PLAN,
  ...words(`replace target-replace exclude-dependents expect-no-changes refresh show-secrets`),
];

/** Options of each command besides those that every command takes (rule 82). */
const TAKEN: Record<string, readonly string[]> = {
  up: [...UPDATE, ...words("yes skip-preview continue-on-error")],
  preview: UPDATE,
  refresh: [
    ...PLAN,
    ...words("yes skip-preview preview-only exclude-dependents expect-no-changes clear-pending-creates"),
  ],
  destroy: [...PLAN, ...words("yes skip-preview preview-only continue-on-error refresh")],
  import: [...RUN, ...words("yes skip-preview preview-only file protect generate-code")],
  cancel: ["yes"],
  "stack init": [],
  "stack select": [],
  "stack ls": [],
  "stack rm": ["yes", "force"],
  "stack output": ["json", "show-secrets"],
  "stack export": ["file", "show-secrets"],
  "stack import": ["file", "force"],
  "config set": ["secret", "plaintext", "path"],
  "config get": ["path", "json"],
  "config rm": ["path"],
};
const FLAGS = [...new Set([...EVERY, ...Object.values(TAKEN).flat()])].filter(
  (name) => !VALUES.includes(name),
);

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

/** A command's words and options, as the real command line takes them (rule 82). */
export class Arguments {
  readonly words: string[] = [];
  readonly #given = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    const how = { options: OPTIONS, strict: false, allowPositionals: true, tokens: true } as const;
    const { tokens } = parseArgs({ ...how, args: [...texts] });
    for (const token of tokens) if (token.kind === "positional") this.words.push(token.value);
    const [first = "", second = ""] = this.words;
    const own = TAKEN[first] ?? TAKEN[`${first} ${second}`];
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const { name, rawName, value = FLAGS.includes(name) ? "true" : undefined } = token;
      const lacking = Object.entries(LACKING).find(([, names]) => names.includes(name));
      if (lacking) throw new Problem(`${lacking[0]} not supported by this engine: --${name}`);
      const what = rawName.startsWith("--") ? `flag: ${rawName}` : `shorthand flag: '${name}' in ${rawName}`;
      if (own && !EVERY.includes(name) && !own.includes(name)) throw new Problem(`unknown ${what}`);
      if (value === undefined) throw new Problem(`flag needs an argument: ${rawName}`);
      this.#given.set(name, [...this.many(name), value]);
    }
  }

  /** Refuses options that the real command line has for a command, and this engine does not. */
  refuse(command: string, ...names: readonly string[]): void {
    const given = names.find((name) => this.flag(name));
    if (given) throw new Problem(`the option is not supported by this engine for ${command}: --${given}`);
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
