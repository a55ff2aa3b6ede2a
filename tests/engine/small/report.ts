import { appendFileSync } from "node:fs";
import { canonical, hasUnknown, isProps, isSecret, type Props, UNKNOWN, type Value } from "./values";

export type Op =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "refresh"
  | "read"
  | "discard"
  | "import"
  | "read-replacement"
  | "discard-replaced"
  | "remove-pending-replace";

const WORDS: Record<
  Op,
  { mark: string; plan: string; doing: string; done: string; will: string; did: string }
> = {
  same: { mark: " ", plan: "", doing: "", done: "", will: "unchanged", did: "unchanged" },
  create: {
    mark: "+",
    plan: "create",
    doing: "creating",
    done: "created",
    will: "to create",
    did: "created",
  },
  update: {
    mark: "~",
    plan: "update",
    doing: "updating",
    done: "updated",
    will: "to update",
    did: "updated",
  },
  delete: {
    mark: "-",
    plan: "delete",
    doing: "deleting",
    done: "deleted",
    will: "to delete",
    did: "deleted",
  },
  replace: {
    mark: "+-",
    plan: "replace",
    doing: "replacing",
    done: "replaced",
    will: "to replace",
    did: "replaced",
  },
  "create-replacement": {
    mark: "++",
    plan: "create replacement",
    doing: "creating replacement",
    done: "created replacement",
    will: "",
    did: "",
  },
  "delete-replaced": {
    mark: "--",
    plan: "delete original",
    doing: "deleting original",
    done: "deleted original",
    will: "",
    did: "",
  },
  refresh: {
    mark: "~",
    plan: "refresh",
    doing: "refreshing",
    done: "refreshed",
    will: "to refresh",
    did: "refreshed",
  },
  read: { mark: ">", plan: "read", doing: "reading", done: "read", will: "to read", did: "read" },
  discard: {
    mark: "<",
    plan: "discard",
    doing: "discarding",
    done: "discarded",
    will: "to discard",
    did: "discarded",
  },
  import: {
    mark: "=",
    plan: "import",
    doing: "importing",
    done: "imported",
    will: "to import",
    did: "imported",
  },
  "read-replacement": {
    mark: ">>",
    plan: "read for replacement",
    doing: "reading for replacement",
    done: "read for replacement",
    will: "",
    did: "",
  },
  "remove-pending-replace": {
    mark: "~",
    plan: "complete replacement",
    doing: "completing replacement",
    done: "completed replacement",
    will: "",
    did: "",
  },
  "discard-replaced": {
    mark: "<<",
    plan: "discard original",
    doing: "discarding original",
    done: "discarded original",
    will: "",
    did: "",
  },
};
const UNCOUNTED: ReadonlySet<Op> = new Set([
  "read",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
]);
const TITLES = {
  up: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
  import: ["Previewing import", "Importing"],
};

export interface Subject {
  urn: string;
  type: string;
  name: string;
}
interface Diagnostic {
  severity: string;
  urn?: string;
  message: string;
}

/** What is printed (a line a resource and step, a summary), and the same as an event log. */
export class Report {
  readonly changes: Partial<Record<Op, number>> = {};
  readonly #diagnostics: Diagnostic[] = [];
  /** What replaces a resource, shown with every step of it. */
  readonly #keys = new Map<string, string[]>();
  readonly #start = Date.now();
  /** Resources that are made in this run. */
  readonly #began = new Set<string>();
  #errored = 0;

  constructor(
    readonly options: { kind: keyof typeof TITLES; planning: boolean; stack: string; events?: string; diff?: boolean },
  ) {
    this.#print(`${TITLES[options.kind][options.planning ? 0 : 1]} (${options.stack}):\n`);
  }

