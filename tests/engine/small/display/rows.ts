import { type Change, changedNames, type DisplayOptions, labelled, type Severity } from "./display";
import { isReplacement, type Op, WORDS } from "./words";

/** One resource's line, printed again with every event that is about it (rule 79). */
export class Row {
  /** Until something worth a line happens to the resource. */
  isHidden = true;
  hasFailed = false;
  readonly diagnostics: string[] = [];
  readonly counts = { error: 0, warning: 0, message: 0 };
  /** What was said last. */
  note = "";
  readonly #ended = new Map<Op, Change>();
  #began: number | undefined;
  #took: number | undefined;

  constructor(
    public change: Change,
    readonly options: DisplayOptions,
  ) {}

  begin(change: Change): void {
    this.change = change;
    this.#began = Date.now();
    this.#took = undefined;
  }

  /** What was begun has its outputs, and may by then be called otherwise. */
  end(change: Change): void {
    this.change = change;
    this.#ended.set(change.op, change);
    if (this.#began !== undefined) this.#took = Date.now() - this.#began;
  }

  say(severity: Severity, message: string, isEphemeral: boolean): void {
    this.note = labelled(severity, message);
    if (isEphemeral) return;
    this.counts[severity === "error" || severity === "warning" ? severity : "message"] += 1;
    this.diagnostics.push(this.note);
  }

  /** Whether nothing more is to come; of the stack that is known only when the run is over. */
  get isDone(): boolean {
    return this.hasFailed || (!this.#isStack && this.#ended.has(this.change.op));
  }

  get #isStack(): boolean {
    return this.change.subject.urn === this.options.root.urn;
  }

  #status(isOver: boolean): string {
    const { op, old, now } = this.change;
    const { planning } = this.options;
    const { plan, doing, done } = WORDS[op];
    const hasErrors = this.hasFailed || this.counts.error > 0;
    const isCustom = (now ?? old)?.custom === true;
    if (isOver && !hasErrors && isCustom && op !== "same" && !this.#ended.has(op))
      return `${doing} (interrupted)`;
    const isDone = isOver || this.isDone;
    if (!isDone && this.#isStack && op === "same") return "running";
    if (planning && isDone) return isReplacement(op) ? "replace" : plan;
    if (planning) return op === "refresh" ? doing : plan;
    const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 1000 && isDone ? 2 : 0);
    const ms = isDone || this.#began === undefined ? this.#took : Date.now() - this.#began;
    const took = op === "same" || ms === undefined ? "" : ` (${seconds(ms)}s)`;
    if (isDone && hasErrors)
      return `**${`${doing.replace(/ (original|replacement)$/, "")} failed`.trim()}${took}**`;
    return `${isDone ? done : doing}${took}`;
  }

  /** What differs, where a replacement says it, and what was said: until the run is over the last one, then how many there were. */
  #info(isOver: boolean): string {
    const isPart = /^(create-replacement|delete-replaced)$/.test(this.change.op);
    const changed = changedNames((isPart ? this.#ended.get("replace") : undefined) ?? this.change);
    const counts = Object.entries(this.counts).filter(([, count]) => count > 0);
    const notes = isOver
      ? counts.map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`)
      : [this.note].filter(Boolean);
    return [...(changed ? [`[diff: ${changed}]`] : []), ...notes].join("; ").replace(/\n.*/s, "");
  }

  /** The row as it is printed. */
  line(isOver: boolean): string {
    const { op, subject, suffix } = this.change;
    const { type, name } = subject;
    return ` ${WORDS[op].mark} ${type} ${name} ${this.#status(isOver)}${suffix} ${this.#info(isOver)}`;
  }
}
