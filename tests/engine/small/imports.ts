import { readFileSync } from "node:fs";
import { changeOf } from "./display";
import { plainGoal } from "./goal";
import type { Planner } from "./plan";
import { printed } from "./printed";
import { Problem } from "./problem";
import { isDefaultProvider, subjectOf } from "./providers";
import type { Run } from "./run";
import { openSecrets, type Resource } from "./state";
import { type Props, plainProps } from "./values";

/** A resource to import, as the command line's file or its arguments name it. */
export interface Wanted {
  type: string;
  name: string;
  id?: string;
  inputs?: Props;
  outputs?: Props;
}

/** The file of `pulumi import --file`. A secret in it has a plaintext; the provider's envelope is refused (rule 46). */
export function readImports(file: string): Wanted[] {
  let wanted: Wanted[];
  try {
    ({ resources: wanted = [] } = JSON.parse(readFileSync(file, "utf8")) as { resources?: Wanted[] });
  } catch (error) {
    throw new Problem(`could not read the import file ${file}: ${(error as Error).message}`);
  }
  for (const { name, type, outputs = {}, inputs = {} } of wanted) {
    try {
      openSecrets(outputs);
      openSecrets(inputs);
    } catch (error) {
      throw new Problem(
        `could not deserialize outputs for resource '${name}' of type '${type}': ${(error as Error).message}`,
      );
    }
  }
  return wanted;
}

/** Takes resources into the state: with inputs and outputs only check is called, else the host's read fails (rules 44 to 46). */
export async function importAll(run: Run, planner: Planner, wanted: readonly Wanted[]): Promise<void> {
  const { keeper, report, urns } = run;
  const stack = keeper.find(urns.root);
  for (const known of keeper.all.filter(({ urn }) => !isDefaultProvider(urn))) {
    report.begin(changeOf("same", known, known));
    report.end(changeOf("same", known, known));
  }
  const provider = await planner.provider(plainGoal("", "", {}));
  for (const known of keeper.all) keeper.keep(known, known);
  for (const { type, name, id = "", inputs, outputs } of wanted) {
    const urn = urns.of(type, name, stack?.urn);
    if (keeper.find(urn) || run.isStopped()) continue;
    const time = new Date().toISOString();
    const resource: Resource = {
      urn,
      custom: true,
      type,
      id,
      ...(stack && { parent: stack.urn }),
      protect: true,
      provider: `${provider.urn}::${provider.id ?? ""}`,
      created: time,
      modified: time,
    };
    const subject = subjectOf(resource);
    const apply = async (): Promise<void> => {
      const host = await run.hostOf(resource);
      if (!inputs || !outputs) {
        await host.read(subject, id);
        return;
      }
      const [asked, found] = [openSecrets(inputs), openSecrets(outputs)];
      const { failures } = await host.check(subject, plainProps(asked), plainProps(asked));
      for (const { property, reason } of failures) {
        const where = property ? `: property ${property} value {${printed(asked[property])}}` : "";
        report.say("warning", `${type} resource '${name}'${where} has a problem: ${reason}`, urn);
      }
      keeper.put({ ...resource, inputs: asked, outputs: found });
    };
    let reason = "";
    const step = async (): Promise<void> => {
      try {
        await apply();
      } catch (error) {
        reason = (error as Error).message;
        throw error;
      }
    };
    if (!(await run.execute([{ op: "import", resource, apply: step }])))
      report.say(
        "error",
        `${run.options.planning ? "preview" : "update"} failed: step application failed: ${reason}`,
      );
  }
}
