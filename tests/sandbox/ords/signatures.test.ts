import { strict as assert } from "node:assert";
import type { TypeName } from "../plsql/catalogue";
import { Bench } from "./fixture";
import { versions } from "./releases";
import { unsupported } from "./packages";
import { packageTables } from "./signatures";
import { switches } from "./switches";

/** An argument of each type. */
const samples: Readonly<Record<TypeName, string>> = {
  VARCHAR2: "'x'",
  CLOB: "'x'",
  BLOB: "null",
  NUMBER: "1",
  BOOLEAN: "true",
  "OWA.VC_ARR": "owa.vc_arr()",
  "ORDS_TYPES.T_CLIENT_KEY": "ords_types.oauth_client_key(p_id => 1)",
  "ORDS_TYPES.T_CLIENT_SECRET": "ords_types.oauth_client_secret()",
};

/** Errors that say that a call does not compile, or that the sandbox itself is broken. */
const compileError = /ORA-06550|PLS-\d/;

describe("signatures of ORDS's packages", () => {
  for (const version of versions) {
    it(`fact 99: every subprogram of ${version} can be called, by name and by position, or is refused by name`, async () => {
      const bench = await Bench.open({ version });
      const admin = bench.as("ADMIN");
      let calls = 0;
      const refused = new Set<string>();
      for (const { name, owner, subprograms } of bench.ords.packages) {
        for (const [subprogram, overloads] of Object.entries(subprograms)) {
          for (const { params, returns } of overloads) {
            const values = params.map(({ type }) => samples[type] ?? assert.fail(`no sample of ${type}`));
            const named = params.map((param, index) => `${param.name} => ${values[index]!}`);
            for (const args of [named, values]) {
              const call = `${owner}.${name}.${subprogram}(${args.join(", ")})`;
              const into = returns?.startsWith("ORDS_TYPES.")
                ? `declare r ${returns}; begin r := `
                : "begin :r := ";
              const text = returns === undefined ? `begin ${call}; end;` : `${into}${call}; end;`;
              calls++;
              const message = await admin
                .run(
                  `declare procedure p is ${text.replace(/^declare (r [^;]+;) begin/, "$1 begin")} begin p; end;`,
                  { R: null },
                )
                .then(
                  () => "",
                  (error: unknown) => (error as Error).message,
                );
              assert.doesNotMatch(message, compileError, call);
              assert.ok(message === "" || message.startsWith("ORA-"), `${call}: ${message}`);
              if (message.startsWith("ORA-20999")) {
                assert.equal(
                  message.split("\n")[0],
                  `ORA-20999: ${name}.${subprogram} is not supported by the sandbox`,
                );
                refused.add(`${name}.${subprogram}`);
              }
              admin.rollback();
            }
          }
        }
      }
      assert.ok(calls > 150, String(calls));
      assert.deepEqual([...refused].sort(), unsupported(bench.ords.packages).sort());
      bench.close();
    });
  }

  it("fact 148: unknown parameters, too many and too few arguments are PLS-00306", async () => {
    const bench = await Bench.open();
    const admin = bench.as("ADMIN");
    for (const { name, subprograms } of bench.ords.packages) {
      for (const [subprogram, [overload]] of Object.entries(subprograms)) {
        const call = `${name}.${subprogram}`;
        const text = (args: string): string =>
          overload?.returns === undefined ? `${call}(${args});` : `:r := ${call}(${args});`;
        const wrong = new RegExp(
          `ORA-06550: line 1, column \\d+:\\nPLS-00306: wrong number or types of arguments in call to '${subprogram}'`,
        );
        assert.match(await admin.fails(text("p_nothing => 1"), { R: null }), wrong, call);
        assert.match(await admin.fails(text(Array(20).fill("null").join(", ")), { R: null }), wrong, call);
        if (
          overload!.params.some((param) => param.default === undefined) &&
          subprograms[subprogram]!.length === 1
        )
          assert.match(await admin.fails(text(""), { R: null }), wrong, call);
      }
    }
    bench.close();
  });

  /** Names that are in no documentation and no trustworthy code. */
  const rejected = [
    "ORDS.DISABLE_SCHEMA",
    "ORDS_ADMIN.GRANT_ROLE",
    "ORDS.CREATE_PDB",
    "ORDS.SET_SESSION_DEFAULTS",
    "ORDS.RESET_SESSION_DEFAULTS",
    "ORDS_ADMIN.SET_SCHEMA_ORIGINS_ALLOWED",
    "ORDS.DEFINE_SERVICE_REF_CURSOR",
    "ORDS_SECURITY.CREATE_CLIENT",
  ];

  it("fact 147: names that nobody has documented are refused", async () => {
    for (const version of versions) {
      const bench = await Bench.open({ version, switches: { adminPrivilegeCalls: "present" } });
      const admin = bench.as("ADMIN");
      for (const path of rejected) {
        const [name, component] = path.split(".") as [string, string];
        const isThere = bench.ords.packages.some((spec) => spec.name === name);
        const message = await admin.fails(`${path}('x');`);
        assert.match(
          message,
          isThere ? new RegExp(`PLS-00302: component '${component}' must be declared`) : /PLS-00201/,
        );
      }
      assert.match(
        await admin.fails("declare v ords.varchar2_table; begin null; end;"),
        /PLS-00302|PLS-00201/,
      );
      const columns = (view: string): string[] =>
        bench.ords.views.find((one) => one.name === view)?.columns.map((column) => column.name) ?? [];
      assert.equal(columns("DBA_ORDS_ENABLED_SCHEMAS").length + columns("USER_ORDS_JWT_PROFILES").length, 0);
      for (const [view, names] of Object.entries({
        USER_ORDS_CLIENTS: ["GRANT_TYPE", "STATUS"],
        USER_ORDS_TEMPLATES: ["MODULE_NAME", "TEMPLATE_ID"],
        USER_ORDS_MODULES: ["MODULE_NAME", "BASE_PATH", "MODULE_ID"],
        USER_ORDS_HANDLERS: ["ITEMS_SOURCE"],
      })) {
        assert.ok(columns(view).length > 0);
        for (const name of names) assert.equal(columns(view).includes(name), false, `${view}.${name}`);
      }
      for (const { name } of bench.ords.views.filter((view) => view.name.startsWith("DBA_")))
        assert.equal(columns(name).includes("SCHEMA"), false);
      bench.close();
    }
  });

  it("fact 80: every package and subprogram has its own place in the tables", () => {
    const names = packageTables.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, subprograms } of packageTables)
      for (const [subprogram, { overloads }] of Object.entries(subprograms)) {
        const shapes = overloads.map(({ params, returns }) =>
          JSON.stringify([params.map(([one]) => one), returns]),
        );
        assert.equal(new Set(shapes).size, shapes.length, `${name}.${subprogram}`);
      }
    for (const [name, values] of Object.entries(switches)) assert.ok(values.length >= 2, name);
  });
});
