import { type Host, Unfinished } from "./host";
import { HOST_TYPE, isDefaultProvider, Providers } from "./providers";
import { Protected, type Run, type Step } from "./run";
import { omit, type Resource } from "./state";
import { hasUnknown, type Props, sealLike, sealLists, sealNamed, UNKNOWN } from "./values";

/** Where a step leaves what it made, for the program. */
export interface Made {
  id: string;
  outputs: Props;
}

const now = (): string => new Date().toISOString();

/** Outputs with every secret they must have: those of the inputs, and those named (rule 25). */
export function sealed(outputs: Props, { inputs = {}, additionalSecretOutputs = [] }: Resource): Props {
  return sealNamed(sealLists(sealLike(outputs, inputs)) as Props, additionalSecretOutputs);
}

/** Nothing to do but to keep the new options (rule 24). */
export function sameStep(run: Run, resource: Resource, old?: Resource): Step {
  return { op: "same", resource, old: old ?? resource, apply: () => run.keeper.keep(resource, old) };
}

/** A resource that is registered and neither made nor kept, because it is not targeted or the stack goes (rules 18, 20). */
export function skipStep(resource: Resource): Step {
  return { op: "same", resource, old: resource, apply: () => undefined };
}

/**
 * Creates a resource. `replaced` is the one in whose place it comes: already deleted, it leaves the state now; else it is
 * condemned to be deleted at the end (rule 5).
 */
export function createStep(
  run: Run,
  host: Host,
  state: Resource,
  made: Made,
  { replaced, keys = [] }: { replaced?: Resource; keys?: string[] } = {},
): Step {
  const { keeper, options } = run;
  const { inputs = {} } = state;
  const place = (resource: Resource): void => {
    if (replaced && !replaced.pendingReplacement) {
      const condemned = { ...omit(replaced, "delete"), delete: true };
      keeper.change(replaced, condemned);
      keeper.put(resource);
    } else keeper.put(resource, replaced);
  };
  const apply = async (): Promise<void> => {
    if (options.planning) {
      place({ ...state, id: UNKNOWN, outputs: inputs });
      made.outputs = inputs;
      return;
    }
    const ended = await keeper.begin({ type: "creating", resource: omit(state, "created", "modified") });
    const keep = (id: string, outputs: Props, more: Partial<Resource> = {}): void => {
      const time = now();
      Object.assign(made, { id, outputs: sealed(outputs, state) });
      ended();
      place({ ...state, id, outputs: made.outputs, created: time, modified: time, ...more });
    };
    try {
      const { id, outputs } = await host.create(state);
      if (!id) throw new Error("provider did not return an ID from Create");
      keep(id, outputs);
    } catch (error) {
      if (error instanceof Unfinished) keep(error.id, error.outputs, { initErrors: error.reasons });
      ended();
      keeper.write();
      throw error;
    }
  };
  return {
    op: keys.length > 0 || replaced ? "create-replacement" : "create",
    resource: state,
    old: replaced,
    keys,
    apply,
  };
}

/** Updates a resource in place. A partial failure saves the new outputs beside the old inputs (rule 30). */
export function updateStep(run: Run, host: Host, state: Resource, old: Resource, made: Made): Step {
  const { keeper, options } = run;
  const { id = "", inputs = {} } = state;
  const apply = async (): Promise<void> => {
    if (options.planning) {
      keeper.put({ ...state, outputs: inputs }, old);
      Object.assign(made, { id, outputs: inputs });
      return;
    }
    const modified = now();
    const ended = await keeper.begin({ type: "updating", resource: state });
    try {
      const outputs = sealed(await host.update(state, old), state);
      ended();
      keeper.put({ ...state, outputs, modified }, old);
      Object.assign(made, { id, outputs });
    } catch (error) {
      ended();
      if (error instanceof Unfinished) {
        const outputs = sealed(error.outputs, state);
        Object.assign(made, { id, outputs });
        keeper.put({ ...state, inputs: old.inputs, outputs, initErrors: error.reasons, modified }, old);
      } else keeper.write();
      throw error;
    }
  };
  return { op: "update", resource: state, old, apply };
}

/** Says that a resource is replaced, beside the steps that do it. */
export function replaceStep(resource: Resource, old: Resource, keys: string[]): Step {
  return { op: "replace", resource, old, keys, apply: () => undefined };
}

/**
 * Deletes a resource, whose provider is asked unless the resource is not Pulumi's, is to be retained, or goes with
 * another one. Deleted ahead of its replacement it stays in the state, marked, until that is made (rules 5, 11).
 */
export function deleteStep(
  run: Run,
  old: Resource,
  { ahead = false, goesWith = new Set<string>() }: { ahead?: boolean; goesWith?: ReadonlySet<string> } = {},
): Step {
  const { keeper, options } = run;
  const isReplaced = ahead || old.delete === true;
  const deleting = old.external ? "discard" : "delete";
  const apply = async (): Promise<void> => {
    if (old.protect && !isReplaced) throw new Protected(old.urn);
    const isAsked =
      old.custom &&
      !old.external &&
      !old.retainOnDelete &&
      !old.type.startsWith("pulumi:") &&
      !goesWith.has(old.deletedWith ?? "");
    if (isAsked && !options.planning) {
      const ended = await keeper.begin({ type: "deleting", resource: old });
      try {
        const host = await run.hostOf(old);
        await host.delete(old);
      } catch (error) {
        ended();
        keeper.write();
        throw error;
      }
      ended();
    }
    if (ahead) keeper.change(old, { ...old, pendingReplacement: true });
    else keeper.remove(old);
  };
  return { op: isReplaced ? `${deleting}-replaced` : deleting, resource: old, apply };
}

/** Forgets what was deleted ahead of a replacement that no program asks for any more. */
export function forgetStep(run: Run, old: Resource): Step {
  return { op: "remove-pending-replace", resource: old, apply: () => run.keeper.remove(old) };
}

/** A provider resource: made, kept or updated by the engine itself, never replaced (rule 15). */
export function providerStep(
  run: Run,
  state: Resource,
  old: Resource | undefined,
  op: "create" | "same" | "update",
): Step {
  const { keeper, options } = run;
  const inputs = state.inputs ?? {};
  const isUnknown = hasUnknown(inputs);
  const id = old?.id ?? (isUnknown ? UNKNOWN : Providers.newId(options.planning));
  const time = now();
  const { created = time, modified = time } = state;
  const isDefault = isDefaultProvider(state.urn);
  const isBare = isDefault && Object.keys(inputs).length === 0;
  const whole: Resource = {
    ...state,
    id,
    outputs: omit(inputs, "__internal"),
    created,
    modified: op === "update" ? time : modified,
  };
  const resource = {
    ...omit(whole, ...(isDefault ? (["propertyDependencies"] as const) : [])),
    ...(isBare && { inputs: undefined, outputs: undefined }),
  };
  const apply = async (): Promise<void> => {
    if (op === "same") keeper.keep(resource, old);
    else keeper.put(resource, old);
    if (!isUnknown && state.type === HOST_TYPE && !isDefault) await run.providers.open(resource, inputs);
  };
  return { op, resource, old, apply };
}
