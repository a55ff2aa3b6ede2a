import assert from "node:assert/strict";
import { CheckFailure, declare, isRestricted, message, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import { lackOf } from "./lacks";
import { onEachProfile } from "./profiles";

onEachProfile("attributes with conditions", (profile) => {
  let site: Site;
  let stack: Stack;
  const module = declare("m", "OrdsModule", { name: "m", basePath: "/m/" });
  before(async () => {
    site = await openSite(profile);
    stack = site.stack();
  });
  after(() => site.stop());

  const template = (more: object): Declared =>
    declare("t", "OrdsTemplate", { module: "m", pattern: "t", ...more });
  const handler = (more: object): Declared =>
    declare("h", "OrdsHandler", { module: "m", pattern: "t", method: "POST", source: "x", ...more });

  it("an ETag query belongs to its type, and both are cleared together", async () => {
    const query = { etagType: "query", etagQuery: "select max(id) from t" };
    await stack.up([module, template(query), handler({})]);
    assert.equal(stack.outputs("t")["etagQuery"], query.etagQuery);
    assert.equal((await stack.up([module, template({}), handler({})]))["t"], "update");
    assert.equal(stack.outputs("t")["etagQuery"], undefined);
    assert.equal(
      await message(stack.up([module, template({ etagType: "QUERY" })])),
      "etagQuery must be given for the ETag type QUERY",
    );
    await assert.rejects(stack.up([module, template({ etagQuery: "x" })]), CheckFailure);
  });

  it("media types of a body", async () => {
    for (const mimesAllowed of [["text/csv"], ["application/json", "text/csv"], null]) {
      await stack.up([module, handler({ mimesAllowed })]);
      await stack.refresh();
      assert.deepEqual(stack.outputs("h")["mimesAllowed"] ?? null, mimesAllowed);
    }
  });

  it("an MLE environment, which a rebuild of the module carries over", async () => {
    const mle = handler({ sourceType: "mle/javascript", mleEnvName: "ENV" });
    const lack = lackOf(profile, "mle");
    if (lack !== undefined) {
      assert.equal(await message(stack.up([module, mle])), lack);
      return;
    }
    await stack.up([module, mle]);
    await stack.up([{ ...module, inputs: { ...module.inputs, comments: "rebuilt" } }, mle]);
    assert.equal((await stack.refresh())["h"], "same");
    assert.equal(stack.outputs("h")["mleEnvName"], "ENV");
    await stack.up([module, handler({})]);
    assert.equal(stack.outputs("h")["mleEnvName"], undefined);
  });

  it("AutoREST of views and PL/SQL units", async () => {
    for (const [objectType, ddl] of [
      ["VIEW", "create view some_view as select 1 one from dual"],
      ["PROCEDURE", "create procedure some_procedure as begin null; end;"],
      ["FUNCTION", "create function some_function return number as begin return 1; end;"],
      ["PACKAGE", "create package some_package as procedure run; end;"],
    ] as const) {
      await site.byHand(`execute immediate '${ddl}';`);
      const object = `SOME_${objectType}`;
      const one = (more: object): Declared => declare("o", "OrdsAutoRest", { object, objectType, ...more });
      await stack.up([one({})]);
      // A disabled object keeps its alias (fact 25).
      const alias = `${objectType}-2`;
      await stack.up([one({ alias, autoRestAuth: true })]);
      assert.equal((await stack.refresh())["o"], "same");
      const now = stack.outputs("o");
      assert.deepEqual([now["objectType"], now["alias"], now["autoRestAuth"]], [objectType, alias, true]);
      await stack.destroy();
      const status = `select status from ords_metadata.ords_objects where parsing_object = '${object}'`;
      assert.deepEqual(await site.rows(status), [{ status: "DISABLED" }]);
    }
  });

  it("another schema replaces, and what lies in it goes first", async () => {
    const admin = site.stack("ADMIN");
    const program = (schema: string): Declared[] => [
      declare("s", "OrdsSchema", { schema, alias: `a-${schema.toLowerCase()}`, adopt: true }),
      declare("m2", "OrdsModule", { name: "m2", basePath: "/m2/", schema }),
      declare("h2", "OrdsHandler", { module: "m2", pattern: "x", source: "x", schema }),
    ];
    const lack = lackOf(profile, "otherSchemas");
    if (lack !== undefined) {
      assert.equal(await message(admin.up(program("OTHER"))), lack);
      await admin.destroy();
      return;
    }
    await admin.up(program("OTHER"));
    assert.deepEqual((await admin.preview(program("MYAPI")))["m2"], "replace");
    await admin.destroy();
  });
});

onEachProfile("what deleting an OrdsSchema does", (profile) => {
  let site: Site;
  let stack: Stack;
  beforeEach(async () => {
    site = await openSite({ ...profile, isBare: true });
    stack = site.stack(isRestricted(profile) ? "ADMIN" : "MYAPI");
  });
  afterEach(() => site.stop());

  const left = async (): Promise<unknown[]> => [
    ...(await site.rows("select status from ords_metadata.ords_schemas where parsing_schema = 'MYAPI'")),
    ...(await site.rows("select name from ords_metadata.ords_modules")),
  ];

  async function afterDelete(policy: object): Promise<unknown[]> {
    await stack.up([declare("s", "OrdsSchema", { schema: "MYAPI", alias: "x" })]);
    await site.byHand("ords.define_module(p_module_name => 'theirs', p_base_path => '/t/');");
    assert.equal(
      (await stack.up([declare("s", "OrdsSchema", { schema: "MYAPI", alias: "x", ...policy })]))["s"],
      Object.keys(policy).length === 0 ? "same" : "update",
    );
    await stack.destroy();
    return left();
  }

  it("disables, and drops nothing", async () => {
    assert.deepEqual(await afterDelete({}), [{ status: "DISABLED" }, { name: "theirs" }]);
    await stack.up([declare("s", "OrdsSchema", { schema: "MYAPI", alias: "x" })]);
    assert.deepEqual(await left(), [{ status: "ENABLED" }, { name: "theirs" }]);
  });

  it("nothing at all, when it is to be kept", async () => {
    assert.deepEqual(await afterDelete({ deletePolicy: "keep" }), [
      { status: "ENABLED" },
      { name: "theirs" },
    ]);
  });

  it("and another alias keeps the rest: what lies in it, and who may look into its catalogue", async () => {
    const schema = (alias: string): Declared =>
      declare("s", "OrdsSchema", { schema: "MYAPI", alias, autoRestAuth: true });
    await stack.up([schema("x")]);
    await site.byHand("ords.define_module(p_module_name => 'theirs', p_base_path => '/t/');");
    assert.equal((await stack.up([schema("y")]))["s"], "update");
    assert.deepEqual(
      await site.rows(`select s.status, s.auto_rest_auth, u.pattern from ords_metadata.ords_schemas s
join ords_metadata.ords_url_mappings u on u.id = s.url_mapping_id where s.parsing_schema = 'MYAPI'`),
      [{ status: "ENABLED", auto_rest_auth: "ENABLED", pattern: "y" }],
    );
    assert.deepEqual(await left(), [{ status: "ENABLED" }, { name: "theirs" }]);
  });

  it("drops everything, when that is confirmed by name", async () => {
    assert.deepEqual(await afterDelete({ deletePolicy: "drop", confirmDrop: "myapi" }), []);
  });

  it("is refused to drop without the name, or with another", async () => {
    const schema = (more: object): Declared =>
      declare("s", "OrdsSchema", { schema: "MYAPI", deletePolicy: "drop", ...more });
    assert.equal(
      await message(stack.up([schema({})])),
      'deletePolicy "drop" takes everything in the schema: repeat its name in confirmDrop',
    );
    assert.equal(
      await message(stack.up([schema({ confirmDrop: "OTHER" })])),
      "confirmDrop must be MYAPI, the schema that is dropped",
    );
  });
});

onEachProfile("round trips", (profile) => {
  it("one to find out what is installed, then one for each create, update, read and delete", async () => {
    const site = await openSite(profile);
    try {
      const stack = site.stack();
      const program = (more: object): Declared[] => [
        declare("m", "OrdsModule", { name: "m", basePath: "/m/", ...more }),
        declare("h", "OrdsHandler", { module: "m", pattern: "x", source: "select 1 from dual" }),
        declare("r", "OrdsRole", { name: "R" }),
        declare("c", "OrdsOAuthClient", { name: "c", roles: ["R"] }),
      ];
      const count = async (work: () => Promise<unknown>): Promise<number> => {
        const { executed } = site.sandbox.activity;
        const before = executed.length;
        await work();
        return site.sandbox.activity.executed.length - before;
      };
      assert.equal(await count(() => stack.up(program({}))), 1 + 4);
      assert.equal(await count(() => stack.up(program({}))), 0);
      assert.equal(await count(() => stack.up(program({ itemsPerPage: 3 }))), 1);
      assert.equal(await count(() => stack.refresh()), 4);
      assert.equal(await count(() => stack.destroy()), 4);
    } finally {
      await site.stop();
    }
  });
});
