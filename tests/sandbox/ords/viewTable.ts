/** What a pair of views, USER_ORDS_x and DBA_ORDS_x, shows. */
export interface ViewRow {
  /** Tables with their aliases: the first, then those that belong to its rows. */
  readonly from: string;
  readonly joins?: readonly {
    readonly table: string;
    readonly on: string;
    readonly equals: string;
    /** The row is shown without it, too. */
    readonly optional?: true;
  }[];
  /** `alias.column`, with another name behind it where the view has one; separated by commas. */
  readonly columns: string;
  /** Columns that older releases do not have. */
  readonly since?: Readonly<Record<string, string>>;
  /** Where the schema's id is, if not in the first table's SCHEMA_ID. */
  readonly schema?: string;
}

const itsModule = { table: "ords_modules m", on: "m.id", equals: "t.module_id" } as const;
const template = { table: "ords_templates t", on: "t.id", equals: "h.template_id" } as const;
const client = { table: "oauth_clients c", on: "c.id", equals: "g.client_id" } as const;

/** By the part of the name after USER_ORDS_ and DBA_ORDS_. */
export const viewTable: Readonly<Record<string, ViewRow>> = {
  SCHEMAS: {
    from: "ords_schemas s",
    joins: [{ table: "ords_url_mappings u", on: "u.id", equals: "s.url_mapping_id", optional: true }],
    columns:
      "s.id, s.parsing_schema, u.type, u.pattern, s.status, s.auto_rest_auth, s.ops_allowed, s.pre_hook",
    schema: "s.id",
  },
  MODULES: {
    from: "ords_modules m",
    joins: [{ table: "sec_origins_allowed_modules o", on: "o.module_id", equals: "m.id", optional: true }],
    columns:
      "m.id, m.name, m.uri_prefix, m.items_per_page, m.status, m.comments, m.pre_hook, m.schema_id, o.origins_allowed, m.created_by, m.created_on, m.updated_by, m.updated_on",
  },
  TEMPLATES: {
    from: "ords_templates t",
    columns:
      "t.id, t.module_id, t.uri_template, t.priority, t.etag_type, t.etag_query, t.comments, t.schema_id, t.created_by, t.created_on, t.updated_by, t.updated_on",
  },
  HANDLERS: {
    from: "ords_handlers h",
    columns:
      "h.id, h.template_id, h.source_type, h.method, h.mimes_allowed, h.items_per_page, h.source, h.comments, h.schema_id, h.created_by, h.created_on, h.updated_by, h.updated_on, h.mle_env_name",
    since: { MLE_ENV_NAME: "24.1" },
  },
  PARAMETERS: {
    from: "ords_parameters p",
    columns:
      "p.id, p.handler_id, p.name, p.bind_variable_name, p.source_type, p.access_method, p.param_type, p.comments, p.schema_id, p.created_by, p.created_on, p.updated_by, p.updated_on",
  },
  SERVICES: {
    from: "ords_handlers h",
    joins: [template, itsModule],
    columns:
      "m.name, m.uri_prefix base_path, t.uri_template pattern, h.method, t.module_id, h.template_id, h.id handler_id, h.source_type, h.source, m.status, h.items_per_page",
  },
  ROLES: {
    from: "sec_roles r",
    columns: "r.id, r.name, r.schema_id, r.created_by, r.created_on, r.updated_by, r.updated_on",
  },
  PRIVILEGES: {
    from: "sec_privileges v",
    columns:
      "v.id, v.label, v.name, v.comments, v.description, v.schema_id, v.created_by, v.created_on, v.updated_by, v.updated_on",
  },
  PRIVILEGE_ROLES: {
    from: "sec_privilege_roles l",
    joins: [
      { table: "sec_privileges v", on: "v.id", equals: "l.privilege_id" },
      { table: "sec_roles r", on: "r.id", equals: "l.role_id" },
    ],
    columns: "l.privilege_id, v.name privilege_name, l.role_id, r.name role_name, l.schema_id",
  },
  PRIVILEGE_MAPPINGS: {
    from: "sec_role_mappings l",
    joins: [{ table: "sec_privileges v", on: "v.id", equals: "l.privilege_id" }],
    columns:
      "l.privilege_id, v.name, l.pattern, l.schema_id, l.created_by, l.created_on, l.updated_by, l.updated_on",
  },
  PRIVILEGE_MODULES: {
    from: "sec_privilege_modules l",
    joins: [
      { table: "sec_privileges v", on: "v.id", equals: "l.privilege_id" },
      { table: "ords_modules m", on: "m.id", equals: "l.module_id" },
    ],
    columns: "l.privilege_id, v.name privilege_name, l.module_id, m.name module_name, l.schema_id",
  },
  CLIENTS: {
    from: "oauth_clients c",
    columns:
      "c.id, c.name, c.description, c.auth_flow, c.client_id, c.client_secret, c.support_email, c.support_uri, c.created_by, c.created_on, c.updated_on, c.about_url, c.allowed_origins, c.client_secret_2, c.client_secret_issued_on, c.client_secret_2_issued_on, c.code_duration, c.logo_content_type, c.logo_image, c.privilege_names, c.token_duration, c.refresh_duration, c.redirect_uri, c.updated_by, c.schema_id",
  },
  CLIENT_ROLES: {
    from: "oauth_client_roles g",
    joins: [client, { table: "sec_roles r", on: "r.id", equals: "g.role_id" }],
    columns: "g.client_id, c.name client_name, g.role_id, r.name role_name",
  },
  CLIENT_PRIVILEGES: {
    from: "oauth_client_privileges g",
    joins: [client, { table: "sec_privileges v", on: "v.id", equals: "g.privilege_id" }],
    columns: "v.name, c.name client_name, g.privilege_id priv_id, g.client_id",
  },
  ENABLED_OBJECTS: {
    from: "ords_objects o",
    joins: [{ table: "ords_schemas s", on: "s.id", equals: "o.schema_id" }],
    columns:
      "o.id, o.schema_id, s.parsing_schema, o.parsing_object, o.object_alias, o.type, o.status, o.auto_rest_auth, o.ops_allowed, o.type_path, o.pre_hook",
  },
  OBJECTS: {
    from: "ords_objects o",
    columns: "o.id, o.parsing_object, o.object_alias, o.type, o.status",
  },
  PROPERTIES: { from: "ords_properties p", columns: "p.key, p.value" },
  APPROVALS: { from: "oauth_approvals a", columns: "a.id approval_id, a.title" },
  JWT_PROFILE: {
    from: "oauth_jwt_profile j",
    columns:
      "j.issuer, j.id, j.audience, j.jwk_url, j.description, j.allowed_skew, j.allowed_age, j.role_claim_name, j.schema_id",
    since: { ROLE_CLAIM_NAME: "25.1" },
  },
};

/** The first release of a pair of views that 22.4 does not have. */
export const viewSince: Readonly<Record<string, string>> = { JWT_PROFILE: "23.3" };

/** Views whose columns nobody has shown: known by name, and refused by it. */
export const unknownViews: readonly string[] = [
  "USER_ORDS_OBJ_MEMBERS",
  "USER_ORDS_PENDING_APPROVALS",
  "USER_ORDS_PREDISPATCH_TASKS",
  "DBA_ORDS_OBJ_MEMBERS",
  "DBA_ORDS_PENDING_APPROVALS",
];

/** Views for administrators as they were before 24.4 (fact 137). */
export const earlierViews: Readonly<Record<string, ViewRow>> = {
  SCHEMAS: {
    from: "ords_schemas s",
    columns:
      "s.id, s.url_mapping_id, s.parsing_schema, s.status, s.auto_rest_auth, s.ops_allowed, s.pre_hook, s.updated_on, s.updated_by, s.created_on, s.created_by",
    schema: "s.id",
  },
};

/** There is none for users. */
export const urlMappings: ViewRow = {
  from: "ords_url_mappings u",
  columns: "u.id, u.pattern, u.type",
  schema: "u.id",
};
