import type { Inputs } from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { type EngineCommand, pulumiOnPath, small } from "../engines";
import { type JsonObject, objectOf, textOf } from "../replay/json";
import { type Outcome, Playground, type Program, writes } from "./playground";

const everything: Program = ({ pulumi, Item, Vault, Connection }) => {
  const password = pulumi.secret("hush-password");
  const connection = new Connection("connection", { "recorder:user": "me", "recorder:password": password });
  class Group extends pulumi.ComponentResource {
    say(outputs: Inputs): void {
      this.registerOutputs(outputs);
    }
  }
  const group = new Group("recorder:index:Group", "group");
  const nested = { deep: pulumi.secret("hush-deep"), open: 1, list: [pulumi.secret("hush-item"), "open"] };
  const a = new Item(
    "a",
    { key: "a", secret: pulumi.secret("hush-a"), nested },
    {
      parent: group,
      provider: connection,
      protect: true,
      aliases: [{ name: "old" }],
      additionalSecretOutputs: ["serial"],
    },
  );
  const v = new Vault(
    "v",
    { key: "v", upstream: a.serial },
    { retainOnDelete: true, deletedWith: a, ignoreChanges: ["text"], customTimeouts: { create: "5m" } },
  );
  group.say({ a, token: v.token });
  return { secret: a.secret, token: v.token, plain: v.key };
};

/** The replacement of one is deleted first and not made, that of the other made and the old one not deleted. */
const leftovers: Program = ({ Item, step }) => {
  new Item("first", { key: `first${step}` }, { deleteBeforeReplace: true });
  new Item("last", { key: `last${step}` });
};
const trouble = { "create first2": { throw: "no room" }, "delete last1": { throw: "still in use" } };

/** State that one engine exports and the other one imports. */
async function handOver(
  from: Playground,
  to: Playground,
  edit: (deployment: JsonObject) => void = () => undefined,
): Promise<Outcome> {
  const { stdout } = await from.good(["stack", "export"]);
  assert.ok(!stdout.includes("hush-"), "an export has ciphertexts");
  const content = JSON.parse(stdout) as { deployment: JsonObject };
  edit(content.deployment);
  to.write("state.json", JSON.stringify(content));
  return to.good(["stack", "import", "--file", "state.json"]);
}

const real = pulumiOnPath();
const title = real
  ? "State goes from one engine to the other"
  : "State goes from one engine to the other (skipped: there is no pulumi on PATH)";

describe(title, function () {
  this.timeout(240_000);
  if (!real) {
    it("needs pulumi on PATH", function () {
      // There is no other engine to give the state to.
      this.skip();
    });
    return;
  }
  const open: Playground[] = [];
  const play = (engine: EngineCommand, program: Program): Promise<Playground> => {
    const playground = new Playground(engine);
    open.push(playground);
    return playground.open(program);
  };
  afterEach(() => {
    for (const playground of open.splice(0)) playground.close();
  });

  for (const [maker, taker] of [
    [small, real],
    [real, small],
  ] as const) {
    const way = `from ${maker.name} to ${taker.name}`;

    it(`${way}: secrets, providers, components and options; up changes nothing (rule 48)`, async () => {
      const from = await play(maker, everything);
      const to = await play(taker, everything);
      const made = await from.up();
      const taken = await handOver(from, to);
      assert.deepEqual(taken.resources, made.resources);
      const outputs = await to.good(["stack", "output", "--json", "--show-secrets"]);
      assert.deepEqual(JSON.parse(outputs.stdout), { secret: "hush-a", token: "hush-token-v", plain: "v" });
      const next = await to.up();
      assert.deepEqual([writes(next), next.changes], [[], { same: 5 }]);
      assert.deepEqual(next.resources, made.resources);
      assert.deepEqual(next.plainSecrets, {});
      // And back again.
      await handOver(to, from);
      assert.deepEqual((await from.up()).changes, { same: 5 });
    });

    it(`${way}: pending deletes and replacements go on where they were, operations are forgotten (rules 11, 48)`, async () => {
      const from = await play(maker, leftovers);
      const to = await play(taker, leftovers);
      await from.up();
      const failed = await from.bad(["up", "--skip-preview", "--continue-on-error"], {
        step: 2,
        steer: trouble,
      });
      const flags = failed.resources.filter((one) => one.pendingReplacement ?? one.delete);
      assert.deepEqual(flags.map(({ id }) => textOf(id)).sort(), ["id-first1", "id-last1"]);
      const taken = await handOver(from, to, (deployment) => {
        const resources = deployment.resources as JsonObject[];
        const last = objectOf(resources.find(({ id }) => id === "id-last2"));
        const ghost = {
          ...last,
          urn: textOf(last.urn).replace(/last$/, "ghost"),
          id: undefined,
          outputs: {},
        };
        deployment.pending_operations = [{ resource: ghost, type: "creating" }];
      });
      assert.deepEqual([taken.resources, taken.state?.pending_operations], [failed.resources, []]);
      assert.match(
        taken.stderr,
        /warning: removing pending operation 'creating' on '[^']*::ghost' from snapshot/,
      );
      const next = await to.up({ step: 2 });
      assert.deepEqual(writes(next).sort(), ["create first2", "delete last1"]);
      assert.deepEqual(next.names, ["first", "last"]);
      assert.deepEqual((await to.up({ step: 2 })).changes, { same: 3 });
    });
  }
});
