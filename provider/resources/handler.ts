import type * as pulumi from "@pulumi/pulumi";
import { lifecycle, move, rebuild } from "../lifecycle/description";
import type { Common, Problem } from "../lifecycle/description";
import { choice, flag, text, whole } from "../lifecycle/shapes";
import {
  defineHandler,
  deleteHandler,
  moveHandler,
  observeHandler,
  observeHandlers,
  observeShortHandlers,
} from "../ords/handlers";
import type { HandlerParameter, HandlerRow } from "../ords/handlers";
import { lockModule } from "../ords/modules";
import type { OrdsModule } from "./module";
import type { OrdsTemplate } from "./template";
import { accessMethods, parameterList, parameterSources, parameterTypes } from "./parameters";
import { aliasOf, basePathOf, nameOf, schemaOf } from "./reference";
import type { NameOf, SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import {
  commaList,
  comments,
  common,
  followed,
  fromCommaList,
  lossOf,
  orNothing,
  templatePattern,
} from "./shared";
import { handlerUrl } from "./urls";

/** A value of the request or the response that the source can use as a bind. `ORDS.DEFINE_PARAMETER`. */
export interface OrdsHandlerParameter {
  /** Name in the URL or of the header; unique in the handler. */
  name: pulumi.Input<string>;
  /** Name in the source, without the colon; unique in the handler. Default: `name`. */
  bindVariable?: pulumi.Input<string>;
  /** `HEADER` (default), `URI` (path and query string; IN only) or `RESPONSE` (OUT only). */
  sourceType?: pulumi.Input<(typeof parameterSources)[number]>;
  /** `STRING` (default), `INT`, `DOUBLE`, `BOOLEAN`, `LONG`, `TIMESTAMP`, or `RESULTSET` for OUT. */
  paramType?: pulumi.Input<(typeof parameterTypes)[number]>;
  /** `IN` (default), `OUT` or `INOUT`. */
  accessMethod?: pulumi.Input<(typeof accessMethods)[number]>;
  /** At most 4000 bytes. */
  comments?: pulumi.Input<string>;
}

const sourceTypes = [
  "json/collection",
  "json/item",
  "plsql/block",
  "resource/lob",
  "csv/query",
  "mle/javascript",
  "json/query",
  "json/query;type=single",
  "json/query;type=feed",
] as const;

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH"] as const;

/** Inputs of {@link OrdsHandler}. */
export interface OrdsHandlerArgs {
  /** The module it lies in, by name or as OrdsModule. Default: that of `template`. A change moves the handler. */
  module?: NameOf<OrdsModule>;
  /** The template it lies in, instead of `module` and `pattern`; it stays when the handler goes. */
  template?: OrdsTemplate;
  /**
   * URI template under the module's base path, stored as given, at most 600 bytes: `hello`, `:id`, `:id?` last, `.` for the
   * module's root. Made when missing. Default: that of `template`. A change moves the handler.
   */
  pattern?: pulumi.Input<string>;
  /** `GET` (default), `POST`, `PUT`, `DELETE` or `PATCH` (recent servers). A change moves the handler. */
  method?: pulumi.Input<(typeof methods)[number]>;
  /**
   * How the source is run and its result sent: `json/collection` (default; a query, in pages), `json/item` (one row),
   * `plsql/block`, `resource/lob`, `csv/query`, `mle/javascript`; `json/query` and its `;type=` forms are old.
   */
  sourceType?: pulumi.Input<(typeof sourceTypes)[number]>;
  /** The query, block or script, up to megabytes. ORDS compiles it only when it is called. */
  source: pulumi.Input<string>;
  /** Rows a page, 0 to 10000; 0 turns paging off. Default: the module's. */
  itemsPerPage?: pulumi.Input<number>;
  /** Media types that POST and PUT accept, at most 255 bytes together. Default: any. */
  mimesAllowed?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** At most 4000 bytes. */
  comments?: pulumi.Input<string>;
  /** The MLE environment of a `mle/javascript` source. */
  mleEnvName?: pulumi.Input<string>;
  /** Parameters; their order is no difference. */
  parameters?: pulumi.Input<readonly pulumi.Input<OrdsHandlerParameter>[]>;
  /** Leave the template when the handler goes, even if it is then empty and bare. Default: true where `template` is given. */
  keepTemplate?: pulumi.Input<boolean>;
  /**
   * Rebuild what has to be rebuilt even if something cannot be put back (a module's pre-hook, before ORDS 25.3). Default false:
   * then the change is refused.
   */
  allowRebuild?: pulumi.Input<boolean>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the module's, where `module` is an OrdsModule that was given
   * one; else the connected user. A change replaces. */
  schema?: SchemaReference;
  /** Take over a handler that stands there and differs, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A handler: what one method of one URL does. `ORDS.DEFINE_TEMPLATE` when the template is missing, `ORDS.DEFINE_HANDLER`,
 * `ORDS.DEFINE_PARAMETER`, DELETE_HANDLER; views USER_ORDS_HANDLERS and USER_ORDS_PARAMETERS.
 *
 * A change defines handler and parameters again in one transaction; the others of the same template stay. Deleting removes
 * the template too when that is then empty and has no attributes of its own. Fails when the module does not exist.
 *
 * @example
 * ```ts
 * new OrdsHandler("hello", {
 *   module: api,
 *   pattern: "hello",
 *   method: "POST",
 *   sourceType: "plsql/block",
 *   source: `begin htp.prn('{"message":"Hello"}'); end;`,
 *   parameters: [{ name: "X-Request-Id", bindVariable: "request_id" }],
 * });
 * ```
 */
export class OrdsHandler extends OrdsResource {
  declare readonly module: pulumi.Output<string>;
  declare readonly pattern: pulumi.Output<string>;
  declare readonly method: pulumi.Output<(typeof methods)[number]>;
  declare readonly sourceType: pulumi.Output<(typeof sourceTypes)[number]>;
  declare readonly source: pulumi.Output<string>;
  declare readonly itemsPerPage: pulumi.Output<number | undefined>;
  declare readonly mimesAllowed: pulumi.Output<string[] | undefined>;
  declare readonly comments: pulumi.Output<string | undefined>;
  declare readonly mleEnvName: pulumi.Output<string | undefined>;
  declare readonly parameters: pulumi.Output<HandlerParameter[] | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;
  /** Its URL, variables as they are in the pattern; undefined when `ords:baseUrl` is not set. */
  declare readonly url: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsHandlerArgs, options?: OrdsResourceOptions) {
    const { template, ...own } = args;
    const schemaGiven = args.schema ?? template?.schemaGiven ?? schemaGivenTo(args.module);
    const inputs = {
      ...own,
      module: args.module === undefined ? template?.module : nameOf(args.module),
      pattern: args.pattern ?? template?.pattern,
      keepTemplate: args.keepTemplate ?? (template === undefined ? undefined : true),
      schema: schemaOf(schemaGiven),
      moduleBasePath: basePathOf(args.module ?? template?.moduleGiven),
      schemaAlias: aliasOf(schemaGiven),
    };
    super(handlerLifecycle, name, inputs, ["url"], options);
  }
}

function schemaGivenTo(module: NameOf<OrdsModule> | undefined): SchemaReference | undefined {
  return OrdsResource.isInstance(module) ? module.schemaGiven : undefined;
}

interface HandlerInputs extends Common {
  readonly module: string;
  readonly pattern: string;
  readonly method: (typeof methods)[number];
  readonly sourceType: (typeof sourceTypes)[number];
  readonly source: string;
  readonly itemsPerPage?: number;
  readonly mimesAllowed?: readonly string[];
  readonly comments?: string;
  readonly mleEnvName?: string;
  readonly parameters?: readonly HandlerParameter[];
  readonly keepTemplate?: boolean;
  readonly allowRebuild?: boolean;
  readonly moduleBasePath?: string;
  readonly schemaAlias?: string;
}

const define = rebuild<HandlerInputs>(
  "the handler with its parameters (DEFINE_HANDLER)",
  ({ target, want }) => defineHandler(target, want),
);
const moveIt = move<HandlerInputs>("DEFINE_HANDLER there, DELETE_HANDLER here", ({ target, want, had }) =>
  moveHandler(target, had, want, lossOf(want)),
);

/** How a handler lives in ORDS. */
export const handlerLifecycle = lifecycle<HandlerInputs, HandlerRow>({
  type: "OrdsHandler",
  describe: ({ module, pattern, method }) => `handler ${method} "${pattern}" of module "${module}"`,
  key: ["module", "pattern", "method"],
  attributes: {
    ...common,
    module: { is: text({ max: 255 }), names: "OrdsModule", required: true, parent: true, change: moveIt },
    pattern: { is: templatePattern, required: true, change: moveIt },
    method: { is: choice(methods, (value) => value.toUpperCase()), default: "GET", change: moveIt },
    sourceType: {
      is: choice(sourceTypes, (value) => value.toLowerCase()),
      default: "json/collection",
      change: define,
    },
    source: { is: text(), required: true, hidden: true, change: define },
    itemsPerPage: { is: whole({ min: 0, max: 10000 }), change: define },
    mimesAllowed: { is: commaList(255), change: define },
    comments: { is: comments, change: define },
    mleEnvName: { is: text({ max: 128 }), change: define },
    parameters: { is: parameterList, change: define },
    keepTemplate: { is: flag(), change: "state" },
    allowRebuild: { is: flag(), change: "state" },
    moduleBasePath: followed,
    schemaAlias: followed,
  },
  varies: true,
  demand: (installed, { sourceType }) => {
    if (sourceType === "mle/javascript") installed.demand("mle");
  },
  // The template's row is not there yet when two make its first handlers: their module's is.
  lock: (target, { module }) => lockModule(target, module),
  list: (target, { module }) =>
    module === undefined ? observeHandlers(target) : observeShortHandlers(target, module),
  check: ({ sourceType, mleEnvName, method, mimesAllowed }) => {
    const problems: Problem[] = [];
    if (mleEnvName !== undefined && sourceType !== "mle/javascript") {
      problems.push({
        property: "mleEnvName",
        sentence: "mleEnvName is for sources of type mle/javascript only",
      });
    }
    if (mimesAllowed !== undefined && (method === "GET" || method === "DELETE")) {
      problems.push({
        property: "mimesAllowed",
        sentence: `mimesAllowed means nothing to ${method}, which has no body`,
      });
    }
    return problems;
  },
  observe: (target, key) => observeHandler(target, key),
  observed: (row) => ({
    module: row.module,
    pattern: row.pattern,
    method: row.method as HandlerInputs["method"],
    sourceType: row.sourceType as HandlerInputs["sourceType"],
    source: orNothing(row.source),
    itemsPerPage: orNothing(row.itemsPerPage),
    mimesAllowed: fromCommaList(row.mimesAllowed),
    comments: orNothing(row.comments),
    mleEnvName: orNothing(row.mleEnvName),
    parameters: row.parameters === null ? undefined : parameterList.normal(row.parameters),
  }),
  around: ({ basePath, alias }) => ({ moduleBasePath: basePath, schemaAlias: alias }),
  outputs: ({ row, baseUrl }) => ({ url: handlerUrl(baseUrl, row.alias, row.basePath, row.pattern) }),
  create: (target, want) => defineHandler(target, want),
  remove: (target, had) =>
    deleteHandler(target, had, { keepTemplate: had.keepTemplate === true, ...lossOf(had) }),
  hints: ({ module, method, sourceType }) => ({
    // Facts 38, 39 and 171: not every version takes every one.
    2290: `The installed ORDS does not take the method ${method} or the source type ${sourceType}.`,
    1403: `Module "${module}" does not exist in the schema: make it first and refer to it.`,
  }),
});
