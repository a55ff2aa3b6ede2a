import type { Type } from "./fixture";
import { lackOf } from "./lacks";
import type { Profile } from "./profiles";

type Properties = Readonly<Record<string, unknown>>;

/** One object of each kind, and for its attributes the values that a test gives them one after another. */
export interface Sample {
  readonly base: Properties;
  readonly changes: Readonly<Record<string, readonly unknown[]>>;
  /** Words to the provider, which the database never sees. */
  readonly words: readonly string[];
}

/** Every kind of quote, line ends, what SQL*Plus and drivers take for something of theirs, and characters of all widths. */
export const odd = `it's "odd" q'[x]' :name &var ;\n/\r\n\\ é 漢 😀 \u{10FFFF} --end`;

export const samples: Readonly<Record<Type, Sample>> = {
  OrdsSchema: {
    base: { schema: "MYAPI", alias: "myapi" },
    changes: { alias: ["other-alias", "A_b.c~1"], enabled: [false], autoRestAuth: [true] },
    words: ["adopt", "deletePolicy", "confirmDrop"],
  },
  OrdsModule: {
    base: { name: "api", basePath: "/api/" },
    changes: {
      name: ["second", odd.slice(0, 40)],
      basePath: ["/b/", "/b/c/"],
      itemsPerPage: [10, 0],
      status: ["NOT_PUBLISHED"],
      comments: ["one", odd],
      originsAllowed: [["https://a"], ["https://b", "https://c"]],
    },
    words: ["adopt", "force", "allowRebuild"],
  },
  OrdsTemplate: {
    base: { module: "held", pattern: "item/:id" },
    changes: {
      pattern: ["item/:id/x", "."],
      priority: [9, 1],
      etagType: ["NONE"],
      comments: ["one", odd],
    },
    words: ["adopt", "allowRebuild"],
  },
  OrdsHandler: {
    base: { module: "held", pattern: "list", source: "select 1 from dual" },
    changes: {
      pattern: ["list/all", ":id?"],
      method: ["DELETE"],
      sourceType: ["json/item", "plsql/block"],
      source: ["select 2 from dual", odd, "x".repeat(100_000)],
      itemsPerPage: [10, 0],
      comments: ["one", odd],
      parameters: [
        [{ name: "X-One", bindVariable: "one" }],
        [
          { name: "X-One", bindVariable: "one", paramType: "INT", comments: odd },
          { name: "two", bindVariable: "two", sourceType: "URI" },
        ],
      ],
    },
    words: ["adopt", "keepTemplate", "allowRebuild"],
  },
  OrdsRole: {
    base: { name: "READER" },
    changes: { name: ["Reader of orders", odd.slice(0, 40)] },
    words: ["adopt"],
  },
  OrdsPrivilege: {
    base: { name: "api.use" },
    changes: {
      name: ["api.read"],
      label: ["one", odd],
      description: ["one", odd],
      comments: ["one", odd],
      roles: [["R1"], ["R1", "R2"], ["R2"]],
      patterns: [["/a/*"], ["/a/*", "/b"], ["/b"]],
      modules: [["held"]],
    },
    words: ["adopt"],
  },
  OrdsOAuthClient: {
    base: { name: "shop" },
    changes: {
      name: ["shop two"],
      description: ["one", odd],
      supportEmail: ["a@example.com", "b@example.com"],
      supportUri: ["https://a.example.com", "https://b.example.com"],
      redirectUri: ["https://a.example.com/cb", "https://b.example.com/cb"],
      originsAllowed: [["https://a"], ["https://b", "https://c"]],
      privileges: [["held.use"]],
      roles: [["R1"], ["R1", "R2"], ["R2"]],
      tokenDuration: [60, 120],
      refreshDuration: [600, 1200],
      codeDuration: [30, 60],
      clientSecret: ["supplied-1", "supplied-2"],
      generateSecret: [false],
      rotateWhenChanged: [{ quarter: "1" }, { quarter: "2" }],
    },
    words: ["adopt", "revokePrevious", "revokeSessions"],
  },
  OrdsAutoRest: {
    base: { object: "ORDERS", alias: "orders" },
    changes: { alias: ["o2", "o-3"], autoRestAuth: [true] },
    words: ["adopt"],
  },
  OrdsJwtProfile: {
    base: { issuer: "https://idp", audience: "api", jwkUrl: "https://idp/keys" },
    changes: {
      issuer: ["https://idp2"],
      audience: ["api2"],
      jwkUrl: ["https://idp/keys2"],
      description: ["one", odd],
      allowedSkew: [10, 0],
      allowedAge: [100, 50],
      roleClaimName: ["/roles", "/realm/roles"],
    },
    words: ["adopt"],
  },
};

/** The same as far as a version goes: with one slot for secrets, the previous one has to end. */
export function samplesFor(profile: Profile): Readonly<Record<Type, Sample>> {
  if (lackOf(profile, "secondSecret") === undefined) return samples;
  const { OrdsOAuthClient: client } = samples;
  return { ...samples, OrdsOAuthClient: { ...client, base: { ...client.base, revokePrevious: true } } };
}
