import type { Aspect } from "./compare";

/** A difference between the small engine and a recording that stays, and why. */
export interface Exception {
  scenario: string;
  /** Counted from 1, as the tests count. */
  steps: readonly number[];
  aspect: Aspect;
  reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

export function exceptionFor(scenario: string, step: number, aspect: Aspect): Exception | undefined {
  return EXCEPTIONS.find(
    (known) => known.scenario === scenario && known.steps.includes(step) && known.aspect === aspect,
  );
}
