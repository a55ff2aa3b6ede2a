import type { Aspect } from "./compare";

/** A difference between the small engine and the recordings that stays, and why. */
export interface Exception {
  /** The commands it concerns, or the steps of one scenario, counted from 1. */
  command?: RegExp;
  scenario?: string;
  steps?: readonly number[];
  aspect: Aspect;
  reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

export function exceptionFor(
  scenario: string,
  step: number,
  command: string,
  aspect: Aspect,
): Exception | undefined {
  return EXCEPTIONS.find(
    (known) =>
      known.aspect === aspect &&
      (known.command === undefined || known.command.test(command)) &&
      (known.scenario === undefined || known.scenario === scenario) &&
      (known.steps === undefined || known.steps.includes(step)),
  );
}
