import type { ColumnSpec, TableSpec, UniqueSpec } from "../store";

export const owner = "ORDS_METADATA";

const id = { name: "ID", type: "NUMBER", nullable: false } as const;
const schemaId = { name: "SCHEMA_ID", type: "NUMBER", nullable: false } as const;
const audit: readonly ColumnSpec[] = [
  text("CREATED_BY", 255),
  { name: "CREATED_ON", type: "DATE" },
  text("UPDATED_BY", 255),
  { name: "UPDATED_ON", type: "DATE" },
];

function text(name: string, size: number, required?: "required"): ColumnSpec {
  return { name, type: "VARCHAR2", size, nullable: required === undefined };
}

function number(name: string, required?: "required"): ColumnSpec {
  return { name, type: "NUMBER", nullable: required === undefined };
}

function date(name: string): ColumnSpec {
  return { name, type: "DATE" };
}

function unique(name: string, ...columns: string[]): UniqueSpec {
  return { name, columns };
}

function table(name: string, columns: readonly ColumnSpec[], ...keys: UniqueSpec[]): TableSpec {
  const primary: UniqueSpec[] = columns.includes(id)
    ? [{ name: `${name}_PK`, columns: ["ID"], primary: true }]
    : [];
  return { owner, name, columns, unique: [...primary, ...keys] };
}

/**
 * ORDS's own tables. The names of unique keys are those of fact 157 as far as it lists them; the columns of a key are
 * inferred from its name, but for ORDS_UNIQUE_PREFIX_UC (fact 149).
 */
export const tables: readonly TableSpec[] = [
  table("ORDS_VERSION", [text("VERSION", 255), text("STATUS", 255)]),
  table(
    "ORDS_URL_MAPPINGS",
    [id, text("TYPE", 10, "required"), text("PATTERN", 255)],
    // An alias is unique in the database; the constraint's name was not seen (fact 58).
    unique("ORDS_URL_MAPPINGS_UNIQUE1", "PATTERN"),
  ),
  table(
    "ORDS_SCHEMAS",
    [
      id,
      text("PARSING_SCHEMA", 128, "required"),
      number("URL_MAPPING_ID"),
      text("STATUS", 10, "required"),
      text("AUTO_REST_AUTH", 10, "required"),
      text("OPS_ALLOWED", 20),
      text("PRE_HOOK", 1000),
      ...audit,
    ],
    unique("ORDS_SCHEMAS_PARSING", "PARSING_SCHEMA"),
  ),
  table(
    "ORDS_MODULES",
    [
      id,
      schemaId,
      text("NAME", 255, "required"),
      text("URI_PREFIX", 255, "required"),
      number("ITEMS_PER_PAGE"),
      text("STATUS", 30, "required"),
      text("COMMENTS", 4000),
      text("PRE_HOOK", 1000),
      ...audit,
    ],
    unique("ORDS_MODULES_UNIQUE1", "NAME", "SCHEMA_ID"),
    unique("ORDS_UNIQUE_PREFIX_UC", "URI_PREFIX", "SCHEMA_ID"),
  ),
  table(
    "ORDS_TEMPLATES",
    [
      id,
      schemaId,
      number("MODULE_ID", "required"),
      text("URI_TEMPLATE", 600, "required"),
      number("PRIORITY", "required"),
      text("ETAG_TYPE", 30, "required"),
      text("ETAG_QUERY", 4000),
      text("COMMENTS", 4000),
      ...audit,
    ],
    unique("ORDS_TEMPLATES_UNIQUE1", "MODULE_ID", "URI_TEMPLATE"),
  ),
  table(
    "ORDS_HANDLERS",
    [
      id,
      schemaId,
      number("TEMPLATE_ID", "required"),
      text("SOURCE_TYPE", 255, "required"),
      text("METHOD", 10, "required"),
      text("MIMES_ALLOWED", 255),
      number("ITEMS_PER_PAGE"),
      { name: "SOURCE", type: "CLOB" },
      text("COMMENTS", 4000),
      text("MLE_ENV_NAME", 128),
      ...audit,
    ],
    unique("ORDS_HANDLERS_UNIQUE1", "TEMPLATE_ID", "METHOD"),
  ),
  table(
    "ORDS_PARAMETERS",
    [
      id,
      schemaId,
      number("HANDLER_ID", "required"),
      text("NAME", 255, "required"),
      text("BIND_VARIABLE_NAME", 255),
      text("SOURCE_TYPE", 30, "required"),
      text("ACCESS_METHOD", 10, "required"),
      text("PARAM_TYPE", 30, "required"),
      text("COMMENTS", 4000),
      ...audit,
    ],
    unique("ORDS_PARAMS_UNIQUE1", "HANDLER_ID", "NAME"),
  ),
  table(
    "ORDS_OBJECTS",
    [
      id,
      schemaId,
      text("PARSING_OBJECT", 128, "required"),
      text("OBJECT_ALIAS", 255, "required"),
      text("TYPE", 30, "required"),
      text("STATUS", 10, "required"),
      text("AUTO_REST_AUTH", 10, "required"),
      text("OPS_ALLOWED", 20),
      text("TYPE_PATH", 30),
      text("PRE_HOOK", 1000),
      ...audit,
    ],
    unique("ORDS_OBJECTS_ALIAS_UN", "SCHEMA_ID", "OBJECT_ALIAS"),
  ),
  table("ORDS_PROPERTIES", [number("SCHEMA_ID"), text("KEY", 255, "required"), text("VALUE", 4000)]),
  table(
    "SEC_ROLES",
    // A built-in role belongs to no schema (fact 72).
    [id, number("SCHEMA_ID"), text("NAME", 255, "required"), ...audit],
    unique("ROLES_UNQ_NAME", "NAME", "SCHEMA_ID"),
  ),
  table(
    "SEC_PRIVILEGES",
    [
      id,
      schemaId,
      text("NAME", 255, "required"),
      text("LABEL", 255),
      text("DESCRIPTION", 4000),
      text("COMMENTS", 4000),
      ...audit,
    ],
    unique("PRIVILEGES_UNQ_NAME", "NAME", "SCHEMA_ID"),
  ),
  table(
    "SEC_PRIVILEGE_ROLES",
    [schemaId, number("PRIVILEGE_ID", "required"), number("ROLE_ID", "required")],
    unique("PRIVILEGE_ROLES_UNIQUE1", "PRIVILEGE_ID", "ROLE_ID"),
  ),
  table(
    "SEC_ROLE_MAPPINGS",
    [schemaId, number("PRIVILEGE_ID", "required"), text("PATTERN", 600, "required"), ...audit],
    unique("ROLE_MAPPINGS_UNQ_PATTERN", "PATTERN", "SCHEMA_ID"),
  ),
  // No unique key (fact 156).
  table("SEC_PRIVILEGE_MODULES", [
    schemaId,
    number("PRIVILEGE_ID", "required"),
    number("MODULE_ID", "required"),
  ]),
  table("SEC_ORIGINS_ALLOWED_MODULES", [
    schemaId,
    number("MODULE_ID", "required"),
    text("ORIGINS_ALLOWED", 4000, "required"),
  ]),
  table(
    "OAUTH_CLIENTS",
    [
      id,
      schemaId,
      text("NAME", 255, "required"),
      text("DESCRIPTION", 4000),
      text("AUTH_FLOW", 30, "required"),
      text("CLIENT_ID", 255, "required"),
      // Asterisks where the secret cannot be read (fact 86).
      text("CLIENT_SECRET", 255),
      text("CLIENT_SECRET_HASH", 64),
      date("CLIENT_SECRET_ISSUED_ON"),
      text("CLIENT_SECRET_2", 255),
      text("CLIENT_SECRET_2_HASH", 64),
      date("CLIENT_SECRET_2_ISSUED_ON"),
      text("SUPPORT_EMAIL", 255),
      text("SUPPORT_URI", 2000),
      text("ABOUT_URL", 2000),
      text("REDIRECT_URI", 2000),
      text("ALLOWED_ORIGINS", 4000),
      text("PRIVILEGE_NAMES", 4000),
      number("TOKEN_DURATION"),
      number("REFRESH_DURATION"),
      number("CODE_DURATION"),
      text("LOGO_CONTENT_TYPE", 255),
      { name: "LOGO_IMAGE", type: "BLOB" },
      // How often the client's sessions were revoked.
      number("SESSIONS", "required"),
      ...audit,
    ],
    unique("OAUTH_CLIENTS_UNIQUE1", "NAME", "SCHEMA_ID"),
    unique("OAUTH_CLIENTS_UNIQUE2", "CLIENT_ID"),
  ),
  // No unique key: a repeated grant is a second row (facts 157, 160).
  table("OAUTH_CLIENT_ROLES", [schemaId, number("CLIENT_ID", "required"), number("ROLE_ID", "required")]),
  table(
    "OAUTH_CLIENT_PRIVILEGES",
    [schemaId, number("CLIENT_ID", "required"), number("PRIVILEGE_ID", "required")],
    unique("OAUTH_CLIENT_PRIVS_UNIQ1", "CLIENT_ID", "PRIVILEGE_ID"),
  ),
  table(
    "OAUTH_JWT_PROFILE",
    [
      id,
      schemaId,
      text("ISSUER", 4000, "required"),
      text("AUDIENCE", 4000, "required"),
      text("JWK_URL", 4000, "required"),
      text("DESCRIPTION", 4000),
      number("ALLOWED_SKEW"),
      number("ALLOWED_AGE"),
      text("ROLE_CLAIM_NAME", 4000),
    ],
    // One a schema (fact 102); the constraint's name was not seen.
    unique("OAUTH_JWT_PROFILE_UNIQUE1", "SCHEMA_ID"),
  ),
  table("OAUTH_APPROVALS", [id, schemaId, text("TITLE", 255)]),
];

