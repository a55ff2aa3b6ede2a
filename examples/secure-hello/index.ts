import { OrdsHandler, OrdsModule, OrdsOAuthClient, OrdsPrivilege, OrdsRole, OrdsSchema } from "pulumi-ords";

const schema = new OrdsSchema("schema", { schema: "MYAPI", alias: "myapi" });

const api = new OrdsModule("myapi", { basePath: "/myapi/", schema });

const hello = new OrdsHandler("hello", {
  module: api,
  pattern: "hello",
  method: "POST",
  sourceType: "plsql/block",
  source: `begin
  owa_util.mime_header('application/json');
  htp.prn('{"message":"Secure Hello World"}');
end;`,
});

const role = new OrdsRole("MYAPI_ROLE", { schema });

const privilege = new OrdsPrivilege("MYAPI_PRIV", {
  label: "My API Access",
  description: "Call what lies below /myapi/",
  roles: [role],
  patterns: ["/myapi/*"],
  modules: [api],
  schema,
});

const client = new OrdsOAuthClient(
  "myapi_client",
  {
    grantType: "client_credentials",
    description: "The consumer stack",
    supportEmail: "api@example.com",
    roles: [role],
    schema,
  },
  // Nobody gets a key before the door is shut.
  { dependsOn: privilege },
);

export const schemaUrl = schema.url;
export const apiUrl = api.url;
export const url = hello.url;
export const tokenUrl = client.tokenUrl;
export const clientId = client.clientId;
export const clientSecret = client.clientSecret;
