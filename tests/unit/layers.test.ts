import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.join(__dirname, "../..");

/** Rooms of two houses from left to right; a room imports only itself and what is to its right. */
const HOUSES = {
  provider: ["resources", "lifecycle", "ords", "session"],
  "tests/engine/small": ["command", "program", "plan", "steps", "files", "display", "host", "state"],
};

interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Every import between the rooms of a set of files. */
function arrows(files: ReadonlyMap<string, string>): Arrow[] {
  return [...files].flatMap(([file, text]) =>
    ts
      .preProcessFile(text)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => name.startsWith("."))
      .map((name) => ({ from: file, to: path.posix.join(path.posix.dirname(file), name) })),
  );
}

/** Whether an arrow goes to the left. What stands in no room, as the front door does, may import everything in the house. */
const isWrongWay =
  (rooms: readonly string[]) =>
  ({ from, to }: Arrow): boolean => {
    const [left, right] = [from, to].map((file) => rooms.indexOf(file.split("/")[0]!)) as [number, number];
    return left !== -1 && right < left;
  };

describe("the layers of the provider and of the small engine", () => {
  for (const [house, rooms] of Object.entries(HOUSES))
    it(`import only to their right, in ${house}`, () => {
      const folder = path.join(root, house);
      const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        name.endsWith(".ts"),
      );
      const files = new Map(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
      assert.ok(files.size > 20, "the files were found");
      assert.deepEqual(
        arrows(files)
          .filter(isWrongWay(rooms))
          .map(({ from, to }) => `${from} -> ${to}`),
        [],
      );
    });

  it("are seen through: an arrow the other way is found", () => {
    const files = new Map([
      ["session/a.ts", 'import { b } from "../ords/b";'],
      ["ords/b.ts", 'import type { c } from "../provider";'],
      ["resources/d.ts", 'import { a } from "../session/a";'],
    ]);
    assert.deepEqual(arrows(files).filter(isWrongWay(HOUSES.provider)), [
      { from: "session/a.ts", to: "ords/b" },
      { from: "ords/b.ts", to: "provider" },
    ]);
  });
});
