import type * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle } from "../lifecycle/description";
import type { Common } from "../lifecycle/description";
import { setOf, text } from "../lifecycle/shapes";
import { plsql } from "../ords/plsql";
import {
  changePrivilege,
  definePrivilege,
  deletePrivilege,
  lockPrivilege,
  observePrivilege,
  observePrivileges,
  renamePrivilege,
} from "../ords/privileges";
import type { PrivilegeRow } from "../ords/privileges";
import type { OrdsModule } from "./module";
import { namesOf, schemaOf } from "./reference";
import type { NamesOf, SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import type { OrdsRole } from "./role";
import { comments, common, missingAmong, orNothing, ordsOwnNames } from "./shared";

/** Inputs of {@link OrdsPrivilege}. */
export interface OrdsPrivilegeArgs {
  /** Name, unique in the schema, at most 255 bytes; also the scope of JWTs. Default: the resource's name. A change renames in place. */
  name?: pulumi.Input<string>;
  /** Short text for people who approve access, at most 255 bytes. */
  label?: pulumi.Input<string>;
  /** At most 4000 bytes. */
  description?: pulumi.Input<string>;
  /** At most 4000 bytes. */
  comments?: pulumi.Input<string>;
  /** Roles of which a caller needs one, by name or as OrdsRole. Default none: whoever can sign in is let in. */
  roles?: NamesOf<OrdsRole>;
  /**
   * URL patterns relative to the schema's alias: `/x`, or `/x/*` for everything below (but not `/x` itself). A pattern belongs to
   * one privilege of the schema only.
   */
  patterns?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Modules it protects, by name or as OrdsModule. */
  modules?: NamesOf<OrdsModule>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /** Take over a privilege of this name that differs, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A privilege: which roles may call which URLs. `ORDS.DEFINE_PRIVILEGE`, RENAME_PRIVILEGE, DELETE_PRIVILEGE; views USER_ORDS_PRIVILEGES, _ROLES,
 * _MAPPINGS, _MODULES.
 *
 * A request must satisfy every privilege that matches it; a path that none matches is public. A change adds
 * and takes away only what the program changed; roles, patterns and modules that others put in stay. Fails when a role or module does not exist, or a pattern belongs to another privilege.
 *
 * @example
 * ```ts
 * new OrdsPrivilege("orders", { label: "Orders", roles: [reader], patterns: ["/orders/*"], modules: [api] });
 * ```
 */
export class OrdsPrivilege extends OrdsResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly label: pulumi.Output<string | undefined>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly comments: pulumi.Output<string | undefined>;
  declare readonly roles: pulumi.Output<string[] | undefined>;
  declare readonly patterns: pulumi.Output<string[] | undefined>;
  declare readonly modules: pulumi.Output<string[] | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsPrivilegeArgs = {}, options?: OrdsResourceOptions) {
    const inputs = {
      ...args,
      name: args.name ?? name,
      roles: namesOf(args.roles),
      modules: namesOf(args.modules),
      schema: schemaOf(args.schema),
    };
    super(privilegeLifecycle, name, inputs, [], options);
  }
}

interface PrivilegeInputs extends Common {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly comments?: string;
  readonly roles?: readonly string[];
  readonly patterns?: readonly string[];
  readonly modules?: readonly string[];
}

const rename = inPlace<PrivilegeInputs>("RENAME_PRIVILEGE", ({ target, want, had }) =>
  renamePrivilege(target, had.name, want.name),
);
const define = inPlace<PrivilegeInputs>("DEFINE_PRIVILEGE", ({ target, want, had }) =>
  changePrivilege(target, had, want),
);

/** Fact 66: from the alias on, `*` only as the last part, no empty parts. */
const pattern = text({
  max: 600,
  matches: /^\/(?!.*\/\/)(?:[^*]*|[^*]*\/\*|\*)$/,
  must: 'must begin with "/", have no "//", and a "*" only at its end after a slash',
});

/** How a privilege lives in ORDS. */
export const privilegeLifecycle = lifecycle<PrivilegeInputs, PrivilegeRow>({
  type: "OrdsPrivilege",
  describe: ({ name }) => `privilege "${name}"`,
  key: ["name"],
  attributes: {
    ...common,
    name: { is: text({ max: 255, ...ordsOwnNames }), required: true, change: rename },
    label: { is: text({ max: 255 }), change: define },
    description: { is: text({ max: 4000 }), change: define },
    comments: { is: comments, change: define },
    roles: { is: setOf(text({ max: 255 })), names: "OrdsRole", change: define },
    patterns: { is: setOf(pattern), change: define },
    modules: { is: setOf(text({ max: 255 })), names: "OrdsModule", change: define },
  },
  lock: (target, { name }) => lockPrivilege(target, name),
  list: (target) => plsql`${observePrivileges(target)} where v.name not like 'oracle.%'`,
  observe: (target, { name }) => observePrivilege(target, name),
  observed: (row) => ({
    name: row.name,
    label: orNothing(row.label),
    description: orNothing(row.description),
    comments: orNothing(row.comments),
    roles: asSet(row.roles),
    patterns: asSet(row.patterns),
    modules: asSet(row.modules),
  }),
  create: (target, want) => definePrivilege(target, want),
  remove: (target, { name }) => deletePrivilege(target, name),
  hints: ({ roles, modules }) => missingAmong({ role: roles, module: modules }),
});

function asSet(values: readonly string[] | null): readonly string[] | undefined {
  return values === null ? undefined : [...new Set(values)].sort();
}
