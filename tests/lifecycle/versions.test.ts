import assert from "node:assert/strict";
import { declare, isRestricted, message, openSite, overSql } from "./fixture";
import type { Declared, Site } from "./fixture";
import { lackOf } from "./lacks";
import type { Feature } from "./lacks";
import { isSample, onEachProfile, profiles, switched } from "./profiles";
import type { Profile } from "./profiles";

const grid: readonly Profile[] = isSample && !overSql ? [...profiles, ...switched] : profiles;

/** Whose schema: the user's own, and another one. In a sample each switch is tried where it matters. */
function schemasIn({ version, switches }: Profile): readonly (string | undefined)[] {
  if (lackOf({ version, switches }, "otherSchemas") !== undefined) return [undefined];
  const [name] = Object.keys(switches);
  if (!isSample || name === undefined) return [undefined, "OTHER"];
  return /admin/i.test(name) ? ["OTHER"] : [undefined];
}

/** All kinds of objects that a version has, each with a change of every kind: in place, by rebuild, by move. */
function program(profile: Profile, schema: string | undefined, changed: boolean): Declared[] {
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
      ...(lackOf(profile, "changedLifetimes") === undefined ? { tokenDuration: changed ? 60 : 120 } : {}),
      ...common,
    }),
    declare("object", "OrdsAutoRest", { object: "ORDERS", alias: changed ? "o2" : "o1", ...common }),
    lackOf(profile, "jwtProfile") === undefined &&
      declare("jwt", "OrdsJwtProfile", {
        issuer: "https://i",
        audience: changed ? "b" : "a",
        jwkUrl: "https://i/keys",
        ...common,
      }),
  ];
  return all.filter((one) => one !== false);
}

onEachProfile(
  "all kinds of objects",
  (profile) => {
    const byAdministrator = isRestricted(profile);
    let site: Site;
    before(async () => {
      site = await openSite({ ...profile, isBare: true });
    });
    after(() => site.stop());

    for (const schema of schemasIn(profile)) {
      it(`${schema ?? "the user's own schema"}: made, changed, kept, and gone`, async () => {
        const stack = site.stack(schema === undefined && !byAdministrator ? "MYAPI" : "ADMIN");
        const own = byAdministrator ? (schema ?? "MYAPI") : schema;
        for (const changed of [false, true, false]) {
          const wanted = program(profile, own, changed);
          await stack.up(wanted);
          assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
          assert.deepEqual(new Set(Object.values(await stack.up(wanted))), new Set(["same"]));
        }
        await stack.up(program(profile, own, true));
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
  },
  grid,
);

onEachProfile("what a version lacks", (profile) => {
  let site: Site;
  before(async () => (site = await openSite(profile)));
  after(() => site.stop());

  /** Made by this user; what the database says to it is of no matter where the version has the feature. */
  const features: Readonly<Partial<Record<Feature, readonly [Declared, user?: string]>>> = {
    otherSchemas: [declare("m", "OrdsModule", { name: "m", basePath: "/m/", schema: "OTHER" }), "ADMIN"],
    mle: [
      declare("h", "OrdsHandler", { module: "m", pattern: "h", source: "x", sourceType: "mle/javascript" }),
    ],
    jwtProfile: [
      declare("j", "OrdsJwtProfile", { issuer: "https://i", audience: "a", jwkUrl: "https://i/k" }),
    ],
    roleClaim: [
      declare("j", "OrdsJwtProfile", {
        issuer: "https://i",
        audience: "a",
        jwkUrl: "https://i/k",
        roleClaimName: "/r",
      }),
    ],
    noSecret: [declare("c", "OrdsOAuthClient", { name: "c", generateSecret: false })],
  };
  for (const [feature, [declared, user]] of Object.entries(features)) {
    const lack = lackOf(profile, feature as Feature);
    if (lack === undefined || (feature === "roleClaim" && lackOf(profile, "jwtProfile") !== undefined))
      continue;
    it(`${feature} is refused in one sentence`, async () =>
      assert.equal(await message(site.stack(user).up([declared])), lack));
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
