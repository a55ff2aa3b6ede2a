import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attributesOf } from "../../provider/lifecycle/check";
import { descriptions } from "./descriptions";
import { resourceTables, standingTables } from "./resourceTables";

const root = join(__dirname, "..", "..");

describe("the README", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");

  it("has the resources as their descriptions are: npm run docs", () => {
    assert.equal(standingTables(), resourceTables());
  });

  it("names only files and scripts that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    const paths = [...text.matchAll(/`((?:provider|tests|examples)\/[\w./-]*)`/g)].map(
      ([, path = ""]) => path,
    );
    assert.ok(links.length > 2 && paths.length > 8, "they were found");
    for (const path of [...links, ...paths])
      assert.ok(existsSync(join(root, path)), `${path} does not exist`);
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, name = ""] of text.matchAll(/npm run (\w+)/g)) {
      assert.ok(name in scripts, `there is no script ${name}`);
    }
  });

  it("begins with two commands and a first stack of less than 30 lines", () => {
    const [, first = ""] = /## A first stack\n([^]*?)\n## /.exec(text) ?? [];
    const code = [...first.matchAll(/```\w+\n([^]*?)```/g)].flatMap(([, block = ""]) =>
      block.trim().split("\n"),
    );
    assert.ok(code.length > 10 && code.length < 30, `${code.length} lines`);
  });
});

describe("the descriptions of resources", () => {
  for (const { lifecycle, properties, summary } of descriptions()) {
    const { type } = lifecycle;
    it(`${type}: every attribute is an argument with a comment, and every argument an attribute`, () => {
      // A template stands for module and pattern.
      const given = [...properties.keys()].filter((name) => !(type === "OrdsHandler" && name === "template"));
      // What is taken from another object is not for programs to give.
      const attributes = attributesOf(lifecycle).filter(([, { change }]) => change !== "look");
      assert.deepEqual(given.sort(), attributes.map(([name]) => name).sort());
      for (const [name, comment] of properties) assert.ok(comment.length > 10, `${name} has no comment`);
      assert.match(summary, /\.$/);
    });
  }
});
