import { appendFileSync } from "node:fs";
import type { Change, Display, EndOfRun } from "./display";
import { Progress } from "./progress";
import { isDefaultProvider } from "./providers";
import type { Severity } from "./rows";
import type { Subject } from "./state";
import { Trees } from "./trees";
import type { Props } from "./values";
import { type Op, TITLES, UNCOUNTED, WORDS } from "./words";

export type { Op } from "./words";

export interface ReportOptions {
  kind: keyof typeof TITLES;
  planning: boolean;
  /** The stack's resource. */
  root: Subject;
  stack: string;
  /** How it is displayed: with `--diff`, and with the steps of a replacement. */
  diff: boolean;
  showReplacementSteps: boolean;
  suppressOutputs: boolean;
  /** The file of `--event-log`. */
  events?: string;
}

type Ending = Omit<EndOfRun, "kind" | "isSilent"> & { result?: string };

/** What is printed (a line a resource and step, a summary), and the same as an event log. */
export class Report {
  readonly changes: Partial<Record<Op, number>> = {};
  readonly #display: Display;
  failed = false;
  readonly #start = Date.now();

  constructor(readonly options: ReportOptions) {
    const { planning, root, diff, showReplacementSteps } = options;
    const print = (line: string): void => this.#print(line);
    this.#display = diff
      ? new Trees(planning, root, print, showReplacementSteps)
      : new Progress(planning, root, print);
    this.#print(`${TITLES[options.kind][options.planning ? 0 : 1]} (${options.stack}):\n`);
  }

  #print(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  #event(name: string, event: Props): void {
    const { events, planning } = this.options;
    const whole = { [name]: { ...event, ...(planning && { planning }) } };
    const timestamp = Math.floor(Date.now() / 1000);
    if (events) appendFileSync(events, `${JSON.stringify({ ...whole, timestamp })}\n`);
  }

  #count(op: Op, urn: string): void {
    // Default providers are in the log, never counted or shown (rule 23).
    if (!UNCOUNTED.has(op) && !isDefaultProvider(urn)) this.changes[op] = (this.changes[op] ?? 0) + 1;
  }

  /** A step begins. */
  begin(change: Change): void {
    const { op, subject, keys = [] } = change;
    const { urn } = subject;
    this.#event("resourcePreEvent", { metadata: { op, urn, ...(keys.length > 0 && { keys }) } });
    if (!isDefaultProvider(urn)) this.#display.begin(change);
  }

  end(change: Change): void {
    this.#count(change.op, change.subject.urn);
    if (!isDefaultProvider(change.subject.urn)) this.#display.end(change);
  }

  settle(change: Change): void {
    this.#display.settle?.(change);
  }

  /** What a refresh found (rules 6, 36). One inside an update is not counted. */
  found(change: Change, isCounted = true): void {
    const { op, subject } = change;
    const { urn } = subject;
    if (isCounted) {
      this.#event("resOutputsEvent", { metadata: { op, urn } });
      this.#count(op, urn);
    }
    if (!isDefaultProvider(urn)) this.#display.found(change, isCounted);
  }

  /** A refresh that ran the program says of the stack that it is updated, whatever its outputs (rule 18). */
  foundOutputs(): void {
    this.#event("resOutputsEvent", { metadata: { op: "update", urn: this.options.root.urn } });
  }

  fail(change: Change): void {
    // A preview has no event for a failed step.
    if (!this.options.planning)
      this.#event("resOpFailedEvent", { metadata: { op: change.op, urn: change.subject.urn } });
    this.#display.fail(change);
  }

  /** What is said; an error that the program merely logs is no failure of the run. */
  say(severity: Severity, coloured: string, urn?: string, isFailure = severity === "error"): void {
    // eslint-disable-next-line no-control-regex -- the SDK colours what it prints of errors
    const message = coloured.replace(/\u001b\[[0-9;]*m/g, "");
    this.#event("diagnosticEvent", { severity, message, ...(urn && { urn }) });
    const [, , chain = "", name = ""] = (urn ?? "").split("::");
    const subject = urn ? { urn, type: chain.split("$").at(-1) ?? "", name } : this.options.root;
    if (isFailure) this.failed = true;
    this.#display.say(subject, severity, message);
  }

  /** The end: what the display has to add, counts and duration. */
  finish({ result = this.failed ? "failed" : "succeeded", ...end }: Ending): void {
    const { planning, kind } = this.options;
    const errored = this.#display.finish({ ...end, kind, isSilent: this.options.suppressOutputs });
    this.#printCounts(errored);
    const durationSeconds = Math.max(1, Math.round((Date.now() - this.#start) / 1000));
    this.#print(planning ? "" : `\nDuration: ${durationSeconds}s`);
    const resourceChanges = { ...this.changes };
    this.#event("summaryEvent", {
      maybeCorrupt: false,
      durationSeconds,
      resourceChanges,
      ...(planning && { isPreview: true }),
      result,
    });
  }

  #printCounts(errored: number): void {
    const { planning } = this.options;
    this.#print("Resources:");
    // What was only read is counted, and not said.
    const entries = (Object.entries(this.changes) as [Op, number][]).filter(
      ([op]) => !["same", "read", "discard"].includes(op),
    );
    for (const [op, count] of entries) {
      const { mark, plan, done } = WORDS[op];
      this.#print(`    ${mark.padEnd(2)}${count} ${planning ? `to ${plan}` : done}`);
    }
    const same = this.changes.same ?? 0;
    const total = entries.reduce((sum, [, count]) => sum + count, 0);
    if (same > 0)
      this.#print(entries.length > 1 ? `    ${total} changes. ${same} unchanged` : `    ${same} unchanged`);
    if (errored > 0) this.#print(`    ${errored} errored`);
  }
}
