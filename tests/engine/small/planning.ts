import type { Run, Step, Stop } from "./run";
import type { Made } from "./steps";

/** What a program hears of a resource it registered. */
export interface Answer extends Made {
  urn: string;
  result?: "fail" | "skip";
}

/** What is to be done for a registration, decided; the answer is how it ended. */
export interface Plan {
  /** False when it failed, or the run was stopped. */
  work?: () => Promise<boolean>;
  answer: () => Answer;
}

/** What deciding about one resource needs to know of the others. */
export interface Planning {
  readonly run: Run;
  readonly registered: ReadonlySet<string>;
  /** Deleted ahead of a replacement, to be created again when they are registered: what forces it (rule 11). */
  readonly ahead: Map<string, string[]>;
  /** A registration that ends the run; without a message it is said already (rule 34). */
  refuse(urn: string, message?: string): Stop;
}

/** A plan of steps. */
export function carriedOut(run: Run, steps: readonly Step[], answer: () => Answer): Plan {
  return { work: () => run.execute(steps), answer };
}
