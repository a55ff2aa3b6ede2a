import { check, diff, type Difference, saying, withIgnored } from "./asking";
import { dependentsToReplace } from "./dependents";
import { type Goal, stateOf } from "../steps/goal";
import { needsOf } from "../state/graph";
import type { Host } from "../host/host";
import type { Plan, Planner } from "./planner";
import { refreshOne } from "./refresh";
import type { Step } from "../steps/run";
import { HOST_TYPE, isDefaultProvider, isProvider, omit, type Resource } from "../state/state";
import { createStep, deleteStep, ownStep, replaceStep, sameStep, updateStep } from "../steps/steps";
import { checked, note, skipped, untargeted } from "./targets";
import { equal, hasUnknown, plain } from "../state/values";

/** A registration to decide on, with what the state has of the resource. */
export interface Asked {
  planner: Planner;
  goal: Goal;
  urn: string;
  /** As it is to be. */
  state: Resource;
  old?: Resource;
}

/** Decides what a registration means; where the program runs for a refresh, after reading what is there (rules 3, 18). */
export async function decide(
  planner: Planner,
  goal: Goal,
  urn: string,
  provider: Resource | undefined,
  old: Resource | undefined,
): Promise<Plan> {
  const { run } = planner;
  const reference = provider && `${provider.urn}::${provider.id ?? ""}`;
  const asked: Asked = {
    planner,
    goal: { ...goal, provider: reference },
    urn,
    old,
    state: { ...stateOf(urn, goal, old), provider: reference },
  };
  planner.goals.set(urn, asked.goal);
  if (!old || !run.options.refreshEach || !run.isIncluded(old)) return afterRefresh(asked, provider);
  planner.decided(urn, "refresh");
  return {
    // What fails is said of the step, then of the registration, which ends the program (rule 34).
    work: () => saying(planner, urn, () => refreshOne(run, old, { into: asked.state })),
    next: () => afterRefresh({ ...asked, old: run.keeper.find(urn) ?? run.keeper.find(old.urn) }, provider),
  };
}

/** In a refresh nothing of a provider is made or changed; in a destroy what is there is kept for the deletes (rule 18). */
async function afterRefresh(asked: Asked, provider: Resource | undefined): Promise<Plan> {
  const { planner, urn, state, old } = asked;
  const { mode } = planner.run.options;
  const isBlocked = needsOf(state).some((need) => planner.skipped.has(need));
  if (mode === "refresh" && (provider || isBlocked)) {
    if (!old) return skipped(asked);
    return { answer: { urn: old.urn, id: old.id ?? "", outputs: old.outputs ?? {} } };
  }
  if (mode === "destroy" && (isBlocked || (provider && !old))) return skipped(asked);
  if (mode === "destroy") planner.toDelete.add(urn);
  if (mode === "destroy" && provider && old)
    return { steps: [same({ ...asked, state: { ...state, inputs: old.inputs } }, old)] };
  return provider ? custom(asked, provider) : own(asked);
}

function same({ planner, urn, state }: Asked, old: Resource): Step {
  planner.decided(urn, "same");
  const { id, outputs = {} } = old;
  return sameStep(planner.run, { ...state, id, outputs }, old);
}

/** A component or a provider resource: no provider is asked (rules 15, 21). */
async function own(asked: Asked): Promise<Plan> {
  const { planner, goal, urn, state, old } = asked;
  const { run } = planner;
  const isImplied = isProvider(goal.type) || goal.type === "pulumi:pulumi:Stack";
  const isIncluded = isImplied || run.isIncluded(state);
  const given = old && isProvider(goal.type) ? withIgnored(run, goal, old) : goal.inputs;
  const version = goal.type === HOST_TYPE ? (goal.version ?? planner.newestVersion) : undefined;
  const isVersioned = version !== undefined && !isDefaultProvider(urn);
  const next = { ...state, inputs: isVersioned ? { ...given, version, __internal: {} } : given };
  note(asked, isIncluded);
  if (!isIncluded) return untargeted(asked);
  const inputs = goal.type === "pulumi:pulumi:Stack" ? {} : next.inputs;
  const isForced = run.options.replaces.has(urn);
  if (old && (isForced || old.pendingReplacement)) {
    const keys = isForced ? ["id"] : [];
    refuseProtected(asked, old);
    const create = ownStep(run, next, old, "create-replacement", keys);
    return replacement({ ...asked, state: next }, old, keys, create, false);
  }
  // What a provider got is compared with its outputs, which hold the same.
  const isSame = isProvider(goal.type)
    ? equal(omit(inputs, "__internal"), old?.outputs ?? {})
    : equal(inputs, old?.inputs ?? {});
  const op = !old ? "create" : isSame && !old.initErrors?.length ? "same" : "update";
  planner.decided(urn, op);
  const step = ownStep(run, next, old, op);
  const { id = "", outputs = {} } = step.resource;
  const answer = isProvider(goal.type) ? { id: hasUnknown(inputs) ? "" : id, outputs } : {};
  return checked(asked, [step], answer);
}

