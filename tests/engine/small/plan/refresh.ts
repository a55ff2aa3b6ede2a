import { changeOf } from "../display/display";
import { needsButProvider } from "../state/graph";
import type { Run } from "../steps/run";
import { isProvider, type Resource, STACK_REFERENCE } from "../state/state";
import { equal, plain, sealLike, sealNamed } from "../state/values";

/**
 * Reads a resource and compares what was found with its old inputs (rules 6, 9, 36, 37); false when that failed. What is
 * there is put in its place, with the options of `into` where the program registered it. Components, providers and what
 * is deleted ahead of a replacement are as they are, and count as updated where the program runs (rule 18).
 */
export function refreshOne(run: Run, resource: Resource, options: Options = {}): Promise<boolean> {
  return run.inSlot(async () => !run.isStopped() && refresh(run, resource, options));
}

interface Options {
  into?: Resource;
  /** Whether there is no provider for it (rule 71). */
  isUnknown?: boolean;
  /** Whether the others are read when this fails. */
  isAlone?: boolean;
}

async function refresh(run: Run, resource: Resource, options: Options): Promise<boolean> {
  const { into, isUnknown, isAlone } = options;
  const { keeper, report } = run;
  const { type, inputs = {}, outputs = {}, custom, external, pendingReplacement } = resource;
  const isInternal = into !== undefined && (!custom || isProvider(type));
  const say = (op: "same" | "update" | "delete", now?: Resource): true => {
    if (into) keeper.refreshed();
    const isOwn = run.options.kind === "refresh";
    report.found({ ...changeOf(isOwn ? op : "refresh", resource, now), isInternal });
    return true;
  };
  report.begin({ ...changeOf("refresh", resource, into ?? resource), isInternal });
  const isAsIs = !custom || isProvider(type) || pendingReplacement;
  if (into && isAsIs) keeper.put({ ...resource }, resource);
  if (isAsIs) return say(into ? "update" : "same", resource);
  const { urn, provider } = into ?? resource;
  try {
    if (isUnknown) throw new Error(`unknown provider '${resource.provider}' for resource ${urn}`);
    const read = await run.read({ ...resource, urn, provider });
    if (!read.id) {
      keeper.change(resource);
      return say("delete");
    }
    const newInputs = read.inputs ? sealLike(read.inputs, inputs) : inputs;
    const is = { ...read, urn, type, inputs: newInputs };
    const diff = external
      ? undefined
      : await (await run.hostOf({ ...resource, provider })).diff({ urn, type, inputs }, is);
    const { additionalSecretOutputs = [] } = into ?? resource;
    const found =
      type === STACK_REFERENCE
        ? read.outputs
        : sealNamed(sealLike(sealLike(read.outputs, inputs), outputs), additionalSecretOutputs);
    const areInputsSame = equal(plain(newInputs), plain(inputs));
    const isSame = areInputsSame && equal(plain(found), plain(outputs));
    const changes = diff?.changes ?? (isSame ? "none" : "some");
    const isDifferent = changes === "unknown" ? !areInputsSame : changes === "some";
    const now = {
      ...(into ?? resource),
      initErrors: undefined,
      id: read.id,
      inputs: newInputs,
      outputs: found,
      // Of what is read by id the provider answers no inputs, which counts as other ones.
      ...((!isSame || (external && !read.inputs)) && { modified: new Date().toISOString() }),
    };
    if (into) keeper.put(now, resource);
    else keeper.change(resource, now);
    return say(isDifferent ? "update" : "same", now);
  } catch (error) {
    if (into) {
      run.sayFailed("refresh", resource, error as Error);
      throw error;
    }
    run.fail("refresh", resource, error as Error, isAlone);
    return false;
  }
}

/**
 * Reads all resources at once, or those that are targeted, whatever their dependencies (rules 6, 20). `isRest` says that the
 * program has run: what comes after a target is then left alone.
 */
export async function refreshAll(run: Run, resources: readonly Resource[], isRest = false): Promise<void> {
  const { targets, excludes, targetDependents, excludeDependents } = run.options;
  const named = (targets.isGiven ? targets : excludes).copy();
  const takesDependents = !isRest && (targets.isGiven ? targetDependents : excludeDependents);
  const isNamed = (resource: Resource): boolean => {
    const isAfter = takesDependents && needsButProvider(resource).some((need) => named.has(need));
    if (isAfter) named.add(resource.urn);
    return isAfter || named.has(resource.urn);
  };
  const selected = resources.filter((one) => isNamed(one) === targets.isGiven);
  const direct = targets.isGiven ? selected.filter(({ urn }) => targets.has(urn)) : selected;
  const providers = new Set(direct.map(({ provider }) => provider));
  await Promise.all(
    selected.map((one) =>
      refreshOne(run, one, { isUnknown: !providers.has(one.provider), isAlone: !isRest }),
    ),
  );
  run.keeper.rebuild();
  await run.keeper.flush();
  // With or without --continue-on-error.
  if (run.failed.size > 0) run.stop();
}
