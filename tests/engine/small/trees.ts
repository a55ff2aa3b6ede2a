import { type Change, type Display, type EndOfRun, outputsOf } from "./display";
import type { Severity } from "./rows";
import type { Subject } from "./state";
import { masked, outputsTree, tree } from "./tree";
import type { Props } from "./values";
import { isReplacement, WORDS } from "./words";

const space = (indent: number): string => "    ".repeat(indent);
const open = (props: Props | undefined): Props => masked(props ?? {}) as Props;

/** What `--diff` prints: every step with the properties that it changes, as a tree below the resource's parent (rule 50). */
export class Trees implements Display {
  readonly #seen = new Map<string, Change>();
  #failed = 0;

  constructor(
    readonly planning: boolean,
    readonly root: Subject,
    readonly print: (line: string) => void,
    readonly showReplacementSteps: boolean,
  ) {}

  #isShown({ op, old, now, subject }: Change): boolean {
    if (subject.urn === this.root.urn) return true;
    if (op === "same") return Boolean(old?.protect) !== Boolean(now?.protect);
    return this.showReplacementSteps || !isReplacement(op);
  }

  #indent({ old, now }: Change): number {
    let indent = 0;
    for (let parent = (now ?? old)?.parent; parent;) {
      const above = this.#seen.get(parent);
      if (!above) break;
      if (this.#isShown(above)) indent += 1;
      parent = (above.now ?? above.old)?.parent;
    }
    return indent;
  }

  #head({ op, subject, old, now }: Change, indent: number): string {
    const lock = now?.protect || (old?.protect && !now) ? " 🔒" : old?.protect ? " 🔓" : "";
    const isRetained =
      old?.retainOnDelete && /^(delete|replace|create-replacement|delete-replaced)$/.test(op);
    const lines = [
      `${space(indent)}${WORDS[op].mark.padEnd(2)}${subject.type}: (${op}${isRetained ? "[retain]" : ""})${lock}`,
    ];
    const pseudo = (text: string): void => void lines.push(`${space(indent + 1)}[${text}]`);
    if (old?.id) pseudo(`id=${old.id}`);
    pseudo(`urn=${subject.urn}`);
    const provider = (now ?? old)?.provider;
    if (old?.provider && now?.provider && old.provider !== now.provider)
      pseudo(`provider: ${old.provider} => ${now.provider}`);
    else if (provider && !/::default::[^:]*$/.test(provider)) pseudo(`provider=${provider}`);
    return `${lines.join("\n")}\n`;
  }

  #details({ op, old, now }: Change, indent: number): string {
    if (op === "same") return "";
    if (!now || !old) return tree(open((now ?? old)?.inputs), undefined, indent);
    const hasOutputs = now.custom && Object.keys(now.outputs ?? {}).length > 0 && op !== "import";
    return hasOutputs
      ? tree(open(now.outputs), open(old.outputs), indent)
      : tree(open(now.inputs), open(old.inputs), indent);
  }

  begin(change: Change): void {
    this.#seen.set(change.subject.urn, change);
    if (change.op === "refresh" || change.op === "import" || !this.#isShown(change)) return;
    const indent = this.#indent(change);
    this.#write(this.#head(change, indent) + this.#details(change, indent + 1));
  }

  #write(text: string): void {
    if (text) this.print(text.replace(/\n$/, ""));
  }

  end(change: Change): void {
    const { op, now } = change;
    const isGone = op === "delete" && change.old?.custom === false;
    const isSaid = !this.planning || op === "read" || op === "import" || isGone;
    if (!isSaid || (now?.custom === false && op !== "delete") || !this.#isShown(change)) return;
    if (op === "import") {
      const indent = this.#indent(change);
      this.#write(this.#head(change, indent) + this.#details(change, indent + 1));
    } else this.#outputs(change);
  }

  settle(change: Change): void {
    if (!this.planning && this.#isShown(change)) this.#outputs(change);
  }

  #outputs({ old, now, ...change }: Change, isRefresh = false): void {
    if (old?.initErrors && old.initErrors.length > 0) return;
    const indent = this.#indent({ old, now, ...change }) + 1;
    const text = outputsTree(open(now?.outputs), old && open(old.outputs), {
      inputs: isRefresh ? {} : open(now?.outputs && now.inputs),
      indent,
      isWhole: !this.planning && change.subject.urn === this.root.urn,
    });
    const isNamed = isRefresh && (change.op !== "refresh" || text || change.subject.urn === this.root.urn);
    if (isNamed) this.#write(this.#head({ old, now, ...change }, indent - 1));
    if (text) this.#write(`${space(indent)}--outputs:--\n${text}`);
  }

  found(change: Change): void {
    if (!this.#isShown(change)) return;
    if (change.op !== "update") this.#outputs(change, true);
    else {
      const indent = this.#indent(change);
      this.#write(this.#head(change, indent) + this.#details(change, indent + 1));
    }
  }

  fail(): void {
    this.#failed += 1;
  }

  say(_subject: Subject, severity: Severity, message: string): void {
    process.stderr.write(`${severity.startsWith("info") ? "" : `${severity}: `}${message}\n`);
  }

  finish({ kind, outputs, before, isSilent }: EndOfRun): number {
    const shown = kind === "up" && outputs && !isSilent ? outputsOf(outputs, before, this.planning) : "";
    if (shown) this.#write(`${space(1)}--outputs:--\n${shown}`);
    return this.planning ? 0 : this.#failed;
  }
}