/** A custom resource: check and diff say what it means (rules 3, 8 to 14). */
async function custom(asked: Asked, provider: Resource): Promise<Plan> {
  const { planner, goal, urn, state, old } = asked;
  const { run } = planner;
  const isIncluded = run.isIncluded(state);
  // With an unknown input the provider is not configured, and the engine compares by itself (rule 16).
  if (hasUnknown(provider.inputs)) {
    const isChanged = old !== undefined && !equal(plain(goal.inputs), plain(old.inputs ?? {}));
    const op = !old ? "create" : isChanged ? "update" : "same";
    if (old) {
      const text =
        "The provider for this resource has inputs that are not known during preview.\nThis preview may not correctly represent the changes that will be applied during an update.";
      run.report.say("warning", text, urn);
    }
    planner.decided(urn, op);
    const next = { ...state, id: old?.id };
    const step: Step = { op, resource: next, old, apply: () => old && run.keeper.put(next, old) };
    return { steps: [step], answer: {} };
  }
  const host = await run.providers.open(provider, provider.inputs ?? {});
  if (goal.importId && (!old || old.external || old.id !== goal.importId)) {
    // The provider host has no read without outputs, so an import always fails (rule 44).
    const apply = async (): Promise<void> => {
      await host.read({ urn, type: state.type, id: goal.importId });
    };
    return { steps: [{ op: "import", resource: state, apply }] };
  }
  const isAhead = planner.ahead.has(urn);
  const isForced = run.options.replaces.has(urn);
  const isNew = !old || old.external || isAhead || isForced;
  const kept = old ? withIgnored(run, goal, old) : goal.inputs;
  const inputs = isIncluded
    ? await check(planner, host, state, isNew ? {} : (old.inputs ?? {}), isNew ? goal.inputs : kept)
    : (old?.inputs ?? {});
  const next = { ...asked, state: { ...state, inputs } };
  if (isAhead && old) return again(next, host, old);
  if (old?.external) {
    planner.decided(urn, "create");
    const create = createStep(run, host, next.state, { replaced: old });
    return { steps: [create, replaceStep(next.state, old, [])] };
  }
  note(asked, isIncluded);
  if (!isIncluded) return untargeted(asked);
  if (!old) {
    planner.decided(urn, "create");
    return checked(next, [createStep(run, host, next.state)]);
  }
  const difference = await diff(next, host, old, isForced);
  const { hasChanges, isReplacement, isCompared } = difference;
  if ((hasChanges && isReplacement) || old.pendingReplacement)
    return replace(next, host, old, difference, isForced);
  if (!hasChanges && !old.initErrors?.length) return checked(next, [same(next, old)]);
  planner.decided(urn, "update");
  return checked(next, [{ ...updateStep(run, host, next.state, old), isCompared }]);
}

/** Deleted ahead of a replacement, it is made again without another diff (rule 11). */
function again({ planner, urn, state }: Asked, host: Host, old: Resource): Plan {
  const keys = planner.ahead.get(urn) ?? [];
  planner.ahead.delete(urn);
  planner.run.going.delete(urn);
  planner.decided(urn, "replace");
  const create = createStep(planner.run, host, state, { replaced: old, keys });
  return { steps: [replaceStep(state, old, []), create] };
}

/** A replacement is checked once more, as if there were nothing old (rule 10). */
async function replace(
  asked: Asked,
  host: Host,
  old: Resource,
  { keys, isAheadFirst, isCompared }: Difference,
  isForced: boolean,
): Promise<Plan> {
  const { planner, goal } = asked;
  refuseProtected(asked, old);
  const inputs = isForced ? asked.state.inputs : await check(planner, host, asked.state, {}, goal.inputs);
  const state = { ...asked.state, inputs };
  const create = { ...createStep(planner.run, host, state, { replaced: old, keys }), isCompared };
  return replacement({ ...asked, state }, old, keys, create, isAheadFirst);
}

function refuseProtected({ planner, urn, state }: Asked, old: Resource): void {
  const { run } = planner;
  if (!state.protect || !old.protect) return;
  const message = `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\``;
  if (!run.options.planning) throw planner.refuse(urn, message);
  run.report.say("error", message, urn);
  run.isRefused = true;
}

/** Create before delete, or the other way round with all dependents that must be replaced too (rule 11). */
async function replacement(
  asked: Asked,
  old: Resource,
  keys: string[],
  create: Step,
  isAheadFirst: boolean,
): Promise<Plan> {
  const { planner, goal, urn, state } = asked;
  const { run } = planner;
  planner.decided(urn, "replace");
  const said = { ...replaceStep(state, old, keys), isCompared: create.isCompared };
  if (!(goal.deleteBeforeReplace ?? isAheadFirst)) {
    if (old.pendingReplacement) planner.late.push(old);
    return checked(asked, [create, said]);
  }
  const dependents = await saying(planner, urn, () => dependentsToReplace(planner, old));
  const deletes = [...dependents].reverse().map(([resource, forced]) => {
    if (resource.protect && !resource.delete)
      throw planner.refuse(
        urn,
        `unable to replace resource "${resource.urn}" as part of replacing "${urn}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect "${resource.urn}"\``,
      );
    planner.ahead.set(resource.urn, forced);
    run.going.add(resource.urn);
    return deleteStep(run, resource, !resource.delete);
  });
  const first = old.pendingReplacement ? [] : [deleteStep(run, old, true)];
  return checked(asked, [...deletes, ...first, said, create]);
}
