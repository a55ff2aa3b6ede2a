import type { Subject } from "./state";
import { type Op, WORDS } from "./words";

export type Severity = "error" | "warning" | "info" | "info#err";
export interface Diagnostic {
  severity: Severity;
  message: string;
}

/** One resource's line. It is printed again whenever it changes, as the command line does where there is no terminal. */
export class Row {
  op: Op = "same";
  /** Whether the step has ended well; one that is not done is shown again at the end of the run. */
  isDone = false;
  hasFailed = false;
  /** What differs, as `~text`. */
  changed = "";
  #isRetained = false;
  /** Said once beside the state: a read, which has no line of its own. */
  note = "";
  readonly diagnostics: Diagnostic[] = [];
  #began = Date.now();
  #hasBegun = false;
  #printed = "";

  constructor(
    readonly subject: Subject,
    readonly planning: boolean,
    readonly isStack: boolean,
  ) {}

  begin(op: Op, changed: string, isRetained: boolean): void {
    this.op = op;
    this.#hasBegun = true;
    this.isDone = false;
    if (changed) this.changed = changed;
    this.#isRetained = isRetained && /^(delete|replace|create-replacement|delete-replaced)$/.test(op);
    this.#began = Date.now();
  }

  get hasError(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  #status(isOver: boolean): string {
    const { plan, doing, done } = WORDS[this.op];
    const isFailed = !this.planning && (this.hasFailed || (isOver && this.hasError));
    const took = ` (${((Date.now() - this.#began) / 1000).toFixed(this.isDone ? 2 : 0)}s)`;
    if (this.op === "same") {
      if (isFailed && isOver) return "**failed**";
      return this.isStack && this.#hasBegun && !isOver ? "running" : "";
    }
    if (isFailed)
      return `**${doing.replace(/ (original|replacement)$/, "")} failed${this.isDone ? took : ""}**`;
    if (this.planning) return this.op === "refresh" && !this.isDone && !isOver ? doing : plan;
    return `${this.isDone ? done : doing}${took}`;
  }

  /** How many there were once the run is over, until then the last one. */
  #news(isOver: boolean): string {
    if (this.note && !isOver) return this.note;
    if (!isOver) {
      const last = this.diagnostics.at(-1);
      if (!last) return "";
      const label = last.severity.startsWith("info") ? "" : `${last.severity}: `;
      return `${label}${last.message.replace(/\n[\s\S]*/, "")}`;
    }
    const count = (name: string, fits: (severity: Severity) => boolean): string[] => {
      const most = this.diagnostics.filter(({ severity }) => fits(severity)).length;
      return most > 0 ? [`${most} ${name}${most === 1 ? "" : "s"}`] : [];
    };
    return [
      ...count("error", (severity) => severity === "error"),
      ...count("warning", (severity) => severity === "warning"),
      ...count("message", (severity) => severity.startsWith("info")),
    ].join("; ");
  }

  /** Has the next line printed whatever it is. */
  repeat(): void {
    this.#printed = "";
  }

  /** The line, or nothing when it is what was printed last. */
  line(isOver: boolean): string | undefined {
    const { type, name } = this.subject;
    const diff = this.changed ? `[diff: ${this.changed}]` : "";
    const news = [diff, this.#news(isOver)].filter(Boolean).join("; ");
    const text = ` ${WORDS[this.op].mark.padEnd(2)} ${type} ${name} ${this.#status(isOver)}${this.#isRetained ? "[retain]" : ""} ${news}`;
    const shape = text.replace(/\(\d+(\.\d+)?s\)/, "()");
    if (shape === this.#printed) return undefined;
    this.#printed = shape;
    return text;
  }
}
