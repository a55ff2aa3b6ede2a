import type { ColumnSpec, ComputedSpec, ViewSpec } from "../store";
import { notSupported } from "./errors";
import { atLeast } from "./releases";
import { owner, tables } from "./tables";
import { earlierViews, unknownViews, urlMappings, viewSince, viewTable } from "./viewTable";
import type { ViewRow } from "./viewTable";

/** The role that administers ORDS for other schemas (fact 74). */
export const administrator = "ORDS_ADMINISTRATOR_ROLE";

/** DBA_ORDS_* came with 24.4 (fact 136). */
const dbaViewsSince = "24.4";

function forAdministrators(who: { hasRole(role: string): boolean }): boolean {
  return who.hasRole(administrator) || who.hasRole("DBA");
}

export interface ViewColumn {
  readonly name: string;
  readonly alias: string;
  readonly column: string;
}

/** The columns of a view, with where each comes from. */
export function columnsOf({ columns, since = {} }: ViewRow, version: string): ViewColumn[] {
  return columns
    .split(", ")
    .map((text) => {
      const [path = "", as] = text.toUpperCase().split(" ");
      const [alias = "", column = ""] = path.split(".");
      return { name: as ?? column, alias, column };
    })
    .filter(({ name }) => atLeast(version, since[name] ?? version));
}

/** The table behind an alias of a view: `ORDS_MODULES` for `M`. */
export function tablesByAlias({ from, joins = [] }: ViewRow): ReadonlyMap<string, string> {
  return new Map(
    [from, ...joins.map(({ table }) => table)].map((text) => {
      const [table = "", alias = ""] = text.toUpperCase().split(" ");
      return [alias, table];
    }),
  );
}

/** Where a view has the id of the schema that a row belongs to. */
export function schemaColumn({ from, schema }: ViewRow): string {
  return schema ?? `${from.split(" ")[1] ?? ""}.schema_id`;
}

function specColumns(view: ViewRow, version: string): ColumnSpec[] {
  const byAlias = tablesByAlias(view);
  return columnsOf(view, version).map(({ name, alias, column }) => {
    const table = tables.find((one) => one.name === byAlias.get(alias));
    const found = table?.columns.find((one) => one.name === column);
    if (found === undefined) throw new Error(`No column ${alias}.${column} for ${name}`);
    return { ...found, name };
  });
}

function query(view: ViewRow, version: string, own: boolean): string {
  const list = columnsOf(view, version).map(({ name, alias, column }) => {
    const source = `${alias}.${column}`.toLowerCase();
    return name === column ? source : `${source} as ${name.toLowerCase()}`;
  });
  const joins = (view.joins ?? []).map(
    ({ table, on, equals, optional }) =>
      ` ${optional === true ? "left join" : "join"} ${table} on ${on} = ${equals}`,
  );
  const mine = own
    ? ` join ords_schemas own on own.id = ${schemaColumn(view)} where own.parsing_schema = sys_context('USERENV', 'CURRENT_SCHEMA')`
    : "";
  return `select ${list.join(", ")} from ${view.from}${joins.join("")}${mine}`;
}

/** The views of one version. */
export function viewSpecs(version: string): ViewSpec[] {
  const present = Object.entries(viewTable).filter(([name]) => atLeast(version, viewSince[name] ?? version));
  const users = present.map(([name, view]): ViewSpec => ({
    owner,
    name: `USER_ORDS_${name}`,
    columns: specColumns(view, version),
    query: query(view, version, true),
  }));
  const all = atLeast(version, dbaViewsSince) ? present : Object.entries(earlierViews);
  const administrators = [...all, ["URL_MAPPINGS", urlMappings] as const].map(([name, view]): ViewSpec => ({
    owner,
    name: `DBA_ORDS_${name}`,
    columns: specColumns(view, version),
    query: query(view, version, false),
    visibleTo: forAdministrators,
  }));
  return [...users, ...administrators];
}

/** Views that are known by name only. */
export function unknownViewSpecs(version: string): ComputedSpec[] {
  return unknownViews
    .filter((name) => name.startsWith("USER_") || atLeast(version, dbaViewsSince))
    .map((name) => ({
      owner,
      name,
      columns: [],
      rows: () => {
        throw notSupported(name);
      },
      ...(name.startsWith("DBA_") ? { visibleTo: forAdministrators } : {}),
    }));
}
