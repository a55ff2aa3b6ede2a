import type * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle } from "../lifecycle/description";
import type { Common } from "../lifecycle/description";
import { choice, flag, text } from "../lifecycle/shapes";
import { disableObject, enableObject, moveObject, observeObject, observeObjects } from "../ords/objects";
import type { EnabledObjectRow } from "../ords/objects";
import { aliasOf, schemaOf } from "./reference";
import type { SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { common, followed, fromCommaList, orNothing, schemaName } from "./shared";
import { schemaUrl } from "./urls";

const objectTypes = ["TABLE", "VIEW", "PROCEDURE", "FUNCTION", "PACKAGE"] as const;

/** Inputs of {@link OrdsAutoRest}. */
export interface OrdsAutoRestArgs {
  /** The table, view or PL/SQL unit, in any case; in double quotes where its name has lower-case letters. A change replaces. */
  object: pulumi.Input<string>;
  /** `TABLE` (default), `VIEW`, `PROCEDURE`, `FUNCTION` or `PACKAGE`. A change replaces. */
  objectType?: pulumi.Input<(typeof objectTypes)[number]>;
  /** Its part of the URL, unique in the schema. Default: the object's name in lower case, or what it has. Changed in place. */
  alias?: pulumi.Input<string>;
  /** Whether callers need the object's own privilege. Default false. Changed in place. */
  autoRestAuth?: pulumi.Input<boolean>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /** Take over an object that is enabled already with other settings, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A table, view or PL/SQL unit that ORDS serves without a handler (AutoREST): `ORDS.ENABLE_OBJECT`; view
 * USER_ORDS_ENABLED_OBJECTS.
 *
 * Deleting disables it; the object and its rows are not touched, and ORDS keeps the alias for it. Fails when another object
 * of the schema has the alias, perhaps a disabled one.
 *
 * @example
 * ```ts
 * const orders = new OrdsAutoRest("orders", { object: "ORDERS", alias: "orders", autoRestAuth: true });
 * export const url = orders.url; // https://host/ords/myapi/orders/
 * ```
 */
export class OrdsAutoRest extends OrdsResource {
  declare readonly object: pulumi.Output<string>;
  declare readonly objectType: pulumi.Output<(typeof objectTypes)[number]>;
  /** As ORDS has it. */
  declare readonly alias: pulumi.Output<string>;
  declare readonly autoRestAuth: pulumi.Output<boolean>;
  declare readonly schema: pulumi.Output<string | undefined>;
  /** What callers may do, as the view tells it; undefined where it does not. */
  declare readonly operations: pulumi.Output<string | undefined>;
  /** Where it is served; undefined when `ords:baseUrl` is not set. */
  declare readonly url: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsAutoRestArgs, options?: OrdsResourceOptions) {
    const inputs = { ...args, schema: schemaOf(args.schema), schemaAlias: aliasOf(args.schema) };
    super(autoRestLifecycle, name, inputs, ["alias", "operations", "url"], options);
  }
}

interface AutoRestInputs extends Common {
  readonly object: string;
  readonly objectType: (typeof objectTypes)[number];
  readonly alias?: string;
  readonly autoRestAuth: boolean;
  readonly schemaAlias?: string;
}

const enable = inPlace<AutoRestInputs>("ENABLE_OBJECT", ({ target, want, had }) =>
  want.alias !== undefined && want.alias !== had.alias
    ? moveObject(target, want)
    : enableObject(target, { ...want, alias: had.alias }),
);

/** How an AutoREST object lives in ORDS. */
export const autoRestLifecycle = lifecycle<AutoRestInputs, EnabledObjectRow>({
  type: "OrdsAutoRest",
  describe: ({ object }) => `AutoREST of ${object}`,
  key: ["object"],
  attributes: {
    ...common,
    object: { is: schemaName, required: true, change: "replace" },
    objectType: {
      is: choice(objectTypes, (value) => value.toUpperCase()),
      default: "TABLE",
      change: "replace",
    },
    alias: {
      is: text({ max: 255, matches: /^[\w.~-]+$/, must: "must be letters, digits, - _ . or ~" }),
      keep: true,
      change: enable,
    },
    autoRestAuth: { is: flag(), default: false, change: enable },
    schemaAlias: followed,
  },
  observe: (target, { object }) => observeObject(target, object),
  list: observeObjects,
  observed: (row) => ({
    object: row.object,
    objectType: row.objectType as AutoRestInputs["objectType"],
    alias: orNothing(row.alias),
    autoRestAuth: row.autoRestAuth === "ENABLED",
  }),
  around: ({ schemaAlias }) => ({ schemaAlias }),
  outputs: ({ row, baseUrl }) => {
    const schema = schemaUrl(baseUrl, row.schemaAlias);
    return {
      operations: fromCommaList(row.operations)?.join(","),
      url: schema === undefined || row.alias === null ? undefined : `${schema}/${row.alias}/`,
    };
  },
  create: (target, want) => enableObject(target, want),
  remove: (target, had) => disableObject(target, had),
  // Enabling with authentication makes a role and a privilege of ORDS's own, and for units it looks into the dictionary.
  alone: true,
});
