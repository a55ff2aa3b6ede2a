import * as oci from "@pulumi/oci";
import * as pulumi from "@pulumi/pulumi";
import {
  OrdsHandler,
  OrdsModule,
  OrdsOAuthClient,
  OrdsPrivilege,
  OrdsProvider,
  OrdsRole,
  OrdsSchema,
} from "pulumi-ords";

const config = new pulumi.Config();
const compartmentId = config.require("compartmentId");
const adminPassword = config.requireSecret("adminPassword");
const walletPassword = config.requireSecret("walletPassword");

const database = new oci.database.AutonomousDatabase("orders", {
  compartmentId,
  dbName: "orders",
  dbWorkload: "OLTP",
  computeModel: "ECPU",
  computeCount: 2,
  dataStorageSizeInTbs: 1,
  isMtlsConnectionRequired: true,
  adminPassword,
});

const wallet = new oci.database.AutonomousDatabaseWallet(
  "wallet",
  {
    autonomousDatabaseId: database.id,
    password: walletPassword,
    base64EncodeContent: true,
    generateType: "SINGLE",
  },
  // It holds the private key of the client.
  { additionalSecretOutputs: ["content"] },
);

// Nothing of this is known before the database exists: the preview plans the resources all the same.
const ords = new OrdsProvider("ords", {
  // An alias in the wallet's tnsnames.ora.
  connectString: "orders_low",
  user: "ADMIN",
  password: adminPassword,
  walletContent: wallet.content,
  walletPassword,
  baseUrl: database.connectionUrls.apply((urls) => urls.map(({ ordsUrl }) => ordsUrl).at(0) ?? ""),
  waitFor: 300,
});
const options = { provider: ords };

const schema = new OrdsSchema(
  "orders",
  { schema: config.get("schema") ?? "ORDERS", alias: "orders" },
  options,
);
const api = new OrdsModule("orders", { basePath: "/v1/", schema }, options);
const list = new OrdsHandler(
  "list",
  { module: api, pattern: "status", source: "select 'open' as status from dual" },
  options,
);
const role = new OrdsRole("orders_reader", { schema }, options);
const privilege = new OrdsPrivilege("orders.read", { roles: [role], modules: [api], schema }, options);
const client = new OrdsOAuthClient(
  "orders_app",
  {
    grantType: "client_credentials",
    supportEmail: "orders@example.com",
    roles: [role],
    schema,
  },
  { ...options, dependsOn: privilege },
);

// Applications take the secret from the vault; it stays encrypted in the state of both resources.
const kept = new oci.vault.Secret("orders-client-secret", {
  compartmentId,
  vaultId: config.require("vaultId"),
  keyId: config.require("keyId"),
  secretName: "orders-client-secret",
  secretContent: {
    contentType: "BASE64",
    content: client.clientSecret.apply((secret) => Buffer.from(secret).toString("base64")),
  },
});

export const url = list.url;
export const tokenUrl = client.tokenUrl;
export const clientId = client.clientId;
export const secretId = kept.id;
