import { dependentsToReplace } from "./dependents";
import { dependentsOf, needsOfAll, rounds } from "./graph";
import { isDefaultProvider } from "./providers";
import type { Run } from "./run";
import type { Resource } from "./state";
import { deleteStep, forgetStep } from "./steps";

/**
 * Deletes what is to go at the end of a run, in rounds, dependents first. With targets only those and what comes after
 * them, and only where `--target-dependents` allows that; what an excluded resource needs stays (rules 5, 20).
 */
export async function deleteAll(
  run: Run,
  candidates: readonly Resource[],
  isRegistered: (urn: string) => boolean,
  onSpared: (resources: readonly Resource[]) => void = () => undefined,
): Promise<void> {
  const { targets, excludes, targetDependents, planning } = run.options;
  let going = [...candidates];
  if (targets.size > 0) {
    const allowed = await affected(run, isRegistered);
    going = going.filter(({ urn }) => allowed.has(urn));
    const others = targetDependents ? [] : going.filter(({ urn }) => !targets.has(urn));
    for (const { urn } of others) {
      run.report.say(
        "error",
        `Resource '${urn}' will be destroyed but was not specified in --target list.\nEither include resource in --target list or pass --target-dependents to proceed.`,
        urn,
      );
    }
    if (others.length > 0) run.isRefused = true;
    if (others.length > 0 && !planning) {
      run.stop();
      return;
    }
  }
  if (excludes.size > 0) {
    const kept = needsOfAll(excludes.among(run.keeper.all), run.keeper.all);
    going = going.filter(({ urn }) => !kept.has(urn));
  }
  onSpared(run.keeper.all.filter((resource) => !going.includes(resource)));
  const goesWith = new Set(going.map(({ urn }) => urn));
  const failed = new Set<string>();
  for (const round of rounds(going.reverse())) {
    if (run.isStopped()) return;
    // What a failed one needs stays; without --continue-on-error a failure ends the run anyway.
    const needed = needsOfAll(failed, run.keeper.all);
    await Promise.all(
      round.map(async (resource) => {
        if (needed.has(resource.urn)) return;
        const step =
          resource.pendingReplacement && !isRegistered(resource.urn)
            ? forgetStep(run, resource)
            : deleteStep(run, resource, { goesWith });
        if (!(await run.execute([step]))) failed.add(resource.urn);
      }),
    );
  }
}

/** The targets, what comes after them, and what must be replaced without them, which is asked by diff (rule 20). */
async function affected(run: Run, isRegistered: (urn: string) => boolean): Promise<Set<string>> {
  const { keeper, options } = run;
  const targets = options.targets.among(keeper.all);
  const all = [...targets, ...dependentsOf(targets, keeper.all).map(({ urn }) => urn)];
  const allowed = new Set<string>();
  for (const urn of all) {
    const known = keeper.find(urn);
    if (!known) continue;
    allowed.add(urn);
    if (isDefaultProvider(urn)) continue;
    for (const { resource } of await dependentsToReplace(run, known, isRegistered)) allowed.add(resource.urn);
  }
  return allowed;
}
