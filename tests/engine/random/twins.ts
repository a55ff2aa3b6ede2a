import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineCommand } from "../engines";
import { type Aspect, ASPECTS, compare, type Differences } from "../replay/compare";
import { type JsonObject, listOf, objectOf, parse, textOf } from "../replay/json";
import type { NormalStep } from "../replay/normalise";
import type { LogLine, RecordedStep } from "../replay/recording";
import { type Outcome, Playground } from "../scenarios/playground";
import type { Edit } from "./commands";
import type { Chapter } from "./stories";

/** A run as a recording of itself: with another one every call is compared, and where resources come in turn their order. */
function recordingOf({ calls, ...step }: NormalStep, { command, world }: Chapter): RecordedStep {
  const pids = [...new Set(calls.map(({ pid }) => pid))];
  // A refresh compares in the order of the state, in which what was made side by side may stand either way.
  const ordered = command.some((word) => word.includes("refresh"))
    ? /^(check|create|update)$/
    : /^(check|diff|create|update)$/;
  const isOrdered = ({ method }: { method?: unknown }): boolean => ordered.test(String(method));
  return {
    ...step,
    command: command.join(" "),
    env: {},
    mostAtOnce: {},
    calls: calls.map(({ pid, begin, end, detail }, n) => ({
      ...detail,
      n,
      method: textOf(detail.method),
      type: textOf(detail.type),
      process: pids.indexOf(pid),
      after:
        world.inTurn && isOrdered(detail)
          ? calls.flatMap((other, at) => (other.end < begin && isOrdered(other.detail) ? [at] : []))
          : [],
      ...(end === Infinity && { ended: false as const }),
    })),
  };
}

/** Of a program that was ended by a Ctrl-C either is said, by chance (rule 43). */
const ENDED = /context canceled|an unhandled error occurred: Program exited with non-zero exit code: -1/g;

/** What comes on stderr comes from several processes, in an order of chance. */
function inOrder(step: NormalStep): NormalStep {
  const sorted = (text: string): string => text.split("\n").filter(Boolean).sort().join("\n");
  const told = (text: string): string => text.replace(ENDED, "<the program was ended>");
  const messages = step.messages.map(({ severity, text, ...rest }) => {
    return { ...rest, severity, text: told(severity === "stderr" ? sorted(text) : text) };
  });
  return { ...step, messages, display: step.display.map(told) };
}

const WORLD = readFileSync(join(__dirname, "program.cjs"), "utf8");

const EDITS: Record<Edit["what"], (resource: JsonObject) => JsonObject[]> = {
  drop: () => [],
  alter: (resource) => [{ ...resource, outputs: { ...objectOf(resource.outputs), text: "edited" } }],
  protect: (resource) => [{ ...resource, protect: true }],
  condemn: (resource) => [{ ...resource, delete: true }],
  unfinish: (resource) => [{ ...resource, initErrors: ["half"] }],
  await: (resource) => [{ ...resource, pendingReplacement: true }],
};

/** Exports the state, changes one resource in it by hand, and imports it again. */
async function edited(twin: Playground, { what, name }: Edit): Promise<void> {
  const exported = objectOf(parse((await twin.good(["stack", "export"])).stdout));
  const deployment = objectOf(exported.deployment);
  const resources = listOf(deployment.resources).map(objectOf);
  const isNeeded = (urn: string): boolean =>
    resources.filter((one) => JSON.stringify(one).includes(`${urn}"`)).length > 1;
  const next = resources.flatMap((one) => {
    const urn = textOf(one.urn);
    return urn.endsWith(`::${name}`) && !(what === "drop" && isNeeded(urn)) ? EDITS[what](one) : [one];
  });
  twin.write("state.json", { ...exported, deployment: { ...deployment, resources: next } });
  await twin.run(["stack", "import", "--file", "state.json"]);
}

/** One chapter on one engine. */
async function live(twin: Playground, chapter: Chapter): Promise<Outcome> {
  const { command, imports, world, steer, before, edit, interruption } = chapter;
  twin.write("world.json", JSON.stringify(world));
  if (imports) twin.write("imports.json", JSON.stringify({ resources: imports }));
  for (const words of before) await twin.run(words);
  if (edit) await edited(twin, edit);
  if (!interruption) return twin.run(command, { steer });
  const { name, call, again } = interruption;
  const isCall = ({ event, method, key }: LogLine): boolean =>
    event === "begin" && `${textOf(method)} ${textOf(key)}` === call;
  const signal = { name, when: (log: LogLine[]) => log.some(isCall), settle: 400, watch: 4500, again };
  return twin.run(command, { steer, signal });
}

/** Whether the real engine calls its own state invalid or panics, which ends the story. */
const isDefect = ({ messages, exitCode }: Outcome): boolean =>
  exitCode === 2 || messages.some(({ text }) => text.includes("snapshot integrity failure"));

export interface Divergence {
  /** The chapter at which the two engines parted, from 1. */
  at: number;
  chapter: Chapter;
  differences: Differences;
}

/** Lets a stack on each of two engines live through a story, up to the first chapter that they take differently. */
export async function divergence(
  story: readonly Chapter[],
  real: EngineCommand,
  other: EngineCommand,
): Promise<Divergence | undefined> {
  const twins = [new Playground(real), new Playground(other)] as const;
  try {
    await Promise.all(twins.map((twin) => twin.open(WORLD)));
    for (const [at, chapter] of story.entries()) {
      const [wanted, found] = await Promise.all([live(twins[0], chapter), live(twins[1], chapter)]);
      if (isDefect(wanted)) return undefined;
      const differences = compare(recordingOf(inOrder(wanted), chapter), inOrder(found));
      if (Object.keys(differences).length > 0) return { at: at + 1, chapter, differences };
    }
    return undefined;
  } finally {
    for (const twin of twins) twin.close();
  }
}

/** A divergence in words. */
export function told({ at, chapter, differences }: Divergence): string {
  const { command, imports, world, steer, before, edit, interruption } = chapter;
  const lines = (Object.keys(ASPECTS) as Aspect[]).flatMap((aspect) =>
    (differences[aspect] ?? []).map((line) => `  ${ASPECTS[aspect]}: ${line}`),
  );
  return [
    `step ${at}: ${JSON.stringify({ before, edit, imports, interruption })} ${command.join(" ")} ${JSON.stringify(steer)}`,
    ...world.things.map(
      ({ name, kind, args, options }) =>
        `  ${name}: ${kind} ${JSON.stringify(args)} ${JSON.stringify(options)}`,
    ),
    ...lines,
  ].join("\n");
}
