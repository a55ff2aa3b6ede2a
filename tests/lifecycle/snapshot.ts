import type { Site } from "./fixture";

/** Tables of what can lie in a module or refer to one, and of which row of another table their rows are. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ORDS_MODULES: {},
  ORDS_TEMPLATES: { MODULE_ID: "ORDS_MODULES" },
  ORDS_HANDLERS: { TEMPLATE_ID: "ORDS_TEMPLATES" },
  ORDS_PARAMETERS: { HANDLER_ID: "ORDS_HANDLERS" },
  SEC_ROLES: {},
  SEC_PRIVILEGES: {},
  SEC_PRIVILEGE_ROLES: { PRIVILEGE_ID: "SEC_PRIVILEGES", ROLE_ID: "SEC_ROLES" },
  SEC_PRIVILEGE_MODULES: { PRIVILEGE_ID: "SEC_PRIVILEGES", MODULE_ID: "ORDS_MODULES" },
  SEC_ROLE_MAPPINGS: { PRIVILEGE_ID: "SEC_PRIVILEGES" },
  SEC_ORIGINS_ALLOWED_MODULES: { MODULE_ID: "ORDS_MODULES" },
};

/** What tells apart the rows of one parent. */
const own: Readonly<Record<string, string>> = {
  ORDS_MODULES: "NAME",
  ORDS_TEMPLATES: "URI_TEMPLATE",
  ORDS_HANDLERS: "METHOD",
  ORDS_PARAMETERS: "NAME",
  SEC_ROLES: "NAME",
  SEC_PRIVILEGES: "NAME",
  SEC_ROLE_MAPPINGS: "PATTERN",
};

/** Other numbers and other times come with a definition that is made again. */
const passing = /^(?:ID|.*_ID|(?:CREATED|UPDATED)_(?:BY|ON))$/;

export type Cells = ReadonlyMap<string, unknown>;

/** Every value in them, by `TABLE row.COLUMN`; `*` says that the row is there. */
export async function cells(site: Site): Promise<Cells> {
  const names = new Map<string, string>();
  const found = new Map<string, unknown>();
  for (const [table, parents] of Object.entries(tables)) {
    for (const row of await site.sandbox.query(`select * from ords_metadata.${table.toLowerCase()}`)) {
      const name = [
        ...Object.entries(parents).map(([column, parent]) => names.get(`${parent} ${String(row[column])}`)),
        ...(own[table] === undefined ? [] : [row[own[table]]]),
      ].join(" ");
      names.set(`${table} ${String(row["ID"])}`, name);
      found.set(`${table} ${name}.*`, true);
      for (const [column, value] of Object.entries(row)) {
        if (!passing.test(column)) found.set(`${table} ${name}.${column}`, value);
      }
    }
  }
  return found;
}

/** The names of the cells that differ, in order. */
export function differences(before: Cells, after: Cells): string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((cell) => before.get(cell) !== after.get(cell)).sort();
}
