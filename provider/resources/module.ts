import type * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle, rebuild } from "../lifecycle/description";
import type { Common } from "../lifecycle/description";
import { choice, flag, text, whole } from "../lifecycle/shapes";
import {
  defineModule,
  deleteModule,
  lockModule,
  observeModule,
  observeModules,
  publishModule,
  renameModule,
  setModuleOrigins,
} from "../ords/modules";
import type { ModuleRow } from "../ords/modules";
import { nothing, plsql } from "../ords/plsql";
import { rebuildModule } from "../ords/rebuild";
import { aliasOf, schemaOf } from "./reference";
import type { SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { commaList, comments, common, followed, fromCommaList, lossOf, orNothing } from "./shared";
import { moduleUrl } from "./urls";

/** Inputs of {@link OrdsModule}. */
export interface OrdsModuleArgs {
  /** Name, unique in the schema, case sensitive, at most 255 bytes. Default: the resource's name. A change renames in place. */
  name?: pulumi.Input<string>;
  /** Path under the schema's alias, stored as `/x/`, unique in the schema. A change moves the module in place. */
  basePath: pulumi.Input<string>;
  /**
   * Rows a page of the handlers that set none, 0 to 10000; 0 turns paging off. Default 25. A change rebuilds the module around
   * everything below it, inside the database.
   */
  itemsPerPage?: pulumi.Input<number>;
  /** `PUBLISHED` (default) or `NOT_PUBLISHED`: whether its URLs answer. Changed in place. */
  status?: pulumi.Input<"PUBLISHED" | "NOT_PUBLISHED">;
  /** At most 4000 bytes. A change rebuilds the module as `itemsPerPage` does. */
  comments?: pulumi.Input<string>;
  /** Origins that browsers may call from (CORS), at most 4000 bytes together. Default none. Changed in place. */
  originsAllowed?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /**
   * Delete the module even if it holds handlers or templates that this stack does not manage; they go with it. Default false:
   * then the delete is refused and names them.
   */
  force?: pulumi.Input<boolean>;
  /** Rebuild the module even if something of it cannot be put back (a pre-hook). Default false: then the change is refused. */
  allowRebuild?: pulumi.Input<boolean>;
  /** Take over a module of this name that differs, instead of failing; what lies below it stays. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A resource module: the root of a group of URLs. `ORDS.DEFINE_MODULE`, RENAME_MODULE, PUBLISH_MODULE,
 * SET_MODULE_ORIGINS_ALLOWED, DELETE_MODULE; view USER_ORDS_MODULES.
 *
 * Templates and handlers below it survive every change. Deleting it is refused while it holds some that this stack does not
 * manage. Fails when another module has the base path, or when the schema is
 * not enabled.
 *
 * @example
 * ```ts
 * const api = new OrdsModule("orders", { basePath: "/orders/v1/", itemsPerPage: 50 });
 * const list = new OrdsHandler("list", { module: api, pattern: ".", source: "select * from orders" });
 * ```
 */
export class OrdsModule extends OrdsResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly basePath: pulumi.Output<string>;
  declare readonly itemsPerPage: pulumi.Output<number>;
  declare readonly status: pulumi.Output<"PUBLISHED" | "NOT_PUBLISHED">;
  declare readonly comments: pulumi.Output<string | undefined>;
  declare readonly originsAllowed: pulumi.Output<string[] | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;
  /** `https://host/ords/alias/x/`; undefined when `ords:baseUrl` is not set. */
  declare readonly url: pulumi.Output<string | undefined>;
  /**
   * The schema as it was given, for handlers in this module. The output would not do: it is unknown in the preview of any change
   * when no schema was given, and an unknown schema replaces.
   *
   * @internal
   */
  readonly schemaGiven: SchemaReference | undefined;

  constructor(name: string, args: OrdsModuleArgs, options?: OrdsResourceOptions) {
    const inputs = {
      ...args,
      name: args.name ?? name,
      schema: schemaOf(args.schema),
      schemaAlias: aliasOf(args.schema),
    };
    super(moduleLifecycle, name, inputs, ["url"], options);
    this.schemaGiven = args.schema;
  }
}

interface ModuleInputs extends Common {
  readonly name: string;
  readonly basePath: string;
  readonly itemsPerPage: number;
  readonly status: "PUBLISHED" | "NOT_PUBLISHED";
  readonly comments?: string;
  readonly originsAllowed?: readonly string[];
  readonly force?: boolean;
  readonly allowRebuild?: boolean;
  readonly schemaAlias?: string;
}

const rename = inPlace<ModuleInputs>("RENAME_MODULE", ({ target, want, had }) =>
  renameModule(target, had.name, want),
);
const move = inPlace<ModuleInputs>("RENAME_MODULE", ({ target, want, had }) =>
  // Together with a new name it has moved already.
  want.name === had.name ? renameModule(target, want.name, want) : nothing,
);
const redefine = rebuild<ModuleInputs>("the module around everything below it", ({ target, want }) =>
  rebuildModule(target, want, lossOf(want)),
);
const publish = inPlace<ModuleInputs>("PUBLISH_MODULE", ({ target, want }) =>
  publishModule(target, want.name, want.status),
);
const setOrigins = inPlace<ModuleInputs>("SET_MODULE_ORIGINS_ALLOWED", ({ target, want }) =>
  setModuleOrigins(target, want.name, want.originsAllowed),
);

/** ORDS stores both slashes (facts 27, 28); more than one in a row would be a different path. */
export function storedBasePath(path: string): string {
  return `/${path}/`.replace(/\/{2,}/g, "/");
}

/** How a module lives in ORDS. */
export const moduleLifecycle = lifecycle<ModuleInputs, ModuleRow>({
  type: "OrdsModule",
  describe: ({ name }) => `module "${name}"`,
  key: ["name"],
  attributes: {
    ...common,
    name: { is: text({ max: 255 }), required: true, change: rename },
    basePath: { is: text({ max: 255, normal: storedBasePath }), required: true, change: move },
    itemsPerPage: { is: whole({ min: 0, max: 10000 }), default: 25, change: redefine },
    comments: { is: comments, change: redefine },
    status: { is: choice(["PUBLISHED", "NOT_PUBLISHED"], upper), default: "PUBLISHED", change: publish },
    originsAllowed: { is: commaList(4000), change: setOrigins },
    force: { is: flag(), change: "state" },
    allowRebuild: { is: flag(), change: "none" },
    schemaAlias: followed,
  },
  varies: true,
  lock: (target, { name }) => lockModule(target, name),
  list: observeModules,
  observe: (target, { name }) => observeModule(target, name),
  observed: (row) => ({
    name: row.name,
    basePath: row.basePath,
    itemsPerPage: orNothing(row.itemsPerPage),
    status: row.status as ModuleInputs["status"],
    comments: orNothing(row.comments),
    originsAllowed: fromCommaList(row.originsAllowed),
  }),
  around: ({ alias }) => ({ schemaAlias: alias }),
  outputs: ({ row, baseUrl }) => ({ url: moduleUrl(baseUrl, row.alias, row.basePath) }),
  create: (target, want) => plsql`${defineModule(target, want)}
${want.originsAllowed === undefined ? nothing : setModuleOrigins(target, want.name, want.originsAllowed)}`,
  remove: (target, { name, force }) => deleteModule(target, name, force === true),
});

function upper(value: string): string {
  return value.toUpperCase();
}
