import assert from "node:assert/strict";
import { objectOf } from "../replay/json";
import { onEveryEngine, type Program } from "./playground";

const connected: Program = ({ Item, Connection, step }) => {
  const connection = new Connection("connection", { "recorder:user": `user-${step}` });
  new Item("a", { key: "a", text: `${step}` }, { provider: connection });
};

const readById: Program = ({ Item }) => {
  new Item("there", { key: "there" }, { id: "there" });
};

const grouped: Program = ({ Item, pulumi, step }) => {
  new Item("a", { key: "a" });
  if (step === 2) new pulumi.ComponentResource("recorder:index:Group", "group");
};

const chain: Program = ({ Item }) => {
  const a = new Item("a", { key: "a" });
  const b = new Item("b", { key: "b", upstream: a.serial });
  new Item("c", { key: "c", upstream: b.serial });
  new Item("d", { key: "d" });
};

/** In step 2 a component depends on what is new, and so does everything in it. */
const regrouped: Program = ({ pulumi, Item, step }) => {
  const fresh = step === 2 ? [new Item("fresh", { key: "fresh" })] : [];
  const group = new pulumi.ComponentResource("recorder:index:Group", "group", {}, { dependsOn: fresh });
  new Item("child", { key: "child" }, { parent: group });
};

/** In step 2 its process ends badly after it has done everything. */
const endingBadly: Program = ({ Item, step }) => {
  new Item("a", { key: "a", text: `${step}` });
  if (step === 1) new Item("b", { key: "b" });
  else process.on("exit", () => (process.exitCode = 3));
  return { step };
};

onEveryEngine("What was looked at and then changes", (play) => {
  it("a provider that changes after its resources were read gets another process (rules 15, 19)", async () => {
    const stack = await play(connected);
    await stack.up();
    const { calls } = await stack.good(["up", "--skip-preview", "--refresh"], { step: 2 });
    const process = (method: string): number | undefined =>
      calls.find(({ detail }) => detail.method === method)?.pid;
    const configured = calls.filter(({ detail }) => detail.method === "configure");
    const users = configured.map(({ pid, detail }) => [pid, objectOf(detail.config)["recorder:user"]]);
    assert.deepEqual(users, [
      [process("read"), "user-1"],
      [process("update"), "user-2"],
    ]);
  });

  it("deletes begin when the program has said that it is done, whatever its status then is (rule 70)", async () => {
    const stack = await play(endingBadly);
    await stack.up();
    const { did, names, outputs, stdout } = await stack.failingUp({ step: 2 });
    assert.deepEqual(did.slice(-2), ["update a", "delete b"], stdout);
    assert.deepEqual([names, outputs], [["a"], { step: 2 }]);
    assert.match(stdout, /Program exited with non-zero exit code: 3/);
  });

  it("a refresh removes what is read by id and gone (rule 62)", async () => {
    const stack = await play(readById);
    assert.deepEqual((await stack.up()).names, ["there"]);
    const { names, changes } = await stack.good(["refresh", "--skip-preview"], {
      steer: { "read there": { gone: true } },
    });
    assert.deepEqual([names, changes], [[], { delete: 1, same: 1 }]);
  });

  it("refresh --run-program makes a new component, and does not read it (rule 18)", async () => {
    const stack = await play(grouped);
    await stack.up();
    const { names, changes } = await stack.good(["refresh", "--skip-preview", "--run-program"], { step: 2 });
    assert.deepEqual([names, changes], [["a", "group"], { create: 1, same: 2 }]);
  });

  it("destroy --run-program --target asks nothing of what the program has (rules 11, 18)", async () => {
    const stack = await play(chain);
    await stack.up();
    const target = ["--target", "**::b", "--target-dependents"];
    const { did, names } = await stack.good(["destroy", "--skip-preview", "--run-program", ...target]);
    assert.deepEqual(did, ["delete c", "delete b"]);
    assert.deepEqual(names, ["a", "d"]);
  });

  it("destroy --run-program deletes what now depends on something new, too (rule 18)", async () => {
    const stack = await play(regrouped);
    await stack.up();
    const { did, names } = await stack.good(["destroy", "--skip-preview", "--run-program"], { step: 2 });
    assert.deepEqual([did, names], [["delete child"], []]);
  });
});
