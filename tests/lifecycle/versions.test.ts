import assert from "node:assert/strict";
import { versions } from "../sandbox/ords/releases";
import { switches } from "../sandbox/ords/switches";
import { declare, message, openSite } from "./fixture";
import type { Declared, Site } from "./fixture";

/** `ORDS_TEST_PROFILES=all` runs every version and both ways of every switch; left out, a sample of them. */
const isWhole = process.env["ORDS_TEST_PROFILES"] === "all";

interface Profile {
  readonly version: string;
  readonly switches: Readonly<Record<string, string>>;
}

/** Each value but the default, by itself: the default ones are in the profiles without a switch. */
const switched: readonly Profile[] = Object.entries(switches).flatMap(([name, values]) =>
  values.slice(1).map((value) => ({ version: "25.4", switches: { [name]: value } })),
);

const sample = ["enableSchemaRepeat", "redefinedModuleLink", "adminUpdateClient"];

const profiles: readonly Profile[] = [
  ...versions.map((version) => ({ version, switches: {} })),
  ...(isWhole ? switched : switched.filter((one) => sample.includes(Object.keys(one.switches)[0]!))),
];

/** All kinds of objects that a version has, each with a change of every kind: in place, by rebuild, by move. */
function program(version: string, schema: string | undefined, changed: boolean): Declared[] {
  const isOld = version === "22.4";
  const common = schema === undefined ? {} : { schema };
  const source = `begin htp.p('${changed ? "two" : "one"}'); end;`;
  const module = changed ? "second" : "first";
  const all: (Declared | false)[] = [
    declare("schema", "OrdsSchema", {
      schema: schema ?? "MYAPI",
      alias: `${schema ?? "own"}-${changed ? "moved" : "start"}`,
    }),
    declare("module", "OrdsModule", {
      name: module,
      basePath: changed ? "/b/" : "/a/",
      itemsPerPage: changed ? 10 : 25,
      comments: changed ? "two" : "one",
      originsAllowed: ["https://a"],
      ...common,
    }),
    declare("template", "OrdsTemplate", {
      module,
      pattern: "held",
      priority: changed ? 5 : 3,
      comments: "held",
      ...common,
    }),
    declare("get", "OrdsHandler", {
      module,
      pattern: "held",
      source,
      sourceType: "plsql/block",
      parameters: [{ name: "X-A", bindVariable: "a" }],
      ...common,
    }),
    declare("post", "OrdsHandler", {
      module,
      pattern: changed ? "there" : "here",
      method: "POST",
      source: "y".repeat(40_000),
      ...common,
    }),
    declare("put", "OrdsHandler", {
      module,
      pattern: "here",
      method: "PUT",
      source: "select 1 from dual",
      ...common,
    }),
    declare("role", "OrdsRole", { name: changed ? "WRITER" : "READER", ...common }),
    declare("privilege", "OrdsPrivilege", {
      name: changed ? "write" : "read",
      roles: [changed ? "WRITER" : "READER"],
      patterns: changed ? ["/b/*", "/c"] : ["/a/*"],
      modules: [module],
      ...common,
    }),
    declare("client", "OrdsOAuthClient", {
      name: changed ? "c2" : "c1",
      description: changed ? "two" : "one",
      roles: [changed ? "WRITER" : "READER"],
      privileges: [changed ? "write" : "read"],
      // OAUTH cannot change the lifetimes of a client's tokens.
      ...(isOld ? {} : { tokenDuration: changed ? 60 : 120 }),
      ...common,
    }),
    declare("object", "OrdsAutoRest", { object: "ORDERS", alias: changed ? "o2" : "o1", ...common }),
    !isOld &&
      declare("jwt", "OrdsJwtProfile", {
        issuer: "https://i",
        audience: changed ? "b" : "a",
        jwkUrl: "https://i/keys",
        ...common,
      }),
  ];
  return all.filter((one) => one !== false);
}

describe("every version and both ways of what is not known", function () {
  this.timeout(60_000);
  for (const profile of profiles) {
    const title = [
      profile.version,
      ...Object.entries(profile.switches).map(([name, value]) => `${name}: ${value}`),
    ];
    describe(title.join(", "), () => {
      let site: Site;
      before(async () => {
        site = await openSite({ ...profile, isBare: true });
      });
      after(() => site.stop());

      const ways: readonly (string | undefined)[] =
        profile.version === "22.4" ? [undefined] : [undefined, "OTHER"];
      for (const schema of ways) {
        it(`${schema ?? "the user's own schema"}: made, changed, kept, and gone`, async () => {
          const stack = site.stack(
            schema === undefined && profile.switches["selfEnablement"] !== "restricted" ? "MYAPI" : "ADMIN",
          );
          const own = profile.switches["selfEnablement"] === "restricted" ? "MYAPI" : schema;
          for (const changed of [false, true, false]) {
            const wanted = program(profile.version, own, changed);
            await stack.up(wanted);
            assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
            assert.deepEqual(new Set(Object.values(await stack.up(wanted))), new Set(["same"]));
          }
          await stack.up(program(profile.version, own, true));
          await stack.destroy();
          for (const table of ["ords_modules", "ords_handlers", "oauth_clients"]) {
            assert.deepEqual(await site.rows(`select id from ords_metadata.${table}`), [], table);
          }
          assert.deepEqual(
            await site.rows(
              `select status from ords_metadata.ords_schemas where parsing_schema = '${own ?? "MYAPI"}'`,
            ),
            [{ status: "DISABLED" }],
          );
        });
      }
    });
  }
});

