import { type Change, changedNames, labelled, type Severity } from "./display";
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
  #change: Change;
  readonly #ended = new Map<Op, Change>();
  #began: number | undefined;
  #took: number | undefined;

  constructor(
    change: Change,
    readonly planning: boolean,
  ) {
    this.#change = change;
  }

  get change(): Change {
    return this.#change;
  }

  begin(change: Change): void {
    this.#change = change;
    this.#began = Date.now();
    this.#took = undefined;
  }

  /** A row of another name goes on as this one's. */
  become(change: Change): void {
    this.#change = change;
  }

  /** What was begun has its outputs, and may by then be called otherwise. */
  end(change: Change): void {
    this.#change = change;
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
  isDone(root: string): boolean {
    const { op, subject } = this.#change;
    return this.hasFailed || (subject.urn !== root && this.#ended.has(op));
  }

  #status(isOver: boolean, root: string): string {
    const { op, subject, old, now } = this.#change;
    const { plan, doing, done } = WORDS[op];
    const hasErrors = this.hasFailed || this.counts.error > 0;
    const isCustom = (now ?? old)?.custom === true;
    if (isOver && !hasErrors && isCustom && op !== "same" && !this.#ended.has(op))
      return `${doing} (interrupted)`;
    const isDone = isOver || this.isDone(root);
    if (!isDone && subject.urn === root && op === "same") return "running";
    if (this.planning && isDone) return isReplacement(op) ? "replace" : plan;
    if (this.planning) return op === "refresh" ? doing : plan;
    const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 1000 && isDone ? 2 : 0);
    const ms = isDone || this.#began === undefined ? this.#took : Date.now() - this.#began;
    const took = op === "same" || ms === undefined ? "" : ` (${seconds(ms)}s)`;
    if (isDone && hasErrors)
      return `**${`${doing.replace(/ (original|replacement)$/, "")} failed`.trim()}${took}**`;
    return `${isDone ? done : doing}${took}`;
  }

  /** What differs, where a replacement says it, and what was said: until the run is over the last one, then how many there were. */
  #info(isOver: boolean): string {
    const isPart = /^(create-replacement|delete-replaced)$/.test(this.#change.op);
    const changed = changedNames((isPart ? this.#ended.get("replace") : undefined) ?? this.#change);
    const counts = Object.entries(this.counts).filter(([, count]) => count > 0);
    const notes = isOver
      ? counts.map(([name, count]) => `${count} ${name}${count === 1 ? "" : "s"}`)
      : [this.note].filter(Boolean);
    return [...(changed ? [`[diff: ${changed}]`] : []), ...notes].join("; ").replace(/\n.*/s, "");
  }

  /** The line of a resource of the stack with this root. */
  line(isOver: boolean, root: string): string {
    const { op, subject, suffix } = this.#change;
    const { type, name } = subject;
    return ` ${WORDS[op].mark} ${type} ${name} ${this.#status(isOver, root)}${suffix} ${this.#info(isOver)}`;
  }
}
