interface Again {
  readonly code: string;
  /** How often it is tried again. */
  readonly times: number;
  /** The first pause, in milliseconds; each later one is twice as long. */
  readonly pause: number;
}

/**
 * Errors after which the same operation is tried again: the block was undone as a whole, so nothing is done twice. A taken
 * name is looked for once more, because someone may have made the object between our look and our call.
 */
const again: readonly Again[] = [
  { code: "ORA-00060", times: 4, pause: 50 },
  { code: "ORA-00054", times: 5, pause: 100 },
  { code: "ORA-04068", times: 2, pause: 0 },
  { code: "ORA-00001", times: 1, pause: 0 },
];

/** How long to wait before the next try, in milliseconds; undefined where there is none. `tries` were made. */
export function pauseBefore(error: unknown, tries: number): number | undefined {
  const text = error instanceof Error ? error.message : "";
  const found = again.find(({ code }) => text.includes(code));
  if (found === undefined || tries > found.times) return undefined;
  // Two that were in each other's way must not come back at the same moment.
  return found.pause * 2 ** (tries - 1) * (0.5 + Math.random());
}
