import type { Deployment } from "./deployment";
import { subjectOf } from "./providers";
import { omit, type Resource } from "./state";
import { equal, plain, plainProps, sealLike, sealNamed } from "./values";

/** Reads every resource, all at once, each followed by a diff against its old inputs (rules 6, 9, 36, 37). */
export async function refresh(run: Deployment, counted = true): Promise<void> {
  const { keeper, report, options } = run;
  const one = async (resource: Resource): Promise<void> => {
    if (!options.isTargeted(resource.urn)) return;
    const { urn, type, id = "", inputs = {}, outputs = {}, additionalSecretOutputs = [] } = resource;
    const subject = subjectOf(resource);
    report.begin("refresh", subject);
    if (!resource.custom || resource.external || type.startsWith("pulumi:")) {
      report.found("same", subject, counted);
      return;
    }
    try {
      const host = await run.hostOf(resource);
      const read = await run.slots.run(() => host.read(subject, id, plainProps(inputs), plainProps(outputs)));
      if (!read.id) {
        keeper.forget(resource);
        report.found("delete", subject, counted);
        return;
      }
      await host.diff(subject, read.id, read.outputs, plainProps(inputs), plainProps(inputs));
      const found = sealNamed(sealLike(sealLike(read.outputs, inputs), outputs), additionalSecretOutputs);
      const isSame = equal(plain(found), plain(outputs));
      const rest = omit(resource, "initErrors");
      const modified = isSame ? resource.modified : new Date().toISOString();
      const changed = {
        ...rest,
        id: read.id,
        outputs: found,
        modified,
        ...(read.inputs && { inputs: sealLike(read.inputs, inputs) }),
      };
      keeper.change(resource, changed);
      report.found(isSame ? "same" : "update", subject, counted);
    } catch (error) {
      run.fail("refresh", { urn, type }, error as Error);
    }
  };
  await Promise.all(keeper.all.filter((resource) => !resource.delete).map(one));
}
