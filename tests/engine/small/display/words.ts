/** A mark of two characters, then the word in a preview, in progress and done. */
const words = (mark: string, plan: string, doing: string, done: string) => {
  return { mark: mark.padEnd(2), plan, doing, done };
};

/** What may be done to a resource, in the words of the event log, and how each is shown. */
export const WORDS = {
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
export type Op = keyof typeof WORDS;

/** Steps that a replacement consists of, which is shown as one. */
export const isReplacement = (op: Op): boolean =>
  op === "remove-pending-replace" || /-(replacement|replaced)$/.test(op);

/** The others are parts of something else that is counted, or not the program's. */
export const isCounted = (op: Op): boolean => op !== "read" && op !== "refresh" && !isReplacement(op);

/** Of a preview and of the run itself. */
export const TITLES = {
  up: ["Previewing update", "Updating"],
  refresh: ["Previewing refresh", "Refreshing"],
  destroy: ["Previewing destroy", "Destroying"],
  import: ["Previewing import", "Importing"],
} as const;
