import assert from "node:assert/strict";
import { attributesOf } from "../../provider/lifecycle/check";
import { changedAttributes } from "../../provider/lifecycle/diff";
import { lifecycles } from "../../provider/lifecycles";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack, Type } from "./fixture";
import { samples } from "./samples";

const surroundings: readonly Declared[] = [
  declare("held", "OrdsModule", { name: "held", basePath: "/held/" }),
  declare("r1", "OrdsRole", { name: "R1" }),
  declare("r2", "OrdsRole", { name: "R2" }),
  declare("held.use", "OrdsPrivilege", { name: "held.use", roles: ["R1"], modules: ["held"] }),
];

/** What finds the object, what nobody can read, and what ORDS never sees cannot drift. */
function drifting(type: Type): string[] {
  const { key } = lifecycles[type];
  return attributesOf(lifecycles[type])
    .filter(([, { change, unobserved }]) => typeof change === "object" && unobserved !== true)
    .map(([name]) => name)
    .filter((name) => !(key as readonly string[]).includes(name) && name in samples[type].changes);
}

describe("what somebody else changed is reported as that attribute's difference, and up repairs just it", () => {
  let site: Site;
  let stack: Stack;
  let others: Stack;
  before(async () => {
    site = await openSite();
    stack = site.stack();
    others = site.stack();
    await stack.up(surroundings);
  });
  after(() => site.stop());

  for (const type of Object.keys(lifecycles) as Type[]) {
    const { base, changes } = samples[type];
    const program = [...surroundings, declare("it", type, { ...base, adopt: true })];
    for (const name of drifting(type)) {
      it(`${type}.${name}`, async () => {
        await stack.up(program);
        const asked = stack.outputs("it");
        await others.up([declare("it", type, { ...base, adopt: true, [name]: changes[name]![0] })]);
        others.forget("it");

        assert.equal((await stack.refresh())["it"], "drift");
        assert.deepEqual(changedAttributes(lifecycles[type], stack.outputs("it"), asked), [name]);

        assert.equal((await stack.up(program))["it"], "update");
        await stack.refresh();
        assert.deepEqual(changedAttributes(lifecycles[type], stack.outputs("it"), asked), []);
        assert.equal((await stack.up(program))["it"], "same");
      });
    }
    it(`${type} goes`, async () => {
      if (stack.holds("it")) await stack.up(surroundings);
      if (type === "OrdsSchema") await site.byHand("ords.enable_schema(p_url_mapping_pattern => 'myapi');");
      assert.equal(stack.holds("it"), false);
    });
  }
});