  #print(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  #event(event: Props): void {
    const { events } = this.options;
    if (events)
      appendFileSync(events, `${JSON.stringify({ ...event, timestamp: Math.floor(Date.now() / 1000) })}\n`);
  }

  /** A step begins. Default providers are events only, never counted or shown (rule 23). */
  begin(op: Op, { urn, type, name }: Subject, keys: string[] = [], changed: string[] = []): void {
    const { planning } = this.options;
    this.#event({
      resourcePreEvent: {
        metadata: { op, urn, ...(keys.length > 0 && { keys }) },
        ...(planning && { planning }),
      },
    });
    if (op === "same" || isDefaultProvider(urn)) return;
    if (op === "create") this.#began.add(urn);
    const { mark, plan, doing } = WORDS[op];
    const shown = changed.length > 0 ? changed : (this.#keys.get(urn) ?? keys.map((key) => `~${key}`));
    if (keys.length > 0) this.#keys.set(urn, shown);
    const diff = shown.length > 0 ? `[diff: ${shown.join(",")}]` : "";
    if (planning && op !== "refresh")
      this.#print(` ${mark.padEnd(2)} ${type} ${name} ${plan} ${diff}`.trimEnd());
    else this.#print(` ${mark.padEnd(2)} ${type} ${name} ${doing} (0s) ${diff}`.trimEnd());
  }

  end(op: Op, { urn, type, name }: Subject, changed: string[] = []): void {
    const { planning } = this.options;
    if (!UNCOUNTED.has(op) && !isDefaultProvider(urn)) {
      this.changes[op] = (this.changes[op] ?? 0) + 1;
    }
    if (planning || op === "same" || isDefaultProvider(urn)) return;
    const { mark, done } = WORDS[op];
    const diff = changed.length > 0 ? `[diff: ${changed.join(",")}]` : "";
    this.#print(` ${mark.padEnd(2)} ${type} ${name} ${done} (0s) ${diff}`.trimEnd());
  }

  /** What a refresh found (rules 6, 36). */
  found(op: Op, { urn, type, name }: Subject, counted = true): void {
    const { planning } = this.options;
    if (counted) this.#event({ resOutputsEvent: { metadata: { op, urn }, ...(planning && { planning }) } });
    if (isDefaultProvider(urn)) return;
    if (counted) this.changes[op] = (this.changes[op] ?? 0) + 1;
    const { mark, done } = WORDS[op];
    this.#print(` ${mark.padEnd(2)} ${type} ${name} ${done}${op === "same" ? "" : " (0s)"}`);
  }

  fail(op: Op, { urn, type, name }: Subject): void {
    this.#errored += 1;
    // A preview has no event for a failed step.
    if (!this.options.planning) this.#event({ resOpFailedEvent: { metadata: { op, urn } } });
    this.#print(` ${WORDS[op].mark.padEnd(2)} ${type} ${name} **${WORDS[op].doing} failed**`);
  }

  say(severity: "error" | "warning" | "info" | "info#err", message: string, urn?: string): void {
    this.#diagnostics.push({ severity, message, ...(urn && { urn }) });
    this.#event({ diagnosticEvent: { severity, message, ...(urn && { urn }) } });
  }

  get failed(): boolean {
    return this.#diagnostics.some(({ severity }) => severity === "error");
  }

  /** The diagnostics, the stack's outputs, counts and duration. */
  finish(
    stack: Subject,
    outputs: Props | undefined,
    before: Props | undefined,
  ): void {
    const { planning } = this.options;
    const created = this.changes.create !== undefined && this.#began.has(stack.urn);
    if (!created) this.#print(`    ${stack.type} ${stack.name}`);
    else if (planning) this.#print(` +  ${stack.type} ${stack.name} create`);
    if (this.#diagnostics.length > 0) {
      this.#print("Diagnostics:");
      const subjects = [...new Set(this.#diagnostics.map(({ urn }) => urn ?? stack.urn))];
      for (const urn of subjects) {
        const [, , type = "", name = ""] = urn.split("::");
        this.#print(`  ${type.split("$").at(-1)} (${name}):`);
        for (const diagnostic of this.#diagnostics.filter((one) => (one.urn ?? stack.urn) === urn)) {
          const label = diagnostic.severity.startsWith("info") ? "" : `${diagnostic.severity}: `;
          this.#print(`    ${label}${diagnostic.message}\n`);
        }
      }
    }
    // A preview shows outputs that will change; an unknown one is no news.
    const isNews =
      !planning ||
      !before ||
      Object.entries(outputs ?? {}).some(
        ([name, value]) => !hasUnknown(value) && canonical(value) !== canonical(before[name]),
      );
    if (outputs && Object.keys(outputs).length > 0 && isNews)
      this.#print(`Outputs:\n${showProps(outputs, "    ")}\n`);
    this.#print("Resources:");
    const entries = (Object.entries(this.changes) as [Op, number][]).filter(([op]) => op !== "same");
    for (const [op, count] of entries) {
      this.#print(`    ${WORDS[op].mark.padEnd(2)}${count} ${planning ? WORDS[op].will : WORDS[op].did}`);
    }
    const same = this.changes.same ?? 0;
    const total = entries.reduce((sum, [, count]) => sum + count, 0);
    if (same > 0)
      this.#print(entries.length > 1 ? `    ${total} changes. ${same} unchanged` : `    ${same} unchanged`);
    if (this.#errored > 0) this.#print(`    ${this.#errored + 1} errored`);
    const seconds = Math.max(1, Math.round((Date.now() - this.#start) / 1000));
    if (!planning) this.#print(`\nDuration: ${seconds}s`);
    else this.#print("");
    this.#event({
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: seconds,
        resourceChanges: this.changes,
        ...(planning && { isPreview: true }),
        result: this.failed ? "failed" : "succeeded",
      },
    });
  }
}

const isDefaultProvider = (urn: string): boolean => /::pulumi:providers:[^:]+::default$/.test(urn);

/** `~text`, `+size`, `-tags`: how inputs differ. */
export function changedNames(olds: Props, news: Props): string[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => name !== "__provider")
    .sort();
  return names
    .filter((name) => canonical(olds[name]) !== canonical(news[name]))
    .map((name) => `${!(name in olds) ? "+" : !(name in news) ? "-" : "~"}${name}`);
}

function show(value: Value, indent: string): string {
  if (value === UNKNOWN) return "[unknown]";
  if (isSecret(value)) return "[secret]";
  if (Array.isArray(value))
    return `[\n${value.map((item, at) => `${indent}    [${at}]: ${show(item, `${indent}    `)}`).join("\n")}\n${indent}]`;
  if (isProps(value)) return `{\n${showProps(value, `${indent}    `)}\n${indent}}`;
  return typeof value === "string" && !hasUnknown(value) ? JSON.stringify(value) : String(value);
}

function showProps(props: Props, indent: string): string {
  const names = Object.keys(props).sort();
  const width = Math.max(...names.map((name) => name.length));
  return names
    .map((name) => `${indent}${name.padEnd(width)}: ${show(props[name] ?? null, indent)}`)
    .join("\n");
}
