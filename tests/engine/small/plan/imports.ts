import { readFileSync } from "node:fs";
import { changeOf } from "../display/display";
import type { CheckFailure } from "../host/host";
import type { Planner } from "./planner";
import { problemOf } from "./printed";
import { Problem } from "../state/problem";
import type { Run } from "../steps/run";
import { isDefaultProvider, openSecrets, type Resource } from "../state/state";
import type { Props } from "../state/values";

/** A resource to import, as the command line's file or its arguments name it. */
export interface Wanted {
  type: string;
  name: string;
  id?: string;
  inputs?: Props;
  outputs?: Props;
  component?: boolean;
  /** A name in the file's `nameTable`, or of another resource in the file. */
  parent?: string;
}

/** The file of `pulumi import --file`. A secret in it has a plaintext; the provider's envelope is refused (rule 46). */
export function readImports(file: string): Wanted[] {
  let wanted: Wanted[];
  try {
    const content = JSON.parse(readFileSync(file, "utf8")) as {
      resources?: Wanted[];
      nameTable?: Record<string, string>;
    };
    const urnOf = (name: string): string => content.nameTable?.[name] ?? name;
    wanted = (content.resources ?? []).map((one) => ({
      ...one,
      ...(one.parent && { parent: urnOf(one.parent) }),
    }));
  } catch (error) {
    const isLost = (error as { code?: string }).code === "ENOENT";
    const reason = isLost ? `open ${file}: no such file or directory` : (error as Error).message;
    throw new Problem(`could not read import file: ${reason}`);
  }
  const nameless = wanted.find(({ id, component }) => !id && !component);
  if (nameless) throw new Problem(`resource '${nameless.name}' of type '${nameless.type}' has no ID`);
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

/** A check that fails does not stop an import: its provider made these inputs (rule 46). */
function sayFailures(
  run: Run,
  { urn, type }: Resource,
  failures: readonly CheckFailure[],
  inputs: Props,
): void {
  const provider = type.split(":")[0] ?? "";
  const say = (text: string): void => run.report.say("warning", text, urn);
  if (failures.length > 0)
    say(
      `One or more imported inputs failed to validate. This is almost certainly a bug in the \`${provider}\` provider. The import will still proceed, but you will need to edit the generated code after copying it into your program.`,
    );
  for (const failure of failures) say(problemOf({ urn, type }, failure, inputs));
}

/** Takes resources into the state: with inputs and outputs only check is called, else the host's read fails (rules 44 to 46). */
export async function importAll(
  run: Run,
  planner: Planner,
  wanted: readonly Wanted[],
  isProtected: boolean,
): Promise<void> {
  const { keeper, report, urns } = run;
  if (wanted.length === 0) return;
  const time = new Date().toISOString();
  for (const known of keeper.all.filter(({ urn }) => !isDefaultProvider(urn))) {
    report.begin(changeOf("same", known, known));
    report.end(changeOf("same", known, known));
  }
  if (!keeper.find(urns.root)) {
    const type = "pulumi:pulumi:Stack";
    const root: Resource = { urn: urns.root, custom: false, type, created: time, modified: time };
    await run.execute([{ op: "create", resource: root, apply: () => keeper.put(root) }]);
  }
  const provider = await planner.provider({ type: "" });
  for (const known of keeper.all) keeper.keep(known, known);
  const made = new Map<string, string>();
  for (const { type, name, id = "", inputs, outputs, component = false, parent = urns.root } of wanted) {
    const parentUrn = made.get(parent) ?? parent;
    const urn = urns.of(type, name, parentUrn);
    made.set(name, urn);
    if (keeper.find(urn) || run.isStopped()) continue;
    const resource: Resource = {
      urn,
      custom: !component,
      type,
      ...(!component && { id }),
      parent: parentUrn,
      ...(isProtected && !component && { protect: true }),
      ...(!component && { provider: `${provider.urn}::${provider.id ?? ""}` }),
      created: time,
      modified: time,
    };
    const apply = async (): Promise<void> => {
      if (component) {
        keeper.put(resource);
        return;
      }
      const host = await run.hostOf(resource);
      if (!inputs || !outputs) {
        await host.read(resource);
        return;
      }
      const [asked, found] = [openSecrets(inputs), openSecrets(outputs)];
      const { failures } = await host.check(resource, asked, asked);
      sayFailures(run, resource, failures, asked);
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
