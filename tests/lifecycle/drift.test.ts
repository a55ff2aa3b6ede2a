import assert from "node:assert/strict";
import { attributesOf } from "../../provider/lifecycle/check";
import { changedAttributes } from "../../provider/lifecycle/diff";
import { lifecycles } from "../../provider/lifecycles";
import { byHandOn } from "./byHand";
import { declare, enableByHand, isRestricted, message, openSite } from "./fixture";
import type { Declared, Site, Stack, Type } from "./fixture";
import { lackOf, lackOfAttribute } from "./lacks";
import { onEachProfile } from "./profiles";
import type { Profile } from "./profiles";
import { samplesFor } from "./samples";

const surroundings: readonly Declared[] = [
  declare("held", "OrdsModule", { name: "held", basePath: "/held/" }),
  declare("r1", "OrdsRole", { name: "R1" }),
  declare("r2", "OrdsRole", { name: "R2" }),
  declare("held.use", "OrdsPrivilege", { name: "held.use", roles: ["R1"], modules: ["held"] }),
];

/** Attributes that only some objects have: what the object is like, and the value by hand. */
const conditional: Readonly<Record<string, readonly [more: object, value: unknown]>> = {
  "OrdsTemplate.etagQuery": [{ etagType: "QUERY", etagQuery: "select 1 from dual" }, "select 2 from dual"],
  "OrdsHandler.mimesAllowed": [{ method: "POST" }, ["text/csv"]],
  "OrdsHandler.mleEnvName": [{ sourceType: "mle/javascript" }, "ENV"],
};

/** What finds the object, what nobody can read, and what ORDS never sees cannot drift. */
function drifting(type: Type): string[] {
  const { key } = lifecycles[type];
  return attributesOf(lifecycles[type])
    .filter(([, { change, unobserved }]) => typeof change === "object" && unobserved !== true)
    .map(([name]) => name)
    .filter((name) => !(key as readonly string[]).includes(name));
}

/** Whether somebody could have changed it there, by whatever call. */
function exists(profile: Profile, type: Type, name: string): boolean {
  if (type === "OrdsJwtProfile" && lackOf(profile, "jwtProfile") !== undefined) return false;
  if (name === "mleEnvName") return lackOf(profile, "mle") === undefined;
  return name !== "roleClaimName" || lackOf(profile, "roleClaim") === undefined;
}

onEachProfile(
  "what was changed by hand is that attribute's difference, and up repairs just it",
  (profile) => {
    let site: Site;
    let ours: Stack;
    before(async () => {
      site = await openSite(profile);
      ours = site.stack();
      await ours.up(surroundings);
    });
    after(() => site.stop());

    for (const type of Object.keys(lifecycles) as Type[]) {
      const { base, changes } = samplesFor(profile)[type];
      const byAdministrator = type === "OrdsSchema" && isRestricted(profile);
      const around = byAdministrator ? [] : surroundings;
      let stack: Stack;
      before(() => {
        stack = byAdministrator ? site.stack("ADMIN") : ours;
      });
      for (const name of drifting(type).filter((one) => exists(profile, type, one))) {
        const [more, value] = conditional[`${type}.${name}`] ?? [{}, changes[name]?.[0]];
        const program = [...around, declare("it", type, { ...base, ...more, adopt: true })];
        const lack = lackOfAttribute(profile, type, name);
        it(`${type}.${name}`, async () => {
          await stack.up(program);
          const asked = stack.outputs("it");
          await site.byHand(byHandOn(profile)[type][name]!(value), byAdministrator ? "ADMIN" : "MYAPI");

          assert.equal((await stack.refresh())["it"], "drift");
          assert.deepEqual(changedAttributes(lifecycles[type], stack.outputs("it"), asked), [name]);

          if (lack !== undefined) {
            assert.equal(await message(stack.up(program)), lack);
            await stack.up(around);
            return;
          }
          assert.equal((await stack.up(program))["it"], "update");
          await stack.refresh();
          assert.deepEqual(changedAttributes(lifecycles[type], stack.outputs("it"), asked), []);
          assert.equal((await stack.up(program))["it"], "same");
        });
      }
      it(`${type} goes`, async () => {
        if (stack.holds("it")) await stack.up(around);
        if (type === "OrdsSchema") await enableByHand(site, byAdministrator);
        assert.equal(stack.holds("it"), false);
      });
    }
  },
);
