import assert from "node:assert/strict";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";

/** One more than are read each by itself, and one after them. */
const many = Array.from({ length: 6 }, (_, index) => index);

const declaredModule = (name = "m", more: object = {}): Declared =>
  declare(name, "OrdsModule", { name, basePath: `/${name}/`, ...more });

function handlers(numbers: readonly number[] = many, more: object = {}): Declared[] {
  return numbers.map((number) =>
    declare(`h${number}`, "OrdsHandler", {
      module: "m",
      pattern: `p${number}`,
      source: `select ${number} from dual`,
      ...more,
    }),
  );
}

describe("a look at many objects at once", () => {
  let site: Site;
  let stack: Stack;
  beforeEach(async () => {
    site = await openSite();
    stack = site.stack();
  });
  afterEach(() => site.stop());

  const reads = async (work: () => Promise<unknown>): Promise<number> => {
    const before = site.sandbox.activity.executed.length;
    await work();
    return site.sandbox.activity.executed.length - before;
  };
  const same = (program: readonly Declared[]): Record<string, string> =>
    Object.fromEntries(program.map(({ name }) => [name, "same"]));
  const sourceOf = async (name: string): Promise<unknown> => {
    await stack.refresh([name]);
    return stack.outputs(name)["source"];
  };
  const byHand = (pattern: string, source: string, module = "m"): Promise<void> =>
    site.byHand(
      `ords.define_handler(p_module_name => '${module}', p_pattern => '${pattern}', p_source => '${source}');`,
    );

  it("answers the reads that follow the first ones of a kind, and a refresh finds what it would find without", async () => {
    const program = [
      declaredModule(),
      ...handlers(Array.from({ length: 40 }, (_, index) => index)),
      ...handlers([98], { parameters: [{ name: "X-A", bindVariable: "a" }], mimesAllowed: null }),
      ...many.map((number) => declare(`r${number}`, "OrdsRole", { name: `R${number}` })),
      ...many.map((number) => declare(`v${number}`, "OrdsPrivilege", { name: `v${number}`, roles: ["R0"] })),
      ...many.map((number) =>
        declare(`c${number}`, "OrdsOAuthClient", { name: `c${number}`, roles: ["R1"] }),
      ),
      ...many.map((number) => declare(`t${number}`, "OrdsTemplate", { module: "m", pattern: `p${number}` })),
    ];
    await stack.up(program);
    const before = program.map(({ name }) => stack.outputs(name));
    const found: unknown[] = [];
    // The module, four and a list of each other kind.
    assert.equal(await reads(async () => found.push(await stack.refresh())), 1 + 5 * 5);
    assert.deepEqual(found, [same(program)]);
    assert.deepEqual(
      program.map(({ name }) => stack.outputs(name)),
      before,
    );
  });

  it("lets few be read each by itself", async () => {
    await stack.up([declaredModule(), ...handlers([0, 1, 2, 3])]);
    await reads(() => stack.refresh());
    assert.ok(!site.sandbox.activity.executed.some(({ sql }) => sql.includes("createtemporary")));
  });

  it("does not outlive the run: what was changed by hand, made or removed since is found", async () => {
    await stack.up([declaredModule(), ...handlers()]);
    await stack.refresh();
    await byHand("p5", "changed");
    await site.byHand("ords.delete_template('m', 'p4');");
    const found = await stack.refresh();
    assert.equal(found["h5"], "drift");
    assert.equal(found["h4"], "gone");
    assert.equal(stack.outputs("h5")["source"], "changed");
  });

  it("is thrown away by any write of this process", async () => {
    const others = site.stack("ADMIN");
    await stack.up([declaredModule(), ...handlers()]);
    await stack.refresh(["h0", "h1", "h2", "h3", "h4"]);
    await byHand("p5", "changed");
    await others.up([declare("s", "OrdsSchema", { schema: "OTHER", alias: "other" })]);
    assert.equal(await sourceOf("h5"), "changed");
  });

  it("never says that something is gone", async () => {
    await stack.up([declaredModule(), ...handlers()]);
    await site.byHand("ords.delete_template('m', 'p5');");
    await stack.refresh(["h0", "h1", "h2", "h3", "h4"]);
    await site.byHand("ords.define_template('m', 'p5');");
    await byHand("p5", "made since");
    assert.equal(await sourceOf("h5"), "made since");
  });

  it("leaves long sources to reads of their own, and ends where it gets long", async () => {
    const long = handlers([90, 91, 92, 93, 94, 95], { source: "s".repeat(20_001) });
    const bulky = handlers(
      Array.from({ length: 60 }, (_, index) => index),
      { source: "b".repeat(19_999) },
    );
    const program = [declaredModule(), ...bulky, ...long];
    await stack.up(program);
    assert.deepEqual(await stack.refresh(), same(program));
    for (const { name, inputs } of [...bulky, ...long]) {
      assert.equal(stack.outputs(name)["source"], inputs["source"]);
    }
  });

  it("takes nothing from another module or another schema", async () => {
    const admin = site.stack("ADMIN");
    const theirs = [
      declare("s", "OrdsSchema", { schema: "OTHER", alias: "other" }),
      declaredModule("m", { schema: "OTHER" }),
      ...handlers(many, { schema: "OTHER", source: "theirs" }),
    ];
    const second = [
      declaredModule("m2"),
      ...handlers(many, { module: "m2", source: "second" }).map(({ name, type, inputs }) =>
        declare(`2${name}`, type, inputs),
      ),
    ];
    const ours = [declaredModule(), ...handlers(), ...second];
    await admin.up(theirs);
    await stack.up(ours);
    assert.deepEqual(await stack.refresh(), same(ours));
    assert.deepEqual(await admin.refresh(), same(theirs));
    assert.deepEqual(
      ["h5", "2h5"].map((name) => stack.outputs(name)["source"]),
      ["select 5 from dual", "second"],
    );
    assert.equal(admin.outputs("h5")["source"], "theirs");
  });

  describe("that has got old", () => {
    const { now } = Date;
    afterEach(() => {
      Date.now = now;
    });
    const eleven = handlers(Array.from({ length: 11 }, (_, index) => index));
    const lists = (): number =>
      site.sandbox.activity.executed.filter(({ sql }) => sql.includes("createtemporary")).length;

    async function readInTwoParts(): Promise<void> {
      const names = eleven.map(({ name }) => name);
      await stack.up([declaredModule(), ...eleven]);
      await stack.refresh(names.slice(0, 7));
      assert.equal(lists(), 1);
      await byHand("p10", "changed");
      Date.now = () => now() + 11_000;
      assert.equal((await stack.refresh(names.slice(7)))["h10"], "drift");
    }

    it("is made again", async () => {
      await readInTwoParts();
      assert.equal(lists(), 2);
    });

    it("is not, where it was mostly about objects of others", async () => {
      await site.byHand(`ords.define_module('m', '/m/');
for i in 100 .. 160 loop
ords.define_template('m', 'p' || i);
ords.define_handler(p_module_name => 'm', p_pattern => 'p' || i, p_source => 'theirs');
end loop;`);
      await readInTwoParts();
      assert.equal(lists(), 1);
    });
  });

  it("that fails is none: each is read by itself", async () => {
    const program = [declaredModule(), ...handlers()];
    await stack.up(program);
    site.sandbox.faults.add({ effect: "error", code: 1031, text: "createtemporary" });
    assert.deepEqual(await stack.refresh(), same(program));
  });
});
