import { changedNames, type Change, Display, type EndOfRun, labelled, print, type Severity } from "./display";
import { Row } from "./rows";
import type { Subject } from "../state/state";

/** What is printed as it happens: a line a resource and step, then everything that was said (rule 51). */
export class Progress extends Display {
  readonly #rows = new Map<string, Row>();
  /** Whether the run has come to the stack. */
  #isStackSeen = false;
  /** Whether others were read before that. */
  #isRefreshed = false;
  /** Whether it did before it deleted it and, where nothing is done to it, before others were read. */
  #isStackFound = false;
  /** Whether a destroy has deleted it. */
  #isStackSaid = false;

  #row(subject: Subject): Row {
    const row = this.#rows.get(subject.urn) ?? new Row(subject, this.planning, this.isStack(subject));
    this.#rows.set(subject.urn, row);
    return row;
  }

  #show(row: Row, isOver = false): void {
    const line = row.line(isOver);
    if (line !== undefined) print(line);
  }

  begin(change: Change): void {
    const { op, subject } = change;
    const known = this.#rows.get(subject.urn);
    if (op === "read-replacement" || op === "discard" || op === "remove-pending-replace") return;
    if (op === "read") {
      this.#sayRead(subject);
      return;
    }
    const isQuiet = op === "same" && !change.isProtectionNew;
    if (isQuiet && !known && !this.isStack(subject)) return;
    const row = this.#row(subject);
    if (row.isStack && op !== "delete") this.#isStackSeen = true;
    if (row.isStack && isQuiet && this.#isRefreshed && !this.#isStackFound) return;
    if (op === "refresh" && !row.isStack) this.#isRefreshed = true;
    if (row.isStack && op !== "delete") this.#isStackFound = true;
    // Two entries of the state may share a line: one that waits to be deleted, and what came in its place.
    if (row.op === op) row.repeat();
    row.begin(change);
    const isFirst = row.isStack ? this.#rows.size === 1 : known === undefined;
    if (!isQuiet || !isFirst) this.#show(row);
  }

  /** A read has no line of its own. */
  #sayRead({ type, name }: Subject): void {
    const stack = this.#row(this.root);
    stack.note = `read ${type} ${name}`;
    stack.repeat();
    this.#show(stack);
  }

  /** A component's line does not say when it is done. */
  end({ op, subject, old, now }: Change): void {
    if (op === "read") {
      this.#sayRead(subject);
      this.#row(this.root).note = "";
      return;
    }
    const row = this.#rows.get(subject.urn);
    if (!row || op === "same" || op === "remove-pending-replace" || row.isStack) return;
    if ((now ?? old)?.custom === false) return;
    if (row.isDone && !this.planning) row.repeat();
    row.op = op;
    row.isDone = true;
    this.#show(row);
  }

  found(change: Change, isCounted: boolean): void {
    const row = this.#row(change.subject);
    if (isCounted) row.op = change.op;
    row.changed = changedNames(change);
    if (row.isStack) this.#isStackSeen = this.#isStackFound = true;
    if (row.isStack && !isCounted) row.repeat();
    row.isDone = !row.isStack;
    this.#show(row);
  }

  fail({ op, subject }: Change): void {
    const row = this.#row(subject);
    if (op === "read" && !this.planning) this.#sayRead(subject);
    if (this.planning || row.op === "same") return;
    row.hasFailed = true;
    row.repeat();
    this.#show(row);
  }

  say(subject: Subject, severity: Severity, message: string): void {
    if (!message.trim()) return;
    const row = this.#row(subject);
    row.note = "";
    row.counts[severity === "error" || severity === "warning" ? severity : "message"] += 1;
    row.diagnostics.push(labelled(severity, message));
    this.#show(row);
  }

  /** Rows once more, diagnostics, the stack's outputs; answers how many resources had errors. */
  finish(end: EndOfRun): number {
    const { kind, outputs } = end;
    const stack = this.#row(this.root);
    const isImport = kind === "import";
    if (!isImport && (kind !== "up" || outputs || stack.op === "refresh")) stack.isDone = true;
    if ((stack.op === "delete" || stack.op === "refresh") && stack.counts.error === 0) {
      if (this.planning && stack.op === "delete") stack.repeat();
      if (stack.op === "refresh" || !end.hasProgram) this.#show(stack);
      stack.op = "same";
      this.#isStackSaid = !this.#isStackFound;
    }
    const rows = [...this.#rows.values()];
    for (const row of rows) {
      const isOver = (row.isDone || row.hasFailed) && !row.isStack;
      if (this.planning && row.isStack && row.op !== "same") row.repeat();
      const isMade = isImport && row.op !== "same" && !isOver;
      // Any other line has one of the stack above it.
      const hasStack = this.#isStackSeen || rows.length > 1;
      const isStackAsked = hasStack && (kind !== "destroy" || end.hasProgram || this.#isStackSaid);
      const isAsked = isMade || (row.isStack ? !isImport && isStackAsked : row.isUnfinished);
      if ((row.diagnostics.length > 0 && !isOver) || isAsked) this.#show(row, true);
    }
    const said = rows.filter(({ diagnostics }) => diagnostics.length > 0);
    if (said.length > 0) print("Diagnostics:");
    for (const { subject, diagnostics } of said) {
      const texts = diagnostics.map((text) => `    ${text.replaceAll("\n", "\n    ").trimEnd()}\n`);
      print(`  ${subject.type} (${subject.name}):\n${texts.join("")}`);
    }
    const errored = rows.filter(({ counts }) => counts.error > 0).length;
    const isCut = this.planning && errored > 0 && (kind !== "up" || Object.keys(outputs ?? {}).length === 0);
    const shown = end.isSilent || isCut || !this.#isStackFound ? "" : this.outputsOf(end);
    if (shown) print(`Outputs:\n${shown}`);
    return errored;
  }
}
