import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module from "node:module";
import path from "node:path";
import * as published from "pulumi-ords/provider";
import { providerText } from "../../provider/resources/resource";

/**
 * The texts as states out there hold them. This list only ever grows: a line that is changed or taken out makes stacks
 * that were deployed with it unusable.
 */
const texts: Readonly<Record<string, string>> = {
  OrdsSchema: 'exports.handler=()=>require("pulumi-ords/provider").OrdsSchema;',
  OrdsModule: 'exports.handler=()=>require("pulumi-ords/provider").OrdsModule;',
  OrdsHandler: 'exports.handler=()=>require("pulumi-ords/provider").OrdsHandler;',
  OrdsRole: 'exports.handler=()=>require("pulumi-ords/provider").OrdsRole;',
  OrdsPrivilege: 'exports.handler=()=>require("pulumi-ords/provider").OrdsPrivilege;',
  OrdsOAuthClient: 'exports.handler=()=>require("pulumi-ords/provider").OrdsOAuthClient;',
  OrdsTemplate: 'exports.handler=()=>require("pulumi-ords/provider").OrdsTemplate;',
  OrdsAutoRest: 'exports.handler=()=>require("pulumi-ords/provider").OrdsAutoRest;',
  OrdsJwtProfile: 'exports.handler=()=>require("pulumi-ords/provider").OrdsJwtProfile;',
};

/** What the host does with a text: runs it as a module, from which bare names resolve. */
function load(text: string): unknown {
  const module = new Module(path.join(__dirname, "state.js")) as Module & {
    _compile(text: string, file: string): void;
    paths: string[];
  };
  module.paths = [path.join(__dirname, "../../node_modules")];
  module._compile(text, path.join(__dirname, "state.js"));
  return (module.exports as { handler: () => unknown }).handler();
}

describe("the contract with old states", () => {
  for (const [type, text] of Object.entries(texts)) {
    it(`${type}: the text is the one, and loads the provider`, () => {
      assert.equal(providerText(type), text);
      const provider = load(text) as Record<string, unknown>;
      for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"]) {
        assert.equal(typeof provider[method], "function", method);
      }
    });
  }

  it("covers every export of pulumi-ords/provider", () => {
    assert.deepEqual(Object.keys(published).sort(), Object.keys(texts).sort());
  });

  it("loads every provider that a state written by this package names", () => {
    const state = JSON.parse(readFileSync(path.join(__dirname, "old-state.json"), "utf8")) as {
      deployment: { resources: { type: string; inputs: { __provider: string } }[] };
    };
    const dynamic = state.deployment.resources.filter(({ type }) =>
      type.startsWith("pulumi-nodejs:dynamic/"),
    );
    assert.equal(dynamic.length, 6);
    for (const { inputs } of dynamic) assert.ok(load(inputs.__provider));
  });
});
