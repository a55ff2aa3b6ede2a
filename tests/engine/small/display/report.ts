import { appendFileSync, writeFileSync } from "node:fs";
import { detailed } from "./detailed";
import { type Change, type Display, type DisplayOptions, print, type Severity } from "./display";
import { Progress } from "./progress";
import { isDefaultProvider } from "../state/state";
import { Trees } from "./trees";
import { equal, type Props } from "../state/values";
import { type Op, isCounted, TITLES, WORDS } from "./words";

/** Default providers are in the log, never counted or shown (rule 23). */
const isHidden = ({ subject, isInternal }: Change): boolean =>
  isInternal === true || isDefaultProvider(subject.urn);

/** What is printed (a line a resource and step, a summary), and the same as an event log (rules 23, 50, 79). */
export class Report {
  readonly changes: Partial<Record<Op, number>> = {};
  readonly #display: Display;
  readonly #begun = new Map<string, Change>();
  failed = false;
  readonly #start = Date.now();
  #isOver = false;

  constructor(readonly options: DisplayOptions) {
    const { planning, diff, events } = options;
    // An update's events take the place of its preview's.
    if (events) writeFileSync(events, "");
    this.#display = diff ? new Trees(options) : new Progress(options);
    print(`${TITLES[options.kind][planning ? 0 : 1]} (${options.stack}):${diff ? "" : "\n"}`);
  }

  #event(name: string, event: Props): void {
    const { events, planning } = this.options;
    const whole = { ...event, planning: planning || undefined };
    const timestamp = Math.floor(Date.now() / 1000);
    if (events) appendFileSync(events, `${JSON.stringify({ [name]: whole, timestamp })}\n`);
  }

  #step(name: string, change: Change): void {
    const { op, subject, keys = [], isCompared } = change;
    const details = { ...(keys.length > 0 && { keys }), ...(isCompared && detailed(change)) };
    this.#event(name, { metadata: { op, urn: subject.urn, ...details } });
  }

  #count(change: Change): void {
    const { op, old, now } = change;
    const isNews = op === "read" && old?.outputs !== undefined && !equal(old.outputs, now?.outputs);
    if ((isNews || isCounted(op)) && !isHidden(change)) this.changes[op] = (this.changes[op] ?? 0) + 1;
  }

  begin(change: Change): void {
    // What the program registered has outputs, though it may be deleted by then.
    if (change.now) this.#begun.set(change.subject.urn, change);
    this.#step("resourcePreEvent", change);
    if (!isHidden(change)) this.#display.begin(change);
  }

  /** What a component has for outputs it says later. */
  end(change: Change): void {
    this.#count(change);
    const { op, old, now } = change;
    const isSaid = this.options.planning || (now ?? old)?.custom || op === "delete";
    if (isSaid && !isHidden(change)) this.#display.end(change);
  }

  /** A component, or at the end the stack, has said what its outputs are (rule 81). */
  settle(urn: string, outputs: Props): void {
    const begun = this.#begun.get(urn);
    if (begun?.now) this.#display.end({ ...begun, now: { ...begun.now, outputs } });
  }

  /** What a refresh found (rules 6, 36). One inside an update is not counted. */
  found(change: Change): void {
    const isOwn = this.options.kind === "refresh";
    if (isOwn) this.#step("resOutputsEvent", change);
    if (isOwn) this.#count(change);
    if (!isHidden(change)) this.#display.end(change);
  }

  fail(change: Change): void {
    // A preview has no event for a failed step.
    if (this.options.planning || this.#isOver) return;
    this.#step("resOpFailedEvent", change);
    this.#display.fail(change);
  }

  /** What is said: what the program merely logs is no failure of the run, and what is ephemeral is only shown (rule 58). */
  say(
    severity: Severity,
    coloured: string,
    urn?: string,
    { isFailure = severity === "error", ephemeral = false } = {},
  ): void {
    // What ends because the run has ended is said no more (rule 54).
    if (this.#isOver) return;
    // eslint-disable-next-line no-control-regex -- the SDK colours what it prints of errors
    const message = coloured.replace(/\u001b\[[0-9;]*m/g, "");
    this.#event("diagnosticEvent", { severity, message, urn, ephemeral: ephemeral || undefined });
    if (isFailure) this.failed = true;
    if (message.trim()) this.#display.say(severity, message, urn, ephemeral);
  }

  /** Says text that comes in pieces of any size line by line. */
  lines(severity: Severity): (text: string) => void {
    let rest = "";
    return (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) this.say(severity, `${line}\n`);
    };
  }

  /** The end: the stack's outputs where the program came to them, what the display has to add, counts and duration. */
  finish(outputs?: Props, result = this.failed ? "failed" : "succeeded"): void {
    const { planning, root } = this.options;
    if (outputs) this.settle(root.urn, outputs);
    this.#isOver = true;
    const errored = this.#display.finish();
    this.#printCounts(errored);
    const durationSeconds = Math.max(1, Math.round((Date.now() - this.#start) / 1000));
    if (!planning) print(`\nDuration: ${durationSeconds}s`);
    else if (!this.options.diff) print("");
    const isPreview = planning || undefined;
    const resourceChanges = { ...this.changes };
    this.#event("summaryEvent", { maybeCorrupt: false, durationSeconds, resourceChanges, isPreview, result });
  }

  #printCounts(errored: number): void {
    const { planning } = this.options;
    print("Resources:");
    const { same = 0 } = this.changes;
    let [kinds, total] = [0, 0];
    for (const [op, { mark, plan, done }] of Object.entries(WORDS)) {
      const count = this.changes[op as Op] ?? 0;
      // What was only read is counted, and not said.
      if (count === 0 || ["same", "read", "discard"].includes(op)) continue;
      print(`    ${mark}${count} ${planning ? `to ${plan}` : done}`);
      kinds += 1;
      total += count;
    }
    const totals = [kinds > 1 && `${total} changes`, same > 0 && `${same} unchanged`].filter(Boolean);
    if (totals.length > 0) print(`    ${totals.join(". ")}`);
    if (errored > 0) print(`    ${errored} errored`);
  }
}
