import { type Resource, type Subject, subjectOf } from "../state/state";
import { differing, Tree, type TreeOptions } from "./tree";
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
  /** Whether the engine itself compared the inputs, the provider's text among them (rule 14). */
  isCompared?: boolean;
}

/** A change with what the display says beside its name (rule 51). */
export function changeOf(op: Op, old?: Resource, now?: Resource, keys?: string[]): Change {
  const resource = now ?? old;
  if (!resource) throw new Error(`${op} of nothing`);
  const isRetained = old?.retainOnDelete && /^(delete|replace|create-replacement|delete-replaced)$/.test(op);
  const suffix = isRetained ? "[retain]" : "";
  const isProtectionNew = Boolean(old && now) && Boolean(old?.protect) !== Boolean(now?.protect);
  return { op, subject: subjectOf(resource.urn), old, now, keys, suffix, isProtectionNew };
}

/** `+size-tags~protect,text`: how the inputs differ, and whether provider and protection do (rule 51). */
export function changedNames({ op, old, now, isProtectionNew, isCompared }: Change): string {
  if (!old || !now) return "";
  const found = op === "same" ? [] : differing(old.inputs ?? {}, now.inputs ?? {}, isCompared);
  if (old.provider !== now.provider) found.push(["~", "provider"]);
  if (isProtectionNew) found.push(["~", "protect"]);
  const marked = (mark: string): string => {
    const names = found.flatMap(([own, name]) => (own === mark ? [name] : [])).sort();
    return names.length > 0 ? `${mark}${names.join(",")}` : "";
  };
  return marked("+") + marked("-") + marked("~");
}

/** A line on stdout. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** What of a command its output depends on. */
export interface DisplayOptions {
  kind: keyof typeof TITLES;
  planning: boolean;
  stack: string;
  /** The stack's resource. */
  root: Subject;
  showReplacementSteps: boolean;
  suppressOutputs: boolean;
  /** Whether it is displayed with `--diff`. */
  diff: boolean;
  /** The file of `--event-log`. */
  events?: string;
}

/** One way to print what happens (rules 50, 79). */
export abstract class Display {
  constructor(readonly options: DisplayOptions) {}

  /** Only these commands cut long texts (rule 50). */
  tree(how: Omit<TreeOptions, "isShort"> = {}): Tree {
    return new Tree({ ...how, isShort: /^(up|destroy)$/.test(this.options.kind) });
  }

  /** A step begins. */
  abstract begin(change: Change): void;
  /** A step has ended, or a component or the stack has said what its outputs are. */
  abstract end(change: Change): void;
  abstract fail(change: Change): void;
  /** Something is said, of a resource or not; what is ephemeral is not kept for the end. */
  abstract say(severity: Severity, message: string, urn?: string, isEphemeral?: boolean): void;
  /** The run is over; answers how many resources had errors. */
  abstract finish(): number;

  isStack(urn: string): boolean {
    return urn === this.options.root.urn;
  }

  /** Outputs, where they are known to be whole: of the stack in any case, and all of them when it was updated. */
  outputsOf({ op, subject, old, now }: Change, indent: number, isRefresh = false): string {
    const { planning } = this.options;
    const isStack = this.isStack(subject.urn);
    if (planning && !isRefresh && !isStack && op !== "read" && op !== "import") return "";
    if (old?.initErrors?.length) return "";
    return this.tree({ isPreview: planning && isStack }).ofOutputs(
      now?.outputs ?? {},
      old && (old.outputs ?? {}),
      {
        inputs: isRefresh ? {} : now?.outputs && now.inputs,
        indent,
        isWhole: !planning && isStack,
      },
    );
  }
}
