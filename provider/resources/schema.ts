import type * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle } from "../lifecycle/description";
import type { Common, Problem } from "../lifecycle/description";
import { choice, flag, text } from "../lifecycle/shapes";
import {
  changeSchema,
  disableSchema,
  dropSchema,
  enableSchema,
  observeEnabledSchema,
  observeSchema,
} from "../ords/schemas";
import type { SchemaRow } from "../ords/schemas";
import { nothing } from "../ords/plsql";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { common, orNothing, schemaName } from "./shared";
import { schemaUrl } from "./urls";

const deletePolicies = ["disable", "keep", "drop"] as const;

/** Inputs of {@link OrdsSchema}. */
export interface OrdsSchemaArgs {
  /**
   * The database schema, in any case. Default: the connected user. Another one needs ORDS_ADMINISTRATOR_ROLE. A change
   * replaces.
   */
  schema?: pulumi.Input<string>;
  /**
   * First part of all its URLs (`p_url_mapping_pattern`), case sensitive, unique in the database. Default: the schema's name in
   * lower case, or what it has. A change disables and enables again in one transaction, because ORDS refuses it otherwise.
   */
  alias?: pulumi.Input<string>;
  /** Whether ORDS serves the schema. Default true. */
  enabled?: pulumi.Input<boolean>;
  /** Whether the catalogue of AutoREST objects (`/metadata-catalog/`) asks for authentication. Default false. */
  autoRestAuth?: pulumi.Input<boolean>;
  /**
   * What deleting this resource does: `disable` (default; drops nothing), `keep` (nothing at all), or `drop`
   * (DROP_REST_FOR_SCHEMA: every module, privilege, client and AutoREST object of the schema goes, whoever made it).
   */
  deletePolicy?: pulumi.Input<(typeof deletePolicies)[number]>;
  /** The schema's name once more, without which `drop` is refused. */
  confirmDrop?: pulumi.Input<string>;
  /** Take over a schema that is enabled already with other settings, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A database schema enabled for REST: `ORDS.ENABLE_SCHEMA`, view USER_ORDS_SCHEMAS.
 *
 * Deleting disables the schema and drops nothing, unless `deletePolicy` says otherwise: modules, privileges and clients stay
 * and work again once it is enabled.
 * Fails when the alias belongs to another schema, or when the site lets only administrators enable schemas.
 *
 * @example
 * ```ts
 * const schema = new OrdsSchema("myapi", { schema: "MYAPI", alias: "myapi" });
 * export const url = schema.url; // https://host/ords/myapi
 * ```
 */
export class OrdsSchema extends OrdsResource {
  declare readonly schema: pulumi.Output<string>;
  /** As ORDS has it. */
  declare readonly alias: pulumi.Output<string>;
  declare readonly enabled: pulumi.Output<boolean>;
  declare readonly autoRestAuth: pulumi.Output<boolean>;
  /** Where its URLs begin, without a slash at the end; undefined when `ords:baseUrl` is not set. */
  declare readonly url: pulumi.Output<string | undefined>;
  /**
   * The alias where one was given, for what lies in the schema. One that ORDS made would be unknown in the preview of any change.
   *
   * @internal
   */
  readonly aliasGiven: pulumi.Output<string> | undefined;

  constructor(name: string, args: OrdsSchemaArgs = {}, options?: OrdsResourceOptions) {
    super(schemaLifecycle, name, { ...args }, ["schema", "alias", "url"], options);
    this.aliasGiven = args.alias === undefined ? undefined : this.alias;
  }
}

interface SchemaInputs extends Common {
  readonly alias?: string;
  readonly enabled: boolean;
  readonly autoRestAuth: boolean;
  readonly deletePolicy?: (typeof deletePolicies)[number];
  readonly confirmDrop?: string;
}

const enable = inPlace<SchemaInputs>("ENABLE_SCHEMA", ({ target, want, had }) =>
  changeSchema(target, { ...want, alias: want.alias ?? had.alias }),
);

/** How a schema lives in ORDS. */
export const schemaLifecycle = lifecycle<SchemaInputs, SchemaRow>({
  type: "OrdsSchema",
  describe: ({ schema }) => `REST enablement${schema === undefined ? "" : ` of ${schema}`}`,
  key: ["schema"],
  attributes: {
    ...common,
    schema: { is: schemaName, default: (settings) => settings.schema, change: "replace", keep: true },
    // The builder of APEX asks for an alphanumeric alias (fact 58); a slash or a blank could not stand in a URL as one part.
    alias: {
      is: text({ max: 255, matches: /^[\w.~-]+$/, must: "must be letters, digits, - _ . or ~" }),
      keep: true,
      change: enable,
    },
    enabled: { is: flag(), default: true, change: enable },
    autoRestAuth: { is: flag(), default: false, change: enable },
    deletePolicy: { is: choice(deletePolicies), change: "state" },
    confirmDrop: { is: schemaName, change: "state" },
  },
  check: ({ schema, deletePolicy, confirmDrop }, isGiven) => {
    const problems: Problem[] = [];
    if (deletePolicy !== "drop") return problems;
    if (!isGiven("confirmDrop")) {
      const sentence = `deletePolicy "drop" takes everything in the schema: repeat its name in confirmDrop`;
      problems.push({ property: "deletePolicy", sentence });
    } else if (schema !== undefined && confirmDrop !== undefined && confirmDrop !== schema) {
      const sentence = `confirmDrop must be ${schema}, the schema that is dropped`;
      problems.push({ property: "confirmDrop", sentence });
    }
    return problems;
  },
  observe: (target) => observeSchema(target),
  obstacle: (target, { enabled }) => (enabled ? observeEnabledSchema(target) : observeSchema(target)),
  observed: ({ schema, alias, status, autoRestAuth }) => ({
    schema,
    alias: orNothing(alias),
    enabled: status === "ENABLED",
    autoRestAuth: autoRestAuth === "ENABLED",
  }),
  outputs: ({ row, baseUrl }) => ({ url: schemaUrl(baseUrl, row.alias) }),
  create: (target, { enabled, alias, autoRestAuth }) =>
    enableSchema(target, { enabled, alias, autoRestAuth }),
  remove: (target, { schema, deletePolicy = "disable", confirmDrop }) => {
    if (deletePolicy === "keep") return nothing;
    return deletePolicy === "drop" && confirmDrop === schema ? dropSchema(target) : disableSchema(target);
  },
  // ENABLE_SCHEMA lets ORDS_PUBLIC_USER connect as the schema (fact 61): a grant, and so possibly a commit.
  alone: true,
  hints: ({ alias }) => ({
    1: `The alias${alias === undefined ? "" : ` "${alias}"`} belongs to another schema; choose another.`,
  }),
});
