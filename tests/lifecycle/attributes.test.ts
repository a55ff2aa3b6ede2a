import assert from "node:assert/strict";
import { attributesOf } from "../../provider/lifecycle/check";
import { isAbsent } from "../../provider/lifecycle/values";
import { lifecycles } from "../../provider/lifecycles";
import { declare, enableByHand, isRestricted, message, openSite } from "./fixture";
import type { Declared, Site, Stack, Type } from "./fixture";
import { lackOfAttribute } from "./lacks";
import { onEachProfile } from "./profiles";
import { samplesFor } from "./samples";

/** What others refer to, and a handler whose text a rebuild has to carry over. */
const surroundings: readonly Declared[] = [
  declare("held", "OrdsModule", { name: "held", basePath: "/held/" }),
  declare("kept", "OrdsHandler", {
    module: "held",
    pattern: "item/:id",
    method: "PUT",
    source: "y".repeat(50_000),
    parameters: [{ name: "X-Kept", bindVariable: "kept", comments: "kept" }],
  }),
  declare("r1", "OrdsRole", { name: "R1" }),
  declare("r2", "OrdsRole", { name: "R2" }),
  declare("held.use", "OrdsPrivilege", {
    name: "held.use",
    roles: ["R1"],
    patterns: ["/held/*"],
    modules: ["held"],
  }),
];

onEachProfile("every attribute is set, changed and cleared, and nothing else moves", (profile) => {
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
    // Where only administrators enable schemas, one does it here, in a stack that has nothing else.
    const byAdministrator = type === "OrdsSchema" && isRestricted(profile);
    const around = byAdministrator ? [] : surroundings;
    let stack: Stack;
    const up = (inputs: Readonly<Record<string, unknown>>): Promise<Record<string, string>> => {
      const adopt = type === "OrdsSchema" ? { adopt: true } : {};
      return stack.up([...around, declare("it", type, { ...inputs, ...adopt })]);
    };
    before(() => {
      stack = byAdministrator ? site.stack("ADMIN") : ours;
    });

    const lacksIt = lackOfAttribute(profile, type);
    if (lacksIt !== undefined) {
      it(`${type} is refused, and nothing is made`, async () => {
        assert.equal(await message(up(base)), lacksIt);
        assert.equal(stack.holds("it"), false);
      });
      continue;
    }

    for (const [name, values] of Object.entries(changes)) {
      const lack = lackOfAttribute(profile, type, name);
      if (lack !== undefined) {
        it(`${type}.${name} is refused, and nothing changes`, async () => {
          await up(base);
          assert.equal(await message(up({ ...base, [name]: values[0] })), lack);
          assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
          assert.equal((await up(base))["it"], "same");
        });
        continue;
      }
      it(`${type}.${name}`, async () => {
        await up(base);
        const { [name]: without, ...others } = stack.outputs("it");
        for (const value of values) {
          assert.equal((await up({ ...base, [name]: value }))["it"], "update");
          await unchangedBut(stack, type, name, others);
          if (name !== "rotateWhenChanged")
            assert.deepEqual(comparable(stack.outputs("it")[name]), comparable(value));
        }
        // Left out, null, empty text and an empty list mean the same.
        const cleared = await up({ ...base, [name]: base[name] ?? null });
        const keeps = (lifecycles[type].attributes as Record<string, { keep?: true }>)[name]?.keep === true;
        assert.equal(cleared["it"], keeps && base[name] === undefined ? "same" : "update");
        if (!keeps && name !== "clientSecret") assert.deepEqual(stack.outputs("it")[name], without);
        for (const nothing of [undefined, null, "", []]) {
          if (base[name] === undefined) assert.equal((await up({ ...base, [name]: nothing }))["it"], "same");
        }
      });
    }
    it(`${type} goes`, async () => {
      assert.equal((await stack.up(around))["it"], "delete");
      if (type === "OrdsSchema") await enableByHand(site, byAdministrator);
      await ours.refresh();
      assert.deepEqual(new Set(Object.values(await ours.up(surroundings))), new Set(["same"]));
    });
  }

  /** The database says what the state says, and of this object only `name` differs. */
  async function unchangedBut(
    stack: Stack,
    type: Type,
    name: string,
    others: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const found = await stack.refresh();
    assert.deepEqual(new Set(Object.values(found)), new Set(["same"]));
    const now = stack.outputs("it");
    for (const [other] of attributesOf(lifecycles[type])) {
      // A secret and the wish to have none go together.
      if (name === "generateSecret" && other === "clientSecret") continue;
      if (name === "rotateWhenChanged" && other === "clientSecret") continue;
      if (other !== name) assert.deepEqual(now[other], others[other], other);
    }
  }
});

function comparable(value: unknown): unknown {
  return isAbsent(value)
    ? undefined
    : JSON.parse(JSON.stringify(value, (key, item: unknown) => (isDefault(key, item) ? undefined : item)));
}

/** Parameters come back with what ORDS fills in. */
function isDefault(key: string, item: unknown): boolean {
  return (
    (key === "sourceType" && item === "HEADER") ||
    (key === "paramType" && item === "STRING") ||
    (key === "accessMethod" && item === "IN")
  );
}
