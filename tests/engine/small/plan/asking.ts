import type { Asked } from "./decision";
import type { Goal } from "../steps/goal";
import type { Host } from "../host/host";
import { changedPaths, ignoring, leading } from "../state/paths";
import type { Planner } from "./planner";
import { problemOf } from "./printed";
import { type Run, Stop } from "../steps/run";
import type { Resource } from "../state/state";
import { known, mapProps, type Props, sealLike, sealLists } from "../state/values";

/** The inputs without the changes to be ignored; where that is impossible it is said (rule 49). */
export function withIgnored(run: Run, goal: Goal, old: Resource): Props {
  const { inputs, impossible } = ignoring(goal.inputs, goal.ignoreChanges ?? [], old.inputs ?? {});
  if (impossible.length > 0) {
    const paths = JSON.stringify(impossible.join(", "));
    const text = `cannot ignore changes in added or removed elements of the path: ${paths}`;
    run.report.say("info", text, old.urn);
  }
  return inputs;
}

/** A check or diff that throws fails the program (rule 34). */
export async function saying<T>(planner: Planner, urn: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw planner.refuse(urn, (error as Error).message);
  }
}

/** Asks the provider to check; its failures in the engine's words, values of secrets included (rule 33). */
export async function check(
  planner: Planner,
  host: Host,
  { urn, type }: Resource,
  olds: Props,
  goal: Props,
): Promise<Props> {
  // What failed has outputs that are unknown even in an update, and are then left out (rule 32).
  const news = planner.run.options.planning ? goal : mapProps(goal, known);
  const { inputs, failures } = await saying(planner, urn, () => host.check({ urn, type }, olds, news));
  for (const failure of failures) planner.run.report.say("error", problemOf(urn, failure, news), urn);
  if (failures.length > 0) throw planner.refuse(urn);
  return sealLists(sealLike(inputs, news)) as Props;
}

/** How a resource is to change. */
export interface Difference {
  hasChanges: boolean;
  isReplacement: boolean;
  /** Properties that force it. */
  keys: string[];
  /** Whether a replacement deletes the old one first. */
  isAheadFirst: boolean;
  /** Whether the engine itself compared the inputs. */
  isCompared: boolean;
}

/** What a provider says of a difference, or where it says nothing the engine itself (rule 14). */
export async function diff(
  { planner, goal, urn, state }: Asked,
  host: Host,
  old: Resource,
  isForced: boolean,
): Promise<Difference> {
  if (isForced)
    return { hasChanges: true, isReplacement: true, keys: ["id"], isAheadFirst: false, isCompared: false };
  const { inputs: olds = {}, initErrors = [] } = old;
  const { inputs: news = {} } = state;
  const answer = await saying(planner, urn, () => host.diff(state, old));
  const changed = answer.changes === "unknown" ? changedPaths(olds, news).map(([path]) => path) : [];
  const isReplacing = leading(goal.replaceOnChanges);
  const names = changed.map(([name = ""]) => `${name}`).filter((name) => isReplacing([name]));
  const failed = initErrors.length > 0 && isReplacing(["#initerror"]) ? ["#initerror"] : [];
  const keys = [...new Set([...answer.replaces, ...names, ...failed])];
  return {
    hasChanges: answer.changes === "some" || changed.length > 0 || failed.length > 0,
    // A path inside of a property replaces without naming that.
    isReplacement: keys.length > 0 || changed.some(isReplacing),
    keys,
    isAheadFirst: answer.deleteBeforeReplace,
    isCompared: answer.changes === "unknown",
  };
}
