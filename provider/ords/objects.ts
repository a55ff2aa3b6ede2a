import { jsonObject } from "./json";
import { plsql } from "./plsql";
import type { Fragment } from "./plsql";
import type { Target } from "./target";

/** A row of USER_ORDS_ENABLED_OBJECTS; it stays, disabled, when the object is (fact 25). */
export interface EnabledObjectRow {
  readonly object: string;
  readonly objectType: string;
  readonly alias: string | null;
  readonly status: string;
  readonly autoRestAuth: string | null;
  readonly operations: string | null;
  readonly schemaAlias: string | null;
}

export interface EnabledObject {
  readonly object: string;
  readonly objectType: string;
  readonly alias?: string;
  readonly autoRestAuth: boolean;
}

export function observeObject(target: Target, object: string): Fragment {
  return plsql`${observeObjects(target)} and o.parsing_object = ${object}`;
}

/** A disabled one is none: enabling it again is making it. */
export function observeObjects(target: Target): Fragment {
  return plsql`select ${jsonObject({
    object: plsql`o.parsing_object`,
    objectType: plsql`o.type`,
    alias: plsql`o.object_alias`,
    status: plsql`o.status`,
    autoRestAuth: plsql`o.auto_rest_auth`,
    operations: plsql`o.ops_allowed`,
    schemaAlias: plsql`(select s.pattern from ${target.rows("schemas")} s where s.id = o.schema_id)`,
  })} as state from ${target.rows("enabled_objects")} o where o.status = 'ENABLED'`;
}

/** ENABLE_OBJECT. */
export function enableObject(
  target: Target,
  { object, objectType, alias, autoRestAuth }: EnabledObject,
): Fragment {
  return plsql`${target.ords("enable_object", {
    p_enabled: true,
    p_object: object,
    p_object_type: objectType,
    p_object_alias: alias,
    p_auto_rest_auth: autoRestAuth,
  })};`;
}

/** Its alias changes while it is disabled, in one transaction. */
export function moveObject(target: Target, to: EnabledObject): Fragment {
  return plsql`${disable(target, to)}
${enableObject(target, to)}`;
}

/** Disabled: the row and its alias stay with ORDS (fact 25), the table and its rows are not touched. */
export function disableObject(target: Target, object: EnabledObject): Fragment {
  return plsql`for found in (select 1 as one from ${target.rows("enabled_objects")} o where o.parsing_object = ${object.object} and o.status = 'ENABLED') loop
${disable(target, object)}
end loop;`;
}

function disable(target: Target, { object, objectType }: EnabledObject): Fragment {
  return plsql`${target.ords("enable_object", { p_enabled: false, p_object: object, p_object_type: objectType })};`;
}
