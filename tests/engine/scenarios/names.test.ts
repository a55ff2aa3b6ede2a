import assert from "node:assert/strict";
import { onEveryEngine, type Program, writes } from "./playground";

/** Programs of which the second step asks for a name that is taken, and what is said of it. */
const TAKEN: [title: string, program: Program, wanted: RegExp][] = [
  [
    "one name twice",
    ({ Item, step }) => {
      const a = new Item("a", { key: "a" });
      if (step === 2) new Item("a", { key: "b" }, { dependsOn: [a] });
    },
    /Duplicate resource URN '\S+::a'; try giving it a unique name/,
  ],
  [
    "one former name of two",
    async ({ Item, step }) => {
      if (step === 1) new Item("a", { key: "a" });
      else {
        const b = new Item("b", { key: "a" }, { aliases: [{ name: "a" }] });
        new Item("c", { key: "c" }, { aliases: [{ name: "a" }], dependsOn: [b] });
      }
    },
    /Duplicate resource alias '\S+::a' applied to resource with URN '\S+::c' conflicting with resource with URN '\S+::b'/,
  ],
  [
    "a name that an alias has taken",
    ({ Item, step }) => {
      if (step === 1) new Item("a", { key: "a" });
      else {
        const b = new Item("b", { key: "a" }, { aliases: [{ name: "a" }] });
        new Item("a", { key: "c" }, { dependsOn: [b] });
      }
    },
    /Duplicate resource URN '\S+::a' conflicting with alias on resource with URN '\S+::b'/,
  ],
];

onEveryEngine("A name that is taken (rule 57)", (play) => {
  for (const [title, program, wanted] of TAKEN) {
    it(`ends the program: ${title}`, async () => {
      const stack = await play(program);
      await stack.up();
      const refused = await stack.failingUp({ step: 2 });
      assert.match(refused.stdout, wanted);
      assert.deepEqual(writes(refused), []);
    });
  }
});
