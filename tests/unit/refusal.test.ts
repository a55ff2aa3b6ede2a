import assert from "node:assert/strict";
import { Capabilities } from "../../provider/ords/capabilities";
import type { Fragment } from "../../provider/ords/plsql";
import { rebuildModule } from "../../provider/ords/rebuild";
import { Target } from "../../provider/ords/target";
import { blockOf } from "../../provider/session/block";
import { parse } from "../sandbox/lang";

/** As it is sent, which the sandbox's parser takes. */
function textOf(fragment: Fragment): string {
  const { text } = blockOf([{ effect: "write", schema: undefined, alone: false, parts: fragment.parts }]);
  parse(text);
  return text;
}

describe("what a rebuild could not put back", () => {
  const module = { name: "m", basePath: "/m/", itemsPerPage: 1, status: "PUBLISHED" };
  const seen = {
    subprograms: new Set<string>(),
    args: new Set<string>(),
    hasMleColumn: false,
    hasRoleClaimColumn: false,
    hasSecretTimes: false,
    isAdministrator: false,
  };
  const target = (version: string, hasMleColumn: boolean): Target =>
    new Target(undefined, "MYAPI", new Capabilities(version, { ...seen, hasMleColumn }));

  it("is looked for first: MLE environments, where handlers may have them and the views do not show them", () => {
    const text = textOf(rebuildModule(target("24.4", false), module));
    const [refusal, definition] = [
      text.indexOf("do not show the MLE environments"),
      text.indexOf("ords.define_module"),
    ];
    assert.ok(refusal > 0 && refusal < definition);
    assert.ok(!text.includes("mle_env_name"));
  });

  it("is nothing of that kind, where they are shown, or do not exist yet, or the loss is allowed", () => {
    for (const text of [
      textOf(rebuildModule(target("24.4", true), module)),
      textOf(rebuildModule(target("22.4", false), module)),
      textOf(rebuildModule(target("24.4", false), module, { allowLoss: true })),
    ]) {
      assert.ok(!text.includes("MLE environments"));
    }
  });
});
