import { randomUUID } from "node:crypto";
import { type Host, Unfinished } from "../host/host";
import { Protected, type Run, type Step } from "./run";
import {
  isDefaultProvider,
  isProvider,
  omit,
  type Operation,
  type Resource,
  STACK_REFERENCE,
} from "../state/state";
import {
  equal,
  hasUnknown,
  known,
  mapProps,
  type Props,
  sealLike,
  sealLists,
  sealNamed,
  UNKNOWN,
} from "../state/values";

const now = (): string => new Date().toISOString();

/** Outputs with every secret they must have: those of the inputs, and those named (rule 25). */
export function sealed(outputs: Props, { type, inputs = {}, additionalSecretOutputs = [] }: Resource): Props {
  const found = sealLike(outputs, inputs);
  // What the engine reads by itself keeps each secret in its place, in lists too (rule 27).
  const whole = type === STACK_REFERENCE ? found : (sealLists(found) as Props);
  return sealNamed(whole, additionalSecretOutputs);
}

/** Nothing to do but to keep the new options (rule 24). */
export function sameStep(run: Run, { ...resource }: Resource, old: Resource): Step {
  if (resource.outputs) resource.outputs = sealed(resource.outputs, resource);
  return { op: "same", resource, old, apply: () => run.keeper.keep(resource, old) };
}

/** A resource that is registered and neither made nor kept, because it is not targeted or the stack goes (rules 18, 20). */
export function skipStep(resource: Resource): Step {
  return { op: "same", resource, old: resource, apply: () => undefined };
}

/** A call that the state says is in progress until it has ended, well or not (rule 40). */
export async function during(
  run: Run,
  type: Operation["type"],
  resource: Resource,
  call: () => Promise<void>,
): Promise<void> {
  const ended = await run.keeper.begin({ type, resource });
  try {
    await call();
  } finally {
    ended();
  }
}

/** What a call made, and why it did not finish. */
interface Made {
  id: string;
  outputs: Props;
  reasons?: string[];
}

/** A call that makes something; a partial failure is saved, too, and then thrown (rule 30). */
async function making(call: () => Promise<Made>, save: (made: Made) => void): Promise<void> {
  try {
    save(await call());
  } catch (error) {
    if (error instanceof Unfinished) save(error);
    throw error;
  }
}

/** Puts a resource in place of another one, which is condemned where it was replaced: once deleted, it leaves the state. */
function place({ keeper }: Run, resource: Resource, old: Resource | undefined, isReplaced: boolean): void {
  const before = old && keeper.current(old);
  if (!before || !isReplaced) {
    keeper.put(resource, before);
    return;
  }
  const condemned = { ...before, delete: true };
  keeper.change(before, condemned);
  keeper.rename(before.urn, resource.urn);
  keeper.put(resource, before.pendingReplacement ? condemned : undefined);
}

/**
 * Creates a resource. `replaced` is the one in whose place it comes: already deleted, it leaves the state now; else it is
 * condemned to be deleted at the end (rule 5).
 */
export function createStep(
  run: Run,
  host: Host,
  state: Resource,
  { replaced, keys = [] }: { replaced?: Resource; keys?: string[] } = {},
): Step {
  const { inputs = {} } = state;
  const save = ({ id, outputs, reasons }: Made): void => {
    const time = now();
    const made = { ...state, id, outputs: sealed(outputs, state), created: time, modified: time };
    place(run, { ...made, initErrors: reasons }, replaced, true);
  };
  return {
    op: replaced ? "create-replacement" : "create",
    resource: state,
    old: replaced,
    keys,
    apply: async () => {
      const planned = { ...state, id: UNKNOWN, outputs: sealed(inputs, state) };
      if (run.options.planning) place(run, planned, replaced, true);
      else await during(run, "creating", state, () => making(() => host.create(state), save));
    },
  };
}

/** Updates a resource in place. A partial failure saves the new outputs beside the old inputs (rule 30). */
export function updateStep(run: Run, host: Host, state: Resource, old: Resource): Step {
  const { keeper, options } = run;
  const { inputs = {} } = state;
  const { id = "", inputs: asked = {} } = old;
  const next = { ...state, id };
  const save = ({ outputs, reasons }: Made): void => {
    const made = { ...next, outputs: sealed(outputs, state), modified: now() };
    keeper.put(reasons ? { ...made, inputs: asked, initErrors: reasons } : made, old);
  };
  return {
    op: "update",
    resource: next,
    old,
    apply: async () => {
      if (options.planning) keeper.put({ ...next, outputs: sealed(inputs, state) }, old);
      else await during(run, "updating", state, () => making(() => host.update(state, old), save));
    },
  };
}

