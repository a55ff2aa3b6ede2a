import { type Change, Display, type EndOfRun, labelled, print, type Severity } from "./display";
import type { Subject } from "../state/state";
import { outputsTree, tree } from "./tree";
import { isReplacement, WORDS } from "./words";

const space = (indent: number): string => "    ".repeat(indent);

/** What `--diff` prints: every step with the properties that it changes, as a tree below the resource's parent (rule 50). */
export class Trees extends Display {
  readonly #seen = new Map<string, Change>();
  #failed = 0;

  constructor(
    planning: boolean,
    root: Subject,
    readonly showReplacementSteps: boolean,
  ) {
    super(planning, root);
  }

  #isShown(change: Change): boolean {
    if (this.isStack(change.subject)) return true;
    if (change.op === "same") return change.isProtectionNew;
    return this.showReplacementSteps || !isReplacement(change.op);
  }

  #indent({ old, now }: Change): number {
    const above = this.#seen.get((now ?? old)?.parent ?? "");
    return above ? this.#indent(above) + (this.#isShown(above) ? 1 : 0) : 0;
  }

  #head({ op, subject, old, now, suffix }: Change, indent: number): string {
    const lock = now?.protect || (old?.protect && !now) ? " 🔒" : old?.protect ? " 🔓" : "";
    const provider = (now ?? old)?.provider ?? "";
    const isOther = old?.provider && now?.provider && old.provider !== now.provider;
    const notes = [
      old?.id && `id=${old.id}`,
      `urn=${subject.urn}`,
      isOther && `provider: ${old.provider} => ${provider}`,
      !isOther && provider && !/::default::[^:]*$/.test(provider) && `provider=${provider}`,
    ].flatMap((note) => (note ? [`${space(indent + 1)}[${note}]\n`] : []));
    return `${space(indent)}${WORDS[op].mark}${subject.type}: (${op}${suffix})${lock}\n${notes.join("")}`;
  }

  #details({ op, old, now }: Change, indent: number): string {
    if (op === "same") return "";
    if (!now || !old) return tree((now ?? old)?.inputs ?? {}, undefined, indent);
    const hasOutputs = now.custom && Object.keys(now.outputs ?? {}).length > 0 && op !== "import";
    const side = hasOutputs ? "outputs" : "inputs";
    return tree(now[side] ?? {}, old[side] ?? {}, indent);
  }

  /** A step with the properties that it changes. */
  #step(change: Change): void {
    const indent = this.#indent(change);
    this.#write(this.#head(change, indent) + this.#details(change, indent + 1));
  }

  begin(change: Change): void {
    this.#seen.set(change.subject.urn, change);
    const isLater = change.op === "refresh" || change.op === "import";
    if (!isLater && this.#isShown(change)) this.#step(change);
  }

  #write(text: string): void {
    if (text) print(text.replace(/\n$/, ""));
  }

  end(change: Change): void {
    const { op, now } = change;
    const isGone = op === "delete" && change.old?.custom === false;
    const isSaid = !this.planning || op === "read" || op === "import" || isGone;
    if (!isSaid || (now?.custom === false && op !== "delete") || !this.#isShown(change)) return;
    if (op === "import") this.#step(change);
    else this.#outputs(change);
  }

  override settle(change: Change): void {
    if (!this.planning && this.#isShown(change)) this.#outputs(change);
  }

  #outputs(change: Change, isRefresh = false): void {
    const { op, old, now, subject } = change;
    if (old?.initErrors && old.initErrors.length > 0) return;
    const isStack = this.isStack(subject);
    const indent = this.#indent(change) + 1;
    const text = outputsTree(now?.outputs ?? {}, old && (old.outputs ?? {}), {
      inputs: isRefresh ? {} : now?.outputs && now.inputs,
      indent,
      isWhole: !this.planning && isStack,
    });
    if (isRefresh && (op !== "refresh" || text || isStack)) this.#write(this.#head(change, indent - 1));
    if (text) this.#write(`${space(indent)}--outputs:--\n${text}`);
  }

  found(change: Change): void {
    if (!this.#isShown(change)) return;
    if (change.op === "update") this.#step(change);
    else this.#outputs(change, true);
  }

  fail(): void {
    this.#failed += 1;
  }

  say(_subject: Subject, severity: Severity, message: string): void {
    if (!message.trim()) return;
    process.stderr.write(`${labelled(severity, message)}\n`);
  }

  finish(end: EndOfRun): number {
    const shown = end.hasProgram && end.outputs && !end.isSilent ? this.outputsOf(end) : "";
    if (shown) this.#write(`${space(1)}--outputs:--\n${shown}`);
    return this.planning ? 0 : this.#failed;
  }
}
