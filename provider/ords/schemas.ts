import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** A row of USER_ORDS_SCHEMAS. */
export interface SchemaRow {
  readonly schema: string;
  readonly alias: string | null;
  readonly status: string;
  readonly autoRestAuth: string | null;
}

export function observeSchema(target: Target): Fragment {
  return plsql`select ${jsonObject({
    schema: plsql`s.parsing_schema`,
    alias: plsql`s.pattern`,
    status: plsql`s.status`,
    autoRestAuth: plsql`s.auto_rest_auth`,
  })} as state from ${target.rows("schemas")} s`;
}

/** A schema that is merely known, disabled, is none that stands in the way of enabling it. */
export function observeEnabledSchema(target: Target): Fragment {
  return plsql`${observeSchema(target)} where s.status = 'ENABLED'`;
}

interface Enablement {
  readonly enabled: boolean;
  readonly alias: string | undefined;
  readonly autoRestAuth: boolean | undefined;
}

/** ENABLE_SCHEMA; disabling is the same call with p_enabled FALSE (fact 57). */
export function enableSchema(target: Target, { enabled, alias, autoRestAuth }: Enablement): Fragment {
  return plsql`${target.ords("enable_schema", {
    p_enabled: enabled,
    p_url_mapping_type: alias === undefined ? undefined : "BASE_PATH",
    p_url_mapping_pattern: alias,
    p_auto_rest_auth: autoRestAuth,
  })};`;
}

/**
 * The alias of an enabled schema cannot change (ORA-20049), and whether enabling it again is silent is not printed anywhere
 * (fact 56): disabled, and enabled again in one transaction.
 */
export function changeSchema(target: Target, to: Enablement): Fragment {
  return plsql`${target.ords("enable_schema", { p_enabled: false })};
${enableSchema(target, to)}`;
}

/** Disables; drops nothing. Not asked where it is disabled already or unknown. */
export function disableSchema(target: Target): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("schemas")} s where s.status = 'ENABLED') loop
${target.ords("enable_schema", { p_enabled: false })};
end loop;`;
}

/** DROP_REST_FOR_SCHEMA removes all services of the schema (fact 24); disabled first, as Oracle's sample does (fact 23). */
export function dropSchema(target: Target): Fragment {
  return plsql`for found in (select s.status from ${target.rows("schemas")} s) loop
if found.status = 'ENABLED' then
${target.ords("enable_schema", { p_enabled: false })};
end if;
${target.ords("drop_rest_for_schema", {})};
end loop;`;
}