/** Reads a resource by id, in previews too (rules 27, 47, 62). */
export function readStep(run: Run, state: Resource, old: Resource | undefined, isReplaced: boolean): Step {
  const { keeper, options } = run;
  const { id = "", inputs = {} } = state;
  const apply = async (): Promise<void> => {
    const found =
      id === UNKNOWN ? { id, outputs: {} } : await run.read({ ...state, inputs: mapProps(inputs, known) });
    const outputs = sealLike(found.outputs, inputs);
    const isSame = !old || (equal(inputs, old.inputs ?? {}) && equal(outputs, old.outputs ?? {}));
    const { created, modified } = old ?? {};
    const times = { created, modified: isSame ? modified : now() };
    const condemned = old && isReplaced ? { ...old, delete: true } : undefined;
    if (old && condemned) keeper.change(old, condemned);
    // What is replaced by it leaves the state at once, and is deleted at the end all the same (rule 74).
    const next = { ...state, id: found.id || id, outputs: sealed(outputs, state), ...times };
    keeper.put(next, condemned ?? old);
  };
  return {
    op: isReplaced ? "read-replacement" : "read",
    resource: state,
    old,
    apply: () => (options.planning ? apply() : during(run, "reading", state, apply)),
  };
}

/** Says that a resource is replaced, beside the steps that do it (rules 10, 11). */
export function replaceStep(resource: Resource, old: Resource, keys: string[]): Step {
  return { op: "replace", resource, old, keys, apply: () => undefined };
}

/**
 * Deletes a resource, whose provider is asked unless the resource is not Pulumi's, is to be retained, or goes with
 * another one. Deleted ahead of its replacement it stays in the state, marked, until that is made (rules 5, 11).
 */
export function deleteStep(run: Run, old: Resource, isAhead = false): Step {
  const { keeper, options, going } = run;
  const isReplaced = isAhead || old.delete === true;
  const deleting = old.external ? "discard" : "delete";
  const apply = async (): Promise<void> => {
    if (old.protect && !isReplaced) throw new Protected(old.urn);
    const { custom, external, retainOnDelete, type, deletedWith = "" } = old;
    const isAsked =
      custom && !external && !retainOnDelete && !type.startsWith("pulumi:") && !going.has(deletedWith);
    const call = async (): Promise<void> => (await run.hostOf(old)).delete(old);
    // What the program of a destroy has registered is no operation in progress when it is deleted (rule 40).
    const isUnsaid = options.mode === "destroy" && keeper.isNew(old);
    if (isAsked && !options.planning) await (isUnsaid ? call() : during(run, "deleting", old, call));
    const isWaiting = isAhead || old.pendingReplacement;
    keeper.change(old, isWaiting ? { ...old, pendingReplacement: true } : undefined);
  };
  return { op: isReplaced ? `${deleting}-replaced` : deleting, resource: old, apply };
}

/** Forgets what was deleted ahead of a replacement that no program asks for any more (rule 11). */
export function forgetStep(run: Run, old: Resource): Step {
  return { op: "remove-pending-replace", resource: old, apply: () => run.keeper.change(old) };
}

/**
 * A component or a provider resource: made, kept, updated or, where that is asked for, replaced by the engine itself (rules
 * 15, 21). The outputs of a provider are its inputs, those of a component what it registers.
 */
export function ownStep(
  run: Run,
  state: Resource,
  old: Resource | undefined,
  op: "create" | "same" | "update" | "create-replacement",
  keys?: string[],
): Step {
  const { keeper, options, providers } = run;
  const { inputs = {}, type, urn } = state;
  const isUnknown = hasUnknown(inputs);
  const isDefault = isDefaultProvider(urn);
  const isBare = type === "pulumi:pulumi:Stack" || (isDefault && Object.keys(inputs).length === 0);
  const known = op === "create-replacement" ? undefined : old;
  const { created = now(), modified = created } = known ?? {};
  const resource: Resource = {
    ...state,
    inputs: isBare ? undefined : inputs,
    created,
    modified: op === "update" ? now() : modified,
    ...(isProvider(type) && {
      id: known?.id ?? (isUnknown || options.planning ? UNKNOWN : randomUUID()),
      outputs: isBare ? undefined : omit(inputs, "__internal"),
      propertyDependencies: isDefault ? undefined : state.propertyDependencies,
    }),
  };
  const apply = async (): Promise<void> => {
    // A component has the outputs of before until it registers others.
    const next = isProvider(type) ? resource : { ...resource, outputs: known?.outputs };
    if (op === "same") keeper.keep(next, old);
    else place(run, next, old, op === "create-replacement");
    if (isProvider(type) && !isUnknown && !isDefault) await providers.open(resource, inputs);
  };
  return { op, resource, old, keys, apply };
}
