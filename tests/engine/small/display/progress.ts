import { type Change, Display, print, type Severity } from "./display";
import { Row } from "./rows";
import { subjectOf } from "../state/state";

/**
 * What is printed as it happens: a line with every event of a resource, then everything that was said (rules 79, 80). What is
 * said of no resource is the stack's, which the command line knows when it hears of the stack itself.
 */
export class Progress extends Display {
  readonly #rows = new Map<string, Row>();
  /** The stack's URN, once an event was about it. */
  #stack = "";
  #isOver = false;

  /** The row of a resource, which is new with the first event about it. */
  #row(change: Change): Row {
    const { urn } = change.subject;
    let row = this.#rows.get(urn);
    if (!row && this.isStack(urn)) {
      // What was said of no resource before was said of the stack.
      row = this.#rows.get("");
      if (row) row.change = change;
      this.#rows.delete("");
      this.#stack = urn;
    }
    row ??= new Row(change, this.options);
    this.#rows.set(urn, row);
    // A parent has a row, too, before anything is heard of it; with one of the stack that is never taken for it.
    const { parent = "" } = change.now ?? change.old ?? {};
    if (parent && parent !== this.#stack && !this.#rows.has(parent))
      this.#rows.set(parent, this.#quiet(parent));
    if (!this.#rows.has(this.#stack)) {
      const stack = this.#quiet("");
      stack.isHidden = false;
      this.#rows.set(this.#stack, stack);
    }
    return row;
  }

  /** A row of which nothing was heard; without a URN the stack's. */
  #quiet(urn: string): Row {
    const subject = urn ? subjectOf(urn) : { ...this.options.root, urn };
    return new Row({ op: "same", subject, suffix: "", isProtectionNew: false }, this.options);
  }

  #show(row: Row): void {
    if (!row.isHidden) print(row.line(this.#isOver));
  }

  /** The row of a change, shown from now on if it is worth it. Reads have no row, and are notes beside the stack. */
  #rowOf(change: Change): Row | undefined {
    const { op, subject, isProtectionNew } = change;
    if (op === "read") {
      const row = this.#rowOfSaid();
      row.note = `read ${subject.type} ${subject.name}`;
      this.#show(row);
    }
    if (["read", "read-replacement", "discard", "remove-pending-replace"].includes(op)) return undefined;
    const isKnownStack = subject.urn === this.#stack;
    const row = this.#row(change);
    if (op !== "same" || isProtectionNew || isKnownStack) row.isHidden = false;
    return row;
  }

  #rowOfSaid(urn = this.#stack): Row {
    const row = this.#row(this.#quiet(urn).change);
    row.isHidden = false;
    return row;
  }

  begin(change: Change): void {
    const row = this.#rowOf(change);
    if (!row) return;
    row.begin(change);
    this.#show(row);
  }

  /** Lines that would only say once more what is planned, or what a component registered, are left out. */
  end(change: Change): void {
    const row = this.#rowOf(change);
    if (!row) return;
    const isRefresh = row.change.op === "refresh";
    row.end(change);
    const isNews = !this.options.planning && change.op !== "same" && (change.now ?? change.old)?.custom;
    if (isRefresh || isNews) this.#show(row);
  }

  fail(change: Change): void {
    const row = this.#rowOf(change);
    if (!row) return;
    row.hasFailed = true;
    this.#show(row);
  }

  say(severity: Severity, message: string, urn?: string, isEphemeral = false): void {
    const row = this.#rowOfSaid(urn);
    row.say(severity, message, isEphemeral);
    this.#show(row);
  }

  /** Rows that were not done, diagnostics, the stack's outputs; answers how many resources had errors. */
  finish(): number {
    const rows = [...this.#rows.values()];
    const left = rows.filter(({ isDone }) => !isDone);
    this.#isOver = true;
    for (const row of left) this.#show(row);
    const said = rows.filter(({ diagnostics }) => diagnostics.length > 0);
    if (said.length > 0) print("Diagnostics:");
    for (const { change, diagnostics } of said) {
      const texts = diagnostics.map((text) => `    ${text.replaceAll("\n", "\n    ").trimEnd()}\n`);
      print(`  ${change.subject.type} (${change.subject.name}):\n${texts.join("")}`);
    }
    const stack = this.#rows.get(this.#stack)?.change;
    const shown = stack && this.#stack && !this.options.suppressOutputs ? this.outputsOf(stack, 1) : "";
    if (shown) print(`Outputs:\n${shown}`);
    return rows.filter(({ counts }) => counts.error > 0).length;
  }
}
