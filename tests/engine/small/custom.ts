import { dependentsToReplace } from "./dependents";
import type { Goal } from "./goal";
import { needsOf } from "./graph";
import type { Host } from "./host";
import { ignoring } from "./paths";
import { type Answer, carriedOut, type Plan, type Planning } from "./planning";
import { printed } from "./printed";
import { type Run, Stop } from "./run";
import { nameOf, omit, type Resource } from "./state";
import { createStep, deleteStep, type Made, replaceStep, sameStep, sealed, updateStep } from "./steps";
import { equal, hasUnknown, plain, type Props, sealLike, sealLists, UNKNOWN } from "./values";

/** Decides what a registration of a custom resource means, by check and diff (rules 3, 8 to 14). */
export async function planCustom(
  planning: Planning,
  goal: Goal,
  state: Resource,
  old: Resource | undefined,
  provider: Resource,
): Promise<Plan> {
  const { run } = planning;
  const { urn } = state;
  if (provider.id === UNKNOWN && hasUnknown(provider.inputs)) {
    const op = old ? "same" : "create";
    return carriedOut(run, [{ op, resource: state, apply: () => undefined }], () => ({
      urn,
      id: "",
      outputs: {},
    }));
  }
  const host = await run.providers.open(provider, provider.inputs ?? {});
  const made: Made = { id: "", outputs: {} };
  const answer = (): Answer => ({ urn, ...made });
  const ahead = planning.ahead.get(urn);
  const isOwned = old && !old.external;
  const current = ahead || !isOwned ? undefined : old;
  const asked = current ? withIgnored(planning, goal, current) : goal.inputs;
  if (goal.importId && goal.importId !== current?.id)
    return importById(run, host, state, goal.importId, answer);
  if (current && run.options.replaces.has(urn)) {
    const forced = { replaces: ["id"], deleteBeforeReplace: false, made };
    return replace(planning, goal, host, state, current, forced);
  }
  const failed = needsOf(state).some((need) => run.failed.has(need));
  const news = failed ? withoutUnknown(asked) : asked;
  const inputs = await check(planning, host, state, current?.inputs ?? {}, news);
  const next = { ...state, inputs };
  if (ahead && old) {
    planning.ahead.delete(urn);
    return carriedOut(
      run,
      [replaceStep(next, old, []), createStep(run, host, next, made, { replaced: old, keys: ahead })],
      answer,
    );
  }
  if (!current) {
    if (failed) return skip(run, urn);
    if (!old) return carriedOut(run, [createStep(run, host, next, made)], answer);
    return carriedOut(
      run,
      [createStep(run, host, next, made, { replaced: old }), replaceStep(next, old, [])],
      answer,
    );
  }
  const { id = "", outputs = {}, inputs: before = {} } = current;
  const diff = await saying(planning, urn, () => host.diff(next, current));
  if (failed) return skip(run, urn);
  const changes = diff.changes === "unknown" ? !equal(plain(inputs), plain(before)) : diff.changes === "some";
  if ((changes && diff.replaces.length > 0) || current.pendingReplacement)
    return replace(planning, goal, host, next, current, { ...diff, made });
  if (!changes && !current.initErrors) {
    const kept = sealed(outputs, next);
    return carriedOut(run, [sameStep(run, { ...next, id, outputs: kept }, current)], () => ({
      urn,
      id,
      outputs: kept,
    }));
  }
  return carriedOut(run, [updateStep(run, host, { ...next, id }, current, made)], answer);
}

/** Create before delete, or the other way round with all dependents that must be replaced too (rules 10, 11). */
async function replace(
  planning: Planning,
  goal: Goal,
  host: Host,
  state: Resource,
  old: Resource,
  diff: { replaces: string[]; deleteBeforeReplace: boolean; made: Made },
): Promise<Plan> {
  const { run } = planning;
  const { urn } = state;
  const { replaces: keys, made } = diff;
  if (state.protect && old.protect) {
    const message = `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\``;
    if (!run.options.planning) throw planning.refuse(urn, message);
    run.report.say("error", message, urn);
    run.isRefused = true;
  }
  const next = { ...state, inputs: await check(planning, host, state, {}, goal.inputs) };
  const answer = (): Answer => ({ urn, ...made });
  // Deleted ahead of a replacement that failed, it is deleted once more where it would now go last (rule 53).
  const replaced = omit(old, "pendingReplacement");
  const create = createStep(run, host, next, made, { replaced, keys });
  if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace))
    return carriedOut(run, [create, replaceStep(next, old, keys)], answer);
  const dependents = await saying(planning, urn, () =>
    dependentsToReplace(run, old, (other) => planning.registered.has(other)),
  );
  const deletes = dependents.reverse().map(({ resource, keys: forced }) => {
    if (resource.protect)
      throw planning.refuse(
        urn,
        `unable to replace resource "${resource.urn}" as part of replacing "${urn}" as it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect "${resource.urn}"\``,
      );
    planning.ahead.set(resource.urn, forced);
    return deleteStep(run, resource, { ahead: true });
  });
  const own = old.pendingReplacement ? [] : [deleteStep(run, old, { ahead: true })];
  const again = createStep(run, host, next, made, { replaced: { ...old, pendingReplacement: true }, keys });
  return carriedOut(run, [...deletes, ...own, replaceStep(next, old, keys), again], answer);
}

/** The inputs without the changes to be ignored; where that is impossible it is said (rule 49). */
export function withIgnored({ run }: Pick<Planning, "run">, goal: Goal, old: Resource): Props {
  const { inputs, impossible } = ignoring(goal.inputs, goal.ignoreChanges ?? [], old.inputs ?? {});
  if (impossible.length > 0) {
    const paths = JSON.stringify(impossible.join(", "));
    run.report.say(
      "info",
      `cannot ignore changes in added or removed elements of the path: ${paths}`,
      old.urn,
    );
  }
  return inputs;
}

/** The provider host has no read without outputs, so an import always fails (rule 44). */
function importById(run: Run, host: Host, state: Resource, id: string, answer: () => Answer): Plan {
  const apply = async (): Promise<void> => {
    await host.read({ urn: state.urn, type: state.type, id });
  };
  return carriedOut(run, [{ op: "import", resource: state, apply }], answer);
}

function skip(run: Run, urn: string): Plan {
  run.failed.add(urn);
  return { answer: () => ({ urn, id: "", outputs: {}, result: "skip" }) };
}

/** Asks the provider to check; its failures in the engine's words, values of secrets included (rule 33). */
async function check(
  planning: Planning,
  host: Host,
  { urn, type }: Resource,
  olds: Props,
  news: Props,
): Promise<Props> {
  const { inputs, failures } = await saying(planning, urn, () => host.check({ urn, type }, olds, news));
  for (const { property, reason } of failures) {
    const where = property ? `: property ${property} value {${printed(news[property])}}` : "";
    planning.run.report.say(
      "error",
      `${type} resource '${nameOf(urn)}'${where} has a problem: ${reason}`,
      urn,
    );
  }
  if (failures.length > 0) throw planning.refuse(urn);
  return sealLists(sealLike(inputs, news)) as Props;
}

/** A check or diff that throws fails the program (rule 34). */
async function saying<T>(planning: Planning, urn: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw planning.refuse(urn, (error as Error).message);
  }
}

const withoutUnknown = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => !hasUnknown(value)));
