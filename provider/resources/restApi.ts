import * as pulumi from "@pulumi/pulumi";
import { OrdsOAuthClient } from "./client";
import type { OrdsOAuthClientArgs } from "./client";
import { OrdsHandler } from "./handler";
import type { OrdsHandlerArgs } from "./handler";
import { OrdsModule, storedBasePath } from "./module";
import type { OrdsModuleArgs } from "./module";
import { OrdsPrivilege } from "./privilege";
import type { OrdsPrivilegeArgs } from "./privilege";
import type { SchemaReference } from "./reference";
import { OrdsRole } from "./role";

/** Inputs of {@link OrdsRestApi}. */
export interface OrdsRestApiArgs extends Omit<OrdsModuleArgs, "schema"> {
  /** What the API answers, by a name of your choice: each becomes an OrdsHandler called `<api>-<name>`. */
  handlers: Readonly<Record<string, Omit<OrdsHandlerArgs, "module" | "template" | "schema">>>;
  /** Name of the role that callers need. Default: the name of the API with `_role`. */
  role?: pulumi.Input<string>;
  /** What the privilege has besides the role, the module and everything under the base path; its name too. */
  privilege?: Omit<OrdsPrivilegeArgs, "modules" | "schema">;
  /** The client that is granted the role; false makes none. Default: one with the name of the API and `_client`. */
  client?: Omit<OrdsOAuthClientArgs, "schema"> | false;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. */
  schema?: SchemaReference;
}

/**
 * A protected API from one declaration: an OrdsModule with its OrdsHandlers, an OrdsRole, an OrdsPrivilege that asks for the
 * role on the module and on everything under its base path, and an OrdsOAuthClient that has the role.
 *
 * @example
 * ```ts
 * const api = new OrdsRestApi("orders", {
 *   basePath: "/orders/",
 *   handlers: { list: { pattern: ".", source: "select * from orders" } },
 * });
 * export const { url, tokenUrl, clientId, clientSecret } = api;
 * ```
 */
export class OrdsRestApi extends pulumi.ComponentResource {
  readonly module: OrdsModule;
  readonly handlers: Readonly<Record<string, OrdsHandler>>;
  readonly role: OrdsRole;
  readonly privilege: OrdsPrivilege;
  /** Undefined where `client` is false. */
  readonly client: OrdsOAuthClient | undefined;
  /** The module's URL; undefined when `ords:baseUrl` is not set. */
  readonly url: pulumi.Output<string | undefined>;
  /** Every URL that the API answers, once each and in order: those of its handlers; empty when `ords:baseUrl` is not set. */
  readonly urls: pulumi.Output<string[]>;
  readonly tokenUrl: pulumi.Output<string | undefined>;
  readonly clientId: pulumi.Output<string | undefined>;
  /** A secret. */
  readonly clientSecret: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsRestApiArgs, options?: pulumi.ComponentResourceOptions) {
    super("pulumi-ords:index:OrdsRestApi", name, {}, options);
    const { handlers, role, privilege = {}, client = {}, schema, ...module } = args;
    const child = { parent: this };
    this.module = new OrdsModule(name, { ...module, schema }, child);
    this.handlers = Object.fromEntries(
      Object.entries(handlers).map(([key, handler]) => [
        key,
        new OrdsHandler(`${name}-${key}`, { ...handler, module: this.module, schema }, child),
      ]),
    );
    this.role = new OrdsRole(`${name}-role`, { name: role ?? `${name}_role`, schema }, child);
    const everything = pulumi.output(args.basePath).apply((path) => `${storedBasePath(path)}*`);
    this.privilege = new OrdsPrivilege(
      `${name}-privilege`,
      {
        name: name,
        patterns: [everything],
        ...privilege,
        roles: privilege.roles ?? [this.role],
        modules: [this.module],
        schema,
      },
      child,
    );
    this.client =
      client === false
        ? undefined
        : new OrdsOAuthClient(
            `${name}-client`,
            { name: `${name}_client`, ...client, roles: client.roles ?? [this.role], schema },
            // Nobody gets a key before the door is shut.
            { ...child, dependsOn: this.privilege },
          );
    this.url = this.module.url;
    this.urls = pulumi
      .all(Object.values(this.handlers).map((handler) => handler.url))
      .apply((urls) => [...new Set(urls.filter((url) => url !== undefined))].sort());
    this.tokenUrl = pulumi.output(this.client?.tokenUrl);
    this.clientId = pulumi.output(this.client?.clientId);
    this.clientSecret = pulumi.output(this.client?.clientSecret);
    this.registerOutputs({
      url: this.url,
      urls: this.urls,
      tokenUrl: this.tokenUrl,
      clientId: this.clientId,
      clientSecret: this.clientSecret,
    });
  }
}
