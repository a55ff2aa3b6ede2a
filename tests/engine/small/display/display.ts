import { type Resource, type Subject, subjectOf } from "../state/state";
import { differing, outputsTree } from "./tree";
import type { Props } from "../state/values";
import type { Op, TITLES } from "./words";

export type Severity = "error" | "warning" | "info" | "info#err";
/** A message with its severity, as a row and the diagnostics say it. */
export const labelled = (severity: Severity, message: string): string =>
  severity.startsWith("info") ? message : `${severity}: ${message}`;

/** What is done to a resource, which was `old` and is to be `now`. */
export interface Change {
  op: Op;
  subject: Subject;
  old?: Resource;
  now?: Resource;
  /** Properties that force a replacement. */
  keys?: string[];
  /** Whether what goes is only forgotten. */
  suffix: "[retain]" | "";
  /** Whether only the event log says it. */
  isInternal?: boolean;
  isProtectionNew: boolean;
}

/** A change with what the display says beside its name (rule 51). */
export function changeOf(op: Op, old?: Resource, now?: Resource, keys?: string[]): Change {
  const resource = now ?? old;
  if (!resource) throw new Error(`${op} of nothing`);
  const isRetained = old?.retainOnDelete && /^(delete|replace|create-replacement|delete-replaced)$/.test(op);
  const suffix = isRetained ? "[retain]" : "";
  const isProtectionNew = Boolean(old && now) && Boolean(old?.protect) !== Boolean(now?.protect);
  return { op, subject: subjectOf(resource), old, now, keys, suffix, isProtectionNew };
}

/** `+size-tags~protect,text`: how the inputs differ, and whether provider and protection do (rule 51). */
export function changedNames({ op, old, now, isProtectionNew }: Change): string {
  if (!old || !now) return "";
  const found = op === "same" ? [] : differing(old.inputs ?? {}, now.inputs ?? {});
  if (old.provider !== now.provider) found.push(["~", "provider"]);
  if (isProtectionNew) found.push(["~", "protect"]);
  const marked = (mark: string): string => {
    const names = found.flatMap(([own, name]) => (own === mark ? [name] : [])).sort();
    return names.length > 0 ? `${mark}${names.join(",")}` : "";
  };
  return marked("+") + marked("-") + marked("~");
}

/** What is known when a run is over. */
export interface EndOfRun {
  kind: keyof typeof TITLES;
  /** The stack's outputs; undefined when the program did not come to them. */
  outputs?: Props;
  /** Those of before; undefined when there was no stack. */
  before?: Props;
  /** Whether the program was run. */
  hasProgram: boolean;
  /** Whether the outputs are not to be shown. */
  isSilent: boolean;
}

/** A line on stdout. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** One way to print what happens. */
export abstract class Display {
  constructor(
    readonly planning: boolean,
    /** The stack's resource. */
    readonly root: Subject,
  ) {}

  abstract begin(change: Change): void;
  abstract end(change: Change): void;
  /** A component has registered its outputs. */
  settle?(change: Change): void;
  abstract found(change: Change, isCounted: boolean): void;
  abstract fail(change: Change): void;
  abstract say(subject: Subject, severity: Severity, message: string): void;
  /** Answers how many resources had errors. */
  abstract finish(end: EndOfRun): number;

  isStack({ urn }: Subject): boolean {
    return urn === this.root.urn;
  }

  /** The stack's outputs, marked where they are new, other or gone. */
  outputsOf({ outputs = {}, before }: EndOfRun): string {
    return outputsTree(outputs, before, { indent: 1, isPreview: this.planning, isWhole: !this.planning });
  }
}
