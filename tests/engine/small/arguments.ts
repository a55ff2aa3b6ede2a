import { Problem } from "./problem";

/** Options by name: a flag, one value, or several. Others are refused. */
const OPTIONS: Record<string, "flag" | "one" | "many"> = {
  yes: "flag",
  "skip-preview": "flag",
  "non-interactive": "flag",
  "suppress-permalink": "flag",
  message: "one",
  "suppress-progress": "flag",
  "suppress-outputs": "flag",
  "expect-no-changes": "flag",
  diff: "flag",
  json: "flag",
  "show-secrets": "flag",
  "show-replacement-steps": "flag",
  "target-dependents": "flag",
  "continue-on-error": "flag",
  refresh: "flag",
  "run-program": "flag",
  "clear-pending-creates": "flag",
  "preview-only": "flag",
  "generate-code": "flag",
  protect: "flag",
  force: "flag",
  secret: "flag",
  plaintext: "flag",
  path: "flag",
  stack: "one",
  cwd: "one",
  color: "one",
  parallel: "one",
  "event-log": "one",
  file: "one",
  target: "many",
  exclude: "many",
  replace: "many",
  "target-replace": "many",
  "exclude-dependents": "flag",
};

/** What the real command line has besides, by the feature that this engine lacks. */
const LACKING: Record<string, readonly string[]> = {
  "policy packs are": ["policy-pack", "policy-pack-config", "show-policy-remediations"],
  "update plans are": ["plan", "save-plan", "strict"],
  "debuggers are": ["attach-debugger"],
  "configuration beside the stack's own file is": ["config", "config-file", "config-path", "override-env"],
  "other secrets providers than a passphrase are": ["secrets-provider"],
  "the option is": [
    ...[
      "ignore-protect",
      "exclude-protected",
      "remove",
      "import-file",
      "import-pending-creates",
      "preview-import",
    ],
    ...[
      "show-config",
      "show-full-output",
      "show-reads",
      "show-sames",
      "show-name",
      "show-urns",
      "show-ids",
      "urns",
    ],
    ...["debug", "neo", "output", "out", "from", "provider", "parent", "properties", "skip-pending-creates"],
    ...["logflow", "logtostderr", "verbose", "tracing", "otel-traces", "profiling", "memprofilerate"],
    ...["disable-integrity-checking", "fully-qualify-stack-names", "emoji", "copilot", "all", "version"],
  ],
};

const SHORT: Record<string, string> = {
  y: "yes",
  f: "skip-preview",
  s: "stack",
  C: "cwd",
  p: "parallel",
  t: "target",
  j: "json",
  c: "config",
  d: "debug",
  e: "emoji",
  m: "message",
  r: "refresh",
  v: "verbose",
};

/** A command's words and options, as the real command line takes them. */
export class Arguments {
  readonly words: string[] = [];
  readonly #given = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    const left = [...texts];
    for (let text = left.shift(); text !== undefined; text = left.shift()) {
      if (!text.startsWith("-") || text === "-") {
        this.words.push(text);
        continue;
      }
      if (text === "--") {
        this.words.push(...left);
        break;
      }
      const isLong = text.startsWith("--");
      const [written = "", inline] = text.replace(/^--?/, "").split(/=(.*)/s);
      const name = isLong ? written : (SHORT[written] ?? written);
      const kind = OPTIONS[name];
      const [lacking] = Object.entries(LACKING).find(([, names]) => names.includes(name)) ?? [];
      if (!kind && lacking) throw new Problem(`${lacking} not supported by this engine: --${name}`);
      if (!kind) throw new Problem(`unknown ${isLong ? "flag" : "shorthand flag"}: ${text}`);
      const value = inline ?? (kind === "flag" ? "true" : left.shift());
      if (value === undefined) throw new Problem(`flag needs an argument: ${text}`);
      this.#given.set(name, [...(this.#given.get(name) ?? []), value]);
    }
  }

  flag(name: string): boolean {
    return this.one(name) === "true";
  }
  one(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }
  many(name: string): string[] {
    return this.#given.get(name) ?? [];
  }
}
