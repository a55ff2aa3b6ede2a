import type {
  Client,
  EnabledObject,
  ETag,
  Handler,
  JwtProfile,
  Module,
  Parameter,
  Privilege,
  Schema,
  Template,
} from "./metadata";

/** Views of ORDS by the part of their name after USER_ORDS_ and DBA_ORDS_. */
export const metadataViews = [
  "SCHEMAS",
  "MODULES",
  "TEMPLATES",
  "HANDLERS",
  "PARAMETERS",
  "PRIVILEGES",
  "PRIVILEGE_ROLES",
  "PRIVILEGE_MAPPINGS",
  "PRIVILEGE_MODULES",
  "CLIENTS",
  "CLIENT_ROLES",
  "CLIENT_PRIVILEGES",
  "ENABLED_OBJECTS",
  "JWT_PROFILE",
  "PROPERTIES",
] as const;

export type MetadataView = (typeof metadataViews)[number];

/** A row by column names in upper case. */
export type MetadataRow = Readonly<Record<string, unknown>>;

export type MetadataRows = Readonly<Record<MetadataView, readonly MetadataRow[]>>;

/** Clients as the views show them: what the views hide is asked for elsewhere. */
export type ClientRow = Omit<Client, "sessions" | "verify">;

export interface Assembled {
  readonly schema: Schema;
  readonly clients: readonly ClientRow[];
}

/** Puts the rows of all enabled schemas together, by alias. */
export function assemble(rows: MetadataRows): ReadonlyMap<string, Assembled> {
  const bySchema = (view: MetadataView): Grouped => grouped(rows[view], "SCHEMA_ID");
  const of = {
    modules: bySchema("MODULES"),
    templates: grouped(rows.TEMPLATES, "MODULE_ID"),
    handlers: grouped(rows.HANDLERS, "TEMPLATE_ID"),
    parameters: grouped(rows.PARAMETERS, "HANDLER_ID"),
    privileges: bySchema("PRIVILEGES"),
    roles: grouped(rows.PRIVILEGE_ROLES, "PRIVILEGE_ID"),
    patterns: grouped(rows.PRIVILEGE_MAPPINGS, "PRIVILEGE_ID"),
    links: grouped(rows.PRIVILEGE_MODULES, "PRIVILEGE_ID"),
    clients: bySchema("CLIENTS"),
    clientRoles: grouped(rows.CLIENT_ROLES, "CLIENT_ID"),
    clientPrivileges: grouped(rows.CLIENT_PRIVILEGES, "CLIENT_ID"),
    objects: bySchema("ENABLED_OBJECTS"),
    profiles: bySchema("JWT_PROFILE"),
    properties: bySchema("PROPERTIES"),
  };
  const parameters = (row: MetadataRow): Parameter[] => of.parameters(row.ID).map(parameter);
  const handlers = (row: MetadataRow): Handler[] =>
    of.handlers(row.ID).map((each) => handler(each, parameters(each)));
  const templates = (row: MetadataRow): Template[] =>
    of.templates(row.ID).map((each) => template(each, handlers(each)));
  const names = (group: Grouped, row: MetadataRow, column: string): string[] => [
    ...new Set(group(row.ID).map((each) => text(each[column]))),
  ];

  const assembled = rows.SCHEMAS.filter((row) => row.STATUS === "ENABLED").map((row): [string, Assembled] => {
    const schema: Schema = {
      id: text(row.ID),
      owner: text(row.PARSING_SCHEMA),
      alias: text(row.PATTERN),
      autoRestAuth: row.AUTO_REST_AUTH === "ENABLED",
      preHook: optionalText(row.PRE_HOOK),
      modules: of.modules(row.ID).map((each) => moduleOf(each, templates(each))),
      privileges: of.privileges(row.ID).map((each): Privilege => ({
        name: text(each.NAME),
        roles: names(of.roles, each, "ROLE_NAME"),
        patterns: names(of.patterns, each, "PATTERN"),
        modules: names(of.links, each, "MODULE_NAME"),
      })),
      objects: of
        .objects(row.ID)
        .filter((each) => each.STATUS === "ENABLED")
        .map(object),
      jwtProfile: of.profiles(row.ID).map(jwtProfile)[0],
      properties: Object.fromEntries(of.properties(row.ID).map((each) => [text(each.KEY), text(each.VALUE)])),
    };
    const clients = of.clients(row.ID).map((each): ClientRow => ({
      id: text(each.ID),
      clientId: text(each.CLIENT_ID),
      grant: text(each.AUTH_FLOW).toLowerCase(),
      // A repeated grant is a second row (fact 160).
      roles: names(of.clientRoles, each, "ROLE_NAME"),
      privileges: names(of.clientPrivileges, each, "NAME"),
      redirectUri: optionalText(each.REDIRECT_URI),
      tokenDuration: optionalNumber(each.TOKEN_DURATION),
      refreshDuration: optionalNumber(each.REFRESH_DURATION),
      codeDuration: optionalNumber(each.CODE_DURATION),
    }));
    return [schema.alias, { schema, clients }];
  });
  return new Map(assembled);
}

