import { type Change, Display, labelled, print, type Severity } from "./display";
import { isProvider } from "../state/state";
import { space } from "./tree";
import { isReplacement, WORDS } from "./words";

/** What `--diff` prints: every step with the properties that it changes, as a tree below the resource's parent (rule 50). */
export class Trees extends Display {
  readonly #seen = new Map<string, Change>();
  #failed = 0;

  #isShown(change: Change): boolean {
    if (this.isStack(change.subject.urn)) return true;
    if (change.op === "same") return change.isProtectionNew;
    return this.options.showReplacementSteps || !isReplacement(change.op);
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

  #details({ op, old, now, isCompared = false }: Change, indent: number): string {
    if (op === "same") return "";
    if (!now || !old) return this.tree().of((now ?? old)?.inputs ?? {}, undefined, indent);
    // A provider has no outputs before it is made, and this is said before.
    const isMade =
      !isCompared && now.custom && op !== "import" && (op === "replace" || !isProvider(now.type));
    const hasOutputs = isMade && Object.keys(now.outputs ?? {}).length > 0;
    const side = hasOutputs ? "outputs" : "inputs";
    return this.tree({ isBare: isCompared }).of(now[side] ?? {}, old[side] ?? {}, indent);
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
    const { op, subject } = change;
    if (!this.#isShown(change)) return;
    const isRefresh = this.#seen.get(subject.urn)?.op === "refresh";
    if (op === "import" || (isRefresh && op === "update")) {
      this.#step(change);
      return;
    }
    const indent = this.#indent(change);
    const text = this.outputsOf(change, indent + 1, isRefresh);
    if (isRefresh && (op !== "refresh" || text || this.isStack(subject.urn)))
      this.#write(this.#head(change, indent));
    if (text && !this.options.suppressOutputs) this.#write(`${space(indent + 1)}--outputs:--\n${text}`);
  }

  fail(): void {
    this.#failed += 1;
  }

  say(severity: Severity, message: string): void {
    process.stderr.write(`${labelled(severity, message)}\n`);
  }

  finish(): number {
    return this.#failed;
  }
}
