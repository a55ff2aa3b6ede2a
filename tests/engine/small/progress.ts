import { changedNames, type Change, type Display, type EndOfRun, outputsOf } from "./display";
import { type Diagnostic, Row, type Severity } from "./rows";
import type { Subject } from "./state";
import { WORDS } from "./words";

/** What is printed as it happens: a line a resource and step, then everything that was said (rule 51). */
export class Progress implements Display {
  readonly #rows = new Map<string, Row>();
  /** Whether a destroy has come to the stack without deleting it. */
  #isStackFound = false;

  constructor(
    readonly planning: boolean,
    readonly root: Subject,
    readonly print: (line: string) => void,
  ) {}

  #row(subject: Subject): Row {
    const row = this.#rows.get(subject.urn) ?? new Row(subject, this.planning, subject.urn === this.root.urn);
    this.#rows.set(subject.urn, row);
    return row;
  }

  #show(row: Row, isOver = false): void {
    const line = row.line(isOver);
    if (line !== undefined) this.print(line);
  }

  begin(change: Change): void {
    const { op, subject, old, now, keys } = change;
    const { urn, type, name } = subject;
    const known = this.#rows.get(urn);
    if (op === "read") {
      const stack = this.#row(this.root);
      stack.note = `read ${type} ${name}`;
      this.#show(stack);
      return;
    }
    const isProtectionNew = old && now && Boolean(old.protect) !== Boolean(now.protect);
    if (op === "same" && !known && urn !== this.root.urn && !isProtectionNew) return;
    const row = this.#row(subject);
    if (row.isStack) this.#isStackFound = op !== "delete";
    row.begin(op, changedNames(change), Boolean(old?.retainOnDelete));
    const isSilent = op === "same" && known === undefined && !isProtectionNew;
    if (!isSilent && op !== "replace") this.#show(row);
    if (op === "replace" && (this.planning || keys)) this.#show(row);
  }

  /** A component's line says that it is done only when it registers its outputs. */
  end({ op, subject, old, now }: Change): void {
    if (op === "read") {
      const stack = this.#row(this.root);
      const line = ` ${WORDS[stack.op].mark.padEnd(2)} ${stack.subject.type} ${stack.subject.name}`;
      this.print(stack.line(false) ?? `${line} ${this.#statusAgain(stack)} ${stack.note}`);
      stack.note = "";
      return;
    }
    const row = this.#rows.get(subject.urn);
    if (!row || row.op !== op || op === "same" || row.isStack || (now ?? old)?.custom === false) return;
    row.state = "done";
    this.#show(row);
  }

  settle({ subject }: Change): void {
    const row = this.#rows.get(subject.urn);
    if (!row || row.isStack || row.op === "same" || this.planning) return;
    row.state = "done";
    this.#show(row);
  }

  #statusAgain({ op }: Row): string {
    if (op === "same") return "running";
    return this.planning ? WORDS[op].plan : `${WORDS[op].doing} (0s)`;
  }

  found(change: Change, isCounted: boolean): void {
    const row = this.#row(change.subject);
    if (isCounted) row.op = change.op;
    row.changed = changedNames(change);
    if (row.isStack) this.#isStackFound = true;
    if (row.isStack && !isCounted) row.repeat();
    row.state = row.isStack ? "running" : "done";
    this.#show(row);
  }

  fail({ subject }: Change): void {
    const row = this.#row(subject);
    row.state = "failed";
    if (!this.planning) this.#show(row);
  }

  say(subject: Subject, severity: Severity, message: string): void {
    const row = this.#row(subject);
    row.note = "";
    row.diagnostics.push({ severity, message });
    this.#show(row);
  }

  /** Rows once more, diagnostics, the stack's outputs; answers how many resources had errors. */
  finish({ kind, outputs, before, isSilent: isAskedNot }: EndOfRun): number {
    const { planning } = this;
    const stack = this.#row(this.root);
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
    const errored = [...this.#rows.values()].filter((row) => row.hasError).length;
    const isNamed = kind === "up" || (kind === "destroy" ? this.#isStackFound : outputs !== undefined);
    const isSilent = isAskedNot || (planning && errored > 0) || !isNamed;
    const shown = isSilent ? "" : outputsOf(outputs ?? {}, before, planning);
    if (shown) this.print(`Outputs:\n${shown}`);
    return errored;
  }

  #printDiagnostics(): void {
    const said = [...this.#rows.values()].filter(({ diagnostics }) => diagnostics.length > 0);
    if (said.length === 0) return;
    this.print("Diagnostics:");
    const text = ({ severity, message }: Diagnostic): string =>
      `    ${severity.startsWith("info") ? "" : `${severity}: `}${message.replaceAll("\n", "\n    ").trimEnd()}`;
    for (const { subject, diagnostics } of said) {
      this.print(`  ${subject.type} (${subject.name}):`);
      this.print(`${diagnostics.map(text).join("\n")}\n`);
    }
  }
}
