import { OraError } from "../errors";
import { admit } from "./admission";
import { accountsOf, callerOf } from "./callers";
import type { Accounts, FileUser } from "./callers";
import { catalogue, cataloguePrivileges, isCatalogue } from "./catalogue";
import { cgiOf } from "./cgi";
import type { HttpDatabase } from "./database";
import { answerObject, objectPrivileges, objectRoute } from "./autorest";
import { answerPreflight, asHandler, handleResource } from "./handling";
import type { Context } from "./handling";
import type { Schema } from "./metadata";
import { errorFormat } from "./negotiation";
import { authorizationEndpoint } from "./oauth/authorize";
import { afterHook } from "./hook";
import { JwtVerifier } from "./oauth/jwt";
import type { ReadKeys } from "./oauth/jwt";
import { tokenEndpoint } from "./oauth/token";
import { Tokens } from "./oauth/tokens";
import { canonical, splitPath } from "./paths";
import { methodNotAllowed, notFound, Problem, unknownAlias } from "./problems";
import { privilegesOf } from "./protection";
import type { Caller } from "./protection";
import type { Reply } from "./reply";
import type { Request } from "./request";
import { findResource } from "./router";
import { sqlEndpoint } from "./sql";

export interface ServiceSettings {
  /** Off, it is as though REST-enabled SQL weren't there (fact 117); schemas override it (fact 63). */
  readonly restEnabledSql: boolean;
  /** Of ORDS. */
  readonly version: string;
  /** A function, called before each request of a schema (fact 181). */
  readonly preHook: string | undefined;
  readonly fileUsers: Readonly<Record<string, FileUser>>;
  readonly readKeys: ReadKeys;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How often a handler may forward to another before it is taken for a loop. */
const forwardLimit = 5;

/** ORDS: takes a request to what it stands for. It always answers. */
export class Service {
  readonly #database: HttpDatabase;
  readonly #settings: ServiceSettings;
  readonly #tokens: Tokens;
  readonly #jwt: JwtVerifier;
  readonly #accounts: Accounts;

  constructor(database: HttpDatabase, settings: ServiceSettings) {
    this.#database = database;
    this.#settings = settings;
    this.#tokens = new Tokens(settings.now);
    this.#jwt = new JwtVerifier(settings.readKeys, settings.now);
    this.#accounts = accountsOf(database, settings.fileUsers);
  }

  async answer(request: Request, signal: AbortSignal): Promise<Reply> {
    try {
      return await this.#answer(request, signal, 0);
    } catch (error) {
      return problemOf(error).reply(errorFormat(request.method, request.headers));
    }
  }

  async #answer(request: Request, signal: AbortSignal, forwarded: number): Promise<Reply> {
    const parts = splitPath(canonical(request.path));
    if (parts === undefined) throw notFound();
    const schema = await this.#database.metadata.schema(parts.alias);
    if (schema === undefined) throw unknownAlias();
    const endpoint = this.#endpoints[parts.rest];
    if (endpoint !== undefined) return endpoint(request, schema, signal);
    return this.#resource(request, schema, parts.rest, signal, forwarded);
  }

  /** Paths of every schema that no module can take. */
  readonly #endpoints: Readonly<
    Record<string, (request: Request, schema: Schema, signal: AbortSignal) => Promise<Reply>>
  > = {
    "/oauth/token": (request, schema) =>
      tokenEndpoint(request, schema, this.#database.metadata, this.#tokens),
    "/oauth/auth": (request, schema) =>
      authorizationEndpoint(request, schema, this.#database, this.#tokens, this.#accounts),
    "/_/sql": async (request, schema, signal) => {
      const { restEnabledSql: active, version } = this.#settings;
      const caller = await this.#caller(request, schema);
      return sqlEndpoint(request, schema, caller, { database: this.#database, active, version }, signal);
    },
  };

  async #resource(
    request: Request,
    schema: Schema,
    path: string,
    signal: AbortSignal,
    forwarded: number,
  ): Promise<Reply> {
    const resource = findResource(schema, path);
    const early = resource === undefined ? undefined : answerPreflight(resource, request);
    if (early !== undefined) return early;
    const caller = await this.#caller(request, schema);
    const listed = isCatalogue(path);
    const object = resource === undefined ? objectRoute(schema, path) : undefined;
    admit(caller, [
      ...privilegesOf(schema, path, resource?.module),
      ...(object === undefined ? [] : objectPrivileges(schema, object.object)),
      ...(listed ? cataloguePrivileges(schema) : []),
    ]);
    const context: Context = {
      request,
      signal,
      currentUser: caller.kind === "anonymous" ? undefined : caller.name,
      preHook: schema.preHook ?? this.#settings.preHook,
      describedBy: `${request.origin}/ords/${schema.alias}/metadata-catalog${path}`,
      open: () => this.#database.openAs(schema.owner, cgiOf(request, schema.alias)),
      forward: (location) => this.#forward(location, request, signal, forwarded),
    };
    if (resource !== undefined) return handleResource(resource, context);
    const root = `${request.origin}/ords/${encodeURIComponent(schema.alias)}`;
    if (listed) return catalogueOf(request, schema, path, root, context);
    if (object === undefined) throw notFound();
    return asHandler(context.open(), (session) =>
      afterHook(context.preHook, context.currentUser, session, () =>
        answerObject(object, request, root, session),
      ),
    );
  }

  #caller(request: Request, schema: Schema): Promise<Caller> {
    return callerOf(request, schema, {
      database: this.#database,
      tokens: this.#tokens,
      jwt: this.#jwt,
      accounts: this.#accounts,
    });
  }

  /** The same caller asks for another location of the same server. */
  #forward(location: string, request: Request, signal: AbortSignal, forwarded: number): Promise<Reply> {
    if (forwarded === forwardLimit) throw new Problem(508);
    const { origin, pathname, searchParams } = new URL(location, request.origin + request.path);
    if (origin !== request.origin) throw notFound();
    const { authorization } = request.headers;
    const next: Request = {
      ...request,
      method: "GET",
      path: pathname,
      query: searchParams,
      headers: authorization === undefined ? {} : { authorization },
      body: Buffer.alloc(0),
    };
    return this.#answer(next, signal, forwarded + 1);
  }
}

function catalogueOf(
  { method }: Request,
  schema: Schema,
  path: string,
  root: string,
  context: Context,
): Promise<Reply> {
  if (method !== "GET" && method !== "HEAD") throw methodNotAllowed(["GET"]);
  return asHandler(context.open(), (session) => catalogue(schema, path, root, session));
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OraError) return new Problem(503, { message: error.message });
  return new Problem(500, { message: error instanceof Error ? error.message : String(error) });
}
