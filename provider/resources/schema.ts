import type * as pulumi from "@pulumi/pulumi";
import { lifecycle } from "../lifecycle/description";
import type { Common, Step } from "../lifecycle/description";
import { flag, text } from "../lifecycle/shapes";
import {
  disableSchema,
  enableSchema,
  moveSchema,
  observeEnabledSchema,
  observeSchema,
} from "../ords/schemas";
import type { SchemaRow } from "../ords/schemas";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { common, orNothing, schemaName } from "./shared";
import { schemaUrl } from "./urls";

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
  /** Take over a schema that is enabled already with other settings, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A database schema enabled for REST: `ORDS.ENABLE_SCHEMA`, view USER_ORDS_SCHEMAS.
 *
 * Deleting disables the schema and drops nothing: modules, privileges and clients stay and work again once it is enabled.
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

  constructor(name: string, args: OrdsSchemaArgs = {}, options?: OrdsResourceOptions) {
    super(schemaLifecycle, name, { ...args }, ["schema", "alias", "url"], options);
  }
}

interface SchemaInputs extends Common {
  readonly alias?: string;
  readonly enabled: boolean;
  readonly autoRestAuth: boolean;
}

const enable: Step<SchemaInputs> = ({ target, want, had }) =>
  want.alias !== undefined && want.alias !== had.alias
    ? moveSchema(target, { ...want, alias: want.alias })
    : enableSchema(target, { ...want, alias: had.alias });

/** How a schema lives in ORDS. */
export const schemaLifecycle = lifecycle<SchemaInputs, SchemaRow>({
  type: "OrdsSchema",
  describe: ({ schema }) => `REST enablement${schema === undefined ? "" : ` of ${schema}`}`,
  key: ["schema"],
  attributes: {
    ...common,
    schema: { is: schemaName, default: ({ user }) => user?.toUpperCase(), change: "replace", keep: true },
    // The builder of APEX asks for an alphanumeric alias (fact 58); a slash or a blank could not stand in a URL as one part.
    alias: {
      is: text({ max: 255, matches: /^[\w.~-]+$/, must: "must be letters, digits, - _ . or ~" }),
      keep: true,
      change: enable,
    },
    enabled: { is: flag(), default: true, change: enable },
    autoRestAuth: { is: flag(), default: false, change: enable },
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
  remove: (target) => disableSchema(target),
  // ENABLE_SCHEMA lets ORDS_PUBLIC_USER connect as the schema (fact 61): a grant, and so possibly a commit.
  alone: true,
  hints: ({ alias }) => ({
    1: `The alias${alias === undefined ? "" : ` "${alias}"`} belongs to another schema; choose another.`,
  }),
});
