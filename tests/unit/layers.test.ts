import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.join(__dirname, "../../provider");

/** From left to right; a room imports only itself and what is to its right. */
const rooms = ["resources", "lifecycle", "ords", "session"];

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

function wrongWay({ from, to }: Arrow): boolean {
  const [left, right] = [from, to].map((file) => rooms.indexOf(file.split("/")[0]!)) as [number, number];
  if (left === -1) return false;
  return right < left;
}

describe("the layers of the provider", () => {
  it("import only to their right", () => {
    const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const files = new Map(names.map((name) => [name, readFileSync(path.join(root, name), "utf8")]));
    assert.ok(files.size > 20, "the files were found");
    assert.deepEqual(
      arrows(files)
        .filter(wrongWay)
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
    assert.deepEqual(arrows(files).filter(wrongWay), [
      { from: "session/a.ts", to: "ords/b" },
      { from: "ords/b.ts", to: "provider" },
    ]);
  });
});
