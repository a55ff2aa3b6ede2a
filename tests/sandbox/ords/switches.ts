/** What the documentation leaves open or sources contradict each other about. */
export interface Switch {
  /** What it is about, in one line. */
  readonly about: string;
  /** Of the facts; none where only the open questions mention it. */
  readonly facts: readonly number[];
  /** What each value means, the default first. */
  readonly values: Readonly<Record<string, string>>;
}

const table = {
  redefinedModuleLink: {
    about: "the privilege of a module that DEFINE_MODULE replaces",
    facts: [17],
    values: { dropped: "the module is public afterwards", kept: "the privilege protects the new module" },
  },
  deleteParameterName: {
    about: "second parameter of DELETE_TEMPLATE and DELETE_HANDLER",
    facts: [22, 162, 184],
    values: { p_uri_template: "p_uri_template", p_pattern: "p_pattern" },
  },
  renameRoleParameter: {
    about: "second parameter of RENAME_ROLE",
    facts: [163],
    values: { p_new_name: "p_new_name", p_new_role_name: "p_new_role_name" },
  },
  renamePrivilegeParameter: {
    about: "first parameter of RENAME_PRIVILEGE",
    facts: [163],
    values: { p_name: "p_name", p_privilege_name: "p_privilege_name" },
  },
  renameClientParameter: {
    about: "first parameter of RENAME_CLIENT by name",
    facts: [163],
    values: { p_name: "p_name", p_client_name: "p_client_name" },
  },
  deleteMissing: {
    about: "deleting a module, template, handler, role, privilege, client or JWT profile that is not there",
    facts: [18, 19],
    values: { silent: "nothing happens", "ORA-01403": "refused" },
  },
  rotationCommits: {
    about: "whether ROTATE_CLIENT_SECRET needs a COMMIT",
    facts: [1, 2],
    values: { no: "it takes part in the caller's transaction", yes: "it commits by itself" },
  },
  repeatedGrant: {
    about: "GRANT_CLIENT_ROLE of a role that the client has",
    facts: [160],
    values: { adds: "adds a second row", silent: "nothing happens" },
  },
  adminUpdateClient: {
    about: "which forms of UPDATE_CLIENT are in ORDS_SECURITY_ADMIN",
    facts: [165],
    values: {
      all: "the short and the long lists",
      long: "the long lists only",
      short: "the short lists only",
    },
  },
  adminKeyForms: {
    about: "GRANT_CLIENT_ROLE and REVOKE_CLIENT_ROLE by key in ORDS_SECURITY_ADMIN",
    facts: [165],
    values: { present: "as in ORDS_SECURITY", absent: "by name only" },
  },
  oauthPackages: {
    about: "OAUTH and OAUTH_ADMIN from 25.3 on",
    facts: [99, 100, 101, 175],
    values: { present: "both still work", absent: "PLS-00201" },
  },
  adminPrivilegeCalls: {
    about: "CREATE_PRIVILEGE, its mappings and SET_MODULE_PRIVILEGE in ORDS_ADMIN",
    facts: [80],
    values: { absent: "PLS-00302", present: "as in ORDS" },
  },
  adminEnableSchema: {
    about: "ORDS_ADMIN.ENABLE_SCHEMA without p_schema",
    facts: [167, 187],
    values: { refused: "PLS-00306", caller: "enables the calling schema" },
  },
  adminWithoutRole: {
    about: "the ADMIN packages for a caller without ORDS_ADMINISTRATOR_ROLE",
    facts: [74],
    values: { "ORA-01031": "the call is refused", "PLS-00201": "the package is not there" },
  },
  securityAdminPublic: {
    about: "ORDS_SECURITY_ADMIN for everybody up to 26.1",
    facts: [75, 166],
    values: { refused: "needs ORDS_ADMINISTRATOR_ROLE", open: "anybody may call it before 26.2" },
  },
  enableSchemaRepeat: {
    about: "ENABLE_SCHEMA of an enabled schema with the same mapping",
    facts: [56],
    values: { silent: "nothing happens", "ORA-20049": "refused like a change" },
  },
  enableSchemaWithoutAlias: {
    about: "ENABLE_SCHEMA without an alias for a schema that has one",
    facts: [54, 56],
    values: { default: "means the lower-case schema name", kept: "keeps the alias" },
  },
  selfEnablement: {
    about: "whether a schema may enable itself",
    facts: [77],
    values: { allowed: "any schema may", restricted: "ORA-20031 without ORDS_ADMINISTRATOR_ROLE" },
  },
  basePathTrailingSlash: {
    about: "a base path without a slash at its end",
    facts: [28],
    values: { added: "is stored with one", kept: "is stored as given" },
  },
  templateLeadingSlash: {
    about: "a template pattern with a slash in front",
    facts: [29],
    values: { kept: "is stored as given", trimmed: "loses it" },
  },
  createRoleRepeat: {
    about: "CREATE_ROLE of a role that exists",
    facts: [158],
    values: { silent: "nothing happens", "ORA-00001": "ROLES_UNQ_NAME" },
  },
  createPrivilegeRepeat: {
    about: "CREATE_PRIVILEGE of a privilege that exists",
    facts: [],
    values: { "ORA-00001": "PRIVILEGES_UNQ_NAME", silent: "nothing happens" },
  },
  mappingRepeat: {
    about: "CREATE_PRIVILEGE_MAPPING of a pattern that the privilege has already",
    facts: [154],
    values: { "ORA-20039": "refused like a pattern of another privilege", silent: "nothing happens" },
  },
  secondModulePrivilege: {
    about: "SET_MODULE_PRIVILEGE of a module that has a privilege",
    facts: [156],
    values: { replaces: "the module has the new one only", adds: "the module has both" },
  },
  patchMethod: {
    about: "handlers for PATCH",
    facts: [37, 171],
    values: { recent: "from 26.1 on", always: "in all releases", never: "check constraint violated" },
  },
  droppedUser: {
    about: "ORDS's metadata of a schema whose user is dropped",
    facts: [23],
    values: { kept: "stays", cleared: "goes with the user" },
  },
  unknownSourceType: {
    about: "a handler's source type that no documentation lists",
    facts: [38, 39],
    values: { refused: "check constraint violated", stored: "is stored as given" },
  },
} as const satisfies Record<string, Switch>;

export type SwitchName = keyof typeof table;

export const switchTable: Readonly<Record<SwitchName, Switch>> = table;

/** Allowed values of each switch, the default first. */
export const switches: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(switchTable).map(([name, { values }]) => [name, Object.keys(values)]),
);

/** Every switch with its value; those not given have their defaults. */
export function switchValues(given: Readonly<Record<string, string>>): Readonly<Record<SwitchName, string>> {
  return Object.fromEntries(
    Object.entries(switches).map(([name, [initial]]) => [name, given[name] ?? initial!]),
  ) as Record<SwitchName, string>;
}
