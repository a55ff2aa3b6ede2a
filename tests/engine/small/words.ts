/** What may be done to a resource, in the words of the event log. */
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

interface Words {
  mark: string;
  /** In a preview, in progress, done. */
  plan: string;
  doing: string;
  done: string;
}

const words = (mark: string, plan: string, doing: string, done: string): Words => ({
  mark,
  plan,
  doing,
  done,
});

/** How each is shown. */
export const WORDS: Record<Op, Words> = {
  same: words("", "", "", ""),
  create: words("+", "create", "creating", "created"),
  update: words("~", "update", "updating", "updated"),
  delete: words("-", "delete", "deleting", "deleted"),
  replace: words("+-", "replace", "replacing", "replaced"),
  "create-replacement": words("++", "create replacement", "creating replacement", "created replacement"),
  "delete-replaced": words("--", "delete original", "deleting original", "deleted original"),
  refresh: words("~", "refresh", "refreshing", "refresh"),
  read: words(">", "read", "reading", "read"),
  discard: words("<", "discard", "discarding", "discarded"),
  import: words("=", "import", "importing", "imported"),
  "read-replacement": words(">>", "read for replacement", "reading for replacement", "read for replacement"),
  "discard-replaced": words("<<", "discard original", "discarding original", "discarded original"),
  "remove-pending-replace": words(
    "~",
    "complete replacement",
    "completing replacement",
    "completed replacement",
  ),
};

/** Parts of something else that is counted, or not the program's. */
export const UNCOUNTED: ReadonlySet<Op> = new Set([
  "read",
  "refresh",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
]);

export const TITLES = {
  up: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
  import: ["Previewing import", "Importing"],
} as const;

/** Steps that a replacement consists of, which is shown as one. */
export const isReplacement = (op: Op): boolean =>
  op === "remove-pending-replace" || /-(replacement|replaced)$/.test(op);
