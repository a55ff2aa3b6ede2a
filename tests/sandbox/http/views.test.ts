import { strict as assert } from "node:assert";
import { metadataViews } from "./assembly";
import type { MetadataRow, MetadataRows, MetadataView } from "./assembly";
import { ViewMetadata } from "./views";
import type { MetadataSource } from "./views";

class Rows implements MetadataSource {
  reads = 0;
  changes = 0;
  failing = false;
  readonly rows: Record<MetadataView, MetadataRow[]>;

  constructor(given: Partial<MetadataRows>) {
    const all = metadataViews.map((view) => [view, [...(given[view] ?? [])]] as const);
    this.rows = Object.fromEntries(all) as Record<MetadataView, MetadataRow[]>;
  }

  revision(): number {
    return this.changes;
  }

  revisionOf(): number {
    return this.changes;
  }

  read(view: MetadataView, column?: string, value?: unknown): readonly MetadataRow[] {
    this.reads++;
    if (this.failing) throw new Error("no");
    return this.rows[view].filter((row) => column === undefined || String(row[column]) === String(value));
  }

  verifySecret(client: string, secret: string): boolean {
    return client === "60" && secret === "s..";
  }

  sessions(): number {
    return 3;
  }
}

const enabled = {
  ID: 1,
  PARSING_SCHEMA: "MYAPI",
  PATTERN: "myapi",
  STATUS: "ENABLED",
  AUTO_REST_AUTH: "DISABLED",
};

describe("metadata from the views", () => {
  it("is put together by ids", async () => {
    const metadata = new ViewMetadata(
      new Rows({
        SCHEMAS: [enabled, { ...enabled, ID: 2, PATTERN: "off", STATUS: "DISABLED" }],
        MODULES: [
          {
            ID: 10,
            SCHEMA_ID: 1,
            NAME: "m",
            URI_PREFIX: "/m/",
            STATUS: "PUBLISHED",
            ITEMS_PER_PAGE: 0,
            ORIGINS_ALLOWED: "https://a, https://b",
          },
          { ID: 11, SCHEMA_ID: 2, NAME: "other", URI_PREFIX: "/m/", STATUS: "PUBLISHED" },
        ],
        TEMPLATES: [
          { ID: 20, MODULE_ID: 10, URI_TEMPLATE: "t/:id", PRIORITY: 3, ETAG_TYPE: "QUERY", ETAG_QUERY: "q" },
        ],
        HANDLERS: [{ ID: 30, TEMPLATE_ID: "20", METHOD: "GET", SOURCE_TYPE: "json/item", SOURCE: "src" }],
        PARAMETERS: [
          {
            HANDLER_ID: 30,
            NAME: "X",
            BIND_VARIABLE_NAME: "x",
            SOURCE_TYPE: "HEADER",
            ACCESS_METHOD: "IN",
            PARAM_TYPE: "INT",
          },
        ],
        PRIVILEGES: [{ ID: 40, SCHEMA_ID: 1, NAME: "p" }],
        PRIVILEGE_ROLES: [{ PRIVILEGE_ID: 40, ROLE_NAME: "r" }],
        PRIVILEGE_MAPPINGS: [{ PRIVILEGE_ID: 40, PATTERN: "/m/*" }],
        PRIVILEGE_MODULES: [{ PRIVILEGE_ID: 40, MODULE_NAME: "m" }],
        PROPERTIES: [{ SCHEMA_ID: 1, KEY: "restEnabledSql.active", VALUE: "true" }],
      }),
    );
    const schema = await metadata.schema("myapi");
    assert.deepEqual(schema?.modules, [
      {
        name: "m",
        basePath: "/m/",
        published: true,
        itemsPerPage: 0,
        originsAllowed: ["https://a", "https://b"],
        preHook: undefined,
        templates: [
          {
            pattern: "t/:id",
            priority: 3,
            etag: { kind: "query", query: "q" },
            handlers: [
              {
                method: "GET",
                sourceType: "json/item",
                source: "src",
                itemsPerPage: undefined,
                mimesAllowed: [],
                parameters: [{ name: "X", bind: "x", source: "HEADER", access: "IN", type: "INT" }],
              },
            ],
          },
        ],
      },
    ]);
    assert.deepEqual(schema.privileges, [{ name: "p", roles: ["r"], patterns: ["/m/*"], modules: ["m"] }]);
    assert.deepEqual(schema.properties, { "restEnabledSql.active": "true" });
    assert.equal(await metadata.schema("off"), undefined);
  });

  it("fact 160: shows a role once however often it was granted, and asks for secrets elsewhere", async () => {
    const metadata = new ViewMetadata(
      new Rows({
        SCHEMAS: [enabled],
        CLIENTS: [
          { ID: 60, SCHEMA_ID: 1, CLIENT_ID: "c..", AUTH_FLOW: "CLIENT_CREDENTIALS", TOKEN_DURATION: 60 },
        ],
        CLIENT_ROLES: [
          { CLIENT_ID: 60, ROLE_NAME: "r" },
          { CLIENT_ID: 60, ROLE_NAME: "r" },
        ],
      }),
    );
    const schema = await metadata.schema("myapi");
    const client = await metadata.client(schema!, "c..");
    assert.deepEqual(
      [client?.grant, client?.roles, client?.tokenDuration],
      ["client_credentials", ["r"], 60],
    );
    assert.deepEqual([client?.verify("s.."), client?.verify("x"), client?.sessions], [true, false, 3]);
    assert.equal(await metadata.client(schema!, "nobody"), undefined);
  });

  it("is read as far as it is asked for, and again when something has changed", async () => {
    const rows = new Rows({
      SCHEMAS: [enabled],
      MODULES: [{ ID: 10, SCHEMA_ID: 1, NAME: "m", URI_PREFIX: "/m/", STATUS: "PUBLISHED" }],
    });
    const metadata = new ViewMetadata(rows);
    const [schema] = await Promise.all([metadata.schema("myapi"), metadata.schema("other")]);
    assert.equal(rows.reads, 1);
    assert.equal(schema?.modules.length, 1);
    assert.deepEqual(schema.modules[0]?.templates, []);
    assert.equal(rows.reads, 3);
    const names = (basePath: string): string[] => schema.modulesAt(basePath).map(({ name }) => name);
    assert.deepEqual([names("/m/"), names("/m/"), rows.reads], [["m"], ["m"], 4]);
    assert.deepEqual([names("/n/"), names("/n/"), rows.reads], [[], [], 5]);
    await metadata.schema("myapi");
    assert.equal(rows.reads, 5);
    rows.rows.SCHEMAS.push({ ...enabled, ID: 2, PATTERN: "other" });
    assert.equal(await metadata.schema("other"), undefined);
    rows.changes++;
    assert.equal((await metadata.schema("other"))?.id, "2");
  });

  it("is read again after a failure", async () => {
    const rows = new Rows({ SCHEMAS: [enabled] });
    const metadata = new ViewMetadata(rows);
    rows.failing = true;
    await assert.rejects(metadata.schema("myapi"));
    rows.failing = false;
    assert.equal((await metadata.schema("myapi"))?.owner, "MYAPI");
  });
});
