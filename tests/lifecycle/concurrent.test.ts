import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { declare, openSite } from "./fixture";
import type { Declared, Site } from "./fixture";

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

describe("two processes at once", function () {
  this.timeout(60_000);
  let site: Site;
  before(async () => {
    site = await openSite();
    await site
      .stack()
      .up([
        declare("m", "OrdsModule", { name: "m", basePath: "/m/" }),
        ...["R0", "R1", "R2", "R3"].map((name) => declare(name, "OrdsRole", { name })),
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
    await Promise.all(["GET", "POST", "PUT"].map((method) => elsewhere(site.settings(), program(method))));
    const rows =
      await site.rows(`select t.uri_template as pattern, count(*) as handlers from ords_metadata.ords_handlers h
join ords_metadata.ords_templates t on t.id = h.template_id group by t.uri_template order by t.uri_template`);
    assert.deepEqual(
      rows,
      templates.map((pattern) => ({ pattern, handlers: 3 })),
    );
  });

  it("both rebuild the module while a third adds to it", async () => {
    const rebuilds = (comments: string): Declared[] => [
      declare("m", "OrdsModule", { name: "m", basePath: "/m/", comments, adopt: true }),
    ];
    const handlers = Array.from({ length: 5 }, (_, index) =>
      declare(`h${index}`, "OrdsHandler", { module: "m", pattern: `new${index}`, source: "x" }),
    );
    await Promise.all([
      elsewhere(site.settings(), rebuilds("one")),
      elsewhere(site.settings(), rebuilds("two")),
      elsewhere(site.settings(), handlers),
    ]);
    const [row] = await site.rows("select count(*) as handlers from ords_metadata.ords_handlers");
    assert.equal(row?.["handlers"], 18 + 5);
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
    await Promise.all([0, 1, 2, 3].map((index) => elsewhere(site.settings(), program(index), held)));
    const roles =
      "select r.name from ords_metadata.sec_privilege_roles l join ords_metadata.sec_roles r on r.id = l.role_id join ords_metadata.sec_privileges p on p.id = l.privilege_id where p.name = 'p' order by r.name";
    assert.deepEqual(
      (await site.rows(roles)).map(({ name }) => name),
      ["R0", "R1", "R2", "R3"],
    );
    const granted =
      "select r.name from ords_metadata.oauth_client_roles l join ords_metadata.sec_roles r on r.id = l.role_id order by r.name";
    assert.deepEqual(
      (await site.rows(granted)).map(({ name }) => name),
      ["R0", "R1", "R2", "R3"],
    );
  });
});
