import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "../..");

/** `fact 149`, `facts 9, 151`, `Facts 149 to 160`, and the lists of the sandbox's switches: `facts: [22, 162]`. */
function cited(text: string): number[] {
  const mentions = text.matchAll(/\bfacts?:? \[?(\d+(?:(?:, | and |, and | to )\d+)*)/gi);
  return [...mentions].flatMap(([, list]) =>
    list!.split(/, and |, | and /).flatMap((item) => {
      const [from, to = from] = item.split(" to ").map(Number) as [number, number?];
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    }),
  );
}

describe("FACTS.md", () => {
  const facts = readFileSync(path.join(root, "provider/ords/FACTS.md"), "utf8");
  const listed = [...facts.matchAll(/^- \*\*(\d+)\*\* /gm)].map(([, number]) => Number(number));

  it("has every fact that a comment or a test cites", () => {
    const missing = ["provider", "tests"].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
        .flatMap((name) => {
          const text = readFileSync(path.join(root, folder, name), "utf8");
          return cited(text)
            .filter((number) => !listed.includes(number))
            .map((number) => `${folder}/${name}: ${number}`);
        }),
    );
    assert.deepEqual(missing, []);
  });

  it("has each once, in order, with how sure it is", () => {
    assert.deepEqual(
      listed,
      [...new Set(listed)].sort((a, b) => a - b),
    );
    for (const line of facts.match(/^- \*\*\d+\*\* .*$/gm) ?? [])
      assert.match(line, /^- \*\*\d+\*\* \([DCI](?:\/[DCI])?\) /, line);
  });

  it("says where each source is", () => {
    const sources = new Set([...facts.matchAll(/^\[([\w-]+)\]: http/gm)].map(([, name]) => name));
    const used = [...facts.matchAll(/\[([\w-]+)\](?!:)/g)].map(([, name]) => name);
    assert.deepEqual(
      used.filter((name) => !sources.has(name)),
      [],
    );
  });

  it("is searched in every way a fact is cited", () => {
    assert.deepEqual(
      cited("fact 4; (facts 9, 151); Facts 149 to 151 and 180; facts: [22, 162]"),
      [4, 9, 151, 149, 150, 151, 180, 22, 162],
    );
  });
});
