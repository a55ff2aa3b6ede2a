import assert from "node:assert/strict";
import { OraError } from "../errors";
import { Sqlite } from "./sqlite";

describe("SQLite under the store", () => {
  it("refuses a statement with an error of the database that has its own as cause", async () => {
    const sqlite = await Sqlite.open();
    try {
      for (const go of [
        () => sqlite.prepare("select row_number() from t"),
        () => sqlite.all("select json_each(1, 2, 3)", []),
      ]) {
        assert.throws(go, (error) => {
          assert.ok(error instanceof OraError);
          assert.equal(error.code, 3001);
          assert.match(error.message, /not supported by the sandbox/);
          assert.match(String(error.cause), /SQLite refuses .*\nselect /);
          return true;
        });
      }
    } finally {
      sqlite.close();
    }
  });
});