export const builtInRoles: readonly string[] = [
  "SQL Developer",
  "SODA Developer",
  "oracle.dbtools.autorest.any.schema",
];

export const T = {
  version: `${owner}.ORDS_VERSION`,
  mappings: `${owner}.ORDS_URL_MAPPINGS`,
  schemas: `${owner}.ORDS_SCHEMAS`,
  modules: `${owner}.ORDS_MODULES`,
  origins: `${owner}.SEC_ORIGINS_ALLOWED_MODULES`,
  templates: `${owner}.ORDS_TEMPLATES`,
  handlers: `${owner}.ORDS_HANDLERS`,
  parameters: `${owner}.ORDS_PARAMETERS`,
  objects: `${owner}.ORDS_OBJECTS`,
  properties: `${owner}.ORDS_PROPERTIES`,
  roles: `${owner}.SEC_ROLES`,
  privileges: `${owner}.SEC_PRIVILEGES`,
  privilegeRoles: `${owner}.SEC_PRIVILEGE_ROLES`,
  patterns: `${owner}.SEC_ROLE_MAPPINGS`,
  privilegeModules: `${owner}.SEC_PRIVILEGE_MODULES`,
  clients: `${owner}.OAUTH_CLIENTS`,
  clientRoles: `${owner}.OAUTH_CLIENT_ROLES`,
  clientPrivileges: `${owner}.OAUTH_CLIENT_PRIVILEGES`,
  jwtProfiles: `${owner}.OAUTH_JWT_PROFILE`,
} as const;

export type TableKey = keyof typeof T;
