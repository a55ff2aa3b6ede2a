import type * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle } from "../lifecycle/description";
import type { Common } from "../lifecycle/description";
import { text } from "../lifecycle/shapes";
import { createRole, deleteRole, observeRole, observeRoles, renameRole } from "../ords/roles";
import { plsql } from "../ords/plsql";
import type { RoleRow } from "../ords/roles";
import { schemaOf } from "./reference";
import type { SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { common, ordsOwnNames } from "./shared";

/** Inputs of {@link OrdsRole}. */
export interface OrdsRoleArgs {
  /**
   * Name, unique in the schema, blanks allowed, at most 255 bytes; not `oracle.` something, which is ORDS's own. Default: the
   * resource's name. A change renames in place: privileges and grants stay.
   */
  name?: pulumi.Input<string>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /** A role has nothing to differ in, so one that exists is always taken. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A role: a name that privileges ask for and clients are granted. `ORDS.CREATE_ROLE`, RENAME_ROLE, DELETE_ROLE; view USER_ORDS_ROLES.
 *
 * It protects nothing by itself. Roles that ORDS brings (`SQL Developer`) are used by name, without a resource.
 *
 * @example
 * ```ts
 * const reader = new OrdsRole("reader", { name: "ORDERS_READER" });
 * new OrdsPrivilege("orders", { roles: [reader], patterns: ["/orders/*"] });
 * ```
 */
export class OrdsRole extends OrdsResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly schema: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsRoleArgs = {}, options?: OrdsResourceOptions) {
    super(
      roleLifecycle,
      name,
      { ...args, name: args.name ?? name, schema: schemaOf(args.schema) },
      [],
      options,
    );
  }
}

interface RoleInputs extends Common {
  readonly name: string;
}

const rename = inPlace<RoleInputs>("RENAME_ROLE", ({ target, want, had }) =>
  renameRole(target, had.name, want.name),
);

/** How a role lives in ORDS. */
export const roleLifecycle = lifecycle<RoleInputs, RoleRow>({
  type: "OrdsRole",
  describe: ({ name }) => `role "${name}"`,
  key: ["name"],
  attributes: {
    ...common,
    name: { is: text({ max: 255, ...ordsOwnNames }), required: true, change: rename },
  },
  list: (target) => plsql`${observeRoles(target)} where r.name not like 'oracle.%'`,
  observe: (target, { name }) => observeRole(target, name),
  observed: ({ name }) => ({ name }),
  create: (target, { name }) => createRole(target, name),
  remove: (target, { name }) => deleteRole(target, name),
});
