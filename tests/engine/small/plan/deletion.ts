import { dependentsToReplace } from "./dependents";
import { closure, dependentsOf, neededBefore, rounds } from "../state/graph";
import type { Planner } from "./planner";
import type { Resource } from "../state/state";
import { deleteStep, forgetStep, sameStep } from "../steps/steps";

/**
 * Deletes what is to go at the end of a run, in rounds, dependents first: what was replaced, what the program has no more
 * and, where the stack goes, everything. With targets only those and what comes after them, and only where
 * `--target-dependents` allows that; what an excluded resource needs stays (rules 5, 20). Where the run began with nothing
 * nothing goes (rule 18).
 */
export async function deleteAll(planner: Planner): Promise<void> {
  const { run } = planner;
  const { keeper, report } = run;
  const { targets, targetDependents, planning } = run.options;
  if (keeper.base.length === 0) return;
  const isSelected = await selection(planner);
  const olds = new Set(keeper.olds);
  const isOver = (one: Resource): boolean =>
    one.delete === true || planner.toDelete.has(one.urn) || (olds.has(one) && !planner.isOperatedOn(one.urn));
  const late = planner.late.map((one) => keeper.current(one)).filter((one) => !keeper.all.includes(one));
  const going = [...keeper.all, ...late].filter((one) => isSelected(one) && isOver(one));
  const others = targets.isGiven && !targetDependents ? going.filter(({ urn }) => !targets.has(urn)) : [];
  for (const { urn } of others) {
    const text = `Resource '${urn}' will be destroyed but was not specified in --target list.\nEither include resource in --target list or pass --target-dependents to proceed.`;
    report.say("error", text, urn);
  }
  if (others.length > 0) run.isRefused = true;
  if (others.length > 0 && !planning) {
    run.stop();
    return;
  }
  // What is neither selected nor in the program is said to stay.
  const spared = [...olds].filter((one) => !isSelected(one) && !planner.isOperatedOn(one.urn));
  await run.execute(spared.map((one) => sameStep(run, one, one)));
  for (const { urn } of going) run.going.add(urn);
  const { before, ofProgram } = graphs(planner);
  for (const round of rounds(new Set(going), [...ofProgram, ...before])) {
    if (run.isStopped()) return;
    // What a failed one needs stays; without --continue-on-error a failure ends the run anyway.
    const isFailed = ({ urn }: Resource): boolean => run.failed.has(urn);
    const failed = before.filter((one) => isFailed(one) && !planner.toDelete.has(one.urn));
    const kept = [neededBy(ofProgram.filter(isFailed), ofProgram), neededBy(failed, before)];
    const free = round.filter((one) => !kept.some((needed) => needed.has(one)));
    const isGone = (one: Resource): boolean => Boolean(one.pendingReplacement && !one.delete);
    await Promise.all(
      free.map((one) => run.execute([isGone(one) ? forgetStep(run, one) : deleteStep(run, one)])),
    );
  }
}

/** What the run began with, in whose relations things are deleted, and what the program of a destroy has come to. */
function graphs({ run, toDelete }: Planner): Record<"before" | "ofProgram", Resource[]> {
  const { base, all } = run.keeper;
  return { before: base, ofProgram: all.filter(({ urn }) => toDelete.has(urn)) };
}

const neededBy = (roots: readonly Resource[], graph: readonly Resource[]): Set<Resource> =>
  closure(roots, (one) => neededBefore(one, graph));

/** Whether a resource may be deleted (rule 20). */
async function selection(planner: Planner): Promise<(resource: Resource) => boolean> {
  const { targets, excludes, excludeDependents } = planner.run.options;
  const { before: base, ofProgram } = graphs(planner);
  const all = [...ofProgram, ...base];
  const allowed = new Set<string>();
  if (targets.isGiven) {
    const roots = base.filter(({ urn }) => targets.has(urn));
    for (const root of closure(roots, (one) => dependentsOf(one, all, true))) {
      allowed.add(root.urn);
      for (const [{ urn }] of await dependentsToReplace(planner, root)) allowed.add(urn);
    }
    return ({ urn }) => allowed.has(urn);
  }
  const kept = closure(
    base.filter(({ urn }) => excludes.has(urn)),
    (one) => [...neededBefore(one, all), ...(excludeDependents ? dependentsOf(one, all, true) : [])],
  );
  const keptUrns = new Set([...kept].map(({ urn }) => urn));
  return ({ urn }) => !keptUrns.has(urn) || !planner.run.keeper.began(urn);
}
