import type { Deployment } from "./deployment";
import { nameOf, subjectOf } from "./providers";
import type { Op } from "./report";
import type { Resource } from "./state";
import { plainProps } from "./values";

/** Deletes: after everything else of a run, dependents first, several at once (rule 5). */
export class Deletion {
  constructor(readonly run: Deployment) {}

  /** Deletes one resource; false when it failed. */
  async one(resource: Resource, op: Op): Promise<boolean> {
    const { keeper, report, options } = this.run;
    const { urn, type, id = "", outputs = {}, inputs = {} } = resource;
    report.begin(op, subjectOf(resource));
    if (!options.planning) {
      const ended = keeper.begin({ type: "deleting", resource });
      try {
        const isReal =
          resource.custom && !resource.external && !type.startsWith("pulumi:") && !resource.retainOnDelete;
        const goesAlong = resource.deletedWith !== undefined && this.#going.has(resource.deletedWith);
        if (isReal && !goesAlong) {
          const host = await this.run.hostOf(resource);
          await host.delete(subjectOf(resource), id, plainProps(outputs), plainProps(inputs));
        }
      } catch (error) {
        ended();
        keeper.write();
        this.run.fail(op, { urn, type }, error as Error);
        return false;
      }
      ended();
    }
    keeper.remove(resource);
    report.end(op, subjectOf(resource));
    return true;
  }

  #going = new Set<string>();

  /** Deletes all of these; what a failed one needs stays. */
  async all(resources: readonly Resource[]): Promise<void> {
    const isKept = resources.filter(({ protect, delete: condemned }) => protect && !condemned);
    for (const { urn } of isKept) {
      this.run.report.say(
        "error",
        `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${urn}'\``,
        urn,
      );
    }
    if (isKept.length > 0) return;
    this.#going = new Set(resources.map(({ urn }) => urn));
    const jobs = new Map<Resource, Promise<boolean>>();
    const waits = new Map(
      resources.map((resource) => [
        resource,
        resources.filter((other) => other !== resource && needs(other, resource)),
      ]),
    );
    const start = (resource: Resource): Promise<boolean> => {
      const known = jobs.get(resource);
      if (known) return known;
      const job = (async () => {
        const before = await Promise.all((waits.get(resource) ?? []).map(start));
        if (before.includes(false)) return false;
        return this.run.slots.run(async () => !this.run.stopped && this.one(resource, opOf(resource)));
      })();
      jobs.set(resource, job);
      return job;
    };
    await Promise.all([...resources].reverse().map(start));
  }

  /** Dependents of these that are not among them, transitively (rule 20). */
  dependents(urns: ReadonlySet<string>): Resource[] {
    const gone = new Set(urns);
    return this.run.keeper.all.filter((resource) => {
      const isDependent = !gone.has(resource.urn) && needsOf(resource).some((need) => gone.has(need));
      if (isDependent) gone.add(resource.urn);
      return isDependent;
    });
  }

  /** A dependent is asked by diff with what it loses unknown, then the command fails (rule 20). */
  async refuseDependents(urns: ReadonlySet<string>, allowed: boolean): Promise<Resource[]> {
    const dependents = this.dependents(urns);
    for (const resource of dependents) {
      const loss = this.run.lossOf(resource, urns);
      if (loss) await this.run.diffLoss(resource, loss);
      if (allowed) continue;
      this.run.report.say(
        "error",
        `Resource '${resource.urn}' will be destroyed but was not specified in --target list.\nEither include resource in --target list or pass --target-dependents to proceed.`,
        resource.urn,
      );
    }
    return dependents;
  }

  label(urn: string): string {
    return nameOf(urn);
  }
}

const opOf = ({ delete: condemned, external }: Resource): Op =>
  condemned ? "delete-replaced" : external ? "discard" : "delete";

function needsOf({ parent, provider, dependencies = [], deletedWith }: Resource): string[] {
  const list = [parent, provider?.split("::").slice(0, 4).join("::"), deletedWith, ...dependencies];
  return list.filter((need): need is string => need !== undefined);
}

const needs = (dependent: Resource, resource: Resource): boolean => needsOf(dependent).includes(resource.urn);
