import assert from "node:assert/strict";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import { lackOf } from "./lacks";
import { onEachProfile } from "./profiles";
import { odd } from "./samples";
import { cells, differences } from "./snapshot";

/** Beyond what fits one bind, and one row of a page of the driver. */
const large = `begin htp.p('${odd.replaceAll("'", "''")}'); end; --${"é".repeat(600_000)}`;

onEachProfile("a rebuild leaves no difference but the one asked for", (profile) => {
  const hasMle = lackOf(profile, "mle") === undefined;
  let site: Site;
  let stack: Stack;

  /** A module with everything that may lie in one; others have a handler in it as well. */
  const program = (
    module: object = {},
    template: object = {},
    handlers: readonly Declared[] = [...ours],
  ): Declared[] => [
    declare("role", "OrdsRole", { name: "R" }),
    declare("m", "OrdsModule", {
      name: "m",
      basePath: "/m/",
      itemsPerPage: 7,
      comments: odd,
      originsAllowed: ["https://a", "https://b"],
      ...module,
    }),
    declare("t", "OrdsTemplate", {
      module: "m",
      pattern: "held/:id",
      priority: 4,
      etagType: "QUERY",
      etagQuery: "select 1 from dual",
      comments: odd,
      ...template,
    }),
    ...handlers,
    declare("use", "OrdsPrivilege", {
      name: "use",
      label: "label",
      description: odd,
      comments: "comments",
      roles: ["R"],
      patterns: ["/m/*"],
      modules: ["m"],
    }),
  ];
  const handler = (name: string, more: object): Declared =>
    declare(name, "OrdsHandler", { module: "m", pattern: "held/:id", source: "select 1 from dual", ...more });
  const ours = [
    handler("large", {
      method: "POST",
      sourceType: "plsql/block",
      source: large,
      comments: odd,
      mimesAllowed: ["text/csv", "application/json"],
      parameters: [
        { name: "X-One", bindVariable: "one", paramType: "INT", comments: odd },
        { name: "id", bindVariable: "two", sourceType: "URI" },
        { name: "X-ORDS-STATUS-CODE", bindVariable: "status", accessMethod: "OUT" },
      ],
    }),
    handler("paged", { itemsPerPage: 3 }),
    handler("root", { pattern: ".", ...(hasMle ? { sourceType: "mle/javascript", mleEnvName: "ENV" } : {}) }),
  ];
  const theirs = `ords.define_template(p_module_name => 'm', p_pattern => 'theirs', p_priority => 9, p_comments => 'theirs');
ords.define_handler(p_module_name => 'm', p_pattern => 'theirs', p_source => 'theirs', p_items_per_page => 0);
ords.define_parameter(p_module_name => 'm', p_pattern => 'theirs', p_method => 'GET', p_name => 'X-T', p_bind_variable_name => 't');
ords.define_handler(p_module_name => 'm', p_pattern => 'held/:id', p_method => 'PUT', p_source => 'theirs');`;

  before(async () => {
    site = await openSite(profile);
    stack = site.stack();
    await stack.up(program());
    await site.byHand(theirs);
  });
  after(() => site.stop());

  const template = "ORDS_TEMPLATES m held/:id";
  const changes: readonly (readonly [title: string, module: object, template: object, cell: string])[] = [
    ["a module's itemsPerPage", { itemsPerPage: 0 }, {}, "ORDS_MODULES m.ITEMS_PER_PAGE"],
    ["a module's comments", { comments: "other" }, {}, "ORDS_MODULES m.COMMENTS"],
    ["a module's status", { status: "NOT_PUBLISHED" }, {}, "ORDS_MODULES m.STATUS"],
    ["a module's base path", { basePath: "/n/" }, {}, "ORDS_MODULES m.URI_PREFIX"],
    [
      "a module's origins",
      { originsAllowed: ["https://c"] },
      {},
      "SEC_ORIGINS_ALLOWED_MODULES m.ORIGINS_ALLOWED",
    ],
    ["a template's priority", {}, { priority: 1 }, `${template}.PRIORITY`],
    ["a template's comments", {}, { comments: null }, `${template}.COMMENTS`],
    ["a template's ETag query", {}, { etagQuery: "select 2 from dual" }, `${template}.ETAG_QUERY`],
  ];
  for (const [title, module, ofTemplate, cell] of changes) {
    it(`${title}, there and back, without a source on the wire`, async () => {
      const before = await cells(site);
      assert.equal(before.get("ORDS_HANDLERS m held/:id POST.SOURCE"), large);
      const sent = site.sandbox.activity.roundTrips;
      await stack.up(program(module, ofTemplate));
      assert.equal(site.sandbox.activity.roundTrips - sent, 1);
      assert.deepEqual(differences(before, await cells(site)), [cell]);
      await stack.up(program());
      assert.deepEqual(differences(before, await cells(site)), []);
    });
  }

  it("a handler that goes, from a template that others use; and comes back", async () => {
    const before = await cells(site);
    await stack.up(
      program(
        {},
        {},
        ours.filter(({ name }) => name !== "paged"),
      ),
    );
    const gone = differences(before, await cells(site));
    assert.ok(gone.length > 0);
    assert.deepEqual(
      gone.filter((cell) => !cell.startsWith("ORDS_HANDLERS m held/:id GET.")),
      [],
    );
    await stack.up(program());
    assert.deepEqual(differences(before, await cells(site)), []);
  });

  it("a handler that goes with its template; and comes back", async () => {
    const before = await cells(site);
    await stack.up(
      program(
        {},
        {},
        ours.filter(({ name }) => name !== "root"),
      ),
    );
    const gone = differences(before, await cells(site));
    assert.ok(gone.some((cell) => cell.startsWith("ORDS_TEMPLATES m ..")));
    assert.deepEqual(
      gone.filter((cell) => !/^ORDS_(?:TEMPLATES m \.|HANDLERS m \. GET)\./.test(cell)),
      [],
    );
    await stack.up(program());
    assert.deepEqual(differences(before, await cells(site)), []);
  });

  it("an OrdsTemplate that goes takes its attributes, and leaves the handlers", async () => {
    const before = await cells(site);
    await stack.up(program().filter(({ name }) => name !== "t"));
    assert.deepEqual(
      differences(before, await cells(site)),
      ["COMMENTS", "ETAG_QUERY", "ETAG_TYPE", "PRIORITY"].map((column) => `${template}.${column}`),
    );
    await stack.up(program());
    assert.deepEqual(differences(before, await cells(site)), []);
  });
});
