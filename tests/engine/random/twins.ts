import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineCommand } from "../engines";
import { type Aspect, ASPECTS, compare, type Differences } from "../replay/compare";
import { textOf } from "../replay/json";
import type { NormalStep } from "../replay/normalise";
import type { RecordedStep } from "../replay/recording";
import { type Outcome, Playground } from "../scenarios/playground";
import type { Chapter } from "./stories";

/** A run as a recording of itself: with another one every call is compared, and where resources come in turn their order. */
function recordingOf({ calls, ...step }: NormalStep, { command, world }: Chapter): RecordedStep {
  const pids = [...new Set(calls.map(({ pid }) => pid))];
  const isOrdered = ({ method }: { method?: unknown }): boolean =>
    /^(check|diff|create|update)$/.test(String(method));
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

/** What comes on stderr comes from several processes, in an order of chance. */
function inOrder(step: NormalStep): NormalStep {
  const sorted = (text: string): string => text.split("\n").filter(Boolean).sort().join("\n");
  const messages = step.messages.map((one) =>
    one.severity === "stderr" ? { ...one, text: sorted(one.text) } : one,
  );
  return { ...step, messages };
}

const WORLD = readFileSync(join(__dirname, "program.cjs"), "utf8");

/** One chapter on one engine. */
function live(twin: Playground, { command, world, steer }: Chapter): Promise<Outcome> {
  twin.write("world.json", JSON.stringify(world));
  return twin.run(command, { steer });
}

export interface Divergence {
  /** The chapter at which the two engines parted, from 1. */
  at: number;
  chapter: Chapter;
  differences: Differences;
}

/**
 * Lets a stack on each of two engines live through a story, up to the first chapter that they take differently. How that
 * is displayed is left to the recordings.
 */
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
      const differences = compare(recordingOf(inOrder(wanted), chapter), inOrder(found));
      delete differences.display;
      if (Object.keys(differences).length > 0) return { at: at + 1, chapter, differences };
    }
    return undefined;
  } finally {
    for (const twin of twins) twin.close();
  }
}

/** A divergence in words. */
export function told({ at, chapter, differences }: Divergence): string {
  const { command, world, steer } = chapter;
  const lines = (Object.keys(ASPECTS) as Aspect[]).flatMap((aspect) =>
    (differences[aspect] ?? []).map((line) => `  ${ASPECTS[aspect]}: ${line}`),
  );
  return [
    `step ${at}: ${command.join(" ")} ${JSON.stringify(steer)}`,
    ...world.things.map(
      ({ name, kind, args, options }) =>
        `  ${name}: ${kind} ${JSON.stringify(args)} ${JSON.stringify(options)}`,
    ),
    ...lines,
  ].join("\n");
}
