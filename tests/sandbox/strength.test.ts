import { strict as assert } from "node:assert";
import { soakSandbox } from "./strength";

describe("the whole sandbox's strength", () => {
  it("stands any bytes on any port, a crowd, log ons in a row and full speed", async function () {
    this.timeout(60_000);
    const seed = Date.now() % 1_000_000;
    const { calls, growth } = await soakSandbox(20, seed, 400, 60);
    console.log(`      ${calls} blocks at full speed, heap ${growth.toFixed(1)} MB (seed ${seed})`);
    assert.ok(calls > 10);
  });
});
