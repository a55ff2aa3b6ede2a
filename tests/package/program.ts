/** A user's program that touches every export, and must not compile where a comment says so. */
export const program = `
import * as pulumi from "@pulumi/pulumi";
import {
  isOrdsError, OrdsHandler, OrdsModule, OrdsOAuthClient, OrdsPrivilege, OrdsProvider, OrdsRole, OrdsSchema,
} from "pulumi-ords";
import type { OrdsHandlerArgs, OrdsModuleArgs, OrdsResourceOptions } from "pulumi-ords";

const provider = new OrdsProvider("db", { connectString: "host:1521/service", password: pulumi.secret("x") });
const options: OrdsResourceOptions = { provider };
const schema = new OrdsSchema("schema", { alias: "myapi" }, options);
const args: OrdsModuleArgs = { basePath: "/x/", schema };
const api = new OrdsModule("api", args);
const common: Omit<OrdsHandlerArgs, "module"> = { pattern: "x", source: "select 1 from dual" };
const handler = new OrdsHandler("byResource", { ...common, module: api });
new OrdsHandler("byName", { ...common, module: "api", parameters: [{ name: "id", sourceType: "URI" }] });
new OrdsHandler("byOutput", { ...common, module: api.name });
const role = new OrdsRole("role");
new OrdsPrivilege("privilege", { roles: [role, "other", role.name], modules: [api], patterns: ["/x/*"] });
const client = new OrdsOAuthClient("client", { roles: [role], rotateWhenChanged: { month: "1" } });

export const url: pulumi.Output<string | undefined> = handler.url;
export const secret: pulumi.Output<string> = client.clientSecret;
export const perPage: pulumi.Output<number> = api.itemsPerPage;
export const isOurs: boolean = isOrdsError(new Error("not ours"));

// @ts-expect-error a base path must be given
new OrdsModule("bad1", {});
// @ts-expect-error no such status
new OrdsModule("bad2", { basePath: "/x/", status: "DRAFT" });
// @ts-expect-error no such property
new OrdsHandler("bad3", { ...common, module: api, sauce: "x" });
// @ts-expect-error no such method
new OrdsHandler("bad4", { ...common, module: api, method: "HEAD" });
// @ts-expect-error a role is no module
new OrdsHandler("bad5", { ...common, module: 7 });
// @ts-expect-error outputs cannot be written
api.url = handler.url;
`;
