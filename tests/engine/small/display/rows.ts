import { type Change, changedNames } from "./display";
import type { Subject } from "../state/state";
import { type Op, WORDS } from "./words";

/** One resource's line. It is printed again whenever it changes, as the command line does where there is no terminal. */
export class Row {
  op: Op = "same";
  /** Whether the step has ended well; one that is not done is shown again at the end of the run. */
  isDone = false;
  hasFailed = false;
  /** What differs, as `~text`. */
  changed = "";
  #suffix = "";
  /** Said once beside the state: a read, which has no line of its own. */
  note = "";
  /** What was said, and how much of each kind. */
  readonly diagnostics: string[] = [];
  readonly counts = { error: 0, warning: 0, message: 0 };
  #began = Date.now();
  #hasBegun = false;
  #isCustom = false;
  #printed = "";

  constructor(
    readonly subject: Subject,
    readonly planning: boolean,
    readonly isStack: boolean,
  ) {}

  begin(change: Change): void {
    this.op = change.op;
    this.#suffix = change.suffix;
    this.changed = change.op === "discard-replaced" ? "" : changedNames(change) || this.changed;
    this.isDone = false;
    this.#began = Date.now();
    this.#hasBegun = true;
    this.#isCustom = (change.now ?? change.old)?.custom === true;
  }

  /** Whether it is in the middle of something when the run is over. */
  get isUnfinished(): boolean {
    return this.#isCustom && this.op !== "same" && !this.planning && !this.isDone && !this.hasFailed;
  }

  #status(isOver: boolean): string {
    const { plan, doing, done } = WORDS[this.op];
    const isFailed = !this.planning && (this.hasFailed || ((isOver || this.isDone) && this.counts.error > 0));
    const took = ` (${((Date.now() - this.#began) / 1000).toFixed(this.isDone ? 2 : 0)}s)`;
    if (this.op === "same") {
      if (isFailed && isOver) return "**failed**";
      return this.isStack && this.#hasBegun && !isOver ? "running" : "";
    }
    if (isFailed)
      return `**${doing.replace(/ (original|replacement)$/, "")} failed${this.isDone ? took : ""}**`;
    if (this.planning) return this.op === "refresh" && !this.isDone && !isOver ? doing : plan;
    if (isOver && !this.isDone) return this.isUnfinished ? `${doing} (interrupted)` : done;
    return `${this.isDone ? done : doing}${took}`;
  }

  /** How many there were once the run is over, until then the last one. */
  #news(isOver: boolean): string {
    if (!isOver) return this.note || (this.diagnostics.at(-1) ?? "").replace(/\n.*/s, "");
    const counts = Object.entries(this.counts).filter(([, count]) => count > 0);
    return counts.map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`).join("; ");
  }

  /** Has the next line printed whatever it is. */
  repeat(): void {
    this.#printed = "";
  }

  /** The line, or nothing when it is what was printed last. */
  line(isOver: boolean): string | undefined {
    const { type, name } = this.subject;
    const news = [this.changed && `[diff: ${this.changed}]`, this.#news(isOver)].filter(Boolean).join("; ");
    const text = ` ${WORDS[this.op].mark} ${type} ${name} ${this.#status(isOver)}${this.#suffix} ${news}`;
    const shape = text.replace(/\(\d+(\.\d+)?s\)/, "()");
    if (shape === this.#printed) return undefined;
    this.#printed = shape;
    return text;
  }
}