type Grouped = (key: unknown) => readonly MetadataRow[];

function grouped(rows: readonly MetadataRow[], column: string): Grouped {
  const groups = new Map<string, MetadataRow[]>();
  for (const row of rows) {
    const key = text(row[column]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return (key) => groups.get(text(key)) ?? [];
}

function moduleOf(row: MetadataRow, templates: readonly Template[]): Module {
  return {
    name: text(row.NAME),
    basePath: text(row.URI_PREFIX),
    published: row.STATUS === "PUBLISHED",
    itemsPerPage: optionalNumber(row.ITEMS_PER_PAGE) ?? 25,
    originsAllowed: list(row.ORIGINS_ALLOWED),
    preHook: optionalText(row.PRE_HOOK),
    templates,
  };
}

function template(row: MetadataRow, handlers: readonly Handler[]): Template {
  return {
    pattern: text(row.URI_TEMPLATE),
    priority: optionalNumber(row.PRIORITY) ?? 0,
    etag: etag(row),
    handlers,
  };
}

function etag({ ETAG_TYPE: type, ETAG_QUERY: query }: MetadataRow): ETag {
  if (type === "NONE") return { kind: "none" };
  return type === "QUERY" ? { kind: "query", query: text(query) } : { kind: "hash" };
}

function handler(row: MetadataRow, parameters: readonly Parameter[]): Handler {
  return {
    method: text(row.METHOD),
    sourceType: text(row.SOURCE_TYPE),
    source: text(row.SOURCE),
    itemsPerPage: optionalNumber(row.ITEMS_PER_PAGE),
    mimesAllowed: list(row.MIMES_ALLOWED),
    parameters,
  };
}

function parameter(row: MetadataRow): Parameter {
  return {
    name: text(row.NAME),
    bind: text(row.BIND_VARIABLE_NAME),
    source: text(row.SOURCE_TYPE) as Parameter["source"],
    access: text(row.ACCESS_METHOD) as Parameter["access"],
    type: text(row.PARAM_TYPE) as Parameter["type"],
  };
}

function object(row: MetadataRow): EnabledObject {
  return {
    name: text(row.PARSING_OBJECT),
    alias: text(row.OBJECT_ALIAS),
    type: text(row.TYPE),
    authenticated: row.AUTO_REST_AUTH === "ENABLED",
  };
}

function jwtProfile(row: MetadataRow): JwtProfile {
  return {
    issuer: text(row.ISSUER),
    audience: text(row.AUDIENCE),
    jwkUrl: text(row.JWK_URL),
    allowedSkew: optionalNumber(row.ALLOWED_SKEW) ?? 0,
    allowedAge: optionalNumber(row.ALLOWED_AGE),
    roleClaim: optionalText(row.ROLE_CLAIM_NAME),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function optionalText(value: unknown): string | undefined {
  return text(value) === "" ? undefined : text(value);
}

function optionalNumber(value: unknown): number | undefined {
  return text(value) === "" ? undefined : Number(value);
}

/** A comma list. */
function list(value: unknown): string[] {
  return text(value)
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
