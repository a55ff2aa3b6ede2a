import type { Wanted } from "../files/imports";
import type { CheckFailure } from "../host/host";
import type { Planner } from "./planner";
import { problemOf } from "./printed";
import type { Run, Step } from "../steps/run";
import { during, ownStep, sameStep } from "../steps/steps";
import { HOST_TYPE, isProvider, omit, openSecrets, type Resource } from "../state/state";
import type { Props } from "../state/values";

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
  for (const failure of failures) say(problemOf(urn, failure, inputs));
}

/** Takes a resource into the state: with inputs and outputs only check is called, else the host's read fails (rules 44 to 46). */
async function importOne(run: Run, resource: Resource, { inputs, outputs }: Wanted): Promise<void> {
  const { keeper } = run;
  const { urn, parent = "", custom } = resource;
  if (keeper.find(urn)) throw new Error(`resource '${urn}' already exists`);
  if (!keeper.find(parent)) throw new Error(`unknown parent '${parent}' for resource '${urn}'`);
  if (!custom) {
    keeper.put(resource);
    return;
  }
  const [asked, found] = [openSecrets(inputs ?? {}), openSecrets(outputs ?? {})];
  const whole = { ...resource, inputs: asked, outputs: found };
  const pending = { ...omit(whole, "id", "created", "modified"), importID: resource.id };
  await during(run, "importing", pending, async () => {
    const host = await run.hostOf(resource);
    if (!inputs || !outputs) {
      await host.read(resource);
      return;
    }
    const { failures } = await host.check(resource, asked, asked);
    sayFailures(run, resource, failures, asked);
    keeper.put(whole);
  });
}

/** Finds the providers of what is to be imported, or makes them: default ones, those in the file, and others (rule 83). */
async function providersOf(
  planner: Planner,
  wanted: readonly Wanted[],
): Promise<(one: Wanted) => Resource | undefined> {
  const { run } = planner;
  const { keeper, urns } = run;
  const byDefault = new Map<Wanted, Resource>();
  const time = new Date().toISOString();
  const explicit = new Map<string, Resource>();
  const add = (urn: string, more: Partial<Resource> = {}): unknown =>
    explicit.set(urn, { urn, custom: true, type: HOST_TYPE, created: time, modified: time, ...more });
  for (const { type, name, parent, inputs, version } of wanted)
    if (isProvider(type)) {
      const asked = { ...openSecrets(inputs ?? {}), ...(version && { version, __internal: {} }) };
      add(urns.of(type, name, parent), { parent, inputs: asked });
    }
  for (const one of wanted) {
    const { type, provider, component, version } = one;
    if (provider && !explicit.has(provider)) add(provider);
    if (!provider && !component && !isProvider(type))
      byDefault.set(one, await planner.provider({ type: "", version }));
  }
  const unmade = [...explicit.values()].filter(({ urn }) => !keeper.find(urn));
  unmade.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  await Promise.all(unmade.map((provider) => run.execute([ownStep(run, provider, undefined, "create")])));
  return (one) => (one.provider ? keeper.find(one.provider) : byDefault.get(one));
}

/** Keeps what there is, makes a stack and providers where there are none, and imports the rest, parents first (rule 83). */
export async function importAll(
  planner: Planner,
  wanted: readonly Wanted[],
  isProtected: boolean,
): Promise<void> {
  const { run } = planner;
  const { keeper, report, urns } = run;
  if (wanted.length === 0) return;
  const time = new Date().toISOString();
  for (const known of keeper.all.filter((one) => !one.delete))
    await run.execute([sameStep(run, known, known)]);
  if (!keeper.find(urns.root)) {
    const type = "pulumi:pulumi:Stack";
    const root: Resource = { urn: urns.root, custom: false, type, created: time, modified: time };
    await run.execute([{ op: "create", resource: root, apply: () => keeper.put(root) }]);
  }
  const providerOf = await providersOf(planner, wanted);
  const reasons: string[] = [];
  let left = wanted.flatMap((one): Step[] => {
    const { type, name, id = "", component = false, parent = urns.root } = one;
    const urn = urns.of(type, name, parent);
    const known = keeper.find(urn);
    if (isProvider(type) || (known && (known.id ?? "") === id)) return [];
    const provider = providerOf(one);
    const resource: Resource = {
      urn,
      custom: !component,
      type,
      ...(!component && { id, provider: `${provider?.urn ?? ""}::${provider?.id ?? ""}` }),
      parent,
      ...(isProtected && { protect: true }),
      created: time,
      modified: time,
    };
    const apply = (): Promise<void> =>
      importOne(run, resource, one).catch((error: unknown) => {
        reasons.push((error as Error).message);
        throw error;
      });
    return [{ op: "import", resource, isAlone: true, apply }];
  });
  while (left.length > 0 && run.failed.size === 0 && !run.isStopped()) {
    const later = new Set(left.map(({ resource }) => resource.urn));
    const now = left.filter(({ resource }) => !later.has(resource.parent ?? ""));
    left = left.filter((step) => !now.includes(step));
    await Promise.all(now.map((step) => run.execute([step])));
  }
  const [reason] = reasons;
  const what = run.options.planning ? "preview" : "update";
  if (reason) report.say("error", `${what} failed: step application failed: ${reason}`);
}
