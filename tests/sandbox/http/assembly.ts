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

/** Rows of a view, all of them or those whose column has a value. */
export type ReadRows = (view: MetadataView, column?: string, value?: unknown) => readonly MetadataRow[];

/** Computed when it is first asked for. */
function lazy<Value>(make: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: make() }).value;
}

/** How many base paths are remembered, those of no module too: a schema is believed as a whole (fact 5). */
const pathsKept = 1000;

/** A schema by its row; what is below it is read when it is asked for. */
export function schemaOf(row: MetadataRow, rows: ReadRows): Schema {
  const own = (view: MetadataView): readonly MetadataRow[] => rows(view, "SCHEMA_ID", row.ID);
  const modules = lazy(() => own("MODULES").map((each) => moduleOf(each, rows)));
  const at = new Map<string, readonly Module[]>();
  const modulesAt = (basePath: string): readonly Module[] => {
    const known = at.get(basePath);
    if (known !== undefined) return known;
    const found = rows("MODULES", "URI_PREFIX", basePath)
      .filter(({ SCHEMA_ID }) => SCHEMA_ID === row.ID)
      .map((each) => moduleOf(each, rows));
    // Paths come from whoever sends requests: they are forgotten all at once.
    if (at.size >= pathsKept) at.clear();
    at.set(basePath, found);
    return found;
  };
  const privileges = lazy(() => own("PRIVILEGES").map((each) => privilegeOf(each, rows)));
  const objects = lazy(() =>
    own("ENABLED_OBJECTS")
      .filter((each) => each.STATUS === "ENABLED")
      .map(object),
  );
  const profile = lazy(() => own("JWT_PROFILE").map(jwtProfile)[0]);
  const properties = lazy(() =>
    Object.fromEntries(own("PROPERTIES").map((each) => [text(each.KEY), text(each.VALUE)])),
  );
  return {
    id: text(row.ID),
    owner: text(row.PARSING_SCHEMA),
    alias: text(row.PATTERN),
    autoRestAuth: row.AUTO_REST_AUTH === "ENABLED",
    preHook: optionalText(row.PRE_HOOK),
    get modules() {
      return modules();
    },
    modulesAt,
    get privileges() {
      return privileges();
    },
    get objects() {
      return objects();
    },
    get jwtProfile() {
      return profile();
    },
    get properties() {
      return properties();
    },
  };
}

/** A client as the views show it: what the views hide is asked for elsewhere. */
export function clientOf(
  schema: string,
  clientId: string,
  rows: ReadRows,
): Omit<Client, "sessions" | "verify"> | undefined {
  const row = rows("CLIENTS", "CLIENT_ID", clientId).find((each) => text(each.SCHEMA_ID) === schema);
  if (row === undefined) return undefined;
  return {
    id: text(row.ID),
    clientId: text(row.CLIENT_ID),
    grant: text(row.AUTH_FLOW).toLowerCase(),
    // A repeated grant is a second row (fact 160).
    roles: names(rows("CLIENT_ROLES", "CLIENT_ID", row.ID), "ROLE_NAME"),
    privileges: names(rows("CLIENT_PRIVILEGES", "CLIENT_ID", row.ID), "NAME"),
    redirectUri: optionalText(row.REDIRECT_URI),
    tokenDuration: optionalNumber(row.TOKEN_DURATION),
    refreshDuration: optionalNumber(row.REFRESH_DURATION),
    codeDuration: optionalNumber(row.CODE_DURATION),
  };
}

function names(rows: readonly MetadataRow[], column: string): string[] {
  return [...new Set(rows.map((row) => text(row[column])))];
}

function privilegeOf(row: MetadataRow, rows: ReadRows): Privilege {
  const of = (view: MetadataView): readonly MetadataRow[] => rows(view, "PRIVILEGE_ID", row.ID);
  return {
    name: text(row.NAME),
    roles: names(of("PRIVILEGE_ROLES"), "ROLE_NAME"),
    patterns: names(of("PRIVILEGE_MAPPINGS"), "PATTERN"),
    modules: names(of("PRIVILEGE_MODULES"), "MODULE_NAME"),
  };
}

function moduleOf(row: MetadataRow, rows: ReadRows): Module {
  const templates = lazy(() => rows("TEMPLATES", "MODULE_ID", row.ID).map((each) => template(each, rows)));
  return {
    name: text(row.NAME),
    basePath: text(row.URI_PREFIX),
    published: row.STATUS === "PUBLISHED",
    itemsPerPage: optionalNumber(row.ITEMS_PER_PAGE) ?? 25,
    originsAllowed: list(row.ORIGINS_ALLOWED),
    preHook: optionalText(row.PRE_HOOK),
    get templates() {
      return templates();
    },
  };
}

function template(row: MetadataRow, rows: ReadRows): Template {
  const handlers = lazy(() => rows("HANDLERS", "TEMPLATE_ID", row.ID).map((each) => handler(each, rows)));
  return {
    pattern: text(row.URI_TEMPLATE),
    priority: optionalNumber(row.PRIORITY) ?? 0,
    etag: etag(row),
    get handlers() {
      return handlers();
    },
  };
}

function etag({ ETAG_TYPE: type, ETAG_QUERY: query }: MetadataRow): ETag {
  if (type === "NONE") return { kind: "none" };
  return type === "QUERY" ? { kind: "query", query: text(query) } : { kind: "hash" };
}

function handler(row: MetadataRow, rows: ReadRows): Handler {
  const parameters = lazy(() => rows("PARAMETERS", "HANDLER_ID", row.ID).map(parameter));
  return {
    method: text(row.METHOD),
    sourceType: text(row.SOURCE_TYPE),
    source: text(row.SOURCE),
    itemsPerPage: optionalNumber(row.ITEMS_PER_PAGE),
    mimesAllowed: list(row.MIMES_ALLOWED),
    get parameters() {
      return parameters();
    },
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
