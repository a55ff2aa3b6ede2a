import assert from "node:assert/strict";
import path from "node:path";
import { inspect } from "node:util";
import { adviceFor, knownCodes } from "../../provider/session/advice";
import { DatabaseError, isOrdsError, SettingsError } from "../../provider/session/errors";
import { masked, maskedError } from "../../provider/session/secrecy";
import { targetOf, urlTarget } from "../../provider/session/target";

const who = { user: "MYAPI", schema: "MYAPI" };
const where = { target: "db:1521/x", ...who, secrets: ["hush/pass word"] };

function said(text: string): string {
  return new DatabaseError({ doing: 'create module "api"' }, new Error(text), where).message;
}

describe("the table of failures", () => {
  it("knows the common ones of the database, the driver, Node, undici and HTTP", () => {
    assert.ok(knownCodes.size >= 30, `${knownCodes.size} codes`);
    const kinds = ["ORA-", "PLS-", "NJS-", "DPI-", "UND_ERR_", "HTTP ", "E"];
    for (const kind of kinds)
      assert.ok(
        [...knownCodes].some((code) => code.startsWith(kind)),
        kind,
      );
  });

  for (const code of knownCodes) {
    it(`${code} ends in a sentence that says what to do`, () => {
      // Some rows ask for more text than the code.
      const text = `${code}: identifier 'ORDS.X' must be declared ORDS_UNIQUE_PREFIX_UC DUPLICATE_ALIAS_ERROR`;
      const advice = adviceFor(text, who);
      assert.match(advice ?? "", /^[A-Z].+: .+\.$/);
      assert.doesNotMatch(advice ?? "", /[{}]/);
      assert.equal(
        said(text),
        `Could not create module "api" as MYAPI at db:1521/x: ${text}. ${advice ?? ""}`,
      );
    });
  }

  it("names the statement that gives a missing right", () => {
    const cases = [
      ["ORA-20031: no", "GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI"],
      ["ORA-01031: no", "GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI"],
      ["ORA-06598: no", "GRANT INHERIT PRIVILEGES ON USER MYAPI TO ORDS_METADATA"],
      ["ORA-01045: no", "GRANT CREATE SESSION TO MYAPI"],
      ["ORA-20012: no", "BEGIN ORDS.ENABLE_SCHEMA; COMMIT; END;"],
      ["PLS-00201: identifier 'ORDS_ADMIN' must be declared", "GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI"],
      ["PLS-00201: identifier 'ORDS_METADATA.ORDS' must be declared", "install ORDS"],
    ] as const;
    for (const [text, statement] of cases) assert.ok(adviceFor(text, who)?.includes(statement), text);
  });

  it("finds the telling code under the one on top (fact 149)", () => {
    assert.match(
      said(
        "ORA-01403: no data found\nORA-00001: unique constraint (ORDS_METADATA.ORDS_UNIQUE_PREFIX_UC) violated",
      ),
      /Another module of the schema has this base path/,
    );
    assert.match(said("ORA-01403: no data found"), /Something it refers to does not exist/);
  });

  it("lets an unknown code pass whole", () => {
    assert.equal(
      said("ORA-65535: nobody has met this"),
      'Could not create module "api" as MYAPI at db:1521/x: ORA-65535: nobody has met this.',
    );
  });

  it("takes no longer number for a shorter one", () => {
    assert.equal(adviceFor("HTTP 4040", who), undefined);
  });

  it("lets an object say more about a code than the table does", () => {
    const attempt = { doing: "enable", hints: { 1: "The alias belongs to another schema; choose another." } };
    const { message } = new DatabaseError(attempt, new Error("ORA-00001: taken"), where);
    assert.match(message, /ORA-00001: taken\. The alias belongs to another schema; choose another\.$/);
  });
});

describe("errors of this package", () => {
  it("are known across copies of it", () => {
    const file = path.join(__dirname, "../../provider/session/errors.ts");
    const first = require.cache[file];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    delete require.cache[file];
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const other = require(file) as { SettingsError: new (message: string) => Error };
    require.cache[file] = first;
    assert.notEqual(other.SettingsError, SettingsError);
    const foreign: unknown = new other.SettingsError("no");
    assert.ok(!(foreign instanceof SettingsError));
    assert.ok(isOrdsError(foreign));
    assert.equal((foreign as { code?: unknown }).code, "ORDS_SETTINGS");
  });

  it("keep the driver's error itself as cause where nothing secret is in it", () => {
    const cause = new Error("ORA-01017: no");
    assert.equal(new DatabaseError({ doing: "log in" }, cause, where).cause, cause);
  });

  it("hold no secret in any form, however they are printed", () => {
    const secret = "hush/pass word";
    const bytes = Buffer.from(secret);
    const forms = [secret, bytes.toString("base64"), bytes.toString("hex"), encodeURIComponent(secret)];
    for (const form of forms) {
      const deep = Object.assign(new Error(`deep ${form}`), { header: `Basic ${form}`, errorNum: 1017 });
      const cause = Object.assign(new Error(`ORA-01017: ${form}`, { cause: deep }), {
        code: "ORA-01017",
        offset: 5,
      });
      const error = new DatabaseError({ doing: `create ${form}` }, cause, where);
      const seen = inspect(error, { depth: Infinity, showHidden: true });
      assert.doesNotMatch(seen, /hush/);
      assert.ok(!seen.includes(form), seen);
      const kept = error.cause as Error & { code: string; offset: number };
      assert.deepEqual([kept.code, kept.offset], ["ORA-01017", 5]);
      assert.deepEqual((kept.cause as { errorNum: number }).errorNum, 1017);
    }
  });

  it("mask what is no error, too", () => {
    assert.equal(maskedError("hush-hush!", ["hush-hush"]), "[secret]!");
    assert.equal(masked("an x is no secret", ["x"]), "an x is no secret");
  });
});

describe("what messages call a database", () => {
  it("is host, port and service", () => {
    const descriptor =
      "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST = db.example.com)(PORT=1522))(CONNECT_DATA=(SERVICE_NAME=x_high)))";
    assert.equal(targetOf(descriptor), "db.example.com:1522/x_high");
    assert.equal(targetOf("tcps://db:1522/x?wallet_location=/w"), "tcps://db:1522/x");
    assert.equal(targetOf("mydb_high"), "mydb_high");
    assert.equal(urlTarget("https://host/ords/a/_/sql?x=1"), "https://host/ords/a/_/sql");
  });
});
