type Args = Readonly<Record<string, unknown>>;

/** Arguments of one resource of each class, all in one API. */
export interface Api {
  readonly schema: Args;
  readonly module: Args;
  readonly handler: Args;
  readonly role: Args;
  readonly privilege: Args;
  readonly client: Args;
}

export const plain: Api = {
  schema: { alias: "myapi" },
  module: { basePath: "/api/" },
  handler: { pattern: "hello", source: "select 1 one from dual" },
  role: {},
  privilege: { patterns: ["/api/*"] },
  client: {},
};

/** How many resources {@link apiProgram} declares, the stack among them. */
export const declared = 7;

/** The text of a program with one resource of each class, which refer to one another. */
export function apiProgram(changed: Partial<Api> = {}): string {
  const { schema, module, handler, role, privilege, client } = { ...plain, ...changed };
  const given = (args: Args, more = ""): string => `{ ${more} ...${JSON.stringify(args)} }`;
  return `
const schema = new OrdsSchema("schema", ${given(schema)});
const api = new OrdsModule("api", ${given(module, "schema,")});
const handler = new OrdsHandler("handler", ${given(handler, "module: api,")});
const role = new OrdsRole("role", ${given(role, "schema,")});
const privilege = new OrdsPrivilege("privilege", ${given(privilege, "roles: [role], modules: [api], schema,")});
const client = new OrdsOAuthClient("client", ${given(client, "roles: [role], schema,")});
exports.url = handler.url;
exports.tokenUrl = client.tokenUrl;
exports.clientId = client.clientId;
exports.clientSecret = client.clientSecret;
`;
}
