import assert from "node:assert/strict";
import { Capabilities, compareVersions } from "../../provider/ords/capabilities";

describe("versions of ORDS", () => {
  it("compare by their numbers, without the build", () => {
    assert.equal(compareVersions("25.4.0.r3441128", "25.4"), 0);
    for (const [older, newer] of [
      ["9.1", "10.0"],
      ["24.1", "24.1.1"],
      ["24.4.1.r1", "25.1"],
    ] as const) {
      assert.ok(compareVersions(older, newer) < 0, `${older} < ${newer}`);
      assert.ok(compareVersions(newer, older) > 0, `${newer} > ${older}`);
    }
  });

  it("decide where nothing was seen", () => {
    const [old, recent] = [new Capabilities("22.4"), new Capabilities("25.4")];
    for (const feature of [
      "otherSchemas",
      "ordsSecurity",
      "mle",
      "jwtProfile",
      "roleClaim",
      "deleteTemplate",
    ] as const) {
      assert.deepEqual([old.has(feature), recent.has(feature)], [false, true], feature);
    }
    assert.throws(() => old.demand("mle"), /^InputError: ORDS 24\.1\.1 is the first version that has mle/);
    assert.equal(recent.isAdministrator, undefined);
  });

  it("do not, where something was seen", () => {
    const nothing = {
      subprograms: new Set<string>(),
      args: new Set<string>(),
      hasMleColumn: false,
      hasRoleClaimColumn: false,
      hasSecretTimes: true,
      isAdministrator: false,
    };
    // Not a single subprogram was readable: the version has to tell.
    assert.equal(new Capabilities("25.4", nothing).has("deleteTemplate"), true);
    const some = { ...nothing, subprograms: new Set(["ORDS.DEFINE_MODULE"]) };
    assert.equal(new Capabilities("25.4", some).has("deleteTemplate"), false);
    assert.equal(new Capabilities("25.4", some).has("ordsSecurity"), false);
    assert.equal(new Capabilities("25.4", some).has("mle"), false);
    const early = { ...nothing, args: new Set(["OAUTH.CREATE_CLIENT.P_TOKEN_DURATION"]) };
    assert.equal(new Capabilities("22.4", early).has("clientLifetimes"), true);
    const short = { ...nothing, args: new Set(["ORDS_SECURITY_ADMIN.UPDATE_CLIENT.P_NAME"]) };
    assert.equal(new Capabilities("25.4", short).has("adminUpdatesAll"), false);
    assert.equal(new Capabilities("25.4", nothing).has("adminUpdatesAll"), true);
  });
});
