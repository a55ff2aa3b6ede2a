import fc, { type Arbitrary } from "fast-check";
import { CHANGES } from "./changes";
import { type Chance, isCustom, keyOf, type Pick, type Thing, thing, tidy, type World } from "./world";

/** One command of a story, the program as it then is, and how the provider misbehaves. */
export interface Chapter {
  command: string[];
  world: World;
  steer: Record<string, Record<string, unknown>>;
}

const urnOf = ({ name }: Thing): string => `**::${name}`;

/** How the provider misbehaves; everything but delays asks for a run in turn. */
function misbehaviour({ pick, often }: Chance, things: readonly Thing[], command: string): Chapter["steer"] {
  const those = things.filter(isCustom);
  if (those.length === 0) return {};
  const key = keyOf(pick(those));
  const faults: Record<string, [method: string, steer: Record<string, unknown>][]> = {
    up: [
      ["create", { throw: `no ${key}` }],
      ["update", { throw: `no update of ${key}` }],
      ["create", { partial: [`half of ${key}`, "and more"] }],
      ["update", { partial: [`half of ${key}`] }],
      ["delete", { throw: "busy" }],
      ["check", { failures: [{ property: "text", reason: "bad" }] }],
      ["check", { throw: "cannot check" }],
      ["diff", { throw: "cannot compare" }],
      ["diff", { answer: { changes: true, replaces: ["text"] } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["create", { outs: { text: "made otherwise" } }],
    ],
    refresh: [
      ["read", { gone: true }],
      ["read", { inputs: { text: "drifted" } }],
      ["read", { outs: { serial: "another" } }],
      ["read", { throw: "cannot look" }],
      ["diff", { answer: { changes: true } }],
    ],
    destroy: [["delete", { throw: "busy" }]],
  };
  const kind = command === "preview" ? "up" : command;
  const list = often(25) ? [...(faults[kind] ?? []), ...(faults.refresh ?? [])] : (faults[kind] ?? []);
  const [method, steer] = pick(list);
  return { [`${method} ${key}`]: steer };
}

function command(chance: Chance, things: readonly Thing[]): string[] {
  const { pick, often } = chance;
  const verb = pick(["up", "up", "up", "up", "up", "preview", "refresh", "refresh", "destroy"]);
  const words = [verb];
  if (verb !== "preview" && often(85)) words.push("--skip-preview");
  if ((verb === "up" || verb === "preview" || verb === "destroy") && often(12)) words.push("--refresh");
  if ((verb === "refresh" || verb === "destroy") && often(35)) words.push("--run-program");
  if (things.length > 0 && often(verb === "destroy" ? 50 : 15)) {
    words.push("--target", urnOf(pick(things)));
    if (often(50)) words.push("--target-dependents");
  } else if (things.length > 0 && often(10)) {
    words.push("--exclude", urnOf(pick(things)));
    if (often(50) && verb !== "destroy") words.push("--exclude-dependents");
  }
  if (verb === "up" && things.length > 0 && often(5)) words.push("--replace", urnOf(pick(things)));
  if (often(15) && verb !== "preview" && verb !== "refresh") words.push("--continue-on-error");
  if (often(15)) words.push("--diff");
  return words;
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
    const words = at === 0 ? ["up", "--skip-preview"] : command(chance, things);
    const steer = chance.often(at === 0 ? 20 : 40) ? misbehaviour(chance, things, words[0] ?? "") : {};
    const inTurn = Object.keys(steer).length > 0 || chance.often(50);
    const sources = things.filter(isCustom);
    const outputs: World["outputs"] =
      sources.length > 0
        ? { serial: { from: chance.pick(sources).name, output: "serial" }, size: { plain: chance.number(2) } }
        : {};
    chapters.push({
      command: inTurn ? [...words, "--parallel", "1"] : words,
      world: structuredClone({ things, outputs, inTurn }),
      steer,
    });
  }
  return chapters;
}

/** An alias is dropped in the step after the one that used it. */
const withoutAliases = (one: Thing): Thing => ({ ...one, options: { ...one.options, aliases: undefined } });

const stories = (length: number): Arbitrary<Chapter[]> =>
  fc.gen().map((generate) => {
    const number = (most: number): number => generate(fc.nat, most);
    const pick: Pick = (list) => list[number(list.length - 1)]!;
    return story({ pick, number, often: (percent) => number(99) < percent }, length);
  });

/** The story of a seed: always the same. */
export const storyOf = (seed: number, length: number): Chapter[] =>
  fc.sample(stories(length), { seed, numRuns: 1 })[0]!;
