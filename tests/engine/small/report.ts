import { appendFileSync } from "node:fs";
import { type Diagnostic, Row, type Severity, type Subject } from "./rows";
import { showOutputs } from "./shown";
import type { Props } from "./values";
import { type Op, TITLES, UNCOUNTED, WORDS } from "./words";

export type { Op } from "./words";
export { changedNames } from "./shown";

export interface ReportOptions {
  kind: keyof typeof TITLES;
  planning: boolean;
  /** The stack's resource. */
  root: Subject;
  stack: string;
  /** The file of `--event-log`. */
  events?: string;
}

const isDefaultProvider = (urn: string): boolean => /::pulumi:providers:[^:]+::default$/.test(urn);

/** What is printed (a line a resource and step, a summary), and the same as an event log. */
export class Report {
  readonly changes: Partial<Record<Op, number>> = {};
  readonly #rows = new Map<string, Row>();
  readonly #start = Date.now();

  constructor(readonly options: ReportOptions) {
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

  #row(subject: Subject): Row {
    const { planning, root } = this.options;
    const row = this.#rows.get(subject.urn) ?? new Row(subject, planning, subject.urn === root.urn);
    this.#rows.set(subject.urn, row);
    return row;
  }

  #show(row: Row, isOver = false): void {
    const line = row.line(isOver);
    if (line !== undefined) this.#print(line);
  }

  #count(op: Op, urn: string): void {
    // Default providers are in the log, never counted or shown (rule 23).
    if (!UNCOUNTED.has(op) && !isDefaultProvider(urn)) this.changes[op] = (this.changes[op] ?? 0) + 1;
  }

  /** A step begins. */
  begin(op: Op, subject: Subject, keys: string[] = [], changed: readonly string[] = []): void {
    const { urn, type, name } = subject;
    this.#event("resourcePreEvent", { metadata: { op, urn, ...(keys.length > 0 && { keys }) } });
    if (isDefaultProvider(urn)) return;
    const known = this.#rows.get(urn);
    if (op === "read") {
      const stack = this.#row(this.options.root);
      stack.note = `read ${type} ${name}`;
      this.#show(stack);
      return;
    }
    if (op === "same" && !known && urn !== this.options.root.urn) return;
    const row = this.#row(subject);
    row.begin(op, changed.length > 0 ? changed : keys.map((key) => `~${key}`));
    const isSilent = op === "same" && known === undefined;
    if (!isSilent && op !== "replace") this.#show(row);
    if (op === "replace" && this.options.planning) this.#show(row);
  }

  /** A step has ended. A component's line says so only when it registers its outputs. */
  end(op: Op, subject: Subject, isComponent = false): void {
    const { urn } = subject;
    this.#count(op, urn);
    if (op === "read") {
      const stack = this.#row(this.options.root);
      const line = ` ${WORDS[stack.op].mark.padEnd(2)} ${stack.subject.type} ${stack.subject.name}`;
      const status = stack.line(false) ?? `${line} ${this.#statusAgain(stack)} ${stack.note}`;
      this.#print(status);
      stack.note = "";
      return;
    }
    const row = this.#rows.get(urn);
    if (!row || row.op !== op || op === "same" || row.isStack || isComponent) return;
    row.state = "done";
    this.#show(row);
  }

  /** A component has registered its outputs. */
  settle(urn: string): void {
    const row = this.#rows.get(urn);
    if (!row || row.isStack || row.op === "same" || this.options.planning) return;
    row.state = "done";
    this.#show(row);
  }

  #statusAgain({ op }: Row): string {
    if (op === "same") return "running";
    return this.options.planning ? WORDS[op].plan : `${WORDS[op].doing} (0s)`;
  }

  /** What a refresh found (rules 6, 36). One inside an update is not counted. */
  found(op: Op, subject: Subject, isCounted = true, changed: readonly string[] = []): void {
    const { urn } = subject;
    if (isCounted) this.#event("resOutputsEvent", { metadata: { op, urn } });
    if (isDefaultProvider(urn)) return;
    const row = this.#row(subject);
    if (isCounted) {
      this.#count(op, urn);
      row.op = op;
    }
    row.changed = changed;
    if (row.isStack && !isCounted) row.repeat();
    row.state = row.isStack ? "running" : "done";
    this.#show(row);
  }

  /** A refresh that ran the program says of the stack that it is updated, whatever its outputs (rule 18). */
  foundOutputs(): void {
    this.#event("resOutputsEvent", { metadata: { op: "update", urn: this.options.root.urn } });
  }

  fail(op: Op, subject: Subject): void {
    const { urn } = subject;
    // A preview has no event for a failed step.
    if (!this.options.planning) this.#event("resOpFailedEvent", { metadata: { op, urn } });
    const row = this.#row(subject);
    row.state = "failed";
    if (!this.options.planning) this.#show(row);
  }

  say(severity: Severity, coloured: string, urn?: string): void {
    // eslint-disable-next-line no-control-regex -- the SDK colours what it prints of errors
    const message = coloured.replace(/\u001b\[[0-9;]*m/g, "");
    this.#event("diagnosticEvent", { severity, message, ...(urn && { urn }) });
    const [, , chain = "", name = ""] = (urn ?? "").split("::");
    const subject = urn ? { urn, type: chain.split("$").at(-1) ?? "", name } : this.options.root;
    const row = this.#row(subject);
    row.note = "";
    row.diagnostics.push({ severity, message });
    this.#show(row);
  }

  get failed(): boolean {
    return [...this.#rows.values()].some((row) => row.hasError);
  }

  /** The end: rows once more, diagnostics, the stack's outputs, counts and duration. */
  finish(news: Props | undefined, before: Props | undefined): void {
    const { planning, root, kind } = this.options;
    const stack = this.#row(root);
    if (stack.op !== "same" && stack.state === "running") stack.state = "done";
    if (stack.op === "delete" || stack.op === "refresh") {
      this.#show(stack);
      stack.op = "same";
    }
    for (const row of this.#rows.values()) {
      const isSaid = row.state === "failed" && !planning && !row.isStack;
      const isAgain = planning && row.isStack && row.op !== "same";
      if (isAgain) row.repeat();
      const isAsked = row.isStack && kind !== "import";
      if ((row.diagnostics.length > 0 && !isSaid) || isAsked) this.#show(row, true);
    }
    this.#printDiagnostics();
    const isSilent = (planning && this.failed) || (news === undefined && kind !== "up");
    const outputs = isSilent ? [] : showOutputs(news ?? {}, before, planning);
    if (outputs.length > 0) this.#print(`Outputs:\n${outputs.join("\n")}\n`);
    this.#printCounts();
    const durationSeconds = Math.max(1, Math.round((Date.now() - this.#start) / 1000));
    this.#print(planning ? "" : `\nDuration: ${durationSeconds}s`);
    const result = this.failed ? "failed" : "succeeded";
    const resourceChanges = { ...this.changes };
    this.#event("summaryEvent", {
      maybeCorrupt: false,
      durationSeconds,
      resourceChanges,
      ...(planning && { isPreview: true }),
      result,
    });
  }

  #printDiagnostics(): void {
    const said = [...this.#rows.values()].filter(({ diagnostics }) => diagnostics.length > 0);
    if (said.length === 0) return;
    this.#print("Diagnostics:");
    const text = ({ severity, message }: Diagnostic): string =>
      `    ${severity.startsWith("info") ? "" : `${severity}: `}${message.replaceAll("\n", "\n    ").trimEnd()}`;
    for (const { subject, diagnostics } of said) {
      this.#print(`  ${subject.type} (${subject.name}):`);
      this.#print(`${diagnostics.map(text).join("\n")}\n`);
    }
  }

  #printCounts(): void {
    const { planning } = this.options;
    this.#print("Resources:");
    const entries = (Object.entries(this.changes) as [Op, number][]).filter(([op]) => op !== "same");
    for (const [op, count] of entries) {
      const { mark, plan, done } = WORDS[op];
      this.#print(`    ${mark.padEnd(2)}${count} ${planning ? `to ${plan}` : done}`);
    }
    const same = this.changes.same ?? 0;
    const total = entries.reduce((sum, [, count]) => sum + count, 0);
    if (same > 0)
      this.#print(entries.length > 1 ? `    ${total} changes. ${same} unchanged` : `    ${same} unchanged`);
    const errored = [...this.#rows.values()].filter((row) => row.hasError).length;
    if (errored > 0) this.#print(`    ${errored} errored`);
  }
}
