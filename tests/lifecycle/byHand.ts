import { isRestricted } from "./fixture";
import type { Type } from "./fixture";
import { clientPackage, lackOf } from "./lacks";
import type { Profile } from "./profiles";

/** The calls with which someone gives an attribute of the sample object another value, and nothing else. */
type ByHand = Readonly<Record<string, (value: unknown) => string>>;

function literal(value: unknown): string {
  if (Array.isArray(value)) return literal(value.join(","));
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function call(name: string, args: Readonly<Record<string, unknown>>): string {
  const list = Object.entries(args).map(([arg, value]) => `${arg} => ${literal(value)}`);
  return `${name}(${list.join(", ")});`;
}

/** ENABLE_SCHEMA, by an administrator where nobody else may. */
function enable(profile: Profile, args: object): string {
  return isRestricted(profile)
    ? call("ords_admin.enable_schema", { p_schema: "MYAPI", ...args })
    : call("ords.enable_schema", { ...args });
}

function enabled(profile: Profile, more: object): string {
  return enable(profile, { p_enabled: false }) + enable(profile, { p_url_mapping_pattern: "myapi", ...more });
}

const moduleAgain = (more: object): string =>
  call("ords.define_module", { p_module_name: "api", p_base_path: "/api/", ...more });
const template = (more: object): string =>
  call("ords.define_template", { p_module_name: "held", p_pattern: "item/:id", ...more });
const handler = (more: object): string =>
  call("ords.define_handler", {
    p_module_name: "held",
    p_pattern: "list",
    p_source: "select 1 from dual",
    ...more,
  });
const privilege = (
  more: object,
  roles: unknown = [],
  patterns: unknown = [],
  modules: unknown = [],
): string =>
  `declare l_roles owa.vc_arr; l_patterns owa.vc_arr; l_modules owa.vc_arr; begin
${Object.entries({ l_roles: roles, l_patterns: patterns, l_modules: modules })
  .flatMap(([array, items]) =>
    (items as string[]).map((item, index) => `${array}(${index + 1}) := ${literal(item)};`),
  )
  .join("\n")}
ords.define_privilege(p_privilege_name => 'api.use', p_roles => l_roles, p_patterns => l_patterns, p_modules => l_modules${Object.entries(
    more,
  )
    .map(([arg, value]) => `, ${arg} => ${literal(value)}`)
    .join("")}); end;`;
const object = (more: object): string =>
  call("ords.enable_object", { p_enabled: false, p_object: "ORDERS" }) +
  call("ords.enable_object", { p_object: "ORDERS", p_object_alias: "orders", ...more });
const profileOfJwt = (more: object): string =>
  "ords_security.delete_jwt_profile;" +
  call("ords_security.create_jwt_profile", {
    p_issuer: "https://idp",
    p_audience: "api",
    p_jwk_url: "https://idp/keys",
    ...more,
  });

const texts = ["p_description", "p_redirect_uri", "p_support_email", "p_support_uri"] as const;
const lifetimes = ["p_token_duration", "p_refresh_duration", "p_code_duration"] as const;

function nulls(names: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** UPDATE_CLIENT has no defaults. OAUTH has no call for origins and lifetimes: there they make the client anew. */
function client(profile: Profile, args: Readonly<Record<string, unknown>>): string {
  const name = clientPackage(profile);
  const isForOauth = lackOf(profile, "changedOrigins") !== undefined;
  if (!isForOauth || Object.keys(args).every((arg) => (texts as readonly string[]).includes(arg))) {
    const all = isForOauth ? texts : [...texts, ...lifetimes, "p_privilege_names", "p_origins_allowed"];
    return call(`${name}.update_client`, { p_name: "shop", ...nulls(all), ...args });
  }
  return (
    call(`${name}.delete_client`, { p_name: "shop" }) +
    call(`${name}.create_client`, {
      p_name: "shop",
      p_grant_type: "client_credentials",
      p_privilege_names: null,
      ...args,
    })
  );
}

/** By attribute of each kind of object; those that find it are left out: then it is gone. */
export function byHandOn(profile: Profile): Readonly<Record<Type, ByHand>> {
  const clients = clientPackage(profile);
  return {
    OrdsSchema: {
      alias: (value) => enabled(profile, { p_url_mapping_pattern: value }),
      enabled: (value) => enable(profile, { p_enabled: value }),
      autoRestAuth: (value) => enabled(profile, { p_auto_rest_auth: value }),
    },
    OrdsModule: {
      basePath: (value) => call("ords.rename_module", { p_module_name: "api", p_new_base_path: value }),
      itemsPerPage: (value) => moduleAgain({ p_items_per_page: value }),
      status: (value) => call("ords.publish_module", { p_module_name: "api", p_status: value }),
      comments: (value) => moduleAgain({ p_comments: value }),
      originsAllowed: (value) =>
        call("ords.set_module_origins_allowed", { p_module_name: "api", p_origins_allowed: value }),
    },
    OrdsTemplate: {
      priority: (value) => template({ p_priority: value }),
      etagType: (value) => template({ p_etag_type: value }),
      etagQuery: (value) => template({ p_etag_type: "QUERY", p_etag_query: value }),
      comments: (value) => template({ p_comments: value }),
    },
    OrdsHandler: {
      sourceType: (value) => handler({ p_source_type: value }),
      source: (value) => handler({ p_source: value }),
      itemsPerPage: (value) => handler({ p_items_per_page: value }),
      mimesAllowed: (value) => handler({ p_method: "POST", p_mimes_allowed: value }),
      comments: (value) => handler({ p_comments: value }),
      mleEnvName: (value) => handler({ p_source_type: "mle/javascript", p_mle_env_name: value }),
      parameters: (value) =>
        (value as { name: string; bindVariable: string }[])
          .map(({ name, bindVariable }) =>
            call("ords.define_parameter", {
              p_module_name: "held",
              p_pattern: "list",
              p_method: "GET",
              p_name: name,
              p_bind_variable_name: bindVariable,
            }),
          )
          .join(""),
    },
    OrdsRole: {},
    OrdsPrivilege: {
      label: (value) => privilege({ p_label: value }),
      description: (value) => privilege({ p_description: value }),
      comments: (value) => privilege({ p_comments: value }),
      roles: (value) => privilege({}, value),
      patterns: (value) => privilege({}, [], value),
      modules: (value) => privilege({}, [], [], value),
    },
    OrdsOAuthClient: {
      description: (value) => client(profile, { p_description: value }),
      supportEmail: (value) => client(profile, { p_support_email: value }),
      supportUri: (value) => client(profile, { p_support_uri: value }),
      redirectUri: (value) => client(profile, { p_redirect_uri: value }),
      originsAllowed: (value) => client(profile, { p_origins_allowed: value }),
      privileges: (value) => `${clients}.update_client_privileges('shop', ${literal(value)});`,
      roles: (value) => `${clients}.grant_client_role('shop', ${literal(value)});`,
      tokenDuration: (value) => client(profile, { p_token_duration: value }),
      refreshDuration: (value) => client(profile, { p_refresh_duration: value }),
      codeDuration: (value) => client(profile, { p_code_duration: value }),
    },
    OrdsAutoRest: {
      alias: (value) => object({ p_object_alias: value }),
      autoRestAuth: (value) => object({ p_auto_rest_auth: value }),
    },
    OrdsJwtProfile: {
      issuer: (value) => profileOfJwt({ p_issuer: value }),
      audience: (value) => profileOfJwt({ p_audience: value }),
      jwkUrl: (value) => profileOfJwt({ p_jwk_url: value }),
      description: (value) => profileOfJwt({ p_description: value }),
      allowedSkew: (value) => profileOfJwt({ p_allowed_skew: value }),
      allowedAge: (value) => profileOfJwt({ p_allowed_age: value }),
      roleClaimName: (value) => profileOfJwt({ p_role_claim_name: value }),
    },
  };
}
