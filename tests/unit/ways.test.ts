import assert from "node:assert/strict";
import { attributesOf } from "../../provider/lifecycle/check";
import { lifecycles } from "../../provider/lifecycles";
import { samples } from "../lifecycle/samples";

/** How each attribute changes: the contract with users. What replaces, or comes to replace, breaks their stacks. */
const ways: Readonly<Record<keyof typeof lifecycles, Readonly<Record<string, string>>>> = {
  OrdsSchema: {
    schema: "replace",
    adopt: "none",
    alias: "in place: ENABLE_SCHEMA",
    enabled: "in place: ENABLE_SCHEMA",
    autoRestAuth: "in place: ENABLE_SCHEMA",
    deletePolicy: "state",
    confirmDrop: "state",
  },
  OrdsModule: {
    schema: "replace",
    adopt: "none",
    name: "in place: RENAME_MODULE",
    basePath: "in place: RENAME_MODULE",
    itemsPerPage: "rebuild: the module around everything below it",
    comments: "rebuild: the module around everything below it",
    status: "in place: PUBLISH_MODULE",
    originsAllowed: "in place: SET_MODULE_ORIGINS_ALLOWED",
    force: "state",
    allowRebuild: "none",
    schemaAlias: "look",
  },
  OrdsTemplate: {
    schema: "replace",
    adopt: "none",
    module: "move: DEFINE_TEMPLATE there, DELETE_TEMPLATE here",
    pattern: "move: DEFINE_TEMPLATE there, DELETE_TEMPLATE here",
    priority: "rebuild: the template around its handlers",
    etagType: "rebuild: the template around its handlers",
    etagQuery: "rebuild: the template around its handlers",
    comments: "rebuild: the template around its handlers",
    allowRebuild: "state",
    moduleBasePath: "look",
    schemaAlias: "look",
  },
  OrdsHandler: {
    schema: "replace",
    adopt: "none",
    module: "move: DEFINE_HANDLER there, DELETE_HANDLER here",
    pattern: "move: DEFINE_HANDLER there, DELETE_HANDLER here",
    method: "move: DEFINE_HANDLER there, DELETE_HANDLER here",
    sourceType: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    source: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    itemsPerPage: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    mimesAllowed: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    comments: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    mleEnvName: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    parameters: "rebuild: the handler with its parameters (DEFINE_HANDLER)",
    keepTemplate: "state",
    allowRebuild: "state",
    moduleBasePath: "look",
    schemaAlias: "look",
  },
  OrdsRole: { schema: "replace", adopt: "none", name: "in place: RENAME_ROLE" },
  OrdsPrivilege: {
    schema: "replace",
    adopt: "none",
    name: "in place: RENAME_PRIVILEGE",
    label: "in place: DEFINE_PRIVILEGE",
    description: "in place: DEFINE_PRIVILEGE",
    comments: "in place: DEFINE_PRIVILEGE",
    roles: "in place: DEFINE_PRIVILEGE",
    patterns: "in place: DEFINE_PRIVILEGE",
    modules: "in place: DEFINE_PRIVILEGE",
  },
  OrdsOAuthClient: {
    schema: "replace",
    adopt: "none",
    name: "in place: RENAME_CLIENT",
    grantType: "replace",
    description: "in place: UPDATE_CLIENT",
    supportEmail: "in place: UPDATE_CLIENT",
    supportUri: "in place: UPDATE_CLIENT",
    redirectUri: "in place: UPDATE_CLIENT",
    originsAllowed: "in place: UPDATE_CLIENT",
    privileges: "in place: UPDATE_CLIENT",
    tokenDuration: "in place: UPDATE_CLIENT",
    refreshDuration: "in place: UPDATE_CLIENT",
    codeDuration: "in place: UPDATE_CLIENT",
    roles: "in place: GRANT_CLIENT_ROLE, REVOKE_CLIENT_ROLE",
    clientSecret: "in place: ROTATE_CLIENT_SECRET, REGISTER_CLIENT_SECRET, REVOKE_CLIENT_SECRETS",
    rotateWhenChanged: "in place: ROTATE_CLIENT_SECRET, REGISTER_CLIENT_SECRET, REVOKE_CLIENT_SECRETS",
    generateSecret: "in place: ROTATE_CLIENT_SECRET, REGISTER_CLIENT_SECRET, REVOKE_CLIENT_SECRETS",
    revokePrevious: "none",
    revokeSessions: "none",
    schemaAlias: "look",
  },
  OrdsAutoRest: {
    schema: "replace",
    adopt: "none",
    object: "replace",
    objectType: "replace",
    alias: "in place: ENABLE_OBJECT",
    autoRestAuth: "in place: ENABLE_OBJECT",
    schemaAlias: "look",
  },
  OrdsJwtProfile: {
    schema: "replace",
    adopt: "none",
    issuer: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    audience: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    jwkUrl: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    description: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    allowedSkew: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    allowedAge: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
    roleClaimName: "rebuild: the profile (DELETE_JWT_PROFILE, CREATE_JWT_PROFILE)",
  },
};

describe("the table of changes", () => {
  for (const [type, lifecycle] of Object.entries(lifecycles)) {
    it(`${type}: every attribute says how it changes`, () => {
      const found = attributesOf(lifecycle).map(([name, { change }]) => [
        name,
        typeof change === "string" ? change : `${change.kind}: ${change.by}`,
      ]);
      assert.deepEqual(Object.fromEntries(found), ways[type as keyof typeof lifecycles]);
    });

    it(`${type}: what ORDS keeps of it is set, changed and cleared by a test, or says why not`, () => {
      const { base, changes, words } = samples[type as keyof typeof lifecycles];
      const untested = attributesOf(lifecycle)
        .filter(([, { change }]) => change !== "replace" && change !== "look")
        .filter(([name]) => !(name in changes) && !words.includes(name))
        .map(([name]) => name);
      // These have conditions of their own, and tests of their own: another module, ETag queries, bodies, MLE.
      const special: Readonly<Record<string, readonly string[]>> = {
        OrdsTemplate: ["module", "etagQuery"],
        OrdsHandler: ["module", "mimesAllowed", "mleEnvName"],
      };
      assert.deepEqual(untested, special[type] ?? []);
      assert.ok(Object.keys(base).every((name) => name in lifecycle.attributes));
    });
  }
});
