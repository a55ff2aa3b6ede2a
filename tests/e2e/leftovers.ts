import type { Sandbox } from "../sandbox";

/** Kinds of objects and the views that list them, in the words a user knows them by. */
const lists = {
  schema: "select parsing_schema name from dba_ords_schemas where status = 'ENABLED'",
  module: "select name from dba_ords_modules",
  template: "select uri_template name from dba_ords_templates",
  handler: "select method name from dba_ords_handlers",
  role: "select name from dba_ords_roles",
  privilege: "select name from dba_ords_privileges",
  client: "select name from dba_ords_clients",
} as const;

/** Fact 59 and fact 72: these come with ORDS or with the first enabled schema, and stay. */
const builtIn = /^(oracle\.|SQL Developer$|SODA Developer$)/;

/** What users made and ORDS still has, as "module myapi". */
export async function leftovers(sandbox: Sandbox): Promise<string[]> {
  const left: string[] = [];
  for (const [kind, query] of Object.entries(lists)) {
    for (const { NAME } of await sandbox.query(query)) {
      if (!builtIn.test(String(NAME))) left.push(`${kind} ${String(NAME)}`);
    }
  }
  return left;
}
