import type * as pulumi from "@pulumi/pulumi";
import { lifecycle, move, rebuild } from "../lifecycle/description";
import type { Common, Problem } from "../lifecycle/description";
import { choice, flag, text, whole } from "../lifecycle/shapes";
import { lockModule } from "../ords/modules";
import { plsql } from "../ords/plsql";
import {
  deleteTemplate,
  moveTemplate,
  observeClaimedTemplate,
  observeTemplate,
  observeTemplates,
  putTemplate,
} from "../ords/templates";
import type { TemplateRow } from "../ords/templates";
import type { OrdsModule } from "./module";
import { aliasOf, basePathOf, nameOf, schemaOf } from "./reference";
import type { NameOf, SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import { comments, common, followed, lossOf, orNothing, templatePattern } from "./shared";
import { handlerUrl } from "./urls";

const etagTypes = ["HASH", "QUERY", "NONE"] as const;

/** Inputs of {@link OrdsTemplate}. */
export interface OrdsTemplateArgs {
  /** The module it lies in, by name or as OrdsModule. A change moves it. */
  module: NameOf<OrdsModule>;
  /** URI template under the module's base path, stored as given, at most 600 bytes: `hello`, `:id`, `.`. A change moves it. */
  pattern: pulumi.Input<string>;
  /** Which template wins where several match, 0 (default, lowest) to 9. */
  priority?: pulumi.Input<number>;
  /** How ETags are made: `HASH` of the answer (default), `QUERY` with `etagQuery`, or `NONE`. */
  etagType?: pulumi.Input<(typeof etagTypes)[number]>;
  /** The query whose result is the ETag; only for `QUERY`, at most 4000 bytes. */
  etagQuery?: pulumi.Input<string>;
  /** At most 4000 bytes. */
  comments?: pulumi.Input<string>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the module's, where `module` is an OrdsModule that was given
   * one; else the connected user. A change replaces. */
  schema?: SchemaReference;
  /**
   * Rebuild what has to be rebuilt even if something cannot be put back (a module's pre-hook, before ORDS 25.3). Default false:
   * then the change is refused.
   */
  allowRebuild?: pulumi.Input<boolean>;
  /** Take over a template that somebody gave other attributes, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * The attributes of a template, which handlers share: `ORDS.DEFINE_TEMPLATE`, DELETE_TEMPLATE; view USER_ORDS_TEMPLATES. A
 * handler makes its template by itself; this resource is for priority, ETags and comments.
 *
 * A change rebuilds the template around its handlers, inside the database. Deleting takes the attributes away from a
 * template that still has handlers, and removes an empty one.
 *
 * @example
 * ```ts
 * const item = new OrdsTemplate("item", { module: api, pattern: ":id", etagType: "NONE" });
 * new OrdsHandler("get", { template: item, sourceType: "json/item", source: "select * from orders where id = :id" });
 * ```
 */
export class OrdsTemplate extends OrdsResource {
  declare readonly module: pulumi.Output<string>;
  declare readonly pattern: pulumi.Output<string>;
  declare readonly priority: pulumi.Output<number>;
  declare readonly etagType: pulumi.Output<(typeof etagTypes)[number]>;
  declare readonly etagQuery: pulumi.Output<string | undefined>;
  declare readonly comments: pulumi.Output<string | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;
  /** Its URL, variables as they are in the pattern; undefined when `ords:baseUrl` is not set. */
  declare readonly url: pulumi.Output<string | undefined>;
  /**
   * The schema as it was given, as in OrdsModule.
   *
   * @internal
   */
  readonly schemaGiven: SchemaReference | undefined;
  /**
   * The module as it was given, for handlers in this template.
   *
   * @internal
   */
  readonly moduleGiven: NameOf<OrdsModule>;

  constructor(name: string, args: OrdsTemplateArgs, options?: OrdsResourceOptions) {
    const { module } = args;
    const schemaGiven = args.schema ?? (OrdsResource.isInstance(module) ? module.schemaGiven : undefined);
    const inputs = {
      ...args,
      module: nameOf(module),
      schema: schemaOf(schemaGiven),
      moduleBasePath: basePathOf(module),
      schemaAlias: aliasOf(schemaGiven),
    };
    super(templateLifecycle, name, inputs, ["url"], options);
    this.schemaGiven = schemaGiven;
    this.moduleGiven = module;
  }
}

interface TemplateInputs extends Common {
  readonly module: string;
  readonly pattern: string;
  readonly priority: number;
  readonly etagType: (typeof etagTypes)[number];
  readonly etagQuery?: string;
  readonly comments?: string;
  readonly allowRebuild?: boolean;
  readonly moduleBasePath?: string;
  readonly schemaAlias?: string;
}

const redefine = rebuild<TemplateInputs>("the template around its handlers", ({ target, want }) =>
  putTemplate(target, want, lossOf(want)),
);
const moveIt = move<TemplateInputs>("DEFINE_TEMPLATE there, DELETE_TEMPLATE here", ({ target, want, had }) =>
  moveTemplate(target, had, want, lossOf(want)),
);

/** How a template lives in ORDS. */
export const templateLifecycle = lifecycle<TemplateInputs, TemplateRow>({
  type: "OrdsTemplate",
  describe: ({ module, pattern }) => `template "${pattern}" of module "${module}"`,
  key: ["module", "pattern"],
  attributes: {
    ...common,
    module: { is: text({ max: 255 }), names: "OrdsModule", required: true, parent: true, change: moveIt },
    pattern: { is: templatePattern, required: true, change: moveIt },
    priority: { is: whole({ min: 0, max: 9 }), default: 0, change: redefine },
    etagType: { is: choice(etagTypes, (value) => value.toUpperCase()), default: "HASH", change: redefine },
    etagQuery: { is: text({ max: 4000 }), change: redefine },
    comments: { is: comments, change: redefine },
    allowRebuild: { is: flag(), change: "state" },
    moduleBasePath: followed,
    schemaAlias: followed,
  },
  check: ({ etagType }, isGiven) => {
    const problems: Problem[] = [];
    // Fact 44.
    if (etagType === "QUERY" && !isGiven("etagQuery")) {
      problems.push({ property: "etagQuery", sentence: "etagQuery must be given for the ETag type QUERY" });
    }
    if (etagType !== undefined && etagType !== "QUERY" && isGiven("etagQuery")) {
      problems.push({
        property: "etagQuery",
        sentence: `etagQuery means nothing to the ETag type ${etagType}`,
      });
    }
    return problems;
  },
  varies: true,
  lock: (target, { module }) => lockModule(target, module),
  list: (target, { module }) =>
    module === undefined
      ? observeTemplates(target)
      : plsql`${observeTemplates(target)} where m.name = ${module}`,
  observe: (target, key) => observeTemplate(target, key),
  obstacle: (target, want) => observeClaimedTemplate(target, want),
  observed: (row) => ({
    module: row.module,
    pattern: row.pattern,
    priority: row.priority,
    etagType: row.etagType as TemplateInputs["etagType"],
    etagQuery: orNothing(row.etagQuery),
    comments: orNothing(row.comments),
  }),
  around: ({ basePath, alias }) => ({ moduleBasePath: basePath, schemaAlias: alias }),
  outputs: ({ row, baseUrl }) => ({ url: handlerUrl(baseUrl, row.alias, row.basePath, row.pattern) }),
  create: (target, want) => putTemplate(target, want, lossOf(want)),
  remove: (target, had) => deleteTemplate(target, had, lossOf(had)),
  hints: ({ module }) => ({
    1403: `Module "${module}" does not exist in the schema: make it first and refer to it.`,
  }),
});
