import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { COVERAGE, coverageText, factFiles, factsIn, uncovered } from "./coverage";

describe("COVERAGE.md of the sandbox", () => {
  it("is current", function () {
    this.timeout(120_000);
    const files = factFiles();
    assert.deepEqual(uncovered(files), [], "facts without a test that names them");
    const text = coverageText(files);
    if (process.env.ORDS_COVERAGE === "write") writeFileSync(COVERAGE, text);
    assert.equal(readFileSync(COVERAGE, "utf8"), text);
  });

  it("reads the facts that titles name", () => {
    assert.deepEqual(factsIn("modules fact 7, 144, 150: replaces it"), [7, 144, 150]);
    assert.deepEqual(factsIn("views fact 139: says so"), [139]);
    assert.deepEqual(factsIn("come whole (facts 27 and 28)"), [27, 28]);
    assert.deepEqual(factsIn("a matter of fact, and of 3 others"), []);
  });
});
