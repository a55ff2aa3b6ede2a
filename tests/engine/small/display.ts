import { subjectOf } from "./providers";
import type { Severity } from "./rows";
import type { Resource, Subject } from "./state";
import { masked, outputsTree, differingNames } from "./tree";
import type { Props } from "./values";
import type { Op, TITLES } from "./words";

/** What is done to a resource, which was `old` and is to be `now`. */
export interface Change {
  op: Op;
  subject: Subject;
  old?: Resource;
  now?: Resource;
  /** Properties that force a replacement. */
  keys?: string[];
}

export interface EndOfRun {
  kind: keyof typeof TITLES;
  /** The stack's outputs; undefined when the program did not come to them. */
  outputs?: Props;
  /** Those of before; undefined when there was no stack. */
  before?: Props;
  /** Whether the outputs are not to be shown. */
  isSilent: boolean;
}

/** One way to print what happens. */
export interface Display {
  begin(change: Change): void;
  end(change: Change): void;
  /** A component has registered its outputs. */
  settle?(change: Change): void;
  found(change: Change, isCounted: boolean): void;
  fail(change: Change): void;
  say(subject: Subject, severity: Severity, message: string): void;
  /** Answers how many resources had errors. */
  finish(end: EndOfRun): number;
}

export const changeOf = (op: Op, old?: Resource, now?: Resource, keys?: string[]): Change => {
  const resource = now ?? old;
  if (!resource) throw new Error(`${op} of nothing`);
  return { op, subject: subjectOf(resource), old, now, keys };
};

/** `+size-tags~protect,text`: how the inputs differ, and whether provider and protection do (rule 51). */
export function changedNames({ op, old, now }: Change): string {
  if (!old || !now) return "";
  const { adds, deletes, updates } = differingNames(
    op === "same" ? {} : (masked(old.inputs ?? {}) as Props),
    op === "same" ? {} : (masked(now.inputs ?? {}) as Props),
  );
  if (old.provider !== now.provider) updates.push("provider");
  if (Boolean(old.protect) !== Boolean(now.protect)) updates.push("protect");
  const group = (mark: string, names: string[]): string =>
    names.length > 0 ? `${mark}${names.sort().join(",")}` : "";
  return `${group("+", adds)}${group("-", deletes)}${group("~", updates)}`;
}

/** The stack's outputs, marked where they are new, other or gone. */
export const outputsOf = (outputs: Props, before: Props | undefined, planning: boolean): string =>
  outputsTree(masked(outputs) as Props, before && (masked(before) as Props), {
    indent: 1,
    isPreview: planning,
    isWhole: !planning,
  });
