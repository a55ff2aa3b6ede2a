import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { OrdsRestApi } from "../../provider";

describe("OrdsRestApi", () => {
  const registered: MockResourceArgs[] = [];

  before(async () => {
    await pulumi.runtime.setMocks({
      call: () => ({}),
      newResource: (args) => {
        registered.push(args);
        const inputs = args.inputs as { pattern?: string };
        const url = `https://host/ords/shop/orders/v1/${inputs.pattern ?? ""}`;
        return { id: args.name, state: { ...inputs, url, clientId: "id", clientSecret: "hush" } };
      },
    });
  });

  const inputs = (name: string): Record<string, unknown> => {
    const found = registered.find((one) => one.name === name && one.custom === true);
    assert.ok(found, `${name} is among ${registered.map((one) => one.name).join(", ")}`);
    const { __provider, ...own } = found.inputs as Record<string, unknown>;
    assert.match(String(__provider), /^exports\.handler=\(\)=>require\("pulumi-ords\/provider"\)\.\w+;$/);
    return own;
  };

  it("is a module with its handlers, a role, a privilege over all of it, and a client with the role", async () => {
    const api = new OrdsRestApi("orders", {
      basePath: "orders/v1",
      comments: "c",
      schema: "SHOP",
      handlers: {
        list: { pattern: ".", source: "select 1 from dual" },
        add: { pattern: "x", method: "POST", source: "y" },
        show: { pattern: "x", source: "z" },
      },
    });
    const urls = await new Promise((resolve) => api.urls.apply(resolve));
    assert.deepEqual(urls, ["https://host/ords/shop/orders/v1/.", "https://host/ords/shop/orders/v1/x"]);
    const secret = await new Promise((resolve) => api.clientSecret.apply(resolve));
    assert.equal(secret, "hush");
    const schema = "SHOP";
    assert.deepEqual(inputs("orders"), { name: "orders", basePath: "orders/v1", comments: "c", schema });
    assert.deepEqual(inputs("orders-list"), {
      module: "orders",
      pattern: ".",
      source: "select 1 from dual",
      schema,
      moduleBasePath: "orders/v1",
    });
    assert.equal(inputs("orders-add")["method"], "POST");
    assert.deepEqual(inputs("orders-role"), { name: "orders_role", schema });
    assert.deepEqual(inputs("orders-privilege"), {
      name: "orders",
      patterns: ["/orders/v1/*"],
      roles: ["orders_role"],
      modules: ["orders"],
      schema,
    });
    assert.deepEqual(inputs("orders-client"), { name: "orders_client", roles: ["orders_role"], schema });
  });

  it("makes no client when there is to be none", () => {
    registered.length = 0;
    const api = new OrdsRestApi("open", { basePath: "/o/", handlers: {}, client: false });
    assert.equal(api.client, undefined);
  });
});
