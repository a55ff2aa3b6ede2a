import { changeOf } from "./display";
import type { Run } from "./run";
import { omit, type Resource } from "./state";
import { equal, plain, sealLike, sealNamed } from "./values";

/**
 * Reads one resource and compares what was found with its old inputs (rules 6, 9, 36, 37); false when that failed.
 * Components, providers and what is deleted ahead of a replacement are as they are.
 */
export async function refreshOne(run: Run, resource: Resource, isCounted = true): Promise<boolean> {
  const { keeper, report } = run;
  const { type, inputs = {}, outputs = {}, additionalSecretOutputs = [] } = resource;
  report.begin(changeOf("refresh", resource, resource));
  if (!resource.custom || resource.external || type.startsWith("pulumi:") || resource.pendingReplacement) {
    report.found(changeOf(isCounted ? "same" : "refresh", resource, resource), isCounted);
    return true;
  }
  try {
    const host = await run.hostOf(resource);
    const read = await run.inSlot(() => host.read({ ...resource, inputs, outputs }));
    if (!read.id) {
      keeper.forget(resource);
      report.found(changeOf(isCounted ? "delete" : "refresh", resource), isCounted);
      return true;
    }
    const diff = await host.diff(resource, { ...resource, ...read, inputs: read.inputs ?? inputs });
    const newInputs = read.inputs ? sealLike(read.inputs, inputs) : inputs;
    const isDifferent =
      diff.changes === "unknown" ? !equal(plain(newInputs), plain(inputs)) : diff.changes === "some";
    const found = sealNamed(sealLike(sealLike(read.outputs, inputs), outputs), additionalSecretOutputs);
    const isSame = equal(plain(found), plain(outputs)) && equal(plain(newInputs), plain(inputs));
    const now = {
      // Meanwhile something it depends on may have been found gone.
      ...omit(keeper.present(resource) ?? resource, "initErrors"),
      id: read.id,
      inputs: newInputs,
      outputs: found,
      ...(!isSame && { modified: new Date().toISOString() }),
    };
    keeper.change(resource, now);
    const op = !isCounted ? "refresh" : isDifferent ? "update" : "same";
    report.found(changeOf(op, resource, isDifferent ? now : resource), isCounted);
    return true;
  } catch (error) {
    run.fail("refresh", resource, error as Error);
    return false;
  }
}

/** Reads every targeted resource, all at once; entries without dependencies do not survive it (rules 6, 22). */
export async function refreshAll(
  run: Run,
  isCounted: boolean,
  isLeftOut: (urn: string) => boolean = () => false,
): Promise<void> {
  const resources = run.keeper.all.filter((resource) => !isLeftOut(resource.urn) && run.isTargeted(resource));
  await Promise.all(resources.map((resource) => refreshOne(run, resource, isCounted)));
  run.keeper.tidy(isLeftOut);
  await run.keeper.flush();
}
