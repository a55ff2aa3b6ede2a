import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import { oldestAndNewest, onEachProfile } from "./profiles";
import type { Profile } from "./profiles";

const root = path.join(__dirname, "../..");

/** Runs a program in a process of its own, as another stack would be. */
function elsewhere(
  settings: Record<string, string>,
  program: readonly Declared[],
  held: readonly Declared[] = [],
): Promise<void> {
  const child = spawn(
    process.execPath,
    ["-r", path.join(root, "tests/setup.cjs"), path.join(__dirname, "elsewhere.ts")],
    { cwd: root, stdio: ["pipe", "ignore", "pipe"] },
  );
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  child.stdin.end(JSON.stringify({ settings, program, held }));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(errors))));
  });
}

onEachProfile("a transaction that has not ended", (profile) => {
  let site: Site;
  let stack: Stack;
  const module = declare("m", "OrdsModule", { name: "m", basePath: "/m/" });
  const role = declare("r", "OrdsRole", { name: "R" });
  before(async () => {
    site = await openSite(profile);
    stack = site.stack();
    await stack.up([module, role, declare("p", "OrdsPrivilege", { name: "p" })]);
  });
  after(() => site.stop());

  /** Brings the program up while the block is not committed; it is when the program has had time to run into it. */
  async function meanwhile(block: string, program: readonly Declared[]): Promise<void> {
    let up: Promise<unknown> = Promise.resolve();
    await site.openByHand(block, async () => {
      up = stack.up(program);
      await Promise.race([up, sleep(500)]);
    });
    await up;
  }

  it("makes a template that we need too: we wait, and add to it", async () => {
    const handler = declare("h", "OrdsHandler", { module: "m", pattern: "race", source: "ours" });
    await meanwhile(
      `ords.define_template('m', 'race');
ords.define_handler(p_module_name => 'm', p_pattern => 'race', p_method => 'POST', p_source => 'theirs');`,
      [module, role, declare("p", "OrdsPrivilege", { name: "p" }), handler],
    );
    const rows = await site.rows(
      "select to_char(source) as source from ords_metadata.ords_handlers order by method",
    );
    assert.deepEqual(rows, [{ source: "ours" }, { source: "theirs" }]);
  });

  it("adds to a privilege that we change: we wait, and keep it", async () => {
    await meanwhile(
      `declare l_none owa.vc_arr; l_patterns owa.vc_arr; begin l_patterns(1) := '/theirs';
ords.define_privilege(p_privilege_name => 'p', p_roles => l_none, p_patterns => l_patterns, p_modules => l_none); end;`,
      [module, role, declare("p", "OrdsPrivilege", { name: "p", patterns: ["/ours"], roles: ["R"] })],
    );
    const rows = await site.rows(`select m.pattern from ords_metadata.sec_role_mappings m
join ords_metadata.sec_privileges p on p.id = m.privilege_id where p.name = 'p' order by m.pattern`);
    assert.deepEqual(rows, [{ pattern: "/ours" }, { pattern: "/theirs" }]);
  });
});

const twoProcesses = (profile: Profile): void => {
  let site: Site;
  before(async () => {
    site = await openSite(profile);
    await site
      .stack()
      .up([
        declare("m", "OrdsModule", { name: "m", basePath: "/m/" }),
        ...["R0", "R1"].map((name) => declare(name, "OrdsRole", { name })),
        declare("c", "OrdsOAuthClient", { name: "c" }),
      ]);
  });
  after(() => site.stop());

  it("both make handlers in the same new templates, and all are there", async () => {
    const templates = Array.from({ length: 6 }, (_, index) => `t${index}`);
    const program = (method: string): Declared[] =>
      templates.map((pattern) =>
        declare(pattern + method, "OrdsHandler", { module: "m", pattern, method, source: method }),
      );
    await Promise.all(["GET", "POST"].map((method) => elsewhere(site.settings(), program(method))));
    const rows =
      await site.rows(`select t.uri_template as pattern, count(*) as handlers from ords_metadata.ords_handlers h
join ords_metadata.ords_templates t on t.id = h.template_id group by t.uri_template order by t.uri_template`);
    assert.deepEqual(
      rows,
      templates.map((pattern) => ({ pattern, handlers: 2 })),
    );
  });

  it("one rebuilds the module while the other adds to it", async () => {
    const rebuilds = (comments: string): Declared[] => [
      declare("m", "OrdsModule", { name: "m", basePath: "/m/", comments, adopt: true }),
    ];
    const handlers = Array.from({ length: 5 }, (_, index) =>
      declare(`h${index}`, "OrdsHandler", { module: "m", pattern: `new${index}`, source: "x" }),
    );
    await Promise.all([elsewhere(site.settings(), rebuilds("one")), elsewhere(site.settings(), handlers)]);
    const [row] = await site.rows("select count(*) as handlers from ords_metadata.ords_handlers");
    assert.equal(row?.["handlers"], 12 + 5);
  });

  it("both add to one privilege, and grant to one client: nothing of either is lost", async () => {
    await site.byHand(
      "declare l_none owa.vc_arr; begin ords.define_privilege(p_privilege_name => 'p', p_roles => l_none, p_patterns => l_none, p_modules => l_none); end;",
    );
    const program = (index: number): Declared[] => [
      declare("p", "OrdsPrivilege", { name: "p", roles: [`R${index}`], patterns: [`/${index}/*`] }),
      declare("c", "OrdsOAuthClient", { name: "c", roles: [`R${index}`] }),
    ];
    const held = [
      declare("p", "OrdsPrivilege", { name: "p" }),
      declare("c", "OrdsOAuthClient", { name: "c" }),
    ];
    await Promise.all([0, 1].map((index) => elsewhere(site.settings(), program(index), held)));
    const roles =
      "select r.name from ords_metadata.sec_privilege_roles l join ords_metadata.sec_roles r on r.id = l.role_id join ords_metadata.sec_privileges p on p.id = l.privilege_id where p.name = 'p' order by r.name";
    assert.deepEqual(
      (await site.rows(roles)).map(({ name }) => name),
      ["R0", "R1"],
    );
    const granted =
      "select r.name from ords_metadata.oauth_client_roles l join ords_metadata.sec_roles r on r.id = l.role_id order by r.name";
    assert.deepEqual(
      (await site.rows(granted)).map(({ name }) => name),
      ["R0", "R1"],
    );
  });
};

onEachProfile("two processes at once", twoProcesses, oldestAndNewest);
