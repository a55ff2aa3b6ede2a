import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../index";
import { runScripts } from ".";

const folder = join(__dirname, "fixtures");

/** Scripts of shapes that public repositories have: exports of several versions, installers, removals, OAuth and JWT. */
describe("scripts of other people's shapes", () => {
  const files = [...readdirSync(folder).filter((name) => name.endsWith(".sql")), "nested/main.sql"];
  let loaded = 0;

  after(() => {
    process.stdout.write(`      ${loaded} of ${files.length} scripts load as they would on Oracle\n`);
  });

  for (const name of files) {
    it(name, async () => {
      const file = join(folder, name);
      const text = readFileSync(file, "utf8");
      const as = /^-- as (\w+)/m.exec(text)?.[1] ?? "MYAPI";
      const expected = Number(/^-- fails (\d+)/m.exec(text)?.[1] ?? 0);
      const sandbox = await Sandbox.start();
      let printed = "";
      try {
        const failed = await runScripts(sandbox, [file], as, (said) => {
          printed += said;
        });
        assert.equal(failed, expected, printed);
        assert.doesNotMatch(printed, /ORA-00600|not supported by the sandbox|compilation errors/);
        loaded++;
      } finally {
        await sandbox.stop();
      }
    });
  }
});
