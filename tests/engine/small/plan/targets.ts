import type { Asked } from "./decision";
import { needsOf, providerUrn } from "../state/graph";
import type { Plan, Planner } from "./planner";
import type { Step } from "../steps/run";
import type { Resource } from "../state/state";
import { sameStep, skipStep } from "../steps/steps";

/** Registered, and neither made nor kept. In a destroy what the state has of it goes as what the program has not (rule 18). */
export function skipped({ planner, urn, state, old }: Asked): Plan {
  if (planner.run.options.mode !== "destroy") planner.decided(urn, "same");
  planner.skipped.add(urn);
  return { steps: [skipStep(state)], answer: { outputs: old?.outputs ?? {} } };
}

/** What comes after a target is targeted too, what comes after an excluded one excluded, where that is asked for (rule 20). */
export function note({ planner: { run }, urn, state }: Asked, isIncluded: boolean): void {
  if (!isIncluded && run.isExcluded(state)) run.excludes.add(urn);
  if (isIncluded && run.isTargeted(state)) run.targets.add(urn);
}

/** Not targeted: what is there stays as it is, with what it needs, and what is not is not made (rule 20). */
export function untargeted(asked: Asked): Plan {
  const { planner, urn, old } = asked;
  if (!old) return skipped(asked);
  if (old.provider && !isThere(planner, old.provider)) {
    const message = `provider ${old.provider} for resource ${urn} has not been registered yet, this is due to a change of providers mixed with --target. Change your program back to the original providers`;
    throw planner.refuse(urn, message);
  }
  planner.decided(urn, "same");
  const needed = stepsBefore(planner, old);
  refuseSkipped(planner, [...needed.map(({ resource }) => resource), old]);
  const step = sameStep(planner.run, old, old);
  const { id = "", outputs = {} } = step.resource;
  // It keeps its former name, by which the program then knows it.
  planner.decided(old.urn, "same");
  planner.goals.set(old.urn, asked.goal);
  return { steps: [...needed, step], answer: { urn: old.urn, id, outputs } };
}

/** Whether a provider is there by this id: another one may have taken its place. */
function isThere(planner: Planner, reference: string): boolean {
  const { keeper, providers } = planner.run;
  const urn = providerUrn(reference);
  return planner.isNamed(urn) ? reference === `${urn}::${keeper.find(urn)?.id ?? ""}` : providers.isOpen(urn);
}

/** What is not in the program any more and must still stand before a resource, which needs it. */
function stepsBefore(planner: Planner, needing: Resource): Step[] {
  return needsOf(needing).flatMap((need) => {
    const resource = planner.run.keeper.find(need);
    if (!resource || planner.isDecided(resource.urn)) return [];
    // What is merely read has its place; what it needs may have none yet.
    const isRead = planner.isOperatedOn(resource.urn);
    if (!isRead) planner.decided(resource.urn, "same");
    const needed = stepsBefore(planner, resource);
    return isRead ? needed : [...needed, sameStep(planner.run, resource, resource)];
  });
}

/** With targets what is needed stands before a resource (rule 20). */
export function checked({ planner, state }: Asked, steps: readonly Step[], answer?: Plan["answer"]): Plan {
  const before = planner.run.options.targets.isGiven ? stepsBefore(planner, state) : [];
  refuseSkipped(planner, [...before.map(({ resource }) => resource), state]);
  return { steps: [...before, ...steps], answer };
}

/** With targets nothing is done, nor left as it is, that needs what is not made (rule 20). */
function refuseSkipped(planner: Planner, resources: readonly Resource[]): void {
  const { run, skipped: notMade } = planner;
  const { targets, replaces, planning } = run.options;
  if (!targets.isGiven && !replaces.isGiven) return;
  for (const resource of resources)
    for (const need of needsOf(resource)) {
      if (!notMade.has(need)) continue;
      const message = `Resource '${resource.urn}' depends on '${need}' which was was not specified in --target list.`;
      if (!planning) throw planner.refuse(resource.urn, message);
      run.report.say("error", message, resource.urn);
      run.isRefused = true;
      notMade.delete(need);
    }
}
