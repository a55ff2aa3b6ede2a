import assert from "node:assert/strict";
import { ignoring } from "../small/state/paths";
import { Tree } from "../small/display/tree";
import { seal } from "../small/state/values";

describe("ignoreChanges by path (rule 49)", () => {
  const olds = { text: "old", map: { a: 1, deep: { b: 2 } }, list: ["x", "y"] };
  const cases: [title: string, news: object, path: string, result: object, isPossible: boolean][] = [
    ["a property", { text: "new" }, "text", { text: "old" }, true],
    ["a property that was not there goes", { other: 1 }, "other", {}, true],
    [
      "inside a map",
      { map: { a: 9, deep: { b: 9 } } },
      "map.deep.b",
      { map: { a: 9, deep: { b: 2 } } },
      true,
    ],
    ["in a map that is not there any more", { text: "new" }, "map.deep.b", { text: "new" }, false],
    ["in a map that was not there", { late: { a: 1 } }, "late.a", { late: {} }, true],
    ["neither here nor there", { text: "new" }, "late.a.b", { text: "new" }, true],
    ["an item of a list", { list: ["n", "m"] }, "list[1]", { list: ["n", "y"] }, true],
    [
      "an item of a list that was shorter",
      { list: ["n", "m", "o"] },
      "list[2]",
      { list: ["n", "m", "o"] },
      false,
    ],
    ["all of a map", { map: { a: 9, c: 3 } }, "map.*", { map: { a: 1, deep: { b: 2 } } }, true],
    ["quoted", { map: { a: 9 } }, 'map["a"]', { map: { a: 1 } }, true],
    ["everything", { text: "new", other: 1 }, "*", olds, true],
  ];
  for (const [title, news, path, result, isPossible] of cases) {
    it(title, () => {
      const { inputs, impossible } = ignoring({ ...news }, [path], olds);
      assert.deepEqual([inputs, impossible], [result, isPossible ? [] : [path]]);
    });
  }
});

describe("The tree of --diff (rule 50)", () => {
  const tree = new Tree({ isShort: true });

  it("shows what is new, gone, other and the same, in objects and lists", () => {
    const olds = { kept: "a", gone: 1, other: { deep: [1, 2], same: true } };
    const news = { kept: "a", late: ["x"], other: { deep: [1, 3], same: true } };
    assert.equal(
      tree.of(news, olds, 2),
      [
        "      - gone : 1",
        '        kept : "a"',
        "      + late : [",
        '      +     [0]: "x"',
        "        ]",
        "      ~ other: {",
        "          ~ deep: [",
        "                [0]: 1",
        "              ~ [1]: 2 => 3",
        "            ]",
        "            same: true",
        "        }",
        "",
      ].join("\n"),
    );
  });

  it("shows a text of several lines by line, and JSON inside a text as what it says", () => {
    const text = (middle: string): string =>
      ["begin", "  one;", `  ${middle};`, "  three;", "end;"].join("\n");
    assert.equal(
      tree.of({ source: text("new") }, { source: text("old") }, 2),
      "      ~ source: \n            begin\n              one;\n          -   old;\n          +   new;\n              three;\n            end;\n",
    );
    assert.equal(
      tree.of({ rule: '{"a":2}' }, { rule: '{"a":1}' }, 2),
      "      ~ rule: (json) {\n          ~ a: 1 => 2\n        }\n",
    );
    assert.equal(
      tree.of({ rule: seal("hush") }, { rule: '{"a":1}' }, 2),
      "      ~ rule: (json) {\n          - a: 1\n        }\n => [secret]\n",
    );
  });

  it("cuts texts after three lines and 150 characters, but not those of a refresh or an import", () => {
    const text = `${"x".repeat(151)}\nb\nc\nd`;
    const line = (shown: string): string => `    text: ${JSON.stringify(shown)}\n`;
    assert.equal(tree.of({ text }, undefined, 1), line(`${"x".repeat(150)}...\nb\nc\n...`));
    assert.equal(new Tree({ isShort: false }).of({ text }, undefined, 1), line(text));
  });

  it("of outputs it shows those that are no inputs or differ, the stack's all", () => {
    const outputs = { key: "a", serial: "s", revision: 2 };
    const olds = { key: "a", serial: "s", revision: 1 };
    const inputs = { key: "a" };
    assert.equal(
      tree.ofOutputs(outputs, olds, { inputs, indent: 1, isWhole: false }),
      "  ~ revision: 1 => 2\n",
    );
    assert.equal(
      tree.ofOutputs(outputs, olds, { indent: 1, isWhole: true }),
      '    key     : "a"\n  ~ revision: 1 => 2\n    serial  : "s"\n',
    );
    assert.equal(tree.ofOutputs(olds, olds, { indent: 1, isWhole: false }), "");
  });
});
