import assert from "node:assert/strict";
import { kill } from "./kills";

describe("killed anywhere", function () {
  this.timeout(180_000);

  it("engine or provider host, and run again, a stack ends as without the kill", async function () {
    // Which host belongs to which engine is read from /proc.
    if (process.platform !== "linux") this.skip();
    const seed = Number(process.env["ORDS_TEST_SEED"] ?? Date.now() % 1_000_000);
    const { engines, hosts, convergences } = await kill(4, seed, 13, () => undefined);
    console.log(
      `      ${engines} engines and ${hosts} provider hosts killed, ${convergences} convergences (seed ${seed})`,
    );
    assert.ok(engines + hosts >= 4);
  });
});