describe("what a version lacks is refused in one sentence", () => {
  let site: Site;
  before(async () => (site = await openSite({ version: "22.4" })));
  after(() => site.stop());

  const cases: [string, Declared, string, string?][] = [
    [
      "another schema",
      declare("m", "OrdsModule", { name: "m", basePath: "/m/", schema: "OTHER" }),
      "ORDS 24.4 is the first version that has views of other schemas (DBA_ORDS_*); 22.4.4.r0411526 is installed.",
      "ADMIN",
    ],
    [
      "MLE",
      declare("h", "OrdsHandler", { module: "m", pattern: "h", source: "x", sourceType: "mle/javascript" }),
      "ORDS 24.1.1 is the first version that has mle/javascript and its environments; 22.4.4.r0411526 is installed.",
    ],
    [
      "JWT profiles",
      declare("j", "OrdsJwtProfile", { issuer: "https://i", audience: "a", jwkUrl: "https://i/k" }),
      "ORDS 23.3 is the first version that has JWT profiles; 22.4.4.r0411526 is installed.",
    ],
    [
      "a client without a secret",
      declare("c", "OrdsOAuthClient", { name: "c", generateSecret: false }),
      "ORDS 24.3 is the first version that has a client without a secret: OAUTH, which is installed, does not.",
    ],
  ];
  for (const [title, declared, sentence, user] of cases) {
    it(title, async () => assert.equal(await message(site.stack(user).up([declared])), sentence));
  }

  it("but another schema's enablement is managed in every version, whatever its views look like (fact 137)", async () => {
    const stack = site.stack("ADMIN");
    const schema = (alias: string): Declared => declare("s", "OrdsSchema", { schema: "OTHER", alias });
    await stack.up([schema("one")]);
    await stack.up([schema("two")]);
    assert.equal((await stack.refresh())["s"], "same");
    assert.equal(stack.outputs("s")["alias"], "two");
    await stack.destroy();
  });

  it("a second secret, but not a new one instead of the old", async () => {
    const stack = site.stack();
    const client = (more: object): Declared => declare("c", "OrdsOAuthClient", { name: "c", ...more });
    await stack.up([client({})]);
    const first = stack.outputs("c")["clientSecret"];
    assert.ok(typeof first === "string" && first !== "");
    assert.match(await message(stack.up([client({ rotateWhenChanged: { q: 1 } })])), /revokePrevious: true/);
    await stack.up([client({ rotateWhenChanged: { q: 1 }, revokePrevious: true })]);
    assert.notEqual(stack.outputs("c")["clientSecret"], first);
    await stack.up([client({ clientSecret: "mine", revokePrevious: true })]);
    assert.equal(stack.outputs("c")["clientSecret"], "mine");
  });

  it("a set version is believed: nothing is asked", async () => {
    const stack = site.stack("MYAPI", { "ords:ordsVersion": "23.3" });
    assert.match(
      await message(
        stack.up([
          declare("h", "OrdsHandler", {
            module: "m",
            pattern: "h",
            source: "x",
            sourceType: "mle/javascript",
          }),
        ]),
      ),
      /; 23\.3 is installed\.$/,
    );
  });
});

describe("who may not is told what to do", () => {
  let site: Site;
  before(async () => (site = await openSite()));
  after(() => site.stop());

  it("another schema without the role", async () => {
    const module = declare("m", "OrdsModule", { name: "m", basePath: "/m/", schema: "OTHER" });
    assert.equal(
      await message(site.stack().up([module])),
      "MYAPI may not change schema OTHER: run `GRANT ORDS_ADMINISTRATOR_ROLE TO MYAPI` as a DBA, or connect as OTHER.",
    );
  });

  it("a schema that is not enabled", async () => {
    const module = declare("m", "OrdsModule", { name: "m", basePath: "/m/" });
    assert.match(
      await message(site.stack("OTHER").up([module])),
      /The schema is not enabled for REST: add an OrdsSchema/,
    );
  });
});
