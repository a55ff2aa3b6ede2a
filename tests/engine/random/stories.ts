import fc, { type Arbitrary } from "fast-check";
import { CHANGES } from "./changes";
import {
  command,
  edit,
  type Edit,
  imports,
  interruption,
  type Interruption,
  misbehaviour,
  type Steer,
  type Wanted,
} from "./commands";
import { type Chance, isCustom, outputs, type Pick, type Thing, thing, tidy, type World } from "./world";

/** One command of a story, the program as it then is, and what goes wrong. */
export interface Chapter {
  /** Done to the state before the command. */
  edit?: Edit;
  /** Commands before it. */
  before: string[][];
  command: string[];
  /** What the file of an import holds. */
  imports?: Wanted[];
  world: World;
  steer: Steer;
  interruption?: Interruption;
}

/** A story of so many commands on one stack. */
function story(chance: Chance, length: number): Chapter[] {
  let count = 0;
  const next = (): string => `n${++count}`;
  let things: Thing[] = [];
  for (let wanted = 3 + chance.number(4); wanted > 0; wanted--) things.push(thing(chance, next(), things));
  const chapters: Chapter[] = [];
  for (let at = 0; at < length; at++) {
    if (at > 0) {
      for (let changes = chance.number(3); changes > 0 && things.length > 0; changes--)
        things = tidy(chance.pick(CHANGES)(chance, things, next));
      things = things.map((one) =>
        chapters.at(-1)?.world.things.some(({ name }) => name === one.name) ? withoutAliases(one) : one,
      );
    }
    const imported = chance.often(8) ? imports(chance, things) : [];
    const words =
      imported.length > 0
        ? ["import", "--file", "imports.json", "--skip-preview", "--generate-code=false"]
        : at === 0
          ? ["up", "--skip-preview"]
          : command(chance, things);
    if (imported.length > 0 && chance.often(50)) words.push("--protect=false");
    const [verb = ""] = words;
    const those = things.filter(isCustom);
    const isCut = those.length > 0 && !["preview", "import"].includes(verb) && chance.often(10);
    const cut = isCut ? interruption(chance, those, verb) : undefined;
    const isFaulty = !cut && chance.often(at === 0 ? 20 : 40);
    const steer = cut ? { [cut.call]: { delay: 3000 } } : isFaulty ? misbehaviour(chance, things, verb) : {};
    const throws = things.length > 0 && chance.often(6);
    const inTurn = Object.keys(steer).length > 0 || throws || chance.often(50);
    const isCancelled = chapters.at(-1)?.interruption?.name === "SIGKILL";
    const hasEdit = at > 0 && things.length > 0 && chance.often(10);
    const hasConfig = chance.often(10);
    chapters.push({
      ...(imported.length > 0 && { imports: imported }),
      command: inTurn ? [...words, "--parallel", "1"] : words,
      world: structuredClone({
        things,
        outputs: outputs(chance, things),
        inTurn,
        ...(throws && { throwsAfter: chance.number(things.length - 1) }),
      }),
      steer,
      before: [
        ...(isCancelled ? [["cancel", "--yes"]] : []),
        ...(hasConfig ? [["config", "set", "recorder:user", chance.pick(["me", "you"])]] : []),
        ...(hasConfig && chance.often(40)
          ? [["config", "set", "--secret", "recorder:word", "hush-word"]]
          : []),
      ],
      ...(hasEdit && { edit: edit(chance, things) }),
      ...(cut && { interruption: cut }),
    });
  }
  return chapters;
}

/** An alias is dropped in the step after the one that used it. */
const withoutAliases = (one: Thing): Thing => ({ ...one, options: { ...one.options, aliases: undefined } });

/** fast-check prefers small numbers, of which every list would have its first entries. */
const evenly = (most: number): Arbitrary<number> => fc.noBias(fc.nat(most));

const stories = (length: number): Arbitrary<Chapter[]> =>
  fc.gen().map((generate) => {
    const number = (most: number): number => generate(evenly, most);
    const pick: Pick = (list) => list[number(list.length - 1)]!;
    return story({ pick, number, often: (percent) => number(99) < percent }, length);
  });

/** The story of a seed: always the same. */
export const storyOf = (seed: number, length: number): Chapter[] =>
  fc.sample(stories(length), { seed, numRuns: 1 })[0]!;
