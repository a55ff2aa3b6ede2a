import { Problem } from "./problem";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Options: flags, those with one value, and those with several. Others are refused. */
const OPTIONS = {
  flag: words(`yes skip-preview non-interactive suppress-permalink suppress-progress suppress-outputs
    expect-no-changes diff json show-secrets show-replacement-steps target-dependents exclude-dependents
    continue-on-error refresh run-program clear-pending-creates preview-only generate-code protect force secret
    plaintext path`),
  one: words("message stack cwd color parallel event-log file"),
  many: words("target exclude replace target-replace"),
};

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
  words(`y=yes f=skip-preview s=stack C=cwd p=parallel t=target j=json c=config d=debug e=emoji m=message
    r=refresh v=verbose`).map((text) => text.split("=") as [string, string]),
);

/** Under which name a table lists an option. */
const listed = (table: Record<string, string[]>, option: string): string | undefined =>
  Object.keys(table).find((name) => table[name]?.includes(option));

/** A command's words and options, as the real command line takes them. */
export class Arguments {
  readonly words: string[] = [];
  readonly #given = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    const left = [...texts];
    for (let text = left.shift(); text !== undefined; text = left.shift()) {
      if (text === "--") {
        this.words.push(...left);
        break;
      }
      if (text.startsWith("-") && text !== "-") this.#option(text, left);
      else this.words.push(text);
    }
  }

  /** Takes an option, whose value may be the first of what follows. */
  #option(text: string, following: string[]): void {
    const isLong = text.startsWith("--");
    const [written = "", inline] = text.replace(/^--?/, "").split(/=(.*)/s);
    const name = isLong ? written : (SHORT.get(written) ?? written);
    const [kind, lacking] = [listed(OPTIONS, name), listed(LACKING, name)];
    if (!kind && lacking) throw new Problem(`${lacking} not supported by this engine: --${name}`);
    if (!kind) throw new Problem(`unknown ${isLong ? "flag" : "shorthand flag"}: ${text}`);
    const value = inline ?? (kind === "flag" ? "true" : following.shift());
    if (value === undefined) throw new Problem(`flag needs an argument: ${text}`);
    this.#given.set(name, [...this.many(name), value]);
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
